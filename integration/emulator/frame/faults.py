"""Mishaps on order: the next calls that match a rule fail as Google or the network would.

In:    rules {"match", "do", "times", "account"?}.   Out: the rule a request meets, once each time.
Rule:  rules are consumed in order; a rule is used up after `times` requests.
Never: carried out here; `server.py` does the work or leaves it. Start at `Faults.take()`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .errors import ApiError, not_found, not_signed_in

BEFORE = ("429", "403_rate", "500", "503", "401", "expired_history_id", "close")
AFTER = ("500_after_commit", "close_after_commit", "slow")
KNOWN = (*BEFORE, *AFTER)
ONLY = {"expired_history_id": re.compile(r"GET /gmail/v1/users/[^/]+/history")}
"""Mishaps of one method: a request to any other passes them by."""
SLOW_SECONDS = 90.0

SERVICE_LIMIT = {
    "sheets": "Read requests",
    "docs": "Write requests",
    "forms": "Read requests",
}


@dataclass
class Rule:
    """One mishap that waits for its requests."""

    match: str
    do: str
    times: int = 1
    account: str | None = None
    seconds: float = SLOW_SECONDS

    def as_json(self) -> dict[str, Any]:
        """The rule as the door shows it."""
        shown: dict[str, Any] = {"match": self.match, "do": self.do, "times": self.times}
        if self.account:
            shown["account"] = self.account
        if self.do == "slow":
            shown["seconds"] = self.seconds
        return shown


class Faults:
    """The rules that still wait, in order."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._more: list[str] = []

    def learn(self, *names: str) -> None:
        """Let a service add mishaps of its own, which it takes with `take_named`."""
        self._more.extend(name for name in names if name not in self._more)

    def known(self) -> list[str]:
        """Every mishap that can be ordered."""
        return [*KNOWN, *self._more]

    def active(self) -> list[dict[str, Any]]:
        """The rules that still wait."""
        return [rule.as_json() for rule in self._rules]

    def order(self, entries: list[Any]) -> None:
        """Add rules; ValueError names what is wrong and then nothing is added."""
        rules = []
        for entry in entries:
            if not isinstance(entry, dict) or not isinstance(entry.get("match"), str):
                raise ValueError("every rule needs a `match`, a regular expression")
            if entry.get("do") not in self.known():
                raise ValueError(f"unknown fault {entry.get('do')!r}")
            times, seconds = entry.get("times", 1), entry.get("seconds", SLOW_SECONDS)
            if not isinstance(times, int) or isinstance(times, bool) or times < 1:
                raise ValueError("`times` is a whole number from 1")
            if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds < 0:
                raise ValueError("`seconds` is a number from 0")
            try:
                re.compile(entry["match"])
            except re.error as wrong:
                raise ValueError(f"`match` is no regular expression: {wrong}") from wrong
            rules.append(
                Rule(entry["match"], entry["do"], times, entry.get("account"), float(seconds))
            )
        self._rules.extend(rules)

    def clear(self) -> None:
        """Forget every rule."""
        self._rules.clear()

    def take(self, lines: list[str], account: str | None) -> Rule | None:
        """The first waiting rule for a request; `lines` are spellings of "METHOD /path"."""
        return self._take(lines, account, KNOWN)

    def take_named(
        self, names: tuple[str, ...], line: str, account: str | None = None
    ) -> Rule | None:
        """The first waiting rule of some learnt names, for things that are no requests to us."""
        return self._take([line], account, names)

    def _take(self, lines: list[str], account: str | None, names: tuple[str, ...]) -> Rule | None:
        for rule in self._rules:
            if rule.do not in names or (rule.account and rule.account != account):
                continue
            if rule.do in ONLY and not any(map(ONLY[rule.do].fullmatch, lines)):
                continue
            if any(re.fullmatch(rule.match, line) for line in lines):
                rule.times -= 1
                if rule.times == 0:
                    self._rules.remove(rule)
                return rule
        return None


def error_for(do: str, api: str) -> ApiError:
    """The refusal a mishap stands for, in the words of the API it hits."""
    if do == "401":
        return not_signed_in()
    if do == "403_rate":
        return ApiError(
            403, "User Rate Limit Exceeded", reason="userRateLimitExceeded", domain="usageLimits"
        )
    if do == "expired_history_id":
        return not_found()
    if do == "429":
        return rate_limited(api, SERVICE_LIMIT.get(api, "Queries"))
    if do == "503":
        return ApiError(503, "The service is currently unavailable.")
    return ApiError(500, "Internal error encountered.")


def rate_limited(api: str, metric: str) -> ApiError:
    """429 as each API words it (google-workspace.md 2.2)."""
    if api == "gmail":
        return ApiError(429, "User-rate limit exceeded.", domain="usageLimits")
    if api == "drive":
        return ApiError(429, "Rate Limit Exceeded", domain="usageLimits")
    return ApiError(
        429,
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} per minute per user' of "
        f"service '{api}.googleapis.com' for consumer 'project_number:100000000000'.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {"service": f"{api}.googleapis.com"},
            }
        ],
    )
