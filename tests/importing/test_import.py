"""The office's old register: a dry run that tells, a real run that takes all or nothing."""

import json
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner

from integration.casebook import CaseBook
from integration.cli import main
from integration.clock import WITA
from integration.history import told
from integration.importing import taking
from integration.importing.judging import OLD_NUMBER, judged
from integration.importing.table import NoTable, read
from integration.store import outbox
from tests.factories import MONDAY

HEADERS = ["No.", "Tanggal Masuk", "Media", "Nama", "No HP", "Isi Pengaduan", "Tgl Jawab", "Status"]
ROWS = [
    ["12/P/2025", datetime(2025, 3, 3), "WhatsApp", "Citra Contoh", 81200011122, "LHU terlambat",
     datetime(2025, 3, 9), "Selesai"],
    ["13/P/2025", "4 Maret 2025", "Telegram", "Adi Contoh", "0541-123456", "Sampel tertukar",
     datetime(2025, 3, 1), "selesai"],
    ["14/P/2025", None, "Email", "Bela Contoh", "bela@usaha.example", "Biaya tidak jelas",
     None, "dalam proses"],
    ["14/P/2025", 45723, "Website", "Dedi Contoh", None, "Jadwal audit", None, "entah"],
    [None, None, None, None, None, None, None, None],
    ["12/P/2025", datetime(2025, 3, 3), "WhatsApp", "Citra Contoh", 81200011122, "LHU terlambat",
     datetime(2025, 3, 9), "Selesai"],
]  # fmt: skip


@pytest.fixture
def file(tmp_path):
    book = openpyxl.Workbook()
    for row in (["REGISTER PENGADUAN 2025"], [], HEADERS, *ROWS):
        book.active.append(row)
    book.save(tmp_path / "lama.xlsx")
    return tmp_path / "lama.xlsx"


def planned(file):
    return judged(read(file), MONDAY)


def test_odd_lines_are_told_with_what_is_made_of_them(file):
    first, second, third, fourth, again = planned(file)

    assert first.odd == ("nomor telepon 81200011122 kehilangan nol; dicatat 081200011122",)
    assert first.received_at == datetime(2025, 3, 3, tzinfo=WITA)
    assert any("mendahului" in each for each in second.odd)
    assert any("Telegram" in each for each in second.odd)
    assert second.received_at.date() == datetime(2025, 3, 4).date()
    assert third.odd == ("tanggal terima tidak ada; dipakai saat pengambilan ini",)
    assert any("entah" in each for each in fourth.odd)
    assert any("14/P/2025" in each for each in fourth.odd)
    assert fourth.received_at.date() == datetime(2025, 3, 7).date()
    assert again.skipped == "sama persis dengan baris 4"
    assert [one.place for one in planned(file)] == [f"baris {at}" for at in (4, 5, 6, 7, 9)]


def test_a_dry_run_changes_nothing_and_the_real_run_takes_everything_once(
    file, tmp_path, monkeypatch
):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    run = CliRunner()
    answer = run.invoke(main, ["import", str(file), "--dry-run", "--json"])
    dry = json.loads(answer.output)
    assert (dry["read"], dry["to_take"], dry["taken"]) == (5, 4, 0)
    assert dry["columns"]["text"] == "Isi Pengaduan"

    real = json.loads(run.invoke(main, ["import", str(file), "--json"]).output)
    assert real["taken"] == 4
    assert (real["open"], real["closed"]) == (2, 2)
    again = json.loads(run.invoke(main, ["import", str(file), "--json"]).output)
    assert again["taken"] == 0
    assert "akan" not in run.invoke(main, ["import", str(file)]).output


def test_what_had_ended_is_a_closed_case_with_a_lawful_history_and_no_mail(file, any_service):
    now = any_service.clock.now()
    lines = planned(file)
    numbers = taking.take(any_service.database, lines, now)
    ended, third = (numbers[lines[at].source_key] for at in (0, 2))
    case = any_service.case(ended)
    history = any_service.history(ended)

    assert (case.register_no, case.status, case.station) == ("ADU/2025/0001", "Selesai", "")
    assert case.intake.extra[OLD_NUMBER] == "12/P/2025"
    assert case.intake.phone == "081200011122"
    assert case.received_at == datetime(2025, 3, 3, tzinfo=WITA)
    assert "Dari register lama" in told(history[-1])
    assert [event.by.door.value for event in history] == ["operator", "operator"]
    assert any_service.case(third).status == "Diterima"
    assert [any_service.effects(number) for number in numbers.values()] == [[], [], [], []]


def test_nothing_is_taken_half(file, service, monkeypatch):
    drawn = iter(["kode", "kode"])
    monkeypatch.setattr(taking, "draw_code", lambda: next(drawn))
    with pytest.raises(StopIteration):
        taking.take(service.database, planned(file), MONDAY)

    assert CaseBook(service.database).refresh() == {}
    with service.database.read() as tx:
        assert outbox.in_state(tx, outbox.WAITING) == []


def test_a_csv_of_the_office_is_read_whatever_its_signs(tmp_path):
    path = tmp_path / "lama.csv"
    path.write_bytes(
        "Tanggal;Nama;HP;Keluhan;Catatan\n05/03/2025;Café Contoh;081;Lambat;penting\n".encode(
            "cp1252"
        )
    )
    (one,) = planned(path)

    assert one.intake.name == "Café Contoh"
    assert one.intake.extra["Catatan"] == "penting"
    assert one.received_at == datetime(2025, 3, 5, tzinfo=WITA)


@pytest.mark.parametrize("content", [b"", b"satu,dua\n1,2\n", b"\x00\x01\x02"])
def test_a_file_that_is_no_register_gets_a_clear_answer(tmp_path, content):
    path = tmp_path / "lain.csv"
    path.write_bytes(content)
    with pytest.raises(NoTable):
        read(path)
