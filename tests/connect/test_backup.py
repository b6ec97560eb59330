"""A backup proves itself; a restored office is the same office, history for history."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from integration.cli import main
from integration.clock import FixedClock
from integration.connect.backup import CannotBackUp, back_up, prove, restore
from integration.service import Service
from integration.settings import Settings
from integration.store.database import Database
from tests.factories import OFFICE
from tests.fakes import FakeGoogle
from tests.workshop import Workshop


def settings(folder: Path, **other: str) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **other)  # type: ignore[call-arg, arg-type]


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Settings:
    """An office with three complaints and a file, still open."""
    given = settings(tmp_path / "data")
    given.secret()
    database = Database(given.database)
    database.migrate()
    workshop = Workshop(Service(database, clock, OFFICE), FakeGoogle())
    for _ in range(3):
        workshop.finish(workshop.receive())
    workshop.service.keep_file("bukti.pdf", "application/pdf", b"%PDF bukti")
    return given


def damage(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def test_a_backup_of_an_open_database_is_whole_and_private(
    office: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "cadangan.db"
    proof = back_up(office, target)
    assert proof.whole
    assert (proof.cases, proof.files) == (3, 1)
    assert proof.digest == prove(office.data_dir / "tanggap.db").digest
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [
        "cadangan.db",
        "cadangan.db.link-secret",
    ]


def test_a_restored_office_on_a_new_machine_is_the_same(
    office: Settings, tmp_path: Path, clock: FixedClock
) -> None:
    target = tmp_path / "cadangan.db"
    proof = back_up(office, target)
    fresh = settings(tmp_path / "baru")
    assert restore(fresh, target) == proof
    assert fresh.secret() == office.secret(), "links in mails that were sent go on working"
    database = Database(fresh.database)
    database.migrate()
    workshop = Workshop(Service(database, clock, OFFICE), FakeGoogle())
    workshop.received = 3
    assert workshop.receive().endswith("0004")
    database.close()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE events SET data = replace(data, 'e', 'a') WHERE seq = 1 AND case_id = 2",
        "DELETE FROM events WHERE seq = 1 AND case_id = 1",
        "UPDATE blobs SET content = X'00'",
    ],
)
def test_a_backup_that_was_tampered_with_is_not_restored(
    harm: str, office: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "cadangan.db"
    back_up(office, target)
    damage(target, harm)
    fresh = settings(tmp_path / "baru")
    proof = restore(fresh, target)
    assert not proof.whole and proof.broken
    assert not (tmp_path / "baru" / "tanggap.db").exists()


def test_an_office_that_has_cases_is_not_overwritten_unless_asked_and_then_kept(
    office: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "cadangan.db"
    proof = back_up(office, target)
    damage(office.data_dir / "tanggap.db", "UPDATE counters SET last = 77")
    with pytest.raises(CannotBackUp, match="--force"):
        restore(office, target)
    assert restore(office, target, force=True) == proof
    kept = sqlite3.connect(office.data_dir / "tanggap.db.before-restore")
    assert kept.execute("SELECT last FROM counters").fetchone() == (77,)
    kept.close()


def test_what_cannot_be_is_said(office: Settings, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("x")
    with pytest.raises(CannotBackUp, match="sudah ada"):
        back_up(office, tmp_path / "there.db")
    with pytest.raises(CannotBackUp, match="tidak ada"):
        back_up(settings(tmp_path / "empty"), tmp_path / "a.db")
    with pytest.raises(CannotBackUp, match="pg_dump"):
        back_up(settings(tmp_path, database_url="postgresql://db/x"), tmp_path / "a.db")
    with pytest.raises(CannotBackUp, match="bukan basis data"):
        restore(settings(tmp_path / "baru"), tmp_path / "there.db")


def test_the_commands_print_the_proof(
    office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(office.data_dir))
    made = CliRunner().invoke(main, ["backup", str(tmp_path / "a.db"), "--json"])
    assert made.exit_code == 0
    assert json.loads(made.output)["whole"] is True
    again = CliRunner().invoke(main, ["backup", str(tmp_path / "a.db")])
    assert again.exit_code == 1
    assert "sudah ada" in again.output
