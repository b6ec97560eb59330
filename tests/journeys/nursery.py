"""Starts the service in no time: forked from a process that has imported everything before.

In:    a line of JSON for each start: environment, log, the moment of death.   Out: its process id.
Rule:  what is forked is the service as `tanggap serve` runs it, with nothing open and nothing
       remembered; imports are nine tenths of a start, and they know nothing of cases.
Never: outlives the test: it ends its children when its own input ends. Start at `Nursery`.
"""

import importlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from integration.calendar_seed import shipped_calendar
from integration.leashed import watch

ROOT = Path(__file__).parents[2]


class Child:
    """A forked service, with what `LocalHouse` asks of a process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._watched = os.pidfd_open(pid)

    @property
    def returncode(self) -> int:
        return -signal.SIGKILL

    def poll(self) -> int | None:
        return self.returncode if self._ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired("service", timeout or 0.0)
        return self.returncode

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        if not self._ended(0):
            signal.pidfd_send_signal(self._watched, number)

    def _ended(self, seconds: float | None) -> bool:
        return bool(select.select([self._watched], [], [], seconds)[0])

    def close(self) -> None:
        os.close(self._watched)


class Nursery:
    """The process that forks."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._children: list[Child] = []

    def fork(self, env: Mapping[str, str], log: Path, moment: str = "") -> Child:
        """One more service."""
        assert self._process.stdin is not None and self._process.stdout is not None
        order = {"env": dict(env), "log": str(log), "moment": moment}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        child = Child(int(self._process.stdout.readline()))
        self._children.append(child)
        return child

    def close(self) -> None:
        """End it and every child."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        for child in self._children:
            child.close()


def _become(order: Mapping[str, object], leash: int) -> None:
    """In the fork: the service, until it is killed, told to stop or left alone."""
    from integration.serving import serve_forever
    from integration.settings import Settings
    from tests.journeys import mortal

    os.setsid()
    log = os.open(str(order["log"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, number in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(descriptor, number)
    threading.Thread(target=watch, args=(leash,), daemon=True).start()
    os.environ.update(order["env"])  # type: ignore[arg-type]
    mortal.arm(str(order["moment"]))
    serve_forever(Settings())


def main() -> None:
    """Import, then fork on demand."""
    for module in ("integration.serving", "tests.journeys.mortal"):
        importlib.import_module(module)
    shipped_calendar()  # the holidays of a country are modules of their own
    children: list[int] = []
    leash, held = os.pipe()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.close(held)
            try:
                _become(json.loads(line), leash)
            finally:
                os._exit(1)
        children.append(pid)
        print(pid, flush=True)
    # None was waited for, so every id is still that of our own child, dead or alive.
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
