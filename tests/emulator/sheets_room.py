"""A running local workspace with one spreadsheet, for the tests of Sheets.

In:    nothing.   Out: fixtures `room` (server, people, clients) and `register` (a fresh sheet).
Rule:  the unmodified client libraries over real HTTP; answers are held to Google's documents.
Never: shared by other services' tests. Start at `Room`.
"""

import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError

from integration.emulator.server import open_server
from integration.emulator.world import World

OWNER = "rani@contoh.example"
COLLEAGUE = "damar@contoh.example"
STRANGER = "asing@lain.example"


class Room:
    """The server and those who use it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.closing = contextlib.ExitStack()

    def token(self, email: str) -> str:
        """An access token of a person."""
        door = f"{self.world.origin}/_emulator/token"
        return str(requests.post(door, json={"email": email}, timeout=10).json()["access_token"])

    def service(self, name: str, version: str, email: str = OWNER) -> Any:
        """google-api-python-client for one API."""
        document = json.loads(get_static_doc(name, version) or "{}")
        document["rootUrl"] = self.world.origin + "/"
        document.pop("mtlsRootUrl", None)
        found = build_from_document(document, credentials=Credentials(self.token(email)))
        self.closing.callback(found.close)
        return found

    def sheets(self, email: str = OWNER) -> Any:
        """The Sheets API."""
        return self.service("sheets", "v4", email).spreadsheets()

    def gspread(self, email: str = OWNER) -> gspread.Client:
        """gspread, sent to the local workspace."""
        origin = self.world.origin

        class Redirected(gspread.HTTPClient):
            def request(self, method: str, endpoint: str, **more: Any) -> Any:
                for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                    endpoint = endpoint.replace(host, origin, 1)
                return super().request(method, endpoint, **more)

        session = self.closing.enter_context(requests.Session())
        session.headers["Authorization"] = f"Bearer {self.token(email)}"
        return gspread.Client(auth=None, session=session, http_client=Redirected)

    def share(self, file_id: str, email: str, role: str) -> None:
        """Let somebody else in."""
        body = {"type": "user", "role": role, "emailAddress": email}
        drive = self.service("drive", "v3")
        drive.permissions().create(fileId=file_id, body=body, sendNotificationEmail=False).execute()


class Register:
    """A spreadsheet under test, driven through google-api-python-client."""

    def __init__(self, room: Room, **properties: Any) -> None:
        self.room, self.api = room, room.sheets()
        body = {"properties": {"title": "Register", "locale": "id_ID", **properties}}
        self.id: str = self.api.create(body=body).execute()["spreadsheetId"]

    def write(self, where: str, values: list[list[Any]], option: str = "RAW") -> dict[str, Any]:
        """values.update."""
        found: dict[str, Any] = (
            self.api.values()
            .update(
                spreadsheetId=self.id,
                range=where,
                valueInputOption=option,
                body={"values": values},
            )
            .execute()
        )
        return found

    def typed(self, where: str, values: list[list[Any]]) -> dict[str, Any]:
        """values.update as USER_ENTERED."""
        return self.write(where, values, "USER_ENTERED")

    def answer(self, where: str, **options: Any) -> dict[str, Any]:
        """values.get, the whole answer."""
        found: dict[str, Any] = (
            self.api.values().get(spreadsheetId=self.id, range=where, **options).execute()
        )
        return found

    def read(self, where: str, render: str = "FORMATTED_VALUE") -> list[list[Any]]:
        """values.get, only the values."""
        found: list[list[Any]] = self.answer(where, valueRenderOption=render).get("values", [])
        return found

    def batch(self, *requests_: dict[str, Any]) -> list[dict[str, Any]]:
        """batchUpdate."""
        found: list[dict[str, Any]] = self.api.batchUpdate(
            spreadsheetId=self.id, body={"requests": list(requests_)}
        ).execute()["replies"]
        return found

    def tab(self, index: int = 0) -> dict[str, Any]:
        """One tab as spreadsheets.get shows it."""
        found: dict[str, Any] = self.api.get(spreadsheetId=self.id).execute()["sheets"][index]
        return found

    def cells(self, where: str) -> list[list[dict[str, Any]]]:
        """CellData of a range."""
        found = self.api.get(spreadsheetId=self.id, ranges=[where], includeGridData=True).execute()
        rows = found["sheets"][0]["data"][0].get("rowData", [])
        return [row.get("values", []) for row in rows]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A server for the tests of one file."""
    folder: Path = tmp_path_factory.mktemp("workspace")
    server, world = open_server(folder)
    world.strict_answers = True
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    with (room := Room(world)).closing:
        yield room
    server.shutdown()
    serving.join()
    server.server_close()
    world.close()


@pytest.fixture
def register(room: Room) -> Register:
    """A fresh spreadsheet in the Indonesian locale."""
    return Register(room)


def refusal(call: Any) -> tuple[int, str, str]:
    """Code, status and message of a refused call."""
    with pytest.raises(HttpError) as caught:
        call()
    error = json.loads(caught.value.content)["error"]
    assert caught.value.status_code == error["code"]
    return error["code"], error["status"], error["message"]


def rows(start: int, end: int, sheet: int = 0) -> dict[str, Any]:
    return {"sheetId": sheet, "dimension": "ROWS", "startIndex": start, "endIndex": end}


def grid(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> dict[str, Any]:
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def note(row: int, column: int, text: str) -> dict[str, Any]:
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    cells = [{"values": [{"note": text}]}]
    return {"updateCells": {"start": start, "rows": cells, "fields": "note"}}


def notes(register: Register, where: str) -> list[list[str]]:
    return [[cell.get("note", "") for cell in cells] for cells in register.cells(where)]
