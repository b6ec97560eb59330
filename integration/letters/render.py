"""One document of a case, as PDF/A.

In:    a kind, its values, the office's letterhead.   Out: PDF bytes, the same for the same values.
Rule:  names and shapes are those of spec.py; nothing is made while a required value is missing.
Never: reads a clock, a database or Google. Start at `render()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from integration.letters import dates
from integration.letters.checking import prepare
from integration.letters.engine import engine
from integration.letters.spec import KIND_SPECS
from integration.letters.wording import INSTRUCTIONS
from integration.templating import TemplateFolder

PRIVATE = ("confidential", "anonymous", "Rahasia", "Anonim")
SECRET = "RAHASIA"
"""What every sheet of such a case bears."""


@dataclass(frozen=True)
class Letterhead:
    """The kop surat: who writes, from where."""

    ministry: str
    agency: str
    office: str
    address: str
    phone: str
    email: str
    website: str
    city: str
    name: str = ""
    """The office's name as sentences use it; the letterhead's own line where none is given."""


def render(
    kind: str,
    values: Mapping[str, object],
    letterhead: Letterhead,
    templates: TemplateFolder,
) -> bytes:
    """Set one document as tagged PDF/A-2a on A4.

    Raises KeyError for an unknown kind, MissingValue or UnreadableValue for its values, and
    BadTemplate when an edited template does not compile.
    """
    data = document_data(kind, values, letterhead)
    return engine(templates.documents()).pdf(f"{kind}.typ", data, unix_seconds(values))


def document_data(
    kind: str, values: Mapping[str, object], letterhead: Letterhead
) -> dict[str, Any]:
    """What a template finds in `data`: values in words, letterhead, title, ticks to choose from."""
    prepared = prepare(kind, values)
    made_at = str(values["made_at"])
    return {
        "kind": kind,
        "title": KIND_SPECS[kind].title,
        "step": KIND_SPECS[kind].step,
        "v": prepared,
        "head": asdict(letterhead) | {"name": letterhead.name or letterhead.office},
        "secret": SECRET if values.get("confidentiality") in PRIVATE else "",
        "made_on": dates.day(made_at),
        "made_short": dates.short(made_at),
        "meeting": _meeting(values),
        "instructions": list(INSTRUCTIONS.values()),
    }


def unix_seconds(values: Mapping[str, object]) -> int:
    """The creation date every PDF carries: its own `made_at`, so that bytes do not change."""
    return int(dates.instant(str(values["made_at"])).timestamp())


def _meeting(values: Mapping[str, object]) -> dict[str, str]:
    """Day and hours apart, as an invitation lists them; empty without a meeting."""
    begins, ends = values.get("meeting_at"), values.get("meeting_until")
    if not begins:
        return {}
    until = f"{dates.time_of_day(str(ends))} WITA" if ends else "selesai"
    since = f"{dates.time_of_day(str(begins))} WITA"
    return {"day": dates.weekday(str(begins)), "hours": f"{since} s.d. {until}"}
