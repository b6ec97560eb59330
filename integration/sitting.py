"""Several commands, decided one after the other and recorded together.

In:    commands of one thread, one by one.   Out: all of a portion on disk, or none of it.
Rule:  a refused command records nothing and leaves the others as they are; the transaction begins
       with the first command, and nobody may be waited for while it is open.
Never: calls Google. Start at `sitting()`.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from integration.service import Service
from integration.sop.actors import By
from integration.sop.case import Case
from integration.sop.commands import Command
from integration.sop.events import Event
from integration.store import cases, files

PORTION = 200
"""Commands of one transaction: who else wants to write waits for no more than these."""


@dataclass
class Sitting:
    """What `Service` offers for single commands, for many.

    It locks several cases at a time, so two sittings at once could wait for each other; whoever
    else writes locks one.
    """

    service: Service
    known: Mapping[str, Case]
    """Cases as they stood when it began; whichever is not among them is read."""
    _held: ExitStack = field(default_factory=ExitStack)
    _tx: Connection | None = None
    _done: list[tuple[str, Command, By]] = field(default_factory=list)

    def act(self, register_no: str, command: Command, by: By) -> Case:
        """Decide and record one command. Raises SopError, or cases.UnknownCase."""
        if len(self._done) >= PORTION:
            self.close()
        known = self.known.get(register_no)
        case = self.service.act_within(self._open(), register_no, command, by, known)
        self._done.append((register_no, command, by))
        return case

    def case(self, register_no: str) -> Case:
        """A case after the commands so far. Raises cases.UnknownCase."""
        known = self.known.get(register_no)
        tx = self._open()
        return cases.load(tx, register_no) if known is None else cases.grown(tx, known)

    def history(self, register_no: str) -> list[Event]:
        """The events of a case so far, oldest first."""
        return cases.history(self._open(), register_no)

    def recall(self, key: str) -> Any:
        """A remembered fact."""
        return files.recall(self._open(), key)

    def close(self) -> None:
        """Record what was decided so far."""
        self._held.close()
        self._tx = None
        for number, command, by in self._done:
            self.service.recorded(number, command, by)
        self._done.clear()

    def _open(self) -> Connection:
        if self._tx is None:
            self._tx = self._held.enter_context(self.service.database.write())
        return self._tx


@contextmanager
def sitting(service: Service, known: Mapping[str, Case]) -> Iterator[Sitting]:
    """A sitting; what it decided since the last full portion is undone when the block raises."""
    with ExitStack() as held:
        one = Sitting(service, known, held)
        yield one
        one.close()
