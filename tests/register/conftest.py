"""An office with a register, on a database of its own."""

import pytest
from register_house import House

from integration.store.database import Database


@pytest.fixture
def house(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'tanggap.db'}")
    database.migrate()
    yield House.built(database)
    database.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A database with its tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path
