"""The report as one HTML page: charts drawn inline, nothing fetched from anywhere.

In:    the values of `monthly.report` or `public.recap`, the office's name.   Out: HTML text.
Rule:  prints as it shows; every text is escaped.
Never: counts. Start at `html` and `body`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from integration.reports.shown import sections
from integration.reports.shown.wording import Is, words

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.filters["drawn"] = Markup
_RIGHT = {Is.COUNT, Is.MINUTES, Is.DAYS, Is.SHARE}


STYLE = Path(__file__).parent / "templates" / "report.css"
"""What `body` is dressed with; `html` carries it along."""


def html(told: Mapping[str, Any], office: str) -> str:
    """The whole page, as a file of its own."""
    title = sections.title(told)
    return _pages.get_template("report.html").render(_values(told), title=title, office=office)


def body(told: Mapping[str, Any]) -> Markup:
    """The report alone, for a page that has its own frame."""
    return Markup(_pages.get_template("body.html").render(_values(told)))


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "notes": sections.notes(told),
        "figures": sections.headline(told),
        "sections": sections.sections(told),
        "words": words,
        "count": lambda number: words(number, Is.COUNT),
        "right": _RIGHT,
    }
