"""Where the contracts run: the local workspace, or a test Workspace at Google.

In:    GOOGLE_LIVE and the LIVE_ variables of docs/live-checks.md.   Out: a `Place`.
Rule:  what a place cannot do it says by skipping; a contract never asks which place it has.
Never: is pointed at an office's real Workspace: it writes, sends and trashes.
"""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from integration.workspace import SCOPES, Workspace, from_info
from tests.local_google import Google

Seen = TypeVar("Seen")
PATIENCE, PAUSE = 60.0, 2.0
"""Seconds that Google may take until a mail has arrived or a search shows what is new."""


class Place:
    """Two mailboxes of one domain, a service account that may act as both, a folder."""

    def __init__(
        self, *, key: Mapping[str, Any], origin: str, mailbox: str, other: str, parent: str
    ) -> None:
        self.key, self.origin = key, origin
        self.mailbox, self.other = mailbox, other
        self._made: dict[tuple[str, tuple[str, ...]], Workspace] = {}
        body = {"name": "Tanggap: uji kontrak", "mimeType": FOLDER, "parents": [parent]}
        self.folder = str(self._file(body))

    def workspace(self, account: str = "", scopes: tuple[str, ...] = SCOPES) -> Workspace:
        """Clients that act as an account; the service mailbox unless another is named."""
        wanted = (account or self.mailbox, scopes)
        if wanted not in self._made:
            self._made[wanted] = Workspace(from_info(self.key, *wanted), self.origin)
        return self._made[wanted]

    def robot(self) -> Workspace:
        """The service account as itself."""
        return Workspace(from_info(self.key, "", SCOPES), self.origin)

    def book(self, name: str) -> str:
        """A new spreadsheet; its id."""
        return self._file({"name": name, "mimeType": SHEET, "parents": [self.folder]})

    def _file(self, body: dict[str, Any]) -> str:
        workspace = self.workspace()
        making = (
            workspace.service("drive")
            .files()
            .create(body=body, fields="id", supportsAllDrives=True)
        )
        return str(workspace.call(making, safe=False)["id"])

    def tidy(self) -> None:
        """Put everything that was made into the trash."""
        workspace = self.workspace()
        trash = (
            workspace.service("drive")
            .files()
            .update(fileId=self.folder, body={"trashed": True}, supportsAllDrives=True)
        )
        workspace.call(trash, safe=True)

    def eventually(self, look: Callable[[], Seen]) -> Seen:
        """What a look sees once it sees something; what it sees at last otherwise."""
        ends = time.monotonic() + PATIENCE
        while not (seen := look()) and time.monotonic() < ends:
            time.sleep(PAUSE)
        return seen

    # -- what needs more than the APIs can do ---------------------------------------------------

    def form(self) -> tuple[str, str]:
        """A Form that is linked to a spreadsheet: (form id, spreadsheet id)."""
        raise NotImplementedError

    def answered(self) -> None:
        """See to it that the Form has an answer."""
        raise NotImplementedError

    def topics(self) -> tuple[str, str]:
        """Two Pub/Sub topics to which Gmail may publish."""
        raise NotImplementedError


FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"


class LocalPlace(Place):
    """The local workspace."""

    def __init__(self, google: Google) -> None:
        self.google = google
        other = google.office["people"]["service_desk"]
        super().__init__(
            key=google.key, origin=google.origin, mailbox=google.mailbox, other=other, parent="root"
        )

    def form(self) -> tuple[str, str]:
        return self.google.office["form_id"], self.google.office["register_id"]

    def answered(self) -> None:
        door = f"{self.origin}/_emulator/forms/{self.form()[0]}/responses"
        answers = {"Nama": "Tirta Contoh", "Uraian Keluhan": "=1+1\nbaris dua"}
        self.google.doors.post(door, json={"answers": answers}).raise_for_status()

    def topics(self) -> tuple[str, str]:
        token = self.google.doors.post(
            f"{self.origin}/_emulator/token", json={"email": "admin@contoh.example"}
        ).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        gmail = "serviceAccount:gmail-api-push@system.gserviceaccount.com"
        publisher = {"role": "roles/pubsub.publisher", "members": [gmail]}
        made = []
        for name in ("kontrak-satu", "kontrak-dua"):
            topic = f"projects/{self.key['project_id']}/topics/{name}"
            address = f"{self.origin}/v1/{topic}"
            self.google.doors.put(address, json={}, headers=bearer)
            policy = {"policy": {"bindings": [publisher]}}
            self.google.doors.post(f"{address}:setIamPolicy", json=policy, headers=bearer)
            made.append(topic)
        return made[0], made[1]


class LivePlace(Place):
    """A test Workspace at Google."""

    def __init__(self, said: Mapping[str, str]) -> None:
        needed = ("LIVE_KEY", "LIVE_MAILBOX", "LIVE_OTHER")
        missing = [name for name in needed if not said.get(name)]
        if missing:
            pytest.exit(f"GOOGLE_LIVE needs {', '.join(missing)}: docs/live-checks.md", 2)
        self.said = said
        super().__init__(
            key=json.loads(Path(said["LIVE_KEY"]).read_text(encoding="utf-8")),
            origin=said.get("GOOGLE_ORIGIN", ""),
            mailbox=said["LIVE_MAILBOX"],
            other=said["LIVE_OTHER"],
            parent=said.get("LIVE_FOLDER") or "root",
        )

    def _set(self, *names: str) -> list[str]:
        missing = [name for name in names if not self.said.get(name)]
        if missing:
            pytest.skip(f"{', '.join(missing)} is not set: docs/live-checks.md")
        return [self.said[name] for name in names]

    def form(self) -> tuple[str, str]:
        form_id, answers = self._set("LIVE_FORM", "LIVE_ANSWERS")
        return form_id, answers

    def answered(self) -> None:
        forms = self.workspace().service("forms").forms()
        reading = forms.responses().list(formId=self.form()[0])
        if not self.workspace().call(reading, safe=True).get("responses"):
            pytest.skip("nobody has answered LIVE_FORM yet: docs/live-checks.md")

    def topics(self) -> tuple[str, str]:
        one, other = self._set("LIVE_TOPIC", "LIVE_OTHER_TOPIC")
        return one, other
