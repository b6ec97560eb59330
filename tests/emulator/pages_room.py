"""People at the pages of a local workspace: with plain HTTP, or with a real browser.

In:    the `workspace` fixture.   Out: `visitor` (someone's session), `tab` (a browser's page).
Rule:  a browser is the system's Chromium; without one its tests are skipped and say how to get it.
Never: sleeps; a page is waited for by what it shows.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright

NO_BROWSER = "no Chromium here; get one with: apt-get update && apt-get install -y chromium"
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 10_000


class Visitor:
    """A browser without a screen: keeps cookies, follows what pages answer."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.session = requests.Session()
        self.session.trust_env = False

    def acts_as(self, email: str, next: str = "/mail/") -> requests.Response:
        """Choose someone in the bar."""
        return self.post("/act-as", {"email": email, "next": next})

    def get(self, path: str, **more: Any) -> requests.Response:
        """Open a page."""
        return self.session.get(self.origin + path, timeout=30, **more)

    def post(self, path: str, data: Any = None, **more: Any) -> requests.Response:
        """Send a form of a page, as a browser on that page does."""
        headers = {"Origin": self.origin, **more.pop("headers", {})}
        return self.session.post(self.origin + path, data, headers=headers, timeout=30, **more)


@pytest.fixture
def visitor(workspace: Any) -> Iterator[Visitor]:
    """Someone at the pages, at first the customer."""
    held = Visitor(workspace.origin)
    yield held
    held.session.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's browser, one for a file of tests."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    found = found or shutil.which("google-chrome")
    if not found:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium: Browser, workspace: Any) -> Iterator[Callable[..., Page]]:
    """Open a page as someone, each in a browser of their own: `open_as(email, path, width=390)`."""
    contexts = []

    def opened(email: str, path: str, *, width: int = 1280, touch: bool = False) -> Page:
        context = chromium.new_context(
            base_url=workspace.origin,
            viewport={"width": width, "height": 800},
            has_touch=touch,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        context.add_cookies([{"name": "workspace_acting", "value": email, "url": workspace.origin}])
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
