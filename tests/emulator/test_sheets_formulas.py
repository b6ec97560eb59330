"""Formulas of the local spreadsheets, worked out and rewritten."""

from datetime import timedelta
from typing import Any

import pytest
from test_sheets_engine import NOW, a_book, fill

from integration.emulator.sheets.formulas import references
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.refusal import NotImplementedHere
from integration.emulator.sheets.grid.sheet import COLUMNS, ROWS, Sheet


def worked_out(formula: str, rows: list[list[Any]] | None = None, locale: str = "id_ID") -> Any:
    editing = a_book(locale=locale)
    sheet = fill(editing, rows or [])
    editing.put(sheet, 19, 7, formula, typed=True)
    editing.book.settle(NOW)
    return sheet.value(19, 7)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3", 9),
        ("=-2^2", 4),
        ("=1,5*2", 3),
        ('="a"&1&TRUE', "a1TRUE"),
        ("=50%", 0.5),
        ("=2>1", True),
        ('="A"="a"', True),
        ("=SUM(1;2;3)", 6),
        ('=IF(1>2;"ya";"tidak")', "tidak"),
        ('=IFERROR(1/0;"-")', "-"),
        ("=ROUND(2,345;2)", 2.35),
        ("=AND(TRUE;1=1)", True),
        ('=LEN(TRIM("  a b "))', 3),
        ('=TEXT(DATE(2026;1;5);"dd/mm/yyyy")', "05/01/2026"),
        ("=TODAY()", 46027),
        ("=NOW()-TODAY()", pytest.approx(8.5 / 24)),
        ("=1/0", "#DIV/0!"),
        ("=TIDAKADA(1)", "#NAME?"),
        ("=tidakada", "#NAME?"),
        ("=Lain!A1", "#REF!"),
        ("=ZZ99", "#REF!"),
        ("=NA()", "#N/A"),
        ('="a"+1', "#VALUE!"),
        ("=SUM(1,2,3)", "#ERROR!"),
        ("=1+", "#ERROR!"),
    ],
)
def test_a_formula_gives_what_sheets_gives(formula: str, result: Any) -> None:
    assert worked_out(formula) == result


def test_where_the_point_is_the_decimal_sign_the_comma_separates() -> None:
    assert worked_out("=SUM(1,2.5;3)", locale="en_US") == 6.5


TABLE = [["Status", "Nilai"], ["Selesai", 3], ["selesai", 4], ["Diproses", ""], ["", "5x"]]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=SUM(B1:B9)", 7),
        ("=COUNT(B:B)", 2),
        ("=COUNTA(A1:A9)", 4),
        ('=COUNTIF(A2:A9;"Selesai")', 2),
        ('=COUNTIF(A1:A9;"S*")', 3),
        ('=COUNTIF(B2:B9;">3")', 1),
        ('=COUNTIF(A1:A5;"")', 1),
        ('=COUNTIFS(A1:A9;"selesai";B1:B9;"<4")', 1),
        ('=SUMIF(A1:A9;"selesai";B1:B9)', 7),
        ("=AVERAGE(B1:B9)", 3.5),
        ('=MIN(B1:B9)&"-"&MAX(B1:B9)', "3-4"),
        ("=AVERAGE(D1:D5)", "#DIV/0!"),
        ('=VLOOKUP("diproses";A1:B9;1;FALSE)', "Diproses"),
        ('=VLOOKUP("x";A1:B9;2;FALSE)', "#N/A"),
        ('=MATCH("Diproses";A1:A9;0)', 4),
        ("=INDEX(A1:B9;2;2)", 3),
        ("=A1&\"/\"&'Sheet1'!B2", "Status/3"),
    ],
)
def test_a_formula_reads_the_sheet(formula: str, result: Any) -> None:
    assert worked_out(formula, TABLE) == result


def test_results_follow_their_sources_and_a_circle_is_an_error() -> None:
    editing = a_book()
    sheet = fill(editing, [[1, "=A1*2", "=B1+1", "=D1"]])
    editing.book.settle(NOW)
    assert sheet.rows[0].values == [1, 2, 3, "#REF!"]

    editing.put(sheet, 0, 0, 10, typed=True)
    editing.book.settle(NOW)

    assert sheet.rows[0].values[:3] == [10, 20, 21]


def test_today_follows_the_clock() -> None:
    editing = a_book()
    sheet = fill(editing, [["=TODAY()", "=NOW()"]])
    sheet.touched.clear()
    editing.book.settle(NOW)
    first = list(sheet.rows[0].values)

    editing.book.settle(NOW + timedelta(days=1, hours=12))

    assert sheet.rows[0].values == [first[0] + 1, pytest.approx(first[1] + 1.5)]


def test_a_function_google_has_and_we_have_not_is_refused_not_guessed() -> None:
    editing = a_book()

    with pytest.raises(NotImplementedHere, match="QUERY"):
        editing.put(editing.book.sheets[0], 0, 0, "=QUERY(A1:B2)", typed=True)


def test_references_follow_rows_and_columns() -> None:
    editing = a_book()
    sheet = fill(editing, [["=SUM(A3:A5)", "=$A$4", "=A3"], [], [1], [2], [3]])
    book = editing.book

    book.insert(sheet, ROWS, 3, 2)
    assert [sheet.rows[0].formula(c) for c in range(3)] == ["=SUM(A3:A7)", "=$A$6", "=A3"]

    book.insert(sheet, COLUMNS, 0, 1)
    assert [sheet.rows[0].formula(c) for c in range(1, 4)] == ["=SUM(B3:B7)", "=$B$6", "=B3"]

    book.delete(sheet, ROWS, 2, 1)
    assert [sheet.rows[0].formula(c) for c in range(1, 4)] == ["=SUM(B3:B6)", "=$B$5", "=#REF!"]
    book.settle(NOW)
    assert sheet.rows[0].values[1:4] == [5, 2, "#REF!"]


def test_formulas_follow_a_renamed_tab() -> None:
    editing = a_book()
    editing.book.sheets.append(Sheet(7, "Data", 5, 5))
    sheet = fill(editing, [["=Data!A1+1"]])

    editing.book.rename(editing.book.sheets[1], "Data Bu Rani's")

    assert sheet.rows[0].formula(0) == "='Data Bu Rani''s'!A1+1"


def test_copied_formulas_shift_what_no_dollar_holds() -> None:
    assert references.copied('=A1+$A1+A$1+$A$1&"A1"', 2, 1) == '=B3+$A3+B$1+$A$1&"A1"'
    assert references.copied("=A1", -1, 0) == "=#REF!"


def test_references_follow_a_cut_only_when_all_of_them_was_cut() -> None:
    part = Area(0, 2, 0, 1)

    assert references.after_cut("=A1+A1:A2+A1:A3", "S", "S", part, 5, 1) == "=B6+B6:B7+A1:A3"
