"""The shared world every service works on.

In:    a data directory and a seed.   Out: store, clock, ids, accounts, faults, log, quotas, lock.
Rule:  whoever reads or changes it holds `lock`; changes happen inside `store.transaction()`.
       The server does both around every request, so services need not.
Never: knows a service. Start at `World.open()`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .frame.accounts import Accounts
from .frame.clock import Clock
from .frame.faults import Faults
from .frame.ids import Ids
from .frame.natives import NativeType
from .frame.quotas import Quotas
from .frame.request_log import RequestLog
from .frame.store import Store
from .push import queue
from .push.courier import Courier

FileChange = Callable[["World", dict[str, Any] | None, dict[str, Any] | None, bool], None]
"""Is told of a Drive file before and after a change (None: it was not, or is no more) and whether
its content was touched."""


@dataclass
class World:
    """One workspace: a fictional office and everything its people have."""

    data_dir: Path
    store: Store
    clock: Clock
    ids: Ids
    accounts: Accounts
    faults: Faults
    log: RequestLog
    quotas: Quotas
    office: dict[str, Any]
    origin: str = "http://127.0.0.1:8090"
    strict_answers: bool = False
    natives: dict[str, NativeType] = field(default_factory=dict)
    on_reset: list[Callable[[], None]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    stopping: threading.Event = field(default_factory=threading.Event)
    on_file_change: list[FileChange] = field(default_factory=list)
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.store.ensure(queue.SCHEMA)
        self.courier = Courier(self)
        self.clock.on_move.append(self.courier.wake)

    @classmethod
    def open(cls, data_dir: Path, *, seed: int = 1) -> World:
        """The workspace kept in `data_dir`, new or as it was left."""
        data_dir.mkdir(parents=True, exist_ok=True)
        store = Store(data_dir / "workspace.db")
        clock = Clock(data_dir / "clock.json")
        office = json.loads(
            resources.files(__package__).joinpath("office.json").read_text(encoding="utf-8")
        )
        kept = store.collection("workspace", kept=True)
        held = kept.get("seed")
        if held is None:
            held = {"seed": seed}
            kept.put("seed", held)
        return cls(
            data_dir=data_dir,
            store=store,
            clock=clock,
            ids=Ids(store, int(held["seed"])),
            accounts=Accounts(store),
            faults=Faults(),
            log=RequestLog(store),
            quotas=Quotas(clock),
            office=office,
        )

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.office["time_zone"])

    def service_mailbox(self) -> str:
        """The address that owns what the seed makes."""
        return str(self.office["service_mailbox"]["email"])

    def now(self) -> datetime:
        """The present moment by the workspace clock, in UTC."""
        return self.clock.now().astimezone(UTC)

    def close(self) -> None:
        """Let go of waiting requests and of the file."""
        self.stopping.set()
        self.courier.wake()
        with self.lock:
            self.store.close()
