"""What stops a command from outside is told in a sentence, without a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from integration.cli import main
from integration.connect.cannot_run import why


def told(folder: Path, **env: str) -> str:
    given = {"DATA_DIR": str(folder / "data"), **env}
    result = CliRunner().invoke(main, ["cases"], env=given)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    return result.output


def test_a_broken_database_file_is_named_with_the_way_back(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tanggap.db").write_bytes(b"no database at all " * 400)
    said = told(tmp_path)
    assert "file is not a database" in said and "tanggap restore" in said


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:9/x", "nonsense"])
def test_a_database_that_cannot_be_reached_is_named(tmp_path: Path, url: str) -> None:
    assert "DATABASE_URL" in told(tmp_path, DATABASE_URL=url)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert str(tmp_path / "data") in told(tmp_path)


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    assert not why(KeyError("x"))
    assert not why(ConnectionResetError(104, "Connection reset by peer"))
