"""Kalender: holidays and hours as the office keeps them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from integration.calendar_seed import shipped_calendar
from integration.tabs.calendar_tab import HEADERS, calendar_rows, read_calendar
from integration.tabs.rows import table_of

ZONE = "Asia/Makassar"


def table(rows):
    return [list(HEADERS), *table_of(HEADERS, rows)]


def test_the_shipped_calendar_reads_back_the_same():
    shipped = shipped_calendar()

    again, mistakes = read_calendar(table(calendar_rows(shipped)), ZONE)

    assert mistakes == {}
    assert again == shipped


def test_a_local_holiday_typed_the_indonesian_way_closes_the_office():
    rows = calendar_rows(shipped_calendar())
    rows.append({"Tanggal": "24/11/2026", "Jenis": "Libur setempat", "Keterangan": "HUT Kota"})

    calendar, mistakes = read_calendar(table(rows), ZONE)

    assert mistakes == {}
    assert not calendar.is_working_day(date(2026, 11, 24))
    monday = datetime(2026, 11, 23, 15, 50, tzinfo=ZoneInfo(ZONE))
    assert calendar.add_minutes(monday, 30) == datetime(2026, 11, 25, 7, 50, tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"Tanggal": "31/02/2026", "Jenis": "Libur setempat", "Keterangan": "x"}, "dibaca"),
        ({"Tanggal": "24/11/2026", "Jenis": "Pesta", "Keterangan": "x"}, "tidak dikenal"),
        ({"Tanggal": "24/11/2026", "Jenis": "Libur setempat"}, "Keterangan belum diisi"),
        ({"Jenis": "Jam kerja", "Jam": "Senin 25.00-26.00"}, "tidak dapat dibaca"),
        ({"Jenis": "Jam kerja", "Jam": "Senin 12.00-08.00"}, "tumpang tindih"),
        ({"Jenis": "Jam kerja", "Jam": "Sabbat 08.00-12.00"}, "tidak dikenal"),
    ],
)
def test_a_mistake_is_told_at_its_row_and_there_is_no_calendar(row, told):
    rows = calendar_rows(shipped_calendar())

    calendar, mistakes = read_calendar(table([*rows, row]), ZONE)

    assert calendar is None
    assert told in mistakes[len(rows) + 1]


def test_a_calendar_without_hours_is_refused():
    rows = [row for row in calendar_rows(shipped_calendar()) if row["Jenis"] != "Jam kerja"]

    calendar, mistakes = read_calendar(table(rows), ZONE)

    assert calendar is None
    assert "Jam kerja" in mistakes[0]
