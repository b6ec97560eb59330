"""Alembic's door: runs the migrations on the connection that `Database.migrate` hands in.

Several processes may start at one moment on an empty PostgreSQL: one migrates, the others wait.
"""

from alembic import context

from integration.store.schema import metadata

ONE_AT_A_TIME = 20250506
"""Any number that nobody else locks in this database: the SOP's date."""

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
    context.run_migrations()
connection.commit()
