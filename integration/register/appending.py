"""What goes below the last used row: new cases, deleted rows, rows that a write of ours covered.

In:    numbers without a row, what writes went over whose row is no longer there.   Out: the plan.
Rule:  a row comes back with everything that was typed in it, also with what was typed into it
       while we wrote; a covered row that was typed by hand is typed again.
Never: puts a row twice: of a typed row that was registered meanwhile, its case's row comes back.
"""

from collections.abc import Mapping, Sequence

from integration.register import typed
from integration.register.astray import Stray
from integration.register.columns import AT, HEADERS, NOTHING, NUMBER, TEXT, TYPED_FACTS, Cells
from integration.register.memory import Memory
from integration.register.reading import names
from integration.register.rows import Rows, returned
from integration.register.writing import NOBODY, Plan
from integration.sop.case import Case

_FACTS = frozenset(HEADERS[at] for at in TYPED_FACTS)


def append(
    plan: Plan,
    absent: Sequence[str],
    cases: Mapping[str, Case],
    rows: Rows,
    memory: Memory,
    lost: Sequence[Stray],
) -> None:
    """Plan the rows; strays of no further use are forgotten."""
    row = max(1, plan.sheet.used_rows)
    owned, others = _owned(absent, cases, lost)
    for number in absent:
        waiting, known = memory.standing(number), memory.agreed.get(number)
        theirs = owned.get(number, [])
        for each in theirs:
            waiting |= _typed(each, known and memory.ahead(number, known))
        back, agreed = returned(rows.shown(cases[number]), known, waiting)
        plan.noted.pop(number, None)
        plan.row(number, row, back, {}, known or NOTHING, agreed, theirs)
        row += 1
    for each in others:
        texts = _row(each.whole())
        plan.row(NOBODY, row, texts, {}, NOTHING, NOTHING, [each])
        row += 1
    kept = {each.key for theirs in (*owned.values(), others) for each in theirs}
    done = {each.key for each in lost} - kept
    memory.strays = [each for each in memory.strays if each.key not in done]


def _owned(
    absent: Sequence[str], cases: Mapping[str, Case], lost: Sequence[Stray]
) -> tuple[dict[str, list[Stray]], list[Stray]]:
    """Lost strays by the case that they belong to; and rows of nobody that we covered."""
    owned: dict[str, list[Stray]] = {}
    others: list[Stray] = []
    if not lost:
        return owned, others
    told = {
        names(typed.look(cases[number].intake)): number
        for number in absent
        if cases[number].source_key.startswith(typed.SOURCE)
    }
    for each in lost:
        number = each.number or told.get(names(_row(each.whole())), "")
        if number in absent:
            owned.setdefault(number, []).append(each)
        elif not number and HEADERS[NUMBER] in each.after and HEADERS[TEXT] in each.whole():
            # Whoever deleted it saw a number there, and expects the row to come back.
            others.append(each)
    return owned, others


def _typed(stray: Stray, ahead: Cells | None) -> dict[str, str]:
    """What staff had typed there that the row does not say by itself, by header."""
    if stray.number:
        return {
            header: text
            for header, text in stray.before.items()
            if text and text != (ahead[AT[header]] if ahead else "")
        }
    return {header: text for header, text in stray.whole().items() if header not in _FACTS}


def _row(texts: Mapping[str, str]) -> Cells:
    return tuple(texts.get(header, "") for header in HEADERS)
