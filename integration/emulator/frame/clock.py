"""The workspace's time: real time plus an offset that everyone in local mode shares.

In:    <data-dir>/clock.json {"offset_seconds": n}, written by us or by another process; `real`,
       seconds since 1970, so that a test can let it stand still.
Out:   now, in UTC.
Rule:  a missing file is offset 0; the file is replaced, never rewritten in place.
Never: used for token expiry or JWT checks; those are real time. Start at `Clock.now()`.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path


class Clock:
    """Google's timestamps follow this clock."""

    def __init__(self, path: Path, real: Callable[[], float] = time.time) -> None:
        self._path = path
        self.real = real
        self._seen: tuple[int, int, int] | None = None
        self._offset = 0.0
        self.on_move: list[Callable[[], None]] = []

    def offset_seconds(self) -> float:
        """Seconds this clock is ahead of real time."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return 0.0
        seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
        if seen != self._seen:
            held = json.loads(self._path.read_text(encoding="utf-8"))
            self._offset = float(held["offset_seconds"])
            self._seen = seen
        return self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock for every process that shares the file."""
        offset = self.offset_seconds() + seconds
        draft = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        draft.write_text(json.dumps({"offset_seconds": offset}), encoding="utf-8")
        os.replace(draft, self._path)
        for moved in self.on_move:
            moved()

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.fromtimestamp(self.real() + self.offset_seconds(), UTC)

    def millis(self) -> int:
        """The present moment in milliseconds since 1970, as Gmail counts."""
        return int((self.real() + self.offset_seconds()) * 1000)

    def rfc3339(self, moment: datetime | None = None) -> str:
        """A moment as Drive writes it: 2026-11-10T03:04:05.678Z."""
        at = (moment or self.now()).astimezone(UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
