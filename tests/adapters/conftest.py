"""A local workspace over real HTTP, its doors, and our clients in front of it."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from integration.emulator.server import open_server
from integration.workspace import Workspace, from_info


class Google:
    """The local workspace as a test sees it: its address and the doors beside the APIs."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.doors = requests.Session()
        self.office = self.doors.get(f"{origin}/_emulator/office").json()
        self.key = self.doors.get(f"{origin}/_emulator/service_account").json()
        self.mailbox: str = self.office["service_mailbox"]
        self.customer: str = self.office["people"]["customer"]

    def workspace(self, account: str = "") -> Workspace:
        """Clients that act as an account; the service mailbox unless another is named."""
        return Workspace(from_info(self.key, account or self.mailbox), self.origin)

    def fails(self, match: str, do: str, times: int = 1) -> None:
        """Order a mishap."""
        rule = {"match": match, "do": do, "times": times}
        self.doors.post(f"{self.origin}/_emulator/faults", json=[rule]).raise_for_status()

    def mark(self) -> int:
        """The number of the newest request."""
        seen = self.doors.get(f"{self.origin}/_emulator/requests").json()
        return seen[-1]["n"] if seen else 0

    def seen(self, since: int, method: str = "") -> list[dict[str, Any]]:
        """The requests after a mark, signing in left out."""
        lines = self.doors.get(f"{self.origin}/_emulator/requests?since={since}").json()
        asked = [one for one in lines if one["path"] != "/token"]
        return [one for one in asked if not method or one["method"] == method]

    def reset(self) -> None:
        """Back to the first morning."""
        self.doors.post(f"{self.origin}/_emulator/reset").raise_for_status()


@pytest.fixture(scope="session")
def one_google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    server, world = open_server(tmp_path_factory.mktemp("google"))
    world.strict_answers = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    google = Google(world.origin)
    yield google
    google.doors.close()
    world.stopping.set()
    server.shutdown()
    thread.join()
    server.server_close()
    world.close()


@pytest.fixture
def google(one_google: Google) -> Google:
    """The office on its first morning."""
    one_google.reset()
    return one_google


@pytest.fixture
def workspace(google: Google) -> Workspace:
    """Clients that act as the service mailbox."""
    return google.workspace()


@pytest.fixture
def as_account(google: Google) -> Callable[[str], Workspace]:
    """Clients that act as somebody else, with every scope."""
    return google.workspace
