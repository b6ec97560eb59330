"""Several commands, decided one after the other and recorded together.

In:    commands of one thread, one by one.   Out: all of them on disk, or none.
Rule:  a refused command records nothing and leaves the others as they are; the transaction begins
       with the first command, and nobody may be waited for while it is open.
Never: calls Google. Start at `sitting()`.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from integration.service import Service
from integration.sop.actors import By
from integration.sop.case import Case
from integration.sop.commands import Command
from integration.sop.events import Event
from integration.store import cases, files, reading


@dataclass
class Sitting:
    """What `Service` offers for single commands, for many."""

    service: Service
    known: Mapping[str, Case]
    """Cases as they stood when it began; whichever is not among them is read."""
    _expected: Collection[str]
    _facts: Collection[str]
    _held: ExitStack
    _tx: Connection | None = None
    _done: list[tuple[str, Command, By]] = field(default_factory=list)
    _at_hand: dict[str, int] = field(default_factory=dict)
    """Row ids of cases that are locked and stand as `known`."""
    _recalled: dict[str, Any] = field(default_factory=dict)

    def act(self, register_no: str, command: Command, by: By) -> Case:
        """Decide and record one command. Raises SopError, or cases.UnknownCase."""
        tx = self._open()
        case_id = self._at_hand.pop(register_no, None)
        if case_id is None:
            case_id = cases.case_id_of(tx, register_no, lock=True)
            case = self._read(tx, register_no)
        else:
            case = self.known[register_no]
        after = self.service.decided(tx, case_id, case, command, by)
        self._done.append((register_no, command, by))
        return after

    def case(self, register_no: str) -> Case:
        """A case after the commands so far. Raises cases.UnknownCase."""
        return self._read(self._open(), register_no)

    def history(self, register_no: str) -> list[Event]:
        """The events of a case so far, oldest first."""
        return cases.history(self._open(), register_no)

    def recall(self, key: str) -> Any:
        """A remembered fact."""
        tx = self._open()
        return self._recalled.get(key) if key in self._facts else files.recall(tx, key)

    def _read(self, tx: Connection, register_no: str) -> Case:
        known = self.known.get(register_no)
        return cases.load(tx, register_no) if known is None else cases.grown(tx, known)

    def _open(self) -> Connection:
        if self._tx is None:
            self._tx = self._held.enter_context(self.service.database.write())
            expected = {one: self.known[one] for one in self._expected if one in self.known}
            self._at_hand = reading.locked(self._tx, expected)
            self._recalled = files.recall_all(self._tx, self._facts)
        return self._tx


@contextmanager
def sitting(
    service: Service,
    known: Mapping[str, Case],
    expected: Collection[str] = (),
    facts: Collection[str] = frozenset(),
) -> Iterator[Sitting]:
    """A sitting; everything that it decided is undone when the block raises.

    `expected` are the numbers of cases that will be acted on, and `facts` the keys that will be
    recalled: each is a query less. Nobody else writes while it is open (store/database.py).
    """
    with ExitStack() as held:
        one = Sitting(service, known, expected, facts, held)
        yield one
    for number, command, by in one._done:
        service.recorded(number, command, by)
