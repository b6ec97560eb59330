"""The report as a PDF/A ready to sign, on the office's letterhead.

In:    the values of `monthly.report` or `public.recap`, the office.   Out: PDF bytes.
Rule:  set by the letters' own engine and letterhead; the same values give the same bytes; whoever
       stands in that day signs as "Plh." or "Plt.".
Never: counts. Start at `pdf`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from integration.clock import WITA
from integration.letters import Letterhead, dates
from integration.letters.engine import engine
from integration.office import Office
from integration.reports.shown import sections
from integration.reports.shown.section import Section
from integration.reports.shown.wording import Is, words
from integration.templating import TemplateFolder

TEMPLATE = "report.typ"

MANY = 6
"""Columns beyond which those of figures may break their headings."""
NARROW, LONG = 16, 120
"""A column of texts no longer than the first takes what it needs; the second is no longer told
apart from longer ones."""


def pdf(told: Mapping[str, Any], office: Office, templates: TemplateFolder) -> bytes:
    """The whole report. Raises letters.BadTemplate when an edited template does not compile."""
    made_at = str(told["made_at"])
    moment = datetime.fromisoformat(made_at)
    office = office.on(moment.astimezone(WITA).date())
    data = {
        "title": sections.PUBLIC_TITLE if told["public"] else sections.TITLE,
        "public": told["public"],
        "v": {
            "register_no": told["name"],
            "sop_no": office.sop_no,
            "head_title": office.head.position,
        },
        "head": asdict(Letterhead(**office.letterhead, name=office.name)),
        "made_on": dates.day(made_at),
        "made_short": dates.short(made_at),
        "notes": sections.notes(told),
        "figures": [{"value": one.value, "label": one.label} for one in sections.headline(told)],
        "sections": [_plain(one) for one in sections.sections(told) if not one.detail],
        "signer": asdict(office.head),
        "maker": asdict(office.service_desk),
    }
    return engine(templates.documents()).pdf(TEMPLATE, data, int(moment.timestamp()))


def _plain(section: Section) -> dict[str, Any]:
    kinds = [what for _, what in section.columns]
    rows = [
        [words(value, what) for value, what in zip(row, kinds, strict=True)] for row in section.rows
    ]
    return {
        "title": section.title,
        "heads": [name for name, _ in section.columns],
        "shares": _shares([name for name, _ in section.columns], kinds, rows),
        "right": [what in (Is.COUNT, Is.MINUTES, Is.DAYS, Is.SHARE) for what in kinds],
        "rows": rows,
        "alarming": sorted(section.alarming),
        "note": section.note,
        "nothing": section.nothing,
        "chart": section.chart,
        "chart_words": section.chart_words,
    }


def _shares(
    heads: Sequence[str], kinds: Sequence[Is], rows: Sequence[Sequence[str]]
) -> list[float]:
    """Each column's share of the room; 0 where it takes only what it needs.

    Many columns of figures would leave no room for a text beside them, so they share it too.
    """
    longest = [max((len(row[at]) for row in rows), default=0) for at in range(len(heads))]
    crowded = len(heads) > MANY
    return [
        _share(long) if what is Is.TEXT else _figures(head, long) if crowded else 0
        for head, what, long in zip(heads, kinds, longest, strict=True)
    ]


def _share(longest: int) -> float:
    return round(math.sqrt(min(longest, LONG)), 2) if longest > NARROW else 0


def _figures(head: str, longest: int) -> float:
    """Room for the longest word of the heading, over the figures."""
    return round(math.sqrt(max(longest, *map(len, head.split()))), 2)
