"""Mending how the register looks, where staff broke it.

In:    the tab as Google tells of it, where its columns stand, the office's lists.
Out:   requests for what differs: frozen header, plain text, drop-downs, warnings, colours, views,
       and filters that begin below the headings.
Rule:  looked at when the service starts, once an hour and when the heading row was put back; only
       what differs is written; what staff added of their own stays.
Never: touches a value. Start at `Dressing.look()`.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from integration.ports import Clock, Desk, DeskWrite
from integration.register import formatting
from integration.register.formatting import Place, Request
from integration.register.reading import find_columns

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
_EDGES = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
_OUR_WORDS = {formatting.HEADER_WARNING, formatting.WARNING}


@dataclass
class Dressing:
    """Looks after one tab."""

    desk: Desk
    clock: Clock
    sheet_id: int
    lists: Callable[[], Mapping[str, Sequence[str]]]
    _looked_at: datetime | None = None

    def hurry(self) -> None:
        """Look with the next occasion."""
        self._looked_at = None

    def look(self) -> None:
        """Mend what differs, when it is time. Raises ports.Failure as the desk does."""
        now = self.clock.now()
        if self._looked_at is not None and abs(now - self._looked_at) < EVERY:
            return
        sheet = find_columns(self.desk.read()[self.sheet_id])
        if not sheet.usable:
            return
        found = self.desk.dress(self.sheet_id)
        wanted = list(differences(self.sheet_id, sheet.place, self.lists(), found))
        if wanted:
            self.desk.write(DeskWrite(sheet_id=self.sheet_id, structure=tuple(wanted)))
            log.info("register dressed again", extra={"requests": len(wanted)})
        self._looked_at = now


def differences(
    sheet_id: int,
    place: Place,
    lists: Mapping[str, Sequence[str]],
    found: Mapping[str, Any],
) -> Iterator[Request]:
    """What has to be written so that the tab looks as it should."""
    if found["properties"].get("gridProperties", {}).get("frozenRowCount", 0) != 1:
        yield formatting.frozen(sheet_id)
    rows = [row.get("values", []) for data in found.get("data", []) for row in _below(data)]
    for column in place:
        if column is not None and any(_format(row, column) != "TEXT" for row in rows):
            yield formatting.plain_text(sheet_id, column)
    for at, offered in formatting.choices(lists).items():
        where = place[at]
        if where is not None and any(_offered(row, where) != offered for row in rows):
            yield formatting.choice(sheet_id, where, offered)
    yield from _warnings(sheet_id, place, found.get("protectedRanges", []))
    yield from _colours(sheet_id, place, found.get("conditionalFormats", []))
    yield from _views(
        formatting.views(sheet_id, place, lists.get("groups", ())), found.get("filterViews", [])
    )
    yield from _filter(found.get("basicFilter", {}))


def _below(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(data.get("rowData", []))[1:]


def _cell(row: Sequence[Mapping[str, Any]], column: int) -> Mapping[str, Any]:
    return row[column] if column < len(row) else {}


def _format(row: Sequence[Mapping[str, Any]], column: int) -> str:
    look = _cell(row, column).get("userEnteredFormat", {})
    return str(look.get("numberFormat", {}).get("type", ""))


def _offered(row: Sequence[Mapping[str, Any]], column: int) -> list[str]:
    condition = _cell(row, column).get("dataValidation", {}).get("condition", {})
    return [str(each.get("userEnteredValue", "")) for each in condition.get("values", [])]


def _warnings(sheet_id: int, place: Place, there: Sequence[Mapping[str, Any]]) -> Iterator[Request]:
    ours = [each for each in there if each.get("description") in _OUR_WORDS]
    wanted = list(formatting.warnings(sheet_id, place))
    looks = [_edges(each["addProtectedRange"]["protectedRange"]) for each in wanted]
    if sorted(map(_edges, ours)) != sorted(looks):
        for each in ours:
            yield {"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}}
        yield from wanted


def _edges(protected: Mapping[str, Any]) -> tuple[str, tuple[int, ...]]:
    where = protected.get("range", {})
    # an open edge and the first row or column may be told as nothing at all
    edges = tuple(int(where.get(edge, 0)) for edge in _EDGES)
    return str(protected.get("description", "")), edges


def _colours(sheet_id: int, place: Place, there: Sequence[Mapping[str, Any]]) -> Iterator[Request]:
    wanted = formatting.colours(sheet_id, place)
    formulas = {_formula(each["addConditionalFormatRule"]["rule"]) for each in wanted}
    ours = [index for index, rule in enumerate(there) if formatting.is_ours(_formula(rule))]
    if {_formula(there[index]) for index in ours} == formulas and len(ours) == len(wanted):
        return
    for index in reversed(ours):
        yield {"deleteConditionalFormatRule": {"sheetId": sheet_id, "index": index}}
    yield from wanted


def _views(wanted: Sequence[Request], there: Sequence[Mapping[str, Any]]) -> Iterator[Request]:
    known = {view.get("title"): view for view in there}
    for each in wanted:
        view = each["addFilterView"]["filter"]
        old = known.get(view["title"])
        if old is None:
            yield each
        elif _asked(old) != _asked(view) or _top(old):
            mended = {
                "filterViewId": old["filterViewId"],
                "filterSpecs": view["filterSpecs"],
                "range": _from_row_1(old["range"]),
            }
            yield {"updateFilterView": {"filter": mended, "fields": "filterSpecs,range"}}


def _filter(there: Mapping[str, Any]) -> Iterator[Request]:
    """The filter that everybody sees; it would take the first complaint for its headings.

    It began in row 1 until that was deleted. Its order is left out: with it, rows would be sorted.
    """
    if _top(there) == 1:
        asks = "filterSpecs" if "filterSpecs" in there else "criteria"
        kept = {asks: there[asks]} if asks in there else {}
        yield {"setBasicFilter": {"filter": {"range": _from_row_1(there["range"]), **kept}}}


def _top(asked: Mapping[str, Any]) -> int:
    return int(asked.get("range", {}).get("startRowIndex", 0))


def _from_row_1(where: Mapping[str, Any]) -> dict[str, Any]:
    return {**where, "startRowIndex": 0}


def _asked(view: Mapping[str, Any]) -> list[tuple[int, list[str]]]:
    return sorted(
        (
            int(spec.get("columnIndex", 0)),
            [
                str(each.get("userEnteredValue", ""))
                for each in spec.get("filterCriteria", {}).get("condition", {}).get("values", [])
            ],
        )
        for spec in view.get("filterSpecs", ())
    )


def _formula(rule: Mapping[str, Any]) -> str:
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", [])
    return str(values[0].get("userEnteredValue", "")) if values else ""
