"""A person: a mailbox to read, links to follow, forms to fill in.

In:    an e-mail address, the workspace's origin.   Out: mails, submitted pages.
Rule:  does what a browser does: the first link of the mail, the one form of the page.
Never: knows how the service works inside.
"""

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import requests

PATIENCE = 30.0
"""Seconds one waits for a mail."""
File = tuple[str, bytes, str]
"""Name, content, media type."""


class Impatient(Exception):
    """Something expected did not come, or a page refused."""


class _Page(HTMLParser):
    """The links of a page, and its form's fields with their values."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms = 0
        self.fields: dict[str, str] = {}
        self.files: set[str] = set()
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif tag == "form":
            self.forms += 1
        elif tag == "input" and "name" in said:
            self._input(said)
        elif tag == "textarea" and "name" in said:
            self._area = said["name"]
            self.fields[self._area] = ""
        elif tag == "select" and "name" in said:
            self._select = said["name"]
            self.fields.setdefault(self._select, "")
        elif tag == "option" and "selected" in said:
            self.fields[self._select] = said.get("value", "")

    def _input(self, said: dict[str, str]) -> None:
        kind = said.get("type", "text")
        if kind == "file":
            self.files.add(said["name"])
        elif kind not in ("checkbox", "radio", "submit") or "checked" in said:
            self.fields[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


def read_page(html: str) -> _Page:
    """The links and the form of a page."""
    page = _Page()
    page.feed(html)
    return page


@dataclass(frozen=True)
class Mail:
    """A received mail, as a mail program shows it."""

    id: str
    subject: str
    text: str
    html: str
    files: tuple[File, ...]

    @property
    def first_link(self) -> str:
        """The first link of the HTML."""
        links = read_page(self.html).links
        if not links:
            raise Impatient(f"no link in the mail '{self.subject}'")
        return links[0]


@dataclass
class Person:
    """Someone with an address."""

    email: str
    google: str
    seen: set[str] = field(default_factory=set)
    _token: str = ""

    def api(self, path: str, **params: str) -> Any:
        """A GET at Google as this person."""
        if not self._token:
            answer = requests.post(
                f"{self.google}/_emulator/token", json={"email": self.email}, timeout=10
            )
            self._token = answer.json()["access_token"]
        answer = requests.get(
            f"{self.google}{path}",
            params=params,
            headers={"Authorization": f"Bearer {self._token}"},
            timeout=30,
        )
        answer.raise_for_status()
        if params.get("alt") == "media":
            return answer.content
        return answer.json()

    def inbox(self) -> list[str]:
        """Ids of the messages in the inbox, newest first."""
        listed = self.api("/gmail/v1/users/me/messages", labelIds="INBOX", maxResults="100")
        return [message["id"] for message in listed.get("messages", [])]

    def _inbox_if_open(self) -> list[str]:
        try:
            return self.inbox()
        except requests.ConnectionError:
            return []

    def read(self, message_id: str) -> Mail:
        """One message with its attachments."""
        path = f"/gmail/v1/users/me/messages/{message_id}"
        payload = self.api(path, format="full")["payload"]
        headers = {each["name"].lower(): each["value"] for each in payload["headers"]}
        bodies = {"text/plain": "", "text/html": ""}
        files: list[File] = []
        parts = [payload]
        while parts:
            part = parts.pop(0)
            parts = list(part.get("parts", ())) + parts
            body, kind = part.get("body", {}), part["mimeType"]
            if part.get("filename"):
                data = (
                    body.get("data")
                    or self.api(f"{path}/attachments/{body['attachmentId']}")["data"]
                )
                files.append((part["filename"], _decoded(data), kind))
            elif kind in bodies and body.get("data"):
                bodies[kind] = _decoded(body["data"]).decode()
        return Mail(
            message_id,
            headers.get("subject", ""),
            bodies["text/plain"],
            bodies["text/html"],
            tuple(files),
        )

    def wait_for(self, words: str) -> Mail:
        """The next unseen mail whose subject or text holds `words`. Raises Impatient."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for message_id in reversed(self._inbox_if_open()):
                if message_id in self.seen:
                    continue
                mail = self.read(message_id)
                self.seen.add(message_id)
                if words in mail.subject or words in mail.text:
                    return mail
            time.sleep(0.15)
        raise Impatient(f"{self.email} waited in vain for a mail with '{words}'")

    def act(
        self, link: str, values: Mapping[str, str], files: Mapping[str, File] | None = None
    ) -> requests.Response:
        """Open the link, fill in its one form, send it. Raises Impatient when it is refused."""
        opened = requests.get(link, timeout=30)
        page = read_page(opened.text)
        if opened.status_code != 200 or page.forms != 1:
            raise Impatient(f"the page answered {opened.status_code} with {page.forms} forms")
        # Sent as multipart even without a file, as the page's form says.
        sent = requests.post(
            link,
            data={**page.fields, **values},
            files=files or {"": ("", b"", "application/octet-stream")},
            timeout=60,
        )
        if sent.status_code != 200:
            raise Impatient(f"the page answered {sent.status_code}: {_plain(sent.text)}")
        return sent


def _decoded(data: str) -> bytes:
    return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))


def _plain(html: str) -> str:
    class Words(HTMLParser):
        said = ""

        def handle_data(self, data: str) -> None:
            self.said += data.strip() + " " if data.strip() else ""

    words = Words()
    words.feed(html)
    return words.said[:400]
