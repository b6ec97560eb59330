"""The letters that left: number, date and signed PDF are all there (design decision 10).

In:    the finished steps of a case.   Out: `Letter`s, oldest first.
Rule:  the code printed on a letter is that of the draft which the Kepala Balai approved.
Never: knows a letter that is only approved. Start at `issued`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from integration.sop.traces import Completion


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A *Surat Keluar*."""

    number: str
    date: str
    """ISO."""
    pdf: Mapping[str, Any]
    """Reference of the signed PDF."""
    check: Mapping[str, Any]
    """What was found when it was looked at."""
    code: str
    at: datetime


def issued(completions: Iterable[Completion]) -> tuple[Letter, ...]:
    """Every letter that was issued; a case that was opened again has more than one."""
    found: list[Letter] = []
    code, number, day = "", "", ""
    for done in completions:
        if done.step == "sign":
            code = str(done.values.get("code", ""))
        elif done.step == "records":
            number, day = done.values["letter_no"], done.values["letter_date"]
        if done.values.get("final_pdf"):
            found.append(
                Letter(
                    number=number,
                    date=day,
                    pdf=done.values["final_pdf"],
                    check=done.values.get("letter_check") or {},
                    code=code,
                    at=done.at,
                )
            )
    return tuple(found)
