"""A day's work on a workspace that is killed at one statement after another.

In:    a folder, how many statements lie between two kills.   Out: JSON: points, killed, wrong.
Rule:  a process of its own that only forks, so that nothing but the kill ends a life; the kill is
       SIGKILL, just before a statement of SQL, COMMIT included. What was answered must be there;
       what was under way is wholly there or not at all; what came later is not.
Never: run by pytest itself; `test_killed.py` starts it.
"""

import base64
import http.client
import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from integration.emulator.discovery.documents import match
from integration.emulator.server import all_handlers, open_server
from integration.emulator.world import World

CUSTOMER = "pelanggan@contoh-usaha.example"
BOUNDARY = "batas"
TOPIC = "projects/contoh/topics/tanggap"
SUBSCRIPTION = "projects/contoh/subscriptions/tanggap"


@dataclass
class Client:
    """Calls to a workspace in this process."""

    world: World
    port: int

    def __post_init__(self) -> None:
        self.office = self.call("GET", "/_emulator/office")
        self.mailbox: str = self.office["service_mailbox"]
        self.register: str = self.office["register_id"]
        self.tokens = {one: self.token(one) for one in (self.mailbox, CUSTOMER)}

    def token(self, email: str) -> str:
        """A token for somebody."""
        return str(self.call("POST", "/_emulator/token", {"email": email})["access_token"])

    def call(
        self, method: str, path: str, body: Any = None, who: str = "", kind: str = ""
    ) -> dict[str, Any]:
        """One call's answer; an empty one when it was refused."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": kind or "application/json"}
        if path[:10] != "/_emulator":
            headers["Authorization"] = f"Bearer {self.tokens[who or self.mailbox]}"
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection.request(method, path, body=data, headers=headers)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        if answer.status >= 400:
            return {}
        found: dict[str, Any] = json.loads(read or b"{}")
        return found

    def values(self, where: str) -> list[list[str]]:
        """Cells of the register."""
        path = f"/v4/spreadsheets/{self.register}/values/{where}"
        found: list[list[str]] = self.call("GET", path).get("values", [])
        return found

    def files(self, name: str) -> list[str]:
        """Ids of files by name."""
        path = f"/drive/v3/files?q=name%3D%27{name}%27"
        return [one["id"] for one in self.call("GET", path)["files"]]

    def messages(self, who: str, query: str) -> int:
        """How many mails a search finds."""
        path = f"/gmail/v1/users/me/messages?q={query}"
        return len(self.call("GET", path, who=who).get("messages", []))


# -- the work: what is asked, and the traces it leaves --------------------------------------------


def write_rows(to: Client) -> None:
    path = f"/v4/spreadsheets/{to.register}/values/Kerja!A1?valueInputOption=RAW"
    to.call("PUT", path, {"values": [["satu", "x"], ["dua", "y"]]})


def row_traces(to: Client) -> tuple[bool, ...]:
    found = to.values("Kerja!A1:B9")
    return ["satu", "x"] in found, ["dua", "y"] in found


def change_tabs(to: Client) -> None:
    tab = {"addSheet": {"properties": {"sheetId": 99, "title": "Baru"}}}
    cell = {"values": [{"note": "catatan", "userEnteredValue": {"stringValue": "isi"}}]}
    start = {"sheetId": 99, "rowIndex": 0, "columnIndex": 0}
    fill = {"updateCells": {"start": start, "rows": [cell], "fields": "note,userEnteredValue"}}
    to.call("POST", f"/v4/spreadsheets/{to.register}:batchUpdate", {"requests": [tab, fill]})


def tab_traces(to: Client) -> tuple[bool, ...]:
    path = f"/v4/spreadsheets/{to.register}?includeGridData=true&ranges=Baru!A1"
    found = to.call("GET", path)
    if not found:
        return False, False
    cell = found["sheets"][0]["data"][0].get("rowData", [{}])[0].get("values", [{}])[0]
    return True, cell.get("note") == "catatan" and cell.get("formattedValue") == "isi"


def send_mail(to: Client) -> None:
    raw = f"To: {CUSTOMER}\r\nCc: tiada@tiada.invalid\r\nSubject: Jawaban\r\n\r\nIsi".encode()
    body = {"raw": base64.urlsafe_b64encode(raw).decode()}
    to.call("POST", "/gmail/v1/users/me/messages/send", body)


def mail_traces(to: Client) -> tuple[bool, ...]:
    sent = to.messages(to.mailbox, "in:sent+subject:Jawaban")
    bounced = to.messages(to.mailbox, "from:mailer-daemon")
    return sent == 1, to.messages(CUSTOMER, "subject:Jawaban") == 1, bounced == 1


def answer_form(to: Client) -> None:
    path = f"/_emulator/forms/{to.office['form_id']}/responses"
    to.call("POST", path, {"answers": {"Nama": "Rani", "Uraian Keluhan": "Alat rusak"}})


def form_traces(to: Client) -> tuple[bool, ...]:
    responses = to.call("GET", f"/v1/forms/{to.office['form_id']}/responses")
    rows = to.values("%27Form%20Responses%201%27!A2:B9")
    told = [one for one in to.call("GET", "/_emulator/push") if "forms" in str(one)]
    return "responses" in responses, len(rows) == 1, len(told) == 1


def upload(to: Client) -> None:
    parts = [
        ("application/json", json.dumps({"name": "bukti.txt"}).encode()),
        ("text/plain", b"isi bukti" * 1000),
    ]
    body = b"".join(
        f"--{BOUNDARY}\r\nContent-Type: {kind}\r\n\r\n".encode() + data + b"\r\n"
        for kind, data in parts
    )
    body += f"--{BOUNDARY}--".encode()
    kind = f"multipart/related; boundary={BOUNDARY}"
    to.call("POST", "/upload/drive/v3/files?uploadType=multipart", body, kind=kind)


def upload_traces(to: Client) -> tuple[bool, ...]:
    found = to.files("bukti.txt")
    if not found:
        return False, False
    size = to.call("GET", f"/drive/v3/files/{found[0]}?fields=size")["size"]
    return len(found) == 1, size == "9000"


def delete_folder(to: Client) -> None:
    to.call("DELETE", f"/drive/v3/files/{to.files('Map')[0]}")


WORK: tuple[tuple[Callable[[Client], None], Callable[[Client], tuple[bool, ...]]], ...] = (
    (write_rows, row_traces),
    (change_tabs, tab_traces),
    (send_mail, mail_traces),
    (answer_form, form_traces),
    (upload, upload_traces),
    (delete_folder, lambda to: (not to.files("Map"), not to.files("Isi"))),
)


# -- lives ----------------------------------------------------------------------------------------


def living(folder: Path) -> Client:
    """A workspace that serves from a thread of this process."""
    server, world = open_server(folder)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return Client(world, server.port)


def prepare(folder: Path) -> None:
    """What is there before the work begins."""
    to = living(folder)
    tab = {"addSheet": {"properties": {"title": "Kerja"}}}
    to.call("POST", f"/v4/spreadsheets/{to.register}:batchUpdate", {"requests": [tab]})
    parent = to.call(
        "POST",
        "/drive/v3/files",
        {"name": "Map", "mimeType": "application/vnd.google-apps.folder"},
    )
    to.call("POST", "/drive/v3/files", {"name": "Isi", "parents": [parent["id"]]})
    to.call("PUT", f"/v1/{TOPIC}", {})
    push = {"pushEndpoint": "https://kantor.example/hooks/pubsub"}
    to.call("PUT", f"/v1/{SUBSCRIPTION}", {"topic": TOPIC, "pushConfig": push})
    watch = {"target": {"topic": {"topicName": TOPIC}}, "eventType": "RESPONSES"}
    to.call("POST", f"/v1/forms/{to.office['form_id']}/watches", {"watch": watch})
    to.world.close()


def work_until(folder: Path, statement: int, done: Path) -> None:
    """Work, and be killed before that statement; each answer is noted at once."""
    to = living(folder)
    seen = 0

    def count(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    to.world.store.connection.set_trace_callback(count)
    with done.open("w") as noted:
        for act, _ in WORK:
            act(to)
            noted.write("x")
            noted.flush()


def wrong_in(folder: Path, answered: int) -> str:
    """What is not as it must be, after a life that got so many answers."""
    to = living(folder)
    for number, (act, traces) in enumerate(WORK):
        found = traces(to)
        if number < answered and not all(found):
            return f"{act.__name__} was answered: {found}"
        if number == answered and any(found) and not all(found):
            return f"{act.__name__} is half done: {found}"
        if number > answered and any(found):
            return f"{act.__name__} came before its turn: {found}"
    return ""


def apart(act: Callable[[], str | None]) -> int:
    """Do something in a process of its own; how it ended."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        said = act()
        if said:
            print(said, file=sys.stderr, flush=True)
        os._exit(1 if said else 0)
    return os.waitpid(child, 0)[1]


def main(folder: Path, stride: int) -> None:
    """Kill at every so-many-th statement until a life outlasts its work."""
    # what every life would load anew is loaded once
    all_handlers()
    match("GET", "/")
    base, done = folder / "base", folder / "done"
    apart(lambda: prepare(base))
    points = killed = wrong = 0
    ended = False
    while not ended:
        statement, copy = 1 + points * stride, folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(base, copy)
        status = apart(lambda: work_until(copy, statement, done))  # noqa: B023
        points += 1
        killed += os.WIFSIGNALED(status)
        ended = not os.WIFSIGNALED(status)
        answered = len(done.read_text())
        wrong += apart(lambda: wrong_in(copy, answered)) != 0  # noqa: B023
    print(json.dumps({"points": points, "killed": killed, "wrong": wrong}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
