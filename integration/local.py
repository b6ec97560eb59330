"""`make run`: the local workspace and the service, as two processes that live and stop together.

In:    Settings (PORT, GOOGLE_PORT, DATA_DIR).   Out: both running, `addresses.json`, a table.
Rule:  each process listens on its own port only; all state is in DATA_DIR, so starting again
       continues with the same ports and ids (design section 5).
Never: is used at a real office; there `tanggap serve` runs alone.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import requests

from integration.clock import SystemClock
from integration.links import Links
from integration.push.cloud import names, subscribe
from integration.settings import Settings

ADDRESSES = "addresses.json"
READY_SECONDS = 60.0
STOP_SECONDS = 15.0
RESTARTS = 5
"""How often a part that ended by itself is started again before all is stopped."""
GOING_SECONDS = 20.0
"""How long the parts of a house that was killed may still hold its ports."""


class CannotRun(Exception):
    """Something a person must change first; the message says what."""


@dataclass
class Part:
    """One process."""

    name: str
    command: list[str]
    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    """How often it ended by itself; a kill from outside says nothing about its health."""

    def start(self, leash: int) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "integration.leashed", str(leash), *self.command],
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                pass_fds=(leash,),
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def bury(self) -> None:
        """Note what it died of."""
        if self.process is not None and self.process.returncode >= 0:
            self.deaths += 1


@dataclass
class LocalHouse:
    """Both processes and what is known of them."""

    settings: Settings
    stop: threading.Event = field(default_factory=threading.Event)
    parts: list[Part] = field(default_factory=list)
    addresses: dict[str, Any] = field(default_factory=dict)
    _lock: IO[str] | None = None
    _leash: tuple[int, int] = (-1, -1)

    def up(self) -> dict[str, Any]:
        """Start everything; the addresses. Raises CannotRun."""
        data = self.settings.data_dir
        data.mkdir(parents=True, exist_ok=True)
        self._claim(data)
        # The parts of a run that was killed here need a moment to notice and to stop.
        patience = STOP_SECONDS if (data / "addresses.json").exists() else 0.0
        for port in (self.settings.port, self.settings.google_port):
            _must_be_free(port, patience)
        self._leash = os.pipe()
        google = f"http://127.0.0.1:{self.settings.google_port}"
        self._add(
            "workspace",
            [
                "integration.emulator",
                *("--port", str(self.settings.google_port)),
                *("--data-dir", str(data)),
            ],
            {},
        )
        office = self._wait(f"{google}/_emulator/office").json()
        self._add("service", ["integration", "serve"], self._service_env(google, office))
        web = f"http://127.0.0.1:{self.settings.port}"
        self._wait(f"{web}/healthz")
        desk = office["people"]["service_desk"]
        links = Links(
            self.settings.secret(), self.settings.web_url, SystemClock(self.settings.clock_file)
        )
        self.addresses = {
            "web": web,
            "google": google,
            "form_id": office["form_id"],
            "form_url": office["form_url"],
            "register_id": office["register_id"],
            "archive_folder_id": office["archive_folder_id"],
            "private_folder_id": office["private_folder_id"],
            "service_mailbox": office["service_mailbox"],
            "people": office["people"],
            "staff_page": f"{web}/petugas",
            "intake_page": links.intake_page(desk),
        }
        _write(data / ADDRESSES, json.dumps(self.addresses, indent=2))
        return self.addresses

    def watch(self) -> None:
        """Keep both parts alive until told to stop. Raises CannotRun when one keeps dying."""
        while not self.stop.wait(0.3):
            for part in self.parts:
                if part.alive:
                    continue
                part.bury()
                if part.deaths > RESTARTS:
                    raise CannotRun(f"{part.name} stops again and again; see {part.log}")
                self.restart(part)

    def restart(self, part: Part) -> None:
        """Start a part again that has ended."""
        part.start(self._leash[0])

    def down(self) -> None:
        """Stop both, the service first; kill what does not stop in time."""
        for part in reversed(self.parts):
            if part.process is not None and part.alive:
                part.process.send_signal(signal.SIGTERM)
                try:
                    part.process.wait(STOP_SECONDS / 2)
                except subprocess.TimeoutExpired:
                    part.process.kill()
                    part.process.wait()
        for descriptor in self._leash:
            if descriptor >= 0:
                os.close(descriptor)
        if self._lock is not None:
            self._lock.close()

    def _claim(self, data: Path) -> None:
        self._lock = (data / "running.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotRun(f"another process already works in {data}; stop it first") from None

    def _add(self, name: str, command: list[str], env: Mapping[str, str]) -> None:
        part = Part(name, command, env, self.settings.data_dir / f"{name}.log")
        self.parts.append(part)
        part.start(self._leash[0])

    def _wait(self, url: str) -> requests.Response:
        part = self.parts[-1]
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and not self.stop.is_set():
            if not part.alive:
                raise CannotRun(f"{part.name} did not start:\n{_tail(part.log)}")
            try:
                answer = requests.get(url, timeout=2)
                if answer.status_code == 200:
                    return answer
            except requests.RequestException:
                pass
            time.sleep(0.1)
        raise CannotRun(f"{part.name} was not ready in time; see {part.log}")

    def _service_env(self, google: str, office: Mapping[str, Any]) -> dict[str, str]:
        data = self.settings.data_dir
        key = requests.get(f"{google}/_emulator/service_account", timeout=10).json()
        _write(data / "service-account.json", json.dumps(key), mode=0o600)
        back = {"redirect_uris": [f"{self.settings.web_url}/masuk/kembali"]}
        client = requests.post(f"{google}/_emulator/oauth_client", json=back, timeout=10).text
        _write(data / "oauth-client.json", client, mode=0o600)
        _write(data / "office.json", json.dumps(office["office"], ensure_ascii=False, indent=2))
        return {
            "LOCAL": "true",
            "PORT": str(self.settings.port),
            "DATA_DIR": str(data),
            "GOOGLE_ORIGIN": google,
            "GOOGLE_CREDENTIALS": str(data / "service-account.json"),
            "SIGN_IN_CLIENT": str(data / "oauth-client.json"),
            "OFFICE_FILE": str(data / "office.json"),
            "FORM_ID": office["form_id"],
            "FORM_URL": office["form_url"],
            "REGISTER_ID": office["register_id"],
            "ARCHIVE_FOLDER_ID": office["archive_folder_id"],
            "PRIVATE_FOLDER_ID": office["private_folder_id"],
            "CYCLE_SECONDS": os.environ.get("CYCLE_SECONDS", "0.8"),
            **self._pushed(google, key),
        }

    def _pushed(self, google: str, key: Mapping[str, str]) -> dict[str, str]:
        """Let the workspace push to the service; polling stays the net."""
        with requests.Session() as session:
            robot = {"email": key["client_email"]}
            granted = session.post(f"{google}/_emulator/token", json=robot, timeout=10).json()
            session.headers["Authorization"] = f"Bearer {granted['access_token']}"
            told = subscribe(session, google, key["project_id"], self.settings.web_url)
        return {name.upper(): value for name, value in told.items()}


def as_it_runs(settings: Settings) -> Settings:
    """The settings of the local service in DATA_DIR, for commands beside it.

    What was configured stays as it is; so does everything where `make run` never ran.
    """
    data = settings.data_dir
    if settings.office_file is not None or not (data / "addresses.json").exists():
        return settings
    known = json.loads((data / "addresses.json").read_text(encoding="utf-8"))
    key = json.loads((data / "service-account.json").read_text(encoding="utf-8"))
    here = {
        "local": True,
        "google_origin": known["google"],
        "public_url": known["web"],
        "google_credentials": data / "service-account.json",
        "office_file": data / "office.json",
        **{name: known[name] for name in ("form_id", "form_url", "register_id")},
        "archive_folder_id": known["archive_folder_id"],
        "private_folder_id": known.get("private_folder_id", ""),
        **names(key["project_id"], known["google"]),
    }
    return settings.model_copy(update=here)


def _must_be_free(port: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not _is_free(port):
        if time.monotonic() >= deadline:
            raise CannotRun(
                f"port {port} is taken by another program; choose others, e.g. "
                "make run PORT=8081 GOOGLE_PORT=8091"
            )
        time.sleep(0.2)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    temporary = path.with_suffix(path.suffix + ".new")
    temporary.touch(mode=mode)
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
