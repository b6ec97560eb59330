"""A local workspace over real HTTP, for tests of the house that need one.

In:    a folder.   Out: `Google`: its address, its doors, clients for any account.
Rule:  the port is chosen by the system; a reset brings the first morning back.
Never: a stand-in of a stand-in: every call goes through HTTP.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from integration.emulator.server import open_server
from integration.emulator.world import World
from integration.push.cloud import subscribe
from integration.workspace import Workspace, from_info


class Google:
    """The local workspace as a test sees it."""

    def __init__(self, world: World) -> None:
        self.origin = world.origin
        self.settle = world.courier.settle
        """Waits until every push that is due was tried."""
        self.doors = requests.Session()
        self.office = self._get("office")
        self.key = self._get("service_account")
        self.mailbox: str = self.office["service_mailbox"]

    def _get(self, door: str) -> Any:
        return self.doors.get(f"{self.origin}/_emulator/{door}").json()

    def _post(self, door: str, said: Any) -> Any:
        answer = self.doors.post(f"{self.origin}/_emulator/{door}", json=said)
        answer.raise_for_status()
        return answer.json()

    def workspace(self, account: str = "") -> Workspace:
        """Clients that act as an account; the service mailbox unless another is named."""
        return Workspace(from_info(self.key, account or self.mailbox), self.origin)

    def topic(self, ours: str) -> str:
        """A topic that Gmail and Forms may publish to, pushed to an address of ours."""
        with requests.Session() as session:
            granted = self._post("token", {"email": self.key["client_email"]})
            session.headers["Authorization"] = f"Bearer {granted['access_token']}"
            told = subscribe(session, self.origin, self.key["project_id"], ours)
        return told["pubsub_topic"]

    def person_key(self, email: str, scopes: list[str] | None = None) -> dict[str, Any]:
        """A person's token file, as consent would give it."""
        asked = {"email": email} | ({"scopes": scopes} if scopes is not None else {})
        granted = self._post("token", asked)
        return {
            "type": "authorized_user",
            "client_id": "client.example",
            "client_secret": "rahasia",
            "refresh_token": granted["refresh_token"],
            "token_uri": f"{self.origin}/token",
        }

    def write_key(self, path: Path, key: dict[str, Any] | None = None) -> Path:
        """A key file that only its owner reads."""
        path.touch(mode=0o600)
        path.write_text(json.dumps(key or self.key))
        return path

    def write_office(self, path: Path, **other: Any) -> Path:
        """The office file, as the local workspace knows the office."""
        path.write_text(json.dumps(self.office["office"] | other))
        return path

    def fails(self, match: str, do: str, times: int = 1) -> None:
        """Order a mishap."""
        self._post("faults", [{"match": match, "do": do, "times": times}])

    def breaks_off_at(self, call: int, match: str, do: str) -> None:
        """Order a mishap at the n-th call that matches; those before it go through."""
        before = {"match": match, "do": "slow", "seconds": 0, "times": call - 1}
        self._post("faults", [before] if call > 1 else [])
        self._post("faults", [{"match": match, "do": do, "times": 1}])

    def mark(self) -> int:
        """The number of the newest request."""
        seen = self._get("requests")
        return int(seen[-1]["n"]) if seen else 0

    def seen(self, since: int) -> list[dict[str, Any]]:
        """The requests after a mark, signing in left out."""
        return [one for one in self._get(f"requests?since={since}") if one["path"] != "/token"]

    def now(self) -> datetime:
        """The workspace's moment."""
        return datetime.fromisoformat(self._get("clock")["now"])

    def advance(self, by: timedelta) -> None:
        """Move the workspace's clock."""
        self._post("clock", {"advance_seconds": by.total_seconds()})

    def reset(self) -> None:
        """Back to the first morning, by the real clock."""
        offset = self._get("clock")["offset_seconds"]
        if offset:
            self._post("clock", {"advance_seconds": -offset})
        self.doors.delete(f"{self.origin}/_emulator/faults").raise_for_status()
        self.office = self._post("reset", {})


@contextmanager
def local_google(folder: Path) -> Iterator[Google]:
    """Serve one."""
    server, world = open_server(folder)
    world.strict_answers = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    google = Google(world)
    try:
        yield google
    finally:
        google.doors.close()
        world.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
        world.close()
