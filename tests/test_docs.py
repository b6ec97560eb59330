"""Pages that are printed from code say what the code says."""

from pathlib import Path

from click.testing import CliRunner

from integration.cli import main
from integration.sop.table import STATIONS

DOCS = Path(__file__).parent.parent / "docs"


def test_the_printed_sop_is_the_table() -> None:
    printed = CliRunner().invoke(main, ["sop", "--markdown"])
    assert printed.exit_code == 0
    assert (DOCS / "sop.md").read_text(encoding="utf-8") == printed.output, "run `make docs`"


def test_the_printed_sop_holds_every_row_and_marks_what_is_ours() -> None:
    lines = (DOCS / "sop.md").read_text(encoding="utf-8").splitlines()
    for step in STATIONS.values():
        (row,) = [line for line in lines if f"| {step.activity} |" in line]
        assert ("(tambahan)" in row.split("|")[1]) == step.extension
