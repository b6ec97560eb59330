"""The local workspace killed at many moments: nothing answered is lost, nothing is half done."""

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("killed.py")
STRIDE = 7
"""Statements of SQL between two kills: some thirty kills in six kinds of work."""


def test_a_workspace_killed_at_any_statement_keeps_what_it_answered(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(PROGRAM), str(tmp_path), str(STRIDE)],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROGRAM.parents[2],
        env={"PYTHONPATH": ".", "PATH": ""},
    )

    found = json.loads(run.stdout)

    assert found["wrong"] == 0, run.stderr
    assert found["killed"] >= 20
