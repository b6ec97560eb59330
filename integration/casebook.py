"""Every case at hand, for whoever must see them all again and again.

In:    the database.   Out: the cases as they stand; the same objects while nothing changes.
Rule:  a history is folded once; what is appended later is applied to the case as it stood.
Never: changes a case that was handed out.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from integration.sop.case import Case
from integration.sop.folding import fold
from integration.store import reading
from integration.store.database import Database


@dataclass
class CaseBook:
    """Every case, folded once and kept until its history grows; for cycles and lists."""

    database: Database
    _cases: dict[str, Case] = field(default_factory=dict)
    _ordered: Mapping[str, Case] = field(default_factory=dict)
    """What was handed out last: the same while nothing changes, replaced and never altered."""
    _seen: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    AT_ONCE = 500
    """Cases read with one query."""

    def refresh(self) -> Mapping[str, Case]:
        """The cases as they stand, by register number, oldest first."""
        with self._lock, self.database.read() as tx:
            # one writer at a time: what was committed later has higher ids (store/database.py)
            since = self._seen
            changed, newest = reading.changed_since(tx, since)
            behind = [number for number, seq in changed.items() if self._behind(number, seq)]
            if not behind:
                self._seen = max(self._seen, newest)
                return self._ordered
            grown: dict[str, Case] = {}
            for place in range(0, len(behind), self.AT_ONCE):
                grown |= self._grown(tx, behind[place : place + self.AT_ONCE], since)
            self._cases.update(grown)
            if len(self._ordered) == len(self._cases):
                # nobody came, and a case never changes when it was registered
                self._ordered = {**self._ordered, **grown}
            else:
                self._ordered = dict(
                    sorted(self._cases.items(), key=lambda item: item[1].registered_at)
                )
            self._seen = max(self._seen, newest)
            return self._ordered

    def _behind(self, number: str, seq: int) -> bool:
        # a query of PostgreSQL sees what was committed after the one before it: the last look may
        # have taken in more than it counted
        known = self._cases.get(number)
        return known is None or known.seq < seq

    def _grown(self, tx: Connection, numbers: Sequence[str], since: int) -> dict[str, Case]:
        """Those cases with what was appended to their histories."""
        grown, unclear = {}, []
        stood = {number: case.seq for number in numbers if (case := self._cases.get(number))}
        for number, more in reading.histories(tx, numbers, since, stood).items():
            if more[-1].seq == stood.get(number, 0) + len(more):
                grown[number] = fold(more, self._cases.get(number))
            else:
                # written by other means than ours
                unclear.append(number)
        if unclear:
            whole = reading.histories(tx, unclear)
            grown |= {number: fold(told) for number, told in whole.items()}
        return grown

    def waiting(self) -> Iterable[Case]:
        """Cases that have not ended."""
        return [case for case in self.refresh().values() if not case.final]
