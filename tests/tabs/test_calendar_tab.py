"""Kalender: holidays and hours as the office keeps them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from integration.calendar_seed import shipped_calendar
from integration.sop.explain import week_in_words
from integration.sop.timing import legal, legal_clocks
from integration.tabs.calendar_tab import HEADERS, calendar_rows, read_calendar
from integration.tabs.rows import table_of
from tests.factories import received

ZONE = "Asia/Makassar"


FIRST = {
    "Jenis": "Batas peraturan",
    "Keterangan": "Tanggapan pertama kepada pengadu",
    "Sumber": "SK baru",
}


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


def test_leave_of_several_days_in_one_row_closes_the_office_on_each():
    rows = calendar_rows(shipped_calendar())
    leave = {"Tanggal": "2026-11-24", "Sampai": "26/11/2026", "Jenis": "Cuti bersama"}
    rows.append({**leave, "Keterangan": "Cuti bersama tambahan"})

    calendar, mistakes = read_calendar(table(rows), ZONE)

    assert mistakes == {}
    days = [date(2026, 11, day) for day in range(23, 28)]
    assert [calendar.is_working_day(day) for day in days] == [True, False, False, False, True]


LOCAL = {"Tanggal": "24/11/2026", "Jenis": "Libur setempat", "Keterangan": "x"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({**LOCAL, "Sampai": "23/11/2026"}, "paling sedikit"),
        ({**LOCAL, "Sampai": "24/11/2206"}, "paling lama"),
        ({"Tanggal": "31/02/2026", "Jenis": "Libur setempat", "Keterangan": "x"}, "dibaca"),
        ({"Tanggal": "24/11/2026", "Jenis": "Pesta", "Keterangan": "x"}, "tidak dikenal"),
        ({"Tanggal": "24/11/2026", "Jenis": "Libur setempat"}, "Keterangan belum diisi"),
        ({"Jenis": "Jam kerja", "Jam": "Senin 25.00-26.00"}, "tidak dapat dibaca"),
        ({"Jenis": "Jam kerja", "Jam": "Senin 12.00-08.00"}, "tumpang tindih"),
        ({"Jenis": "Jam kerja", "Jam": "Sabbat 08.00-12.00"}, "tidak dikenal"),
        ({"Jenis": "Jam kerja", "Jam": "Senin 08.00-12.00, 13-16"}, "tidak dapat dibaca"),
        ({"Jenis": "Jam kerja", "Jam": "Jumat-Senin 08.00-12.00"}, "terbalik"),
        ({"Jenis": "Jam loket", "Jam": "Senin"}, "tidak dapat dibaca"),
        (
            {"Jenis": "Batas peraturan", "Keterangan": "Entah", "Jam": "3 hari kerja"},
            "tidak dikenal",
        ),
        ({**FIRST, "Jam": "14 hari"}, "14 hari kalender"),
        ({**FIRST, "Jam": "0 hari kerja"}, "14 hari kalender"),
        ({**FIRST, "Jam": "9 hari kerja"}, "baris lain"),
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


def test_the_law_s_limits_are_the_offices_to_set_each_with_its_source():
    rows = calendar_rows(shipped_calendar())
    limits = {row["Keterangan"]: row for row in rows if row["Jenis"] == "Batas peraturan"}
    assert {row["Jam"] for row in limits.values()} == {
        *("14 hari kalender", "60 hari kalender"),
        *("3 hari kerja", "5 hari kerja", "14 hari kerja", "60 hari kerja"),
    }
    assert all(row["Sumber"] for row in limits.values())
    limits["Tanggapan pertama kepada pengadu"] |= {"Jam": "5 Hari Kerja", "Sumber": "SK baru"}

    calendar, mistakes = read_calendar(table(rows), ZONE)

    assert mistakes == {}
    (first,) = legal(received().case, calendar, legal_clocks(received().case, calendar)[:1])
    assert (first.clock.days, first.clock.source) == (5, "SK baru")
    assert first.due == datetime(2026, 11, 30, 16, 0, tzinfo=ZoneInfo(ZONE))


def test_counter_hours_are_apart_from_office_hours_and_no_clock_runs_by_them():
    rows = [row for row in calendar_rows(shipped_calendar()) if row["Jenis"] != "Jam loket"]
    friday = "Senin-Kamis 09.00-15.00; Jumat 08.00-14.30"
    ramadan = {"Tanggal": "2026-02-19", "Sampai": "2026-03-20", "Jam": "Senin-Jumat 09.00-12.00"}
    rows += [{"Jenis": "Jam loket", "Jam": friday}, {"Jenis": "Jam loket", **ramadan}]

    calendar, mistakes = read_calendar(table(rows), ZONE)

    assert mistakes == {}
    assert week_in_words(calendar.counter_hours(date(2026, 11, 23))) == friday
    assert week_in_words(calendar.counter_hours(date(2026, 3, 2))) == "Senin-Jumat 09.00-12.00"
    monday = datetime(2026, 11, 23, 15, 30, tzinfo=ZoneInfo(ZONE))
    assert calendar.is_open(monday)
    assert calendar.add_minutes(monday, 30) == monday.replace(hour=16, minute=0)


def test_without_rows_of_their_own_counter_and_limits_are_the_usual():
    rows = [
        row
        for row in calendar_rows(shipped_calendar())
        if row["Jenis"] not in ("Jam loket", "Batas peraturan")
    ]
    calendar, _ = read_calendar(table(rows), ZONE)
    assert calendar.counter_hours(date(2026, 11, 23)) == calendar.hours[0]
    assert legal(received().case, calendar) == legal(received().case, shipped_calendar())
