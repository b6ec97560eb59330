"""The application on a database of its own."""

import pytest
from web_house import MONDAY, OFFICE, House

from integration.calendar_seed import shipped_calendar
from integration.clock import FixedClock
from integration.links import Links
from integration.service import CaseBook, Service
from integration.settings import Settings
from integration.store.database import Database
from integration.web.app import create_app


@pytest.fixture
def house(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'tanggap.db'}")
    database.migrate()
    clock = FixedClock(MONDAY)
    service = Service(database, clock, OFFICE)
    links = Links("a-secret-for-tests", "http://pages.example", clock)
    app = create_app(
        service=service,
        book=CaseBook(database),
        links=links,
        calendar=shipped_calendar,
        settings=Settings(max_upload_mb=1, sign_code=False, _env_file=None),
        form_url="http://form.example/f",
    )
    yield House(app, service, links, clock)
    database.close()
