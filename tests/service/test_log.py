"""The log says what failed and where, and holds nothing that anybody wrote."""

import io
import json
import logging

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from integration import logs
from integration.store.database import Database
from integration.store.schema import memory

SECRET = "Tirta Cahaya, tirta@contoh-usaha.example"


@pytest.fixture
def log():
    before = logging.root.handlers[:]
    logs.set_up()
    lines = io.StringIO()
    logging.root.handlers[0].setStream(lines)
    yield lines
    logging.root.handlers[:] = before


def test_a_failing_database_is_named_without_the_row(any_database: Database, log) -> None:
    row = {"key": None, "value": json.dumps({"name": SECRET})}
    try:
        with any_database.write() as tx:
            tx.execute(insert(memory).values(row))
    except SQLAlchemyError:
        logging.getLogger("house").exception("database failed", extra={"key": "ADU/2026/0007:1"})
    said = log.getvalue()
    assert "database failed key=ADU/2026/0007:1" in said
    assert "IntegrityError: " in said and "memory" in said and "test_log.py" in said
    assert "Tirta" not in said and "tirta" not in said


def test_of_an_exception_that_quotes_only_its_kind_and_place_are_told(log) -> None:
    try:
        try:
            int(SECRET)
        except ValueError as wrong:
            raise RuntimeError(f"no number: {SECRET}") from wrong
    except RuntimeError:
        logging.getLogger("house").exception("effect failed")
    said = log.getvalue()
    assert said.index("ValueError") < said.index("RuntimeError")
    assert "irta" not in said


def test_a_full_disk_is_said_aloud(log) -> None:
    try:
        raise OSError(28, "No space left on device", f"/data/{SECRET}")
    except OSError:
        logging.getLogger("house").exception("round failed")
    assert "OSError: No space left on device" in log.getvalue()
    assert "irta" not in log.getvalue()
