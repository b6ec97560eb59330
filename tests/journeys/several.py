"""The house as containers run it: PostgreSQL, two web and two worker processes, a proxy in front.

In:    a running local workspace, an empty PostgreSQL database, a folder.   Out: `Several`.
Rule:  the proxy hands each request to the next web process, below the path of PUBLIC_URL, and
       passes over one that does not answer; every process is started and ended by its id.
Never: listens beyond this machine.
"""

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import update
from sqlalchemy.engine import make_url

from integration.operating import outbox_rows
from integration.settings import Settings
from integration.store.database import Database
from integration.store.schema import leases
from tests.journeys.ports import free_port
from tests.journeys.storm import until
from tests.local_google import Google

PREFIX = "/pengaduan"
HOP = {"connection", "content-length", "date", "server", "transfer-encoding"}
"""Headers that belong to one leg of the way (RFC 9110 7.6.1), or that the proxy writes itself."""


class Proxy(ThreadingHTTPServer):
    """Takes turns between the web processes."""

    daemon_threads = True

    def __init__(self, backs: list[int]) -> None:
        self.turns = itertools.cycle(backs)
        self.answered: set[int] = set()
        self.tries = len(backs)
        super().__init__(("127.0.0.1", 0), _Leg)

    @property
    def public_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{PREFIX}"


class _Leg(BaseHTTPRequestHandler):
    server: Proxy

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        for _ in range(self.server.tries):
            port = next(self.server.turns)
            try:
                answer = requests.request(
                    self.command,
                    f"http://127.0.0.1:{port}{self.path}",
                    headers=dict(self.headers.items()),
                    data=body,
                    allow_redirects=False,
                    timeout=60,
                )
            except requests.ConnectionError:
                continue
            self.server.answered.add(port)
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                if name.lower() not in HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)
            return
        self.send_error(502)

    do_GET = do_HEAD = do_POST = _forward

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Several:
    """What the play needs to know, and the processes."""

    settings: Settings
    addresses: dict[str, Any]
    proxy: Proxy
    database: Database
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, role: str, port: int) -> None:
        """One process of a role."""
        folder = self.settings.data_dir / name
        folder.mkdir()
        known = self.settings
        given = {
            "ROLE": role,
            "PORT": str(port),
            "DATA_DIR": str(folder),
            "DATABASE_URL": known.database_url,
            "PUBLIC_URL": known.public_url,
            "LINK_SECRET": known.link_secret.get_secret_value(),
            "GOOGLE_ORIGIN": known.google_origin,
            "GOOGLE_CREDENTIALS": str(known.google_credentials),
            "OFFICE_FILE": str(known.office_file),
            "FORM_ID": known.form_id,
            "FORM_URL": known.form_url,
            "REGISTER_ID": known.register_id,
            "ARCHIVE_FOLDER_ID": known.archive_folder_id,
            "PRIVATE_FOLDER_ID": known.private_folder_id,
            "SIGN_CODE": "false",
            "CYCLE_SECONDS": "0.8",
        }
        with (folder / "log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "integration", "serve"],
                env={**os.environ, **given},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def listens(self, name: str, port: int) -> None:
        """Wait until a process is ready."""
        until(lambda: self._listens(name, port), f"{name} listens")

    def _listens(self, name: str, port: int) -> bool:
        assert self.processes[name].poll() is None, (
            self.settings.data_dir / name / "log"
        ).read_text()
        try:
            return requests.get(f"http://127.0.0.1:{port}{PREFIX}/readyz", timeout=5).ok
        except requests.ConnectionError:
            return False

    def kill(self, name: str) -> None:
        """End one without a word, when it holds nothing: a lease would last for two minutes."""
        until(lambda: not outbox_rows(self.settings), "nothing is under way")
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def wait_out_leases(self) -> None:
        """As after a minute and a half: what a killed worker held is free for the others."""
        with self.database.write() as tx:
            tx.execute(update(leases).values(held_until=0.0))

    def down(self) -> dict[str, int]:
        """Ask all to stop; how each ended."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(30) for name, process in self.processes.items()}


@contextmanager
def several(google: Google, database: Database, folder: Path) -> Iterator[Several]:
    """Two of each role, on one database."""
    ports = {name: free_port() for name in ("web-1", "web-2", "worker-1", "worker-2")}
    proxy = Proxy([ports["web-1"], ports["web-2"]])
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    office = google.office
    ids = {name: office[name] for name in ("form_id", "form_url", "register_id")}
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=folder,
        database_url=make_url(database.engine.url).render_as_string(hide_password=False),
        public_url=proxy.public_url,
        link_secret="the same for all of them, as it must be",
        google_origin=google.origin,
        google_credentials=google.write_key(folder / "key.json"),
        office_file=google.write_office(folder / "office.json"),
        archive_folder_id=office["archive_folder_id"],
        private_folder_id=office["private_folder_id"],
        **ids,
    )
    addresses = {
        **ids,
        "web": proxy.public_url,
        "google": google.origin,
        "archive_folder_id": office["archive_folder_id"],
        "service_mailbox": office["service_mailbox"],
        "people": office["people"],
    }
    house = Several(settings, addresses, proxy, database)
    try:
        for name, port in ports.items():
            house.start(name, name.partition("-")[0], port)
        for name, port in ports.items():
            house.listens(name, port)
        yield house
    finally:
        for process in house.processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()
        proxy.shutdown()
        thread.join()
        proxy.server_close()
