""" "Look now", kept until it was done.

In:    names of rounds.   Out: rounds that are nudged; `looked`, the mark of each round.
Rule:  a hint is stored before the sender gets its answer; it goes when the round has looked since,
       so a killed process loses none; several processes share the hints through the database.
       A round is nudged at most once in GAP seconds, because reads at Google are few (60 a minute).
Never: looks itself. Start at `Hints.look_now()`.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from integration.ports import Clock
from integration.push.facts import LOOK, LOOKED
from integration.push.memory import facts, forget_if
from integration.store import files
from integration.store.database import Database

log = logging.getLogger(__name__)

GAP = 3.0
EVERY = 1.0
"""Seconds between two looks for hints that another process took in."""
MARK_EVERY = timedelta(seconds=30)
"""How much older the mark of a round may be than its last look."""


@dataclass
class Hints:
    """The hints of one house. `nudge` by round name sets a round looking."""

    database: Database
    clock: Clock
    nudge: dict[str, threading.Event] = field(default_factory=dict)
    elapsed: Callable[[], float] = time.monotonic
    arrived: threading.Event = field(default_factory=threading.Event)
    _nudged: dict[str, tuple[Any, float]] = field(default_factory=dict)
    _marked: dict[str, datetime] = field(default_factory=dict)

    def look_now(self, rounds: Iterable[str], by: str) -> None:
        """Store that these rounds shall look; then wake whoever nudges."""
        with self.database.write() as tx:
            self.within(tx, rounds, by)
        self.arrived.set()

    def within(self, tx: Connection, rounds: Iterable[str], by: str) -> None:
        """The same inside a transaction of the caller's, who calls `arrived.set()` after it."""
        at = self.clock.now().isoformat()
        for name in sorted(rounds):
            files.remember(tx, LOOK + name, {"at": at, "by": by, "id": uuid.uuid4().hex})

    def watched(self, name: str, cycle: Callable[[], object]) -> Callable[[], None]:
        """The cycle of a round that takes its hint away and leaves its mark."""

        def look() -> None:
            with self.database.read() as tx:
                asked = files.recall(tx, LOOK + name)
            cycle()
            self._looked(name, asked)

        return look

    def _looked(self, name: str, asked: Any) -> None:
        now = self.clock.now()
        marked = self._marked.get(name)
        fresh = marked is not None and abs(now - marked) < MARK_EVERY
        if asked is None and fresh:
            return
        with self.database.write() as tx:
            if asked is not None:
                forget_if(tx, LOOK + name, asked)
            files.remember(tx, LOOKED + name, now.isoformat())
        self._marked[name] = now

    def run(self, stop: threading.Event) -> None:
        """Nudge rounds until told to stop."""
        while not stop.is_set():
            self.arrived.wait(EVERY)
            self.arrived.clear()
            try:
                self.once(facts(self.database, LOOK))
            except SQLAlchemyError:
                log.warning("hints could not be read")

    def once(self, waiting: Mapping[str, Any]) -> None:
        """Nudge each round whose hint is new, if its gap is over."""
        for name, hint in waiting.items():
            known, at = self._nudged.get(name, (None, float("-inf")))
            if hint != known and self.elapsed() - at >= GAP and name in self.nudge:
                self._nudged[name] = (hint, self.elapsed())
                self.nudge[name].set()
