"""The engine of the local spreadsheets: addresses, typed text, formats, laws of the grid."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration.emulator.sheets.batch.ranges import sort
from integration.emulator.sheets.grid import a1
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.sheet import COLUMNS, ROWS, Sheet
from integration.emulator.sheets.locale.display import shown
from integration.emulator.sheets.locale.entry import understood
from integration.emulator.sheets.locale.regions import region

NOW = datetime(2026, 1, 5, 8, 30)
ID, US = region("id_ID"), region("en_US")


def a_book(rows: int = 20, columns: int = 8, locale: str = "id_ID") -> Editing:
    book = Book("book", {"title": "B", "locale": locale, "timeZone": "Asia/Makassar"})
    book.sheets.append(Sheet(0, "Sheet1", rows, columns))
    return Editing(book, "a@contoh.example", "a@contoh.example", NOW)


def fill(editing: Editing, rows: list[list[Any]]) -> Sheet:
    sheet = editing.book.sheets[0]
    for r, values in enumerate(rows):
        for c, value in enumerate(values):
            editing.put(sheet, r, c, value, typed=True)
    return sheet


def everything(sheet: Sheet) -> list[Any]:
    return [(row.key, [row.cell(c) for c in range(row.used())]) for row in sheet.rows]


# -- addresses -----------------------------------------------------------------------------


@given(st.integers(0, 18_277))
def test_column_letters_lead_back_to_their_index(index: int) -> None:
    assert a1.column_index(a1.column_letters(index)) == index


titles = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(titles, st.integers(0, 999), st.integers(1, 50), st.integers(0, 99), st.integers(1, 50))
def test_a_written_range_is_read_as_the_same_range(
    title: str, top: int, height: int, left: int, width: int
) -> None:
    area = Area(top, top + height, left, left + width)

    found, cells = a1.split(a1.write(title, area))

    assert found == title
    assert a1.area(f"{cells}:{cells}" if ":" not in str(cells) else str(cells)) == area


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Register", "Register!A1"),
        ("Form Responses 1", "'Form Responses 1'!A1"),
        ("Bu Rani's", "'Bu Rani''s'!A1"),
        ("2026", "'2026'!A1"),
        ("AB12", "'AB12'!A1"),
    ],
)
def test_a_title_that_could_be_misread_is_quoted(title: str, written: str) -> None:
    assert a1.write(title, Area(0, 1, 0, 1)) == written


@pytest.mark.parametrize("text", ["", "A", "1", "A1:", ":A1", "A0", "A:1", "ABCD1", "A1:B2:C3"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        a1.area(text)


# -- typed text ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("1,5", 1.5, None),
        ("1.500", 1500, "NUMBER"),
        ("0812", 812, None),
        ("+62812", 62812, None),
        ("-3", -3, None),
        ("1.5", "1.5", None),
        ("12.34.56", "12.34.56", None),
        ("50%", 0.5, "PERCENT"),
        ("Rp1.500", 1500, "CURRENCY"),
        ("05/01/2026", 46027, "DATE"),
        ("5 Januari 2026", 46027, "DATE"),
        ("2026-01-05", 46027, "DATE"),
        ("5/1", 46027, "DATE"),
        ("05/01/2026 12:00:00", 46027.5, "DATE_TIME"),
        ("18:00", 0.75, "TIME"),
        ("31/02/2026", "31/02/2026", None),
        ("benar", "benar", None),
        ("true", True, None),
        ("'0812", "0812", None),
        ("021-555-1234", "021-555-1234", None),
        ("ADU/2026/0001", "ADU/2026/0001", None),
        ("1e999", "1e999", None),
        ("", "", None),
    ],
)
def test_indonesian_typing(text: str, value: Any, kind: str | None) -> None:
    found = understood(text, ID, 2026)

    assert (found.value, type(found.value)) == (value, type(value))
    assert (found.number_format or {}).get("type") == kind


def test_the_same_keys_mean_another_day_in_america() -> None:
    assert understood("05/01/2026", US, 2026).value == 46143
    assert understood("1.5", US, 2026).value == 1.5


def test_a_typed_formula_is_a_formula() -> None:
    assert understood("=1+2", ID, 2026).formula == "=1+2"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1.5, None, "1,5"),
        (1 / 3, None, "0,3333333333"),
        (628123456789, None, "628123456789"),
        (True, None, "TRUE"),
        (46027, {"type": "DATE"}, "05/01/2026"),
        (46027.5, {"type": "DATE_TIME"}, "05/01/2026 12:00:00"),
        (46027.354, {"type": "TIME", "pattern": "hh.mm"}, "08.29"),
        (46027, {"type": "DATE", "pattern": "dddd, d mmmm yyyy"}, "Senin, 5 Januari 2026"),
        (1234.5, {"type": "NUMBER", "pattern": "#,##0.00"}, "1.234,50"),
        (-2, {"type": "NUMBER", "pattern": "0;(0)"}, "(2)"),
        (0.256, {"type": "PERCENT", "pattern": "0.0%"}, "25,6%"),
        (7, {"type": "NUMBER", "pattern": "0000"}, "0007"),
        (1500, {"type": "CURRENCY"}, "Rp1.500"),
        (12345, {"type": "SCIENTIFIC"}, "1,23E+04"),
    ],
)
def test_values_are_shown_as_the_locale_writes(
    value: Any, number_format: dict[str, Any] | None, text: str
) -> None:
    assert shown(value, number_format, ID) == text


@given(st.integers(-(10**12), 10**12))
def test_a_shown_whole_number_typed_again_is_the_same_number(value: int) -> None:
    assert understood(shown(value, None, ID), ID, 2026).value == value


@given(st.dates(min_value=datetime(1900, 1, 1).date(), max_value=datetime(2199, 1, 1).date()))
def test_a_shown_day_typed_again_is_the_same_day(day: Any) -> None:
    serial = (datetime(day.year, day.month, day.day) - datetime(1899, 12, 30)).days

    assert understood(shown(serial, {"type": "DATE"}, ID), ID, 2026).value == serial


def test_a_plain_text_cell_keeps_what_is_typed() -> None:
    editing = a_book()
    sheet = editing.book.sheets[0]
    text = editing.book.formats.number({"numberFormat": {"type": "TEXT"}})
    sheet.rows[0].put_style(0, text)

    editing.put(sheet, 0, 0, "0812", typed=True)

    assert sheet.value(0, 0) == "0812"


# -- laws of the grid ----------------------------------------------------------------------

entries = st.one_of(
    st.just(""),
    st.integers(-5, 5),
    st.sampled_from(["a", "B", "Selesai", "=A1+1", "=SUM(A1:B3)", "=$B$2", "5/1", "TRUE"]),
)
tables = st.lists(st.lists(entries, min_size=1, max_size=6), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(tables, st.sampled_from([ROWS, COLUMNS]), st.integers(0, 7), st.integers(1, 3))
def test_inserting_and_deleting_again_changes_nothing(
    table: list[list[Any]], dimension: str, at: int, count: int
) -> None:
    editing = a_book()
    sheet = fill(editing, table)
    sheet.rows[2].put_note(1, "catatan")
    sheet.over["merges"].append(a1.to_grid_range(0, Area(10, 12, 1, 4)))
    before, merges = everything(sheet), [dict(m) for m in sheet.over["merges"]]

    editing.book.insert(sheet, dimension, at, count)
    editing.book.delete(sheet, dimension, at, count)

    assert everything(sheet) == before
    assert sheet.over["merges"] == merges


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(0, 5), st.booleans())
def test_a_sort_is_a_permutation_of_rows_with_their_notes(
    table: list[list[Any]], column: int, down: bool
) -> None:
    editing = a_book()
    plain = [["" if str(v).startswith("=") else v for v in values] for values in table]
    sheet = fill(editing, plain)
    for at, row in enumerate(sheet.rows[: len(table)]):
        row.put_note(0, f"catatan {at}")
    before = {key: cells for key, cells in everything(sheet)}
    order = "DESCENDING" if down else "ASCENDING"

    sort(
        editing, sheet, Area(0, len(table), 0, 8), [{"dimensionIndex": column, "sortOrder": order}]
    )

    assert dict(everything(sheet)) == before
    filled = [sheet.value(at, column) == "" for at in range(len(table))]
    assert filled == sorted(filled)
    numbers = [v for r in range(len(table)) if type(v := sheet.value(r, column)) is int]
    assert numbers == sorted(numbers, reverse=down)


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(0, 9), st.integers(1, 4), st.integers(0, 14))
def test_moving_rows_there_and_back_changes_nothing(
    table: list[list[Any]], start: int, count: int, to: int
) -> None:
    editing = a_book()
    plain = [["" if str(v).startswith("=") else v for v in values] for values in table]
    sheet = fill(editing, plain)
    before = everything(sheet)
    end = start + count
    if start <= to <= end:
        return

    editing.book.move(sheet, ROWS, start, end, to)
    moved = to if to < start else to - count
    editing.book.move(sheet, ROWS, moved, moved + count, start if to > start else end)

    assert everything(sheet) == before


def test_a_narrow_sort_tears_rows_apart_as_in_sheets() -> None:
    editing = a_book()
    sheet = fill(editing, [["b", 1], ["a", 2]])

    sort(editing, sheet, Area(0, 2, 0, 1), [{"dimensionIndex": 0}])

    assert [row.values for row in sheet.rows[:2]] == [["a", 1], ["b", 2]]
