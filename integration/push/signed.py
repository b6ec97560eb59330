"""Calls signed with a shared secret: Apps Script, and cron where there is no Google scheduler.

In:    headers and body.   Out: nothing, or `Forged` with a reason.
Rule:  HMAC-SHA256 over "<unix seconds>.<body>", compared in constant time; the time within five
       minutes by the clock; each signature once.
Never: reads the body before the signature holds. Start at `Signed.check()`.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Connection

from integration.ports import Clock
from integration.push.facts import REPLAY
from integration.push.memory import forget_below, put_once

WINDOW = 300
"""Seconds a call may be old, or ahead of our clock."""
TIME, SIGNATURE = "X-Tanggap-Time", "X-Tanggap-Signature"
_SECONDS = re.compile(r"[0-9]{1,12}")


class Forged(Exception):
    """Not from whom it says; `why` is a word for the doctor and the metrics."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def signature(secret: str, seconds: int, body: bytes) -> str:
    """What the header carries, in hex."""
    said = str(seconds).encode() + b"." + body
    return hmac.new(secret.encode(), said, sha256).hexdigest()


@dataclass(frozen=True)
class Signed:
    """Checks signed calls."""

    secret: str = field(repr=False)
    clock: Clock

    def check(self, headers: Mapping[str, str], body: bytes) -> str:
        """The key of this call, to be taken once. Raises Forged."""
        if not self.secret:
            raise Forged("not_configured")
        said, sent = headers.get(TIME, ""), headers.get(SIGNATURE, "").strip().lower()
        if not _SECONDS.fullmatch(said):
            raise Forged("time")
        fits = signature(self.secret, int(said), body)
        if not hmac.compare_digest(fits.encode(), sent.encode("utf-8", "replace")):
            raise Forged("signature")
        if abs(self.clock.now().timestamp() - int(said)) > WINDOW:
            raise Forged("time")
        return f"{REPLAY}{int(said):012d}:{sent}"

    def take(self, tx: Connection, key: str) -> None:
        """Use the call up. Raises Forged when it was used before."""
        oldest = int(self.clock.now().timestamp()) - 2 * WINDOW
        forget_below(tx, REPLAY, f"{REPLAY}{max(0, oldest):012d}")
        if not put_once(tx, key, 1):
            raise Forged("replay")
