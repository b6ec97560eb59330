"""Openings of the suggestion box: what staff noted of each, and the complaints that came out.

In:    the office's log, every case.   Out: `Opening`s, the newest first; what is wrong with one.
Rule:  each has a date and two people, also one that found the box empty; an opening that only a
       complaint tells of counts as well; the complaints are found anew each time.
Never: keeps what can be derived. Start at `openings`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from integration.sop.case import Case
from integration.sop.proof import same_person
from integration.store.office_log import Line

CHANNEL = "box"
TWO_PEOPLE = "Pembuka dan saksi harus dua orang yang berbeda."
NO_COUNT = "Mohon isi dengan angka, misalnya 0 atau 3."


@dataclass(frozen=True, kw_only=True)
class Opening:
    """One opening of the box."""

    on: date
    opened_by: str
    witness: str
    found: int | None
    """None where only a complaint tells of the opening."""
    note: str = ""
    noted_by: str = ""
    numbers: list[str] = field(default_factory=list)
    """Register numbers of the complaints that came out of it."""

    def is_of(self, proof: Mapping[str, str]) -> bool:
        """Whether a complaint tells of this opening."""
        return (
            proof.get("opened_on") == self.on.isoformat()
            and same_person(proof.get("opened_by", ""), self.opened_by)
            and same_person(proof.get("witness", ""), self.witness)
        )


def openings(lines: Iterable[Line], cases: Iterable[Case]) -> tuple[list[Opening], list[str]]:
    """Every opening, and the box's complaints that tell of none."""
    found = [
        Opening(
            on=date.fromisoformat(line.data["opened_on"]),
            opened_by=line.data["opened_by"],
            witness=line.data["witness"],
            found=int(line.data["found"]),
            note=line.data["note"],
            noted_by=line.person,
        )
        for line in lines
    ]
    without: list[str] = []
    for case in cases:
        if case.intake.channel != CHANNEL:
            continue
        proof = case.intake.proof
        if not proof.get("opened_on"):
            without.append(case.register_no)
            continue
        known = next((one for one in found if one.is_of(proof)), None)
        if known is None:
            known = Opening(
                on=date.fromisoformat(proof["opened_on"]),
                opened_by=proof["opened_by"],
                witness=proof["witness"],
                found=None,
            )
            found.append(known)
        known.numbers.append(case.register_no)
    return sorted(found, key=lambda one: one.on, reverse=True), without


def wrong_with(values: Mapping[str, Any]) -> dict[str, str]:
    """Key of a field -> what is wrong with it; `found` is judged where it was asked for."""
    wrong = {}
    opened_by, witness = str(values.get("opened_by", "")), str(values.get("witness", ""))
    if opened_by.strip() and same_person(opened_by, witness):
        wrong["witness"] = TWO_PEOPLE
    found = str(values.get("found", "")).strip()
    if found and not re.fullmatch(r"\d{1,3}", found, re.ASCII):
        wrong["found"] = NO_COUNT
    return wrong
