"""The place of the contracts, and the table of what they saw."""

import os
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from integration.workspace import Workspace
from tests.contracts.places import LivePlace, LocalPlace, Place
from tests.local_google import local_google

LIVE = os.environ.get("GOOGLE_LIVE") == "1"
SAW = "saw"


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The one place of a run."""
    if LIVE:
        live = LivePlace(os.environ)
        yield live
        live.tidy()
        return
    with local_google(tmp_path_factory.mktemp("place")) as google:
        yield LocalPlace(google)


@pytest.fixture
def workspace(place: Place) -> Workspace:
    """Clients that act as the service mailbox."""
    return place.workspace()


@pytest.fixture
def unique() -> str:
    """A word that no other test and no other run has used."""
    return uuid.uuid4().hex[:12]


@pytest.fixture
def saw(record_property: Callable[[str, Any], None]) -> Callable[[str], None]:
    """Keep what was seen of something that Google does not document, for the table at the end."""
    return lambda said: record_property(SAW, said)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Beside each open question: whether what we believe holds, and what was seen."""
    lines = []
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            said = [value for name, value in getattr(report, "user_properties", ()) if name == SAW]
            asked = "test_unverified" in report.nodeid
            # a test that passes reports its set-up and its end too
            if asked and (outcome != "passed" or report.when == "call"):
                words = {"passed": "holds", "failed": "DOES NOT HOLD", "skipped": "not looked at"}
                lines.append((words[outcome], report.nodeid.rpartition("::")[2], "; ".join(said)))
    if LIVE and lines:
        terminalreporter.section("what google-workspace.md calls unverified")
        for verdict, test, said in sorted(set(lines)):
            terminalreporter.write_line(f"{verdict:<14} {test}{': ' if said else ''}{said}")
