"""Everything that runs in the service's process, and its threads.

In:    the parts, put together by wiring.py.   Out: `House`: started, halted.
Rule:  workers and rounds are threads of one process; a process for pages alone has none.
Never: puts parts together, or knows which Google it talks to.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from integration.casebook import CaseBook
from integration.effects.context import Tools
from integration.push.house import Push
from integration.rounds import Round
from integration.service import Service
from integration.settings import Settings
from integration.store.database import Database
from integration.worker import Worker
from integration.workspace import Workspace

WORKERS = 3
"""Threads that drain the outbox: one slow answer of Google must not hold back the rest."""


@dataclass
class House:
    """Everything that runs in the service's process."""

    settings: Settings
    database: Database
    service: Service
    app: Flask
    tools: Tools
    workspace: Workspace
    book: CaseBook
    rounds: list[Round] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    push: Push | None = None

    def start(self) -> None:
        """Start workers and rounds; a process for pages alone leaves them to others."""
        if self.settings.role == "web":
            return
        runs: list[tuple[str, Callable[[threading.Event], None]]] = [
            (f"worker-{n}", Worker(self.tools).run) for n in range(WORKERS)
        ]
        runs += [(f"round-{one.name}", one.run) for one in self.rounds]
        if self.push is not None:
            runs.append(("hints", self.push.hints.run))
        for name, run in runs:
            thread = threading.Thread(target=run, args=(self.stop,), name=name, daemon=True)
            thread.start()
            self.threads.append(thread)

    def halt(self, seconds: float) -> None:
        """Ask all to end and wait so long at most; what was begun is taken up again later."""
        self.stop.set()
        self.service.woken.set()
        for one in self.rounds:
            one.nudged.set()
        if self.push is not None:
            self.push.hints.arrived.set()
        for thread in self.threads:
            thread.join(seconds / max(1, len(self.threads)))
