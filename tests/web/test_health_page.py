"""What the doctor found, for people without a terminal."""

from pathlib import Path

import pytest
from web_house import House, seen

from integration.connect.doctor import CHECKS
from integration.connect.kept import Examination
from integration.settings import Settings
from integration.web.desk.health import NAMES, HealthPages

DESK, AUDITOR = "petugas@balai.example", "mutu@balai.example"
PAGE = "/petugas/kesehatan"


@pytest.fixture
def examined(house: House, tmp_path: Path) -> House:
    """A house whose Google is out of reach and whose settings are not complete."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=tmp_path,
        google_origin="http://127.0.0.1:9",
    )
    HealthPages(Examination(settings, house.service)).add_to(house.app)
    return house


def test_the_desk_lets_everything_be_examined_and_reads_what_to_do(examined: House) -> None:
    browser = examined.signed_in(DESK)
    assert PAGE in seen(browser.get("/petugas")).links
    before = seen(browser.get(PAGE))
    assert "Belum pernah diperiksa" in before.text

    csrf = before.named("csrf")[0]["value"]
    answer = browser.post(PAGE, data={"csrf": csrf})

    assert (answer.status_code, answer.location) == (303, PAGE)
    after = seen(browser.get(PAGE)).text
    assert "tanggap setup" in after
    assert after.index("Perlu diperbaiki") < after.index("Baik")


def test_opening_the_page_examines_nothing(examined: House) -> None:
    browser = examined.signed_in(DESK)
    browser.get(PAGE)
    browser.head(PAGE)
    assert "Belum pernah diperiksa" in seen(browser.get(PAGE)).text


def test_an_auditor_reads_and_examines_nothing(examined: House) -> None:
    browser = examined.signed_in(AUDITOR)
    page = seen(browser.get(PAGE))
    assert "Belum pernah diperiksa" in page.text
    assert page.named("csrf") == []
    assert browser.post(PAGE, data={"csrf": "x"}).status_code == 403


def test_every_check_has_a_name_for_people() -> None:
    assert {row.name for row in CHECKS} <= set(NAMES)
