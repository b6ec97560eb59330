"""The office's diary, and one complaint written into it from beginning to end."""

import pytest

from integration.clock import FixedClock
from integration.service import Service
from tests.reports.diary import Diary


@pytest.fixture
def diary(service: Service, clock: FixedClock) -> Diary:
    return Diary(service, clock)


@pytest.fixture
def whole_case(diary: Diary) -> str:
    """One complaint from the Form to the archive, its times reckoned by hand in the tests."""
    number = diary.receive("23 09:00")
    diary.finish(number, "23 09:10", service="Pengujian", kind="Keterlambatan LHU/sertifikat")
    diary.finish(number, "23 09:41")
    diary.finish(number, "24 09:41")
    diary.finish(number, "24 11:41")
    diary.finish(number, "25 08:00")
    diary.note(number, "27 10:00", "Suku cadang baru tiba hari Jumat.")
    diary.finish(number, "30 08:01")
    diary.finish(number, "30 08:21")
    diary.preview(number, "30 08:22")
    diary.finish(number, "30 08:30", "tidak", reason="Nada surat terlalu kaku.")
    diary.finish(number, "30 08:50")
    diary.preview(number, "30 08:51")
    diary.finish(number, "30 09:00")
    diary.finish(number, "30 09:20")
    diary.finish(number, "30 09:30")
    return number
