"""Lembar kerja: what the grid's script is told, and what it may ask for."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.emulator.pages_room import Visitor, visitor

__all__ = ["visitor"]
TAB = 77


@pytest.fixture
def sheet(workspace: Any, office: dict[str, Any], mailbox: str) -> Any:
    """A tab with a header, five rows, a drop-down, a note and a protected first column."""
    api = workspace.service("sheets", "v4", mailbox).spreadsheets()
    book = office["register_id"]
    grid = {"rowCount": 200, "columnCount": 5, "frozenRowCount": 1}
    span = {"sheetId": TAB, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": 1}
    status = {"sheetId": TAB, "startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 3}
    offered = [{"userEnteredValue": word} for word in ("Baru", "Selesai")]
    requests_ = [
        {"addSheet": {"properties": {"sheetId": TAB, "title": "Coba", "gridProperties": grid}}},
        {
            "setDataValidation": {
                "range": status,
                "rule": {"condition": {"type": "ONE_OF_LIST", "values": offered}, "strict": True},
            }
        },
        {
            "updateCells": {
                "start": {"sheetId": TAB, "rowIndex": 1, "columnIndex": 0},
                "rows": [{"values": [{"note": "Nomor dari layanan"}]}],
                "fields": "note",
            }
        },
        {
            "repeatCell": {
                "range": {"sheetId": TAB, "endRowIndex": 1},
                "cell": {
                    "userEnteredFormat": {
                        "backgroundColor": {"red": 1},
                        "textFormat": {"bold": True},
                        "wrapStrategy": "WRAP",
                    }
                },
                "fields": "userEnteredFormat",
            }
        },
        {"addProtectedRange": {"protectedRange": {"range": span, "editors": {"users": [mailbox]}}}},
    ]
    api.batchUpdate(spreadsheetId=book, body={"requests": requests_}).execute()
    rows: list[list[Any]] = [["No", "Nama", "Status", "Tanggal", "Jumlah"]]
    rows += [[f"ADU/{n}", name, "Baru", "", n * 10] for n, name in enumerate("CABED", 1)]
    api.values().update(
        spreadsheetId=book, range="Coba!A1", valueInputOption="RAW", body={"values": rows}
    ).execute()
    return api


@pytest.fixture
def desk(visitor: Visitor, office: dict[str, Any], sheet: Any) -> Visitor:
    """The service desk at the grid."""
    visitor.acts_as(office["people"]["service_desk"])
    return visitor


@pytest.fixture
def at(office: dict[str, Any]) -> str:
    """Where the script asks about the tab."""
    return f"/sheets/{office['register_id']}/{TAB}"


def keys(desk: Visitor, at: str) -> list[int]:
    """The keys of the first rows."""
    found = desk.get(f"{at}/rows.json?top=0&bottom=8").json()["rows"]
    return [row["key"] for row in found]


def edit(desk: Visitor, at: str, *edits: tuple[int, int, str]) -> requests.Response:
    """What the script sends: row key, column, text."""
    body = {"edits": [{"key": key, "column": column, "text": text} for key, column, text in edits]}
    return desk.post(f"{at}/edit.json", None, json=body)


def values(sheet: Any, office: dict[str, Any], where: str) -> list[list[Any]]:
    """What the API reads afterwards."""
    asked = sheet.values().get(
        spreadsheetId=office["register_id"],
        range=f"Coba!{where}",
        valueRenderOption="UNFORMATTED_VALUE",
    )
    return list(asked.execute().get("values", []))


def test_the_link_of_a_spreadsheet_opens_the_grid(desk: Visitor, office: dict[str, Any]) -> None:
    page = desk.get(f"/spreadsheets/d/{office['register_id']}/edit")

    assert page.status_code == 200
    assert f'data-file="{office["register_id"]}"' in page.text
    assert office["register_id"] in desk.get("/sheets/").text


def test_rows_come_with_looks_notes_and_drop_downs(desk: Visitor, at: str) -> None:
    told = desk.get(f"{at}/rows.json?top=0&bottom=3").json()

    header, first = told["rows"][0]["cells"], told["rows"][1]["cells"]
    assert header["0"]["t"] == "No"
    look = told["looks"][header["0"]["s"]]
    assert look == {"backgroundColor": "#ff0000", "fontWeight": "bold", "wrap": "WRAP"}
    assert first["0"]["n"] == "Nomor dari layanan"
    assert first["2"] == {"t": "Baru", "v": "list"}
    assert told["looks"][first["4"]["s"]] == {"textAlign": "right"}


@pytest.mark.parametrize(
    ("rule", "coloured"),
    [('=$B2="A"', {2: {0, 1, 2, 3, 4}}), ("=ROW()=COLUMN()+2", {2: {0}, 3: {1}, 4: {2}, 5: {3}})],
)
def test_conditional_colours_are_judged_for_each_row_and_cell(
    desk: Visitor,
    at: str,
    sheet: Any,
    office: dict[str, Any],
    rule: str,
    coloured: dict[int, set[int]],
) -> None:
    span = {"sheetId": TAB, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 5}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": rule}]}
    green = {"condition": condition, "format": {"backgroundColor": {"green": 1}}}
    request = {"addConditionalFormatRule": {"rule": {"ranges": [span], "booleanRule": green}}}
    sheet.batchUpdate(spreadsheetId=office["register_id"], body={"requests": [request]}).execute()

    told = desk.get(f"{at}/rows.json?top=0&bottom=6").json()

    found = {
        place: {
            int(column)
            for column, cell in row["cells"].items()
            if "s" in cell and told["looks"][cell["s"]].get("backgroundColor") == "#00ff00"
        }
        for place, row in enumerate(told["rows"])
    }
    assert {place: columns for place, columns in found.items() if columns} == coloured


def test_a_wrapped_row_is_as_high_as_its_text(
    desk: Visitor, at: str, sheet: Any, office: dict[str, Any]
) -> None:
    before = desk.get(f"{at}/layout.json").json()["heights"]
    sheet.values().update(
        spreadsheetId=office["register_id"],
        range="Coba!B1",
        valueInputOption="RAW",
        body={"values": [["kata " * 30]]},
    ).execute()

    after = desk.get(f"{at}/layout.json").json()["heights"]

    assert "0" not in before
    assert after["0"] > 100


def test_typed_text_means_what_it_means_in_sheets(
    desk: Visitor, at: str, sheet: Any, office: dict[str, Any]
) -> None:
    row = keys(desk, at)[1]

    assert edit(desk, at, (row, 3, "05/01/2026"), (row, 4, "1,5")).status_code == 200

    assert values(sheet, office, "D2:E2") == [[46027, 1.5]]
    cells = desk.get(f"{at}/rows.json?top=1&bottom=2").json()["rows"][0]["cells"]
    assert (cells["3"]["t"], cells["4"]["t"]) == ("05/01/2026", "1,5")


def test_an_edit_meets_its_row_though_others_sorted_meanwhile(
    desk: Visitor, at: str, sheet: Any, office: dict[str, Any]
) -> None:
    row = keys(desk, at)[1]
    span = {"sheetId": TAB, "startRowIndex": 1, "endRowIndex": 6}
    order = {"range": span, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]}
    sheet.batchUpdate(
        spreadsheetId=office["register_id"], body={"requests": [{"sortRange": order}]}
    ).execute()

    edit(desk, at, (row, 3, "ketikan"))

    by_name = {line[1]: line for line in values(sheet, office, "A2:E6")}
    assert by_name["C"][3] == "ketikan"


def test_a_protected_cell_refuses_as_sheets_does_and_a_paste_is_all_or_nothing(
    desk: Visitor, at: str, sheet: Any, office: dict[str, Any]
) -> None:
    row = keys(desk, at)[1]

    refused = edit(desk, at, (row, 1, "sudah"), (row, 0, "X"))

    assert refused.status_code == 409
    assert "sel atau objek yang dilindungi" in refused.json()["error"]
    assert values(sheet, office, "A2:B2") == [["ADU/1", "C"]]


def test_a_drop_down_offers_its_words_and_takes_no_other(
    desk: Visitor, at: str, sheet: Any, office: dict[str, Any]
) -> None:
    row = keys(desk, at)[1]
    offered = desk.get(f"{at}/choices.json?key={row}&column=2").json()["choices"]
    assert offered == ["Baru", "Selesai"]

    refused = edit(desk, at, (row, 2, "Entah"))

    assert refused.status_code == 409
    assert "Baru, Selesai" in refused.json()["error"]
    assert edit(desk, at, (row, 2, "Selesai")).status_code == 200
    assert values(sheet, office, "C2") == [["Selesai"]]


def test_a_deleted_row_takes_no_edit(
    desk: Visitor, at: str, sheet: Any, office: dict[str, Any]
) -> None:
    row = keys(desk, at)[2]
    span = {"sheetId": TAB, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    sheet.batchUpdate(
        spreadsheetId=office["register_id"],
        body={"requests": [{"deleteDimension": {"range": span}}]},
    ).execute()

    refused = edit(desk, at, (row, 1, "hilang"))

    assert refused.status_code == 409
    assert "dihapus" in refused.json()["error"]


def test_the_owner_inserts_deletes_sorts_and_notes(
    desk: Visitor, at: str, sheet: Any, office: dict[str, Any], mailbox: str
) -> None:
    desk.acts_as(mailbox)

    def shape(**body: Any) -> None:
        assert desk.post(f"{at}/shape.json", None, json=body).status_code == 200

    shape(do="sort", column=1, descending=True)
    assert [line[1] for line in values(sheet, office, "A2:B6")] == list("EDCBA")
    shape(do="insert", key=keys(desk, at)[1], below=True, count=2)
    assert [line[1] if line else "" for line in values(sheet, office, "A2:B5")] == [
        "E",
        "",
        "",
        "D",
    ]
    shape(do="delete", key=keys(desk, at)[2], count=2)
    assert [line[1] for line in values(sheet, office, "A2:B3")] == ["E", "D"]
    shape(do="note", key=keys(desk, at)[1], column=1, note="Telepon dahulu")
    cells = desk.get(f"{at}/rows.json?top=1&bottom=2").json()["rows"][0]["cells"]
    assert cells["1"]["n"] == "Telepon dahulu"
    shape(do="append", count=50)
    assert desk.get(f"{at}/layout.json").json()["rows"] == 250


def test_a_word_keeps_the_rows_that_hold_it_and_the_header(desk: Visitor, at: str) -> None:
    hidden = desk.post(f"{at}/layout.json", None, json={"word": "ADU/3"}).json()["hidden"]

    assert 0 not in hidden
    assert 3 not in hidden
    assert len(hidden) == 198


def test_anothers_edit_is_told_since_the_version_last_seen(
    desk: Visitor, at: str, sheet: Any, office: dict[str, Any]
) -> None:
    book = f"/sheets/{office['register_id']}"
    seen = desk.get(f"{book}/book.json").json()["version"]
    assert desk.get(f"{book}/changes.json?since={seen}").json()["tabs"] == {}

    sheet.values().update(
        spreadsheetId=office["register_id"],
        range="Coba!B3",
        valueInputOption="RAW",
        body={"values": [["lain"]]},
    ).execute()

    told = desk.get(f"{book}/changes.json?since={seen}").json()
    assert told["version"] > seen
    assert told["tabs"] == {str(TAB): [2]}


@pytest.mark.parametrize("body", [{}, {"edits": "x"}, {"edits": [{"key": "a"}]}, {"edits": [3]}])
def test_nonsense_is_refused_as_json(desk: Visitor, at: str, body: Any) -> None:
    refused = desk.post(f"{at}/edit.json", None, json=body)

    assert refused.status_code == 400
    assert refused.json()["error"]


def test_a_stranger_neither_reads_nor_edits(desk: Visitor, at: str, office: dict[str, Any]) -> None:
    row = keys(desk, at)[1]
    desk.acts_as(office["people"]["customer"])

    page = desk.get(f"/spreadsheets/d/{office['register_id']}/edit")

    assert page.status_code == 403
    assert office["people"]["service_desk"] in page.text
    assert desk.get(f"{at}/rows.json?top=0&bottom=5").status_code == 403
    assert edit(desk, at, (row, 1, "x")).status_code == 403
