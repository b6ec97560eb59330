"""The clock, and how local mode moves it.

In:    the system's time and, in local mode, an offset file.   Out: `now()`, aware, in UTC.
Rule:  the offset file in DATA_DIR moves the service and the local workspace alike (design 12).
Never: sleeps; waiting is done by whoever waits, on real time.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from integration.sop.days import WITA

__all__ = ["WITA", "FixedClock", "SystemClock"]


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock, shifted by the offset file when there is one."""

    offset_file: Path | None = None

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._offset())

    def _offset(self) -> float:
        if self.offset_file is None:
            return 0.0
        try:
            return float(json.loads(self.offset_file.read_text())["offset_seconds"])
        except FileNotFoundError:
            return 0.0


@dataclass
class FixedClock:
    """A clock that stands where it is put; for tests, previews and replays."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was put to."""
        return self.moment

    def advance(self, **by: float) -> None:
        """Move it, e.g. `advance(hours=2)`."""
        self.moment += timedelta(**by)
