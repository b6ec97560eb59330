"""Alembic's door: runs the migrations on the connection that `Database.migrate` hands in."""

from alembic import context

from integration.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
