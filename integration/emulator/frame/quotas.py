"""Google's per-user limits, when someone turns them on.

In:    an API method and an account.   Out: nothing, or Google's refusal.
Rule:  google-workspace.md 2.1: requests a minute for Sheets, Docs and Forms, units a minute for
       Drive and Gmail; minutes of the workspace clock.
Never: on by itself. Start at `Quotas.spend()`.
"""

from __future__ import annotations

from .clock import Clock
from .errors import ApiError
from .faults import rate_limited

REQUESTS = {
    ("sheets", "read"): 60,
    ("sheets", "write"): 60,
    ("docs", "read"): 300,
    ("docs", "write"): 60,
    ("forms", "read"): 390,
    ("forms", "expensive read"): 180,
    ("forms", "write"): 150,
}
UNITS = {"drive": 325_000, "gmail": 6_000}
LIMITED = UNITS.keys() | {api for api, _ in REQUESTS}
"""Pub/Sub's limits are out of an office's reach."""
GMAIL_COST = {
    "users.messages.send": 100,
    "users.drafts.send": 100,
    "users.watch": 100,
    "users.threads.get": 40,
    "users.messages.insert": 25,
    "users.messages.import": 25,
    "users.messages.get": 20,
    "users.messages.attachments.get": 20,
    "users.drafts.get": 20,
    "users.drafts.create": 10,
    "users.history.list": 2,
}
DRIVE_COST = {
    "files.get": 5,
    "files.list": 100,
    "files.export": 200,
    "files.download": 200,
    "files.create": 50,
    "files.update": 50,
    "files.copy": 50,
    "files.delete": 50,
}
READING_POSTS = frozenset({"getByDataFilter", "batchGetByDataFilter", "search"})


class Quotas:
    """What each account used in the present minute."""

    def __init__(self, clock: Clock) -> None:
        self.on = False
        self._clock = clock
        self._minute = 0
        self._used: dict[tuple[str, str, str], int] = {}

    def spend(self, api: str, method_id: str, http_method: str, account: str) -> None:
        """Count one call; ApiError when the account's minute is used up."""
        if not self.on or api not in LIMITED:
            return
        minute = self._clock.millis() // 60_000
        if minute != self._minute:
            self._minute = minute
            self._used.clear()
        name = method_id.split(".", 1)[1]
        if api in UNITS:
            costs = GMAIL_COST if api == "gmail" else DRIVE_COST
            self._count(api, "units", account, costs.get(name, 5), UNITS[api])
        else:
            kind = self._kind(api, name, http_method)
            self._count(api, kind, account, 1, REQUESTS[(api, kind)])

    @staticmethod
    def _kind(api: str, name: str, http_method: str) -> str:
        if api == "forms" and name == "forms.responses.list":
            return "expensive read"
        if http_method == "GET" or name.rsplit(".", 1)[-1] in READING_POSTS:
            return "read"
        return "write"

    def _count(self, api: str, kind: str, account: str, cost: int, limit: int) -> None:
        key = (api, kind, account)
        if self._used.get(key, 0) + cost > limit:
            if api == "drive":
                raise ApiError(
                    403,
                    "User Rate Limit Exceeded",
                    reason="userRateLimitExceeded",
                    domain="usageLimits",
                )
            raise rate_limited(api, f"{kind.capitalize()} requests")
        self._used[key] = self._used.get(key, 0) + cost
