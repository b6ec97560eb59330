"""How often somebody may ask: so many times in a minute, then a pause.

In:    who asks.   Out: 0, or the seconds to wait.
Rule:  counted in this process only; each process of several has its own count.
Never: keeps anybody longer than a minute.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

WINDOW = 60.0
MOST_ASKERS = 10_000


@dataclass
class Limit:
    """A limit of `most` calls a minute for each asker."""

    most: int
    elapsed: Callable[[], float] = time.monotonic
    _seen: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, asker: str) -> int:
        """Count this call; 0 when it may go on, else whole seconds to wait."""
        now = self.elapsed()
        with self._lock:
            if len(self._seen) > MOST_ASKERS:
                self._seen = {
                    who: moments
                    for who, moments in self._seen.items()
                    if moments and now - moments[-1] < WINDOW
                }
            moments = self._seen.setdefault(asker, deque(maxlen=self.most))
            if len(moments) == self.most and now - moments[0] < WINDOW:
                return int(WINDOW - (now - moments[0])) + 1
            moments.append(now)
            return 0
