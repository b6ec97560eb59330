"""`tanggap report`, as an operator and a script meet it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from integration.cli import main
from integration.tabs.keeper import OFFICE_IN_FORCE
from tests.factories import OFFICE


@pytest.fixture
def tanggap(diary, whole_case, tmp_path, monkeypatch):
    """The command beside the database of the one case."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("OFFICE_FILE", raising=False)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["report", *words])

    return run


def office_file(folder: Path) -> None:
    people = {"head": OFFICE.head, "records_office": OFFICE.records_office}
    told = {
        "name": OFFICE.name,
        "letterhead": dict(OFFICE.letterhead),
        "service_mailbox": {"email": OFFICE.service_mailbox.email},
        "service_desk": {"email": OFFICE.service_desk.email, "name": OFFICE.service_desk.name},
        "group_heads": {group: one.email for group, one in OFFICE.group_heads.items()},
        **{key: {"email": one.email, "name": one.name} for key, one in people.items()},
    }
    (folder / "office.json").write_text(json.dumps(told))


def test_it_prints_the_month_as_json(tanggap, whole_case):
    done = tanggap("--month", "2026-11", "--json")

    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["month"] == "2026-11"
    assert told["totals"]["received"] == 1
    assert told["returns"][0]["register_no"] == whole_case


def test_it_prints_lines_for_people(tanggap):
    done = tanggap("--month", "2026-11")

    assert done.exit_code == 0
    assert "Laporan Penanganan Pengaduan November 2026" in done.stdout


def test_it_writes_files_and_names_them(tanggap, tmp_path):
    office_file(tmp_path)
    paths = [tmp_path / name for name in ("x.html", "x.xlsx", "x.pdf")]

    done = tanggap(
        "--month", "2026-11", *(p for path in paths for p in (f"--{path.suffix[1:]}", str(path)))
    )

    assert done.exit_code == 0, done.output
    assert done.stdout.split() == [str(path) for path in paths]
    starts = [path.read_bytes()[:4] for path in paths]
    assert starts == [b"<!do", b"PK\x03\x04", b"%PDF"]


def test_the_paper_is_signed_by_whoever_the_tab_pengaturan_names(tanggap, tmp_path, diary):
    office_file(tmp_path)
    said = json.loads((tmp_path / "office.json").read_text())
    said["head"] = {"email": "baru@balai.example", "name": "Kepala Baru Contoh"}
    diary.service.remember(OFFICE_IN_FORCE, said)

    done = tanggap("--month", "2026-11", "--pdf", str(tmp_path / "x.pdf"))

    assert done.exit_code == 0, done.output
    pages = PdfReader(tmp_path / "x.pdf").pages
    assert "Kepala Baru Contoh" in " ".join(one.extract_text() for one in pages)


def test_the_public_recap_names_no_case(tanggap, whole_case):
    done = tanggap("--month", "2026-11", "--public", "--json")

    assert json.loads(done.stdout)["public"] is True
    assert whole_case not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--month", "november"), "bukan bulan"),
        (("--month", "2026-11", "--pdf", "x.pdf"), "kop surat"),
        (("--month", "2026-11", "--html", "tidak/ada/x.html"), "tidak dapat ditulis"),
    ],
)
def test_what_cannot_be_done_is_said_in_indonesian(tanggap, words, said):
    done = tanggap(*words)

    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


def test_large_numbers_show_their_progress_beside_the_answer(tanggap, monkeypatch):
    monkeypatch.setattr("integration.reports.ordered.MANY", 1)

    done = tanggap("--month", "2026-11", "--json")

    assert json.loads(done.stdout)["totals"]["received"] == 1
