"""Migrations build the tables that the code means, up and down, on both databases."""

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect
from sqlalchemy.exc import IntegrityError

from integration.store.database import MIGRATIONS, Database
from integration.store.schema import cases, events, metadata, outbox
from tests.databases import postgres_database


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_tables_are_those_of_the_schema(any_database: Database) -> None:
    with any_database.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(any_database: Database) -> None:
    assert tables(any_database) == set(metadata.tables)
    any_database.migrate("base")
    assert tables(any_database) == set()
    any_database.migrate()
    assert tables(any_database) == set(metadata.tables)


def test_migrations_go_up_one_by_one(empty_database: Database) -> None:
    for _ in ScriptDirectory(str(MIGRATIONS)).walk_revisions():
        empty_database.migrate("+1")
    assert tables(empty_database) == set(metadata.tables)


def test_migrating_twice_changes_nothing(any_database: Database) -> None:
    with any_database.write() as tx:
        tx.execute(insert(cases).values(register_no="ADU/2026/0001", created_at="2026"))
    any_database.migrate()
    with any_database.read() as tx:
        assert tx.execute(cases.select()).one().register_no == "ADU/2026/0001"


@pytest.mark.parametrize("lacking", [{"role": ""}, {"at": ""}])
def test_the_database_itself_refuses_an_event_without_who_or_when(
    any_database: Database, lacking: dict[str, str]
) -> None:
    event = {
        "seq": 1,
        "what": "noted",
        "role": "system",
        "person": "",
        "name": "",
        "door": "clock",
        "at": "2026-11-23T01:00:00.000000+00:00",
        "data": "{}",
        "previous_hash": "",
        "hash": "h",
    }
    with any_database.write() as tx:
        made = tx.execute(insert(cases).values(register_no="ADU/2026/0001", created_at="2026"))
        key = made.inserted_primary_key
        assert key is not None
    with pytest.raises(IntegrityError), any_database.write() as tx:
        tx.execute(insert(events).values(case_id=key[0], **{**event, **lacking}))


def test_the_database_itself_refuses_an_unknown_state_of_an_effect(any_database: Database) -> None:
    with pytest.raises(IntegrityError), any_database.write() as tx:
        row = {"key": "k", "kind": "mail", "data": "{}", "next_at": "", "created_at": ""}
        tx.execute(insert(outbox).values(state="lost", **row))


def test_a_failed_transaction_leaves_nothing(any_database: Database) -> None:
    with pytest.raises(RuntimeError), any_database.write() as tx:
        tx.execute(insert(cases).values(register_no="ADU/2026/0001", created_at="2026"))
        raise RuntimeError
    with any_database.read() as tx:
        assert tx.execute(cases.select()).all() == []


def test_processes_that_start_at_one_moment_make_the_tables_once(postgres: str) -> None:
    with postgres_database(postgres) as database:
        url = database.engine.url.render_as_string(hide_password=False)
        program = "import sys; from integration.store.database import Database as D"
        starts = [
            subprocess.Popen([sys.executable, "-c", f"{program}; D(sys.argv[1]).migrate()", url])
            for _ in range(4)
        ]
        assert [one.wait(60) for one in starts] == [0, 0, 0, 0]
        assert tables(database) == set(metadata.tables)
