"""The tab Dasbor over real HTTP: planted, kept in step with the report, mended, and quiet."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from integration.budget import Budget
from integration.dashboard import keeper
from integration.ports import GiveUp
from integration.wiring_desk import REGISTER_TAB
from sheets.tabs import id_of
from tests.dashboard.conftest import TAB, Desk
from tests.reports.diary import wita

TITLES = {
    "Pengaduan diterima dan selesai, 12 bulan",
    "Langkah 2–9 tepat waktu (%)",
    "Median tiap langkah dibandingkan waktu baku (%)",
    "Terbuka saat ini menurut pokja",
}
REGISTER = id_of(REGISTER_TAB)
MONTHS = "Pengaduan diterima dan selesai, 12 bulan"


def one_case(desk: Desk) -> str:
    """Sorted after 20 minutes instead of ten, then with the Kepala Balai."""
    number = desk.diary.receive("23 09:00")
    desk.diary.finish(number, "23 09:20", service="Pengujian")
    return number


def test_a_new_desk_has_the_tab_with_its_charts(desk):
    rows = desk.rows()

    assert rows[0] == ["Dasbor Pengaduan November 2026"]
    assert rows[3] == ["Laporan lengkap: http://pages.example/petugas/laporan"]
    assert desk.says("Pengaduan diterima") == ["0", "0"]
    assert set(desk.charts()) == TITLES


def test_its_figures_are_those_of_the_report(desk):
    number = one_case(desk)
    desk.diary.through(number, "24 09:00")
    desk.look()

    told = desk.diary.report(now="24 09:00")
    totals = told["totals"]
    for label, key in (
        ("Pengaduan diterima", "received"),
        ("Selesai atau diarsipkan", "ended"),
        ("Surat jawaban terbit", "answered"),
        ("Langkah 2–9 selesai", "steps_done"),
        ("Langkah 2–9 terlambat", "steps_late"),
    ):
        assert desk.says(label) == [str(totals[key]), "0"], label
    assert desk.says("Langkah 2–9 tepat waktu (%)")[0] == "78"  # 7 of 9
    assert desk.says("Median sampai selesai (hari kalender)")[0] == "1,0"
    # twice the ten minutes of the standard
    assert desk.says("2. Menerima dan memilah keluhan") == ["10 menit", "200", "", "1"]
    assert desk.says("Nov 26") == ["1", "1", "2", "78"]
    assert desk.says("Website") == ["1", "0"]


def test_what_is_open_and_overdue_stands_beside_its_pokja(desk):
    number = one_case(desk)
    desk.diary.finish(number, "23 09:30")
    desk.clock.moment = wita("23 09:40")
    desk.look()
    assert desk.says("Pengujian")[:2] == ["1", "0"]
    assert desk.says("Lewat tenggat") == ["0"]

    # the review was due after one working day; nobody does anything, the time alone passes
    desk.clock.moment = wita("24 09:31")
    desk.look()

    assert desk.says("Pengujian")[:2] == ["0", "1"]
    assert desk.says("Lewat tenggat") == ["1"]


def test_an_idle_desk_is_read_and_never_written(desk):
    one_case(desk)
    desk.look(3)
    desk.calls()

    desk.look(5)

    assert set(desk.calls()) == {"GET"}


def test_a_restart_writes_nothing_here_either(desk, caplog):
    one_case(desk)
    desk.look(3)

    desk.restart()
    with caplog.at_level(logging.INFO):
        desk.look(3)

    assert "dashboard written" not in caplog.messages


def test_a_change_is_one_write_of_its_own_and_no_extra_read(desk):
    desk.look(2)
    desk.calls()
    one_case(desk)

    desk.look(2)

    # one for the register's row and one for the figures; two looks, two reads, two charts more
    assert desk.calls().count("POST") == 2
    assert desk.says("Pengaduan diterima") == ["1", "0"]


def test_charts_read_exactly_the_rows_of_their_table(desk):
    one_case(desk)
    desk.look(3)

    chart = desk.charts()[MONTHS]["spec"]["basicChart"]
    (labels,) = chart["domains"][0]["domain"]["sourceRange"]["sources"]
    head = desk.at("Bulan")
    assert (labels["startRowIndex"], labels["endRowIndex"]) == (head, head + 13)
    channels = desk.charts()["Pengaduan diterima menurut kanal"]["spec"]["basicChart"]
    (labels,) = channels["domains"][0]["domain"]["sourceRange"]["sources"]
    assert (labels["startRowIndex"], labels["endRowIndex"]) == (
        desk.at("Kanal"),
        desk.at("Kanal") + 2,
    )


def test_what_somebody_typed_over_a_figure_goes_back(desk):
    at = desk.at("Masih terbuka")
    desk.type(at, 1, "99")
    desk.type(at + 30, 2, "coret")

    desk.look()

    assert desk.says("Masih terbuka") == ["0"]
    assert "coret" not in str(desk.rows())


def test_notes_and_charts_of_staff_beside_and_below_the_table_stay(desk):
    desk.type(70, 0, "catatan rapat")
    desk.type(2, 7, "di kanan")
    own = {"title": "Grafik sendiri", "basicChart": {
        "chartType": "LINE",
        "series": [{"series": {"sourceRange": {"sources": [
            {"sheetId": TAB, "startRowIndex": 5, "endRowIndex": 9,
             "startColumnIndex": 1, "endColumnIndex": 2}]}}}],
    }}  # fmt: skip
    cell = {"sheetId": TAB, "rowIndex": 60, "columnIndex": 8}
    place = {"overlayPosition": {"anchorCell": cell}}
    desk.batch({"addChart": {"chart": {"spec": own, "position": place}}})
    one_case(desk)
    desk.look(3)
    desk.hour()
    desk.look(2)

    assert desk.rows()[70] == ["catatan rapat"]
    assert "Grafik sendiri" in desk.charts()


def test_a_removed_tab_comes_back_whole(desk):
    one_case(desk)
    desk.look(2)
    desk.batch({"deleteSheet": {"sheetId": TAB}})

    with pytest.raises(GiveUp):
        desk.look(1)
    desk.look(3)

    assert desk.says("Pengaduan diterima") == ["1", "0"]
    assert set(desk.charts()) >= TITLES


def test_a_removed_chart_comes_back_within_the_hour(desk):
    desk.batch({"deleteEmbeddedObject": {"objectId": desk.charts()[MONTHS]["chartId"]}})
    desk.look(2)
    assert MONTHS not in desk.charts()

    desk.hour()
    desk.look(1)

    assert MONTHS in desk.charts()


def test_a_chart_that_was_carried_to_another_tab_comes_home(desk):
    chart = desk.charts()[MONTHS]
    away = {"anchorCell": {"sheetId": REGISTER, "rowIndex": 0, "columnIndex": 9}}
    desk.batch(
        {
            "updateEmbeddedObjectPosition": {
                "objectId": chart["chartId"],
                "newPosition": {"overlayPosition": away},
                "fields": "anchorCell",
            }
        }
    )

    desk.hour()
    desk.look(1)

    assert desk.charts()[MONTHS] == chart


def test_a_chart_that_was_told_to_draw_something_else_is_told_again(desk):
    before = desk.charts()[MONTHS]
    other = {**before["spec"], "title": "Lain"}
    desk.batch({"updateChartSpec": {"chartId": before["chartId"], "spec": other}})

    desk.hour()
    desk.look(1)

    assert desk.charts()[MONTHS] == before


def test_where_staff_put_a_chart_on_the_tab_and_how_large_is_theirs(desk):
    chart = desk.charts()[MONTHS]
    there = {"anchorCell": {"sheetId": TAB, "rowIndex": 70, "columnIndex": 8}, "widthPixels": 900}
    moved = {
        "objectId": chart["chartId"],
        "newPosition": {"overlayPosition": there},
        "fields": "anchorCell,widthPixels",
    }
    desk.batch({"updateEmbeddedObjectPosition": moved})

    desk.hour()
    desk.look(2)

    overlay = desk.charts()[MONTHS]["position"]["overlayPosition"]
    assert (overlay["anchorCell"]["rowIndex"], overlay["widthPixels"]) == (70, 900)


def test_an_inserted_row_is_put_right_and_the_charts_with_it(desk):
    span = {"sheetId": TAB, "dimension": "ROWS", "startIndex": 6, "endIndex": 7}
    before = desk.rows()
    desk.batch({"insertDimension": {"range": span, "inheritFromBefore": False}})

    desk.look(2)

    assert desk.rows()[: len(before)] == before
    (labels,) = desk.charts()[MONTHS]["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"][
        "sources"
    ]
    assert labels["startRowIndex"] == desk.at("Bulan")


def test_the_offices_own_tab_of_that_name_is_left_alone(desk):
    desk.batch(
        {"deleteSheet": {"sheetId": TAB}},
        {"addSheet": {"properties": {"sheetId": 4711, "title": keeper.TAB}}},
    )

    with pytest.raises(GiveUp):
        desk.look(1)
    desk.look(3)

    assert desk.rows(keeper.TAB) == []
    assert desk.rows(keeper.INSTEAD)[0] == ["Dasbor Pengaduan November 2026"]


def test_a_pokja_that_comes_makes_the_table_longer_and_its_leaving_leaves_no_trace(desk):
    heads = desk.service.office.group_heads
    before = len(desk.rows())
    office = desk.service.office
    desk.service.office = replace(office, group_heads={**heads, "Halal": heads["Pengujian"]})
    desk.look(2)
    assert desk.says("Halal") == ["0", "0", "0", "0"]

    desk.service.office = office
    desk.look(2)

    assert len(desk.rows()) == before
    assert "Halal" not in str(desk.rows())


def test_while_calls_are_scarce_the_register_goes_first_and_figures_within_a_minute(
    desk, monkeypatch
):
    monkeypatch.setattr(Budget, "plenty", lambda self, kind: False)
    one_case(desk)
    desk.look(2)
    assert desk.says("Pengaduan diterima") == ["0", "0"]

    desk.clock.advance(seconds=60)
    desk.look(1)

    assert desk.says("Pengaduan diterima") == ["1", "0"]


def test_what_google_refuses_here_does_not_stop_the_register(desk, monkeypatch):
    def refused(self):
        raise GiveUp("Invalid requests[0].addChart")

    monkeypatch.setattr("sheets.desk.GoogleDesk.charts", refused)
    desk.hour()
    desk.look(1)
    number = one_case(desk)

    desk.look(2)

    assert "addChart" in desk.service.recall(keeper.PROBLEM)
    sheets = desk.google.workspace().sheets()
    shown = sheets.values_get(desk.google.office["register_id"], "Register!A2")["values"]
    assert shown == [[number]]
    monkeypatch.undo()
    desk.hour()
    desk.look(1)
    assert desk.says("Pengaduan diterima") == ["1", "0"]


def test_a_new_month_begins_by_itself(desk):
    one_case(desk)
    desk.clock.moment = wita("11-30 23:59")
    desk.look(1)
    assert desk.rows()[0] == ["Dasbor Pengaduan November 2026"]

    desk.clock.moment = wita("12-01 00:00")
    desk.google.advance(timedelta())
    desk.look(2)

    assert desk.rows()[0] == ["Dasbor Pengaduan Desember 2026"]
    assert desk.says("Pengaduan diterima") == ["0", "1"]


def test_figures_are_not_reckoned_again_without_a_reason(desk, monkeypatch):
    desk.look(2)
    monkeypatch.setattr("integration.dashboard.figures._reckoned", None)

    desk.look(5)

    with pytest.raises(TypeError):
        one_case(desk)
        desk.look(1)
