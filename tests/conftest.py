"""What every test may ask for: a clock, databases, the service, the whole house with fakes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.clock import FixedClock
from integration.service import Service
from integration.store.database import Database
from tests.databases import postgres_database, postgres_server, sqlite_database
from tests.factories import MONDAY, OFFICE
from tests.fakes import FakeGoogle
from tests.local_google import Google, local_google
from tests.workshop import Workshop, quick_letters


@pytest.fixture
def clock() -> FixedClock:
    """Monday morning in Samarinda, until somebody moves it."""
    return FixedClock(MONDAY)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL, started when the first test asks for it."""
    with postgres_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables; every test that asks runs on both kinds."""
    if request.param == "sqlite":
        with sqlite_database(tmp_path / "tanggap.db") as database:
            yield database
    else:
        with postgres_database(request.getfixturevalue("postgres")) as database:
            yield database


@pytest.fixture
def any_database(empty_database: Database) -> Database:
    """A database with its tables; every test that asks runs on both kinds."""
    empty_database.migrate()
    return empty_database


@pytest.fixture
def any_service(any_database: Database, clock: FixedClock) -> Service:
    """The service on both kinds of database."""
    return Service(any_database, clock, OFFICE)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database with its tables."""
    with sqlite_database(tmp_path / "tanggap.db") as made:
        made.migrate()
        yield made


@pytest.fixture
def service(database: Database, clock: FixedClock) -> Service:
    """The service on SQLite."""
    return Service(database, clock, OFFICE)


@pytest.fixture
def workshop(service: Service, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Service, worker and Google's offices as fakes; documents are set in no time."""
    quick_letters(monkeypatch)
    return Workshop(service, FakeGoogle())


@pytest.fixture(scope="module")
def one_google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    """The local workspace, served once for all tests of a file."""
    with local_google(tmp_path_factory.mktemp("google")) as google:
        yield google


@pytest.fixture
def google(one_google: Google) -> Google:
    """The local workspace as it was when its office was new."""
    one_google.reset()
    return one_google
