"""A process that is killed in the middle: every push that was answered has had its effect."""

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import requests

from integration.clock import SystemClock
from integration.push.facts import EDIT_HINT, LOOK
from integration.push.hints import Hints
from integration.push.memory import facts
from integration.push.signed import SIGNATURE, TIME, signature
from integration.store.database import Database

SECRET = "shared-with-the-script"
SERVER = """
import sys, waitress
from flask import Flask
from integration.clock import SystemClock
from integration.push.hints import Hints
from integration.push.hooks import Hooks, blueprint
from integration.push.oidc import Certificates, Oidc
from integration.push.signed import Signed
from integration.push.tally import Tally
from integration.store.database import Database

database, clock = Database(sys.argv[1]), SystemClock()
shut = Oidc("", "", Certificates("http://127.0.0.1:9"))
app = Flask("doors")
app.register_blueprint(blueprint(Hooks(
    database=database, clock=clock, hints=Hints(database, clock), tally=Tally(database, clock),
    signed=Signed(sys.argv[2], clock), pubsub=shut, scheduler=shut, secret="x",
)))
server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
print(server.effective_port, flush=True)
server.run()
"""


CLIENTS, ANSWERED, MOST = 6, 60, 400


def test_every_answered_push_survives_a_sudden_end_and_has_its_effect(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'push.db'}"
    database = Database(url)
    database.migrate()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, url, SECRET], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    address = f"http://127.0.0.1:{process.stdout.readline().strip()}/hooks/script"
    answered: list[str] = []

    def push_until_it_dies(client: int) -> None:
        with requests.Session() as session:
            for number in range(client, MOST, CLIENTS):
                try:
                    status = push(session, address, f"ADU/2026/{number:04d}")
                except requests.RequestException:
                    return
                assert status == 204
                answered.append(f"ADU/2026/{number:04d}:Pokja")
                if len(answered) == ANSWERED:
                    os.kill(process.pid, signal.SIGKILL)

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(push_until_it_dies, range(CLIENTS)))
    process.wait()
    process.stdout.close()
    assert ANSWERED <= len(answered) < MOST
    assert set(answered) <= set(facts(database, EDIT_HINT))
    assert looks_after_a_start(database) == ["register"]
    assert facts(database, LOOK) == {}
    database.close()


def push(session: requests.Session, address: str, register_no: str) -> int:
    said = {"kind": "edit", "register_no": register_no, "header": "Pokja"}
    body = json.dumps(said | {"editor": "rani@balai.example"}).encode()
    at = int(datetime.now(UTC).timestamp())
    headers = {TIME: str(at), SIGNATURE: signature(SECRET, at, body)}
    return session.post(address, data=body, headers=headers, timeout=10).status_code


def looks_after_a_start(database: Database) -> list[str]:
    """Which rounds a new process is sent to look, which they do."""
    hints, looks = Hints(database, SystemClock()), []
    hints.nudge = {name: threading.Event() for name in ("form", "mail", "register")}
    hints.once(facts(database, LOOK))
    for name, nudged in hints.nudge.items():
        if nudged.is_set():
            hints.watched(name, lambda name=name: looks.append(name))()
    return looks
