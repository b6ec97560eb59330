"""What the last look showed, so that the next one has to think only about what changed.

In:    rows and cases of two looks.   Out: numbers whose row or case changed; None where rows must
       be placed anew.
Rule:  only after a look that left nothing to write, and only while every changed row still bears
       its own number in its own place; anything else is looked at as a whole.
Never: decides what a change means. Start at `Steady.changed()`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import is_not

from integration.register.columns import NUMBER, Cells
from integration.register.identity import Placement
from integration.sop.case import Case


@dataclass(frozen=True)
class Steady:
    """One look that found everything in step."""

    seen: Sequence[Cells]
    cases: Mapping[str, Case]
    found: Placement
    columns: frozenset[int]
    """Places in `COLUMNS` that the sheet had."""

    def changed(
        self, seen: Sequence[Cells], cases: Mapping[str, Case], columns: frozenset[int]
    ) -> set[str] | None:
        """Numbers to look at; None when the rows have to be placed anew."""
        if not self.found.plain or len(seen) != len(self.seen) or columns != self.columns:
            return None
        numbers = set()
        if seen != self.seen:
            before = self.seen
            # a row that did not change is the same object, as a rule
            for at in list(compress(count(), map(is_not, seen, before))):
                if seen[at] == before[at]:
                    continue
                number = seen[at][NUMBER]
                if number != before[at][NUMBER] or self.found.rows.get(number) != at:
                    return None
                numbers.add(number)
        if cases is not self.cases:
            if len(cases) != len(self.cases):
                return None
            # cases are never taken away, so as many are the same ones, in the same order
            others = map(is_not, cases.values(), self.cases.values())
            numbers.update(compress(cases, others))
        return numbers
