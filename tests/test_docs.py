"""Pages that are printed from code say what the code says."""

import re
from pathlib import Path

from click.testing import CliRunner

from integration.cli import main
from integration.sop.table import STATIONS

DOCS = Path(__file__).parent.parent / "docs"


def test_the_printed_sop_is_the_table() -> None:
    printed = CliRunner().invoke(main, ["sop", "--markdown"])
    assert printed.exit_code == 0
    assert (DOCS / "sop.md").read_text(encoding="utf-8") == printed.output, "run `make docs`"


def test_every_open_question_about_google_stands_beside_the_test_that_settles_it() -> None:
    table = (DOCS / "live-checks.md").read_text(encoding="utf-8").split("## What a person")[0]
    tests = (DOCS.parent / "tests/contracts/test_unverified.py").read_text(encoding="utf-8")

    named, there = re.findall(r"`(test_\w+)`", table), re.findall(r"^def (test_\w+)", tests, re.M)
    assert sorted(named) == sorted(there)


def test_the_printed_sop_holds_every_row_and_marks_what_is_ours() -> None:
    lines = (DOCS / "sop.md").read_text(encoding="utf-8").splitlines()
    for step in STATIONS.values():
        (row,) = [line for line in lines if f"| {step.activity} |" in line]
        assert ("(tambahan)" in row.split("|")[1]) == step.extension
