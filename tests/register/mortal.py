"""A house whose service ends at a chosen moment of its work, and is started again.

In:    the number of a moment.   Out: `Crash`, raised where the process would have ended.
Rule:  the moments lie before and after each transaction that writes and each write of the sheet;
       a read changes nothing, so before and after it is the same moment.
Never: counts what other doors and staff do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.register.register_house import House


class Crash(BaseException):
    """The process ends here, whatever it was doing."""


@contextmanager
def ending(house: House, moment: int) -> Iterator[list[int]]:
    """The process ends at that moment of what is done inside. Yields the moments that passed."""
    passed = [0]
    database, paper = house.service.database, house.paper
    transaction, put = database.write, paper.write

    def pass_one() -> None:
        passed[0] += 1
        if passed[0] == moment:
            raise Crash

    @contextmanager
    def write(alone: bool = True) -> Iterator[Any]:
        pass_one()
        with transaction(alone) as tx:
            yield tx
        pass_one()

    def write_sheet(change: Any) -> None:
        pass_one()
        put(change)
        pass_one()

    database.write, paper.write = write, write_sheet  # type: ignore[method-assign]
    try:
        yield passed
    finally:
        del database.write, paper.write  # type: ignore[method-assign]


class MortalHouse(House):
    """Its service is started again, and looks again, when it has ended."""

    moment: int = 0
    """How many moments of its work are left; 0 for a service that does not end."""
    ended: bool = False

    def cycle(self, times: int = 1) -> None:
        for _ in range(times):
            try:
                with ending(self, self.moment) as passed:
                    self.sync.cycle()
            except Crash:
                self.ended = True
                self.restart()
                self.sync.cycle()
            self.moment -= passed[0]
