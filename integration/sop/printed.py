"""The table, printed: as Markdown for docs/sop.md and as plain data for programs.

In:    `table.STEPS`.   Out: text; JSON-ready rows.
Rule:  what is the office's and what is ours is told apart by the word `tambahan`.
Never: is edited by hand where it is printed to; a test compares.
"""

from typing import Any

from integration.sop.actors import ROLE_NAMES
from integration.sop.step import Outcome, Step
from integration.sop.table import END, STATIONS

SOP_NO = "SOP/BSPJI-SMD.2/05.Rev1"


def _way(way: Outcome) -> str:
    target = "selesai" if way.next == END else _target(STATIONS[way.next])
    return f"{way.label} -> {target}" + (" (tambahan)" if way.extension else "")


def _target(step: Step) -> str:
    return f"langkah {step.no}" + (f" ({step.status})" if step.extension else "")


def rows() -> list[dict[str, Any]]:
    """One dictionary a stop, in order."""
    return [
        {
            "no": step.no,
            "key": step.key,
            "activity": step.activity,
            "actor": ROLE_NAMES[step.actor],
            "required_docs": step.required_docs,
            "standard": "" if step.extension else str(step.standard),
            "output": step.output,
            "note": step.note,
            "status": step.status,
            "extension": step.extension,
            "outcomes": [
                {"key": way.key, "label": way.label, "next": way.next, "extension": way.extension}
                for way in (*step.outcomes, step.lapse)
                if way
            ],
        }
        for step in STATIONS.values()
    ]


def markdown() -> str:
    """The page docs/sop.md."""
    lines = [
        "# Penanganan Keluhan Pelanggan",
        "",
        f"Dicetak dari `integration/sop/table.py` dengan `tanggap sop --markdown`. {SOP_NO};",
        "baris dan jalan keluar bertanda *tambahan* tidak ada dalam SOP dan merupakan usulan",
        "(lihat `docs/decisions/`).",
        "",
        "| No. | Kegiatan | Pelaksana | Kelengkapan | Waktu | Output | Ket. | Jalan keluar |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for step in STATIONS.values():
        ways = "<br>".join(_way(way) for way in (*step.outcomes, step.lapse) if way)
        no = f"{step.no} (tambahan)" if step.extension else str(step.no)
        time = "-" if step.extension else str(step.standard)
        lines.append(
            f"| {no} | {step.activity} | {ROLE_NAMES[step.actor]} | {step.required_docs or '-'} "
            f"| {time} | {step.output or '-'} | {step.note or '-'} | {ways} |"
        )
    return "\n".join(lines) + "\n"
