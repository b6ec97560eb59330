"""One case's row: what it should say, and what becomes of what staff did in it.

In:    a case, its row as read and as agreed.   Out: commands through the service; the merged row.
Rule:  staff's remark first, then the status, then what does not stand: it goes back with a note
       and is kept in the history (design section 4).
Never: reads or writes the sheet.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from integration.links import Links
from integration.register import remarks, reporting, typed
from integration.register.columns import (
    AT,
    FILE,
    HEADERS,
    NOTES,
    NUMBER,
    SECRET,
    STATUS,
    TEXT,
    Cells,
    masked,
    whole,
)
from integration.register.editors import editor
from integration.register.memory import Memory
from integration.register.merge import BY_WORD, Merged, Refusal, merge_row
from integration.register.orders import Impossible, Order, order, refusal
from integration.service import Service
from integration.sitting import Sitting, sitting
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.commands import Note, RefuseEdit
from integration.sop.errors import SopError
from integration.sop.events import What
from integration.sop.timing import due_at

SHEET = "sheet"
"""The kind of note that keeps what left an open cell."""


@dataclass
class Settled:
    """A merged row after its commands were tried."""

    merged: Merged
    notes: dict[int, str] = field(default_factory=dict)
    """By place in `COLUMNS`; an empty text takes an old note away."""


@dataclass
class Rows:
    """Renders rows, each once until its case or the calendar changes, and settles them."""

    service: Service
    links: Links
    calendar: Calendar
    _made: dict[str, tuple[int, Cells, Cells]] = field(default_factory=dict)
    """By number: of which event, what the row shows, what the case says."""
    _signed: dict[tuple[str, str], str] = field(default_factory=dict)
    """By number and person: the link to the case's page, which stays the same."""

    def use(self, calendar: Calendar) -> bool:
        """Take the calendar in force; whether it is another one, which changes every limit."""
        other = calendar is not self.calendar and calendar != self.calendar
        if other:
            self._made.clear()
        self.calendar = calendar
        return other

    def shown(self, case: Case) -> Cells:
        """The row that a case should have."""
        return self._row(case)[1]

    def _row(self, case: Case) -> tuple[int, Cells, Cells]:
        known = self._made.get(case.register_no)
        if known is not None and known[0] == case.seq:
            return known
        cells = whole(case, due_at(case, self.calendar), self._link(case.register_no))
        self._made[case.register_no] = made = (case.seq, masked(case, cells), cells)
        return made

    def _link(self, number: str) -> str:
        key = number, self.service.office.service_desk.email
        if key not in self._signed:
            self._signed[key] = self.links.shared_case_page(*key)
        return self._signed[key]

    def twin(self, number: str, cells: Cells, cases: Mapping[str, Case]) -> Cells | None:
        """The row of another case that this one was copied from, known by its link."""
        if not cells[FILE]:
            return None
        others = (self.shown(case) for other, case in cases.items() if other != number)
        return next((row for row in others if row[FILE] == cells[FILE]), None)

    def settle(
        self,
        acts: Sitting,
        case: Case,
        cells: Cells,
        agreed: Cells,
        numbers: Container[str],
        noted: Container[str],
        hidden: Mapping[int, str],
    ) -> Settled:
        """Do what the row asks for.

        `noted`: headers whose cells carry a note of ours; `hidden`: what waits out of sight.
        """
        merged = self._merged(case, cells, agreed, hidden, {})
        known, hidden = list(agreed), dict(hidden)
        refused: dict[str, str] = {}
        notes: dict[int, str] = {}
        if merged.remark is not None:
            by = editor(acts, case.register_no, HEADERS[NOTES])
            case = acts.act(case.register_no, Note(text=merged.remark), by)
            known[NOTES] = cells[NOTES]
        if merged.status_typed:
            try:
                kinds = self.service.office.kinds
                asked = order(case, _spoken(cells, self._row(case)[2], hidden), kinds, numbers)
                case = self._obeyed(acts, case, asked)
            except Impossible as why:
                refused[cells[STATUS]] = str(why)
            else:
                for at in (STATUS, *asked.uses):
                    known[at] = cells[at]
                    hidden.pop(at, None)
                    if HEADERS[at] in noted:
                        notes[at] = ""
        if merged.remark is not None or merged.status_typed:
            merged = self._merged(case, cells, tuple(known), hidden, refused)
        for each in merged.refused:
            self._record(acts, case, each)
            quoted = not case.secret or each.at in BY_WORD
            notes[each.at] = remarks.note(each.why, each.typed if quoted else None)
        if case.secret:
            notes = self._hide(acts, case, cells, agreed, merged, noted, notes)
        return Settled(merged, notes)

    def _merged(
        self,
        case: Case,
        cells: Cells,
        agreed: Cells,
        hidden: Mapping[int, str],
        refused: Mapping[str, str],
    ) -> Merged:
        _, shown, said = self._row(case)
        return merge_row(
            cells,
            agreed,
            shown,
            case,
            self.service.office.kinds,
            whole=said,
            hidden=hidden,
            status_refused=refused,
        )

    def _hide(
        self,
        acts: Sitting,
        case: Case,
        cells: Cells,
        agreed: Cells,
        merged: Merged,
        noted: Container[str],
        notes: Mapping[int, str],
    ) -> dict[int, str]:
        """Keep in the history what leaves open cells; the notes with those that say so."""
        gone: dict[int, str] = {}
        if agreed[TEXT] != SECRET:
            # The case became confidential just now; older notes may quote what was typed.
            gone = {at: "" for at, header in enumerate(HEADERS) if header in noted}
        for at in sorted(merged.hidden):
            if cells[at] != SECRET:
                self._keep(acts, case.register_no, HEADERS[at], cells[at])
                gone[at] = remarks.KEPT_HIDDEN
        if merged.target[NOTES] == SECRET != cells[NOTES]:
            gone[NOTES] = remarks.KEPT_HIDDEN
        return {**gone, **notes}

    def keep(self, number: str, header: str, typed: str) -> None:
        """Keep what was typed in the history, once: a cycle that broke off meets it again.

        What was typed in a row of nobody goes to the desk.
        """
        if not number:
            reporting.aside(self.service, {header: typed})
            return
        with sitting(self.service, {}) as acts:
            self._keep(acts, number, header, typed)

    def _keep(self, acts: Sitting, number: str, header: str, typed: str) -> None:
        case = acts.case(number)
        if header in AT and self.shown(case)[AT[header]] == typed:
            return
        text = remarks.AHEAD.format(header=header, typed=typed)
        if (text, SHEET) not in ((each.text, each.kind) for each in case.notes):
            acts.act(number, Note(text=text, kind=SHEET), editor(acts, number, header))

    def _obeyed(self, acts: Sitting, case: Case, asked: Order) -> Case:
        """The case after the command. Raises Impossible with the rules' own sentence."""
        try:
            by = editor(acts, case.register_no, HEADERS[STATUS])
            return acts.act(case.register_no, asked.command, by)
        except SopError as error:
            raise Impossible(refusal(error, case.step)) from None

    def _record(self, acts: Sitting, case: Case, refused: Refusal) -> None:
        """Keep a refused edit, once at each stop: a cycle that broke off meets the same edit."""
        edit = RefuseEdit(column=HEADERS[refused.at], typed=refused.typed, why=refused.why)
        said = {"column": edit.column, "typed": edit.typed, "why": edit.why}
        here = (each for each in acts.history(case.register_no) if each.seq > case.visit)
        if any(each.what is What.EDIT_REFUSED and each.data == said for each in here):
            return
        acts.act(case.register_no, edit, editor(acts, case.register_no, edit.column))


def _spoken(cells: Cells, said: Cells, hidden: Mapping[int, str]) -> Cells:
    """A row as staff mean it: with what waits out of sight, or else what the case says there."""
    return tuple(
        hidden.get(at, said[at]) if text == SECRET else text for at, text in enumerate(cells)
    )


def returned(cells: Cells, agreed: Cells | None, waiting: dict[str, str]) -> tuple[Cells, Cells]:
    """A row that has to come back: what it says, typed values included; what is agreed."""
    typed = {AT[header]: value for header, value in waiting.items()}
    back = tuple(typed.get(at, value) for at, value in enumerate(cells))
    known = tuple((agreed or cells)[at] if at in typed else cells[at] for at in range(len(cells)))
    return back, known


def looks_of(
    cases: Mapping[str, Case], rows: Rows, memory: Memory
) -> Callable[[str], Iterator[Cells]]:
    """The ways in which a case's row may look: as agreed, as the case is, as it was typed."""

    def looks(number: str) -> Iterator[Cells]:
        known = memory.agreed.get(number)
        if known is not None:
            yield memory.ahead(number, known)
        yield rows.shown(cases[number])
        if cases[number].source_key.startswith(typed.SOURCE):
            yield typed.look(cases[number].intake)

    return looks


def fresh_rows(cases: Mapping[str, Case], memory: Memory) -> list[str]:
    """Cases from rows typed by hand that were never seen with their number."""
    return [
        number
        for number, case in cases.items()
        if case.source_key.startswith(typed.SOURCE)
        and (number not in memory.agreed or not memory.agreed[number][NUMBER])
    ]


def filled(cells: Cells, known: Cells, absent: Iterable[int]) -> Cells:
    """A row with what is known where the sheet has no column."""
    whole = list(cells)
    for at in absent:
        whole[at] = known[at]
    return tuple(whole)
