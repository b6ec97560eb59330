"""What a push costs: the signed door against a bare Flask route, under the same server.

In:    nothing; run it: `.venv/bin/python benchmarks/push.py`.   Out: calls a second and the ratio.
Rule:  the hint is in the database before the answer, on disk (SQLite, synchronous=FULL); the
       signature is verified each time. The same client, threads and machine drive both.
Never: asserts a number: it depends on the disk.
"""

import logging
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import requests
import waitress
from flask import Flask, Response

from integration.clock import SystemClock
from integration.push.hints import Hints
from integration.push.hooks import Hooks, blueprint
from integration.push.oidc import Certificates, Oidc
from integration.push.signed import SIGNATURE, TIME, Signed, signature
from integration.push.tally import Tally
from integration.store.database import Database

CALLS, CLIENTS, THREADS = 2000, 8, 8
SECRET = "a-secret-for-the-benchmark"


def application(folder: Path) -> Flask:
    """The doors, and a bare route beside them."""
    database, clock = Database(f"sqlite:///{folder / 'push.db'}"), SystemClock()
    database.migrate()
    shut = Oidc("", "", Certificates("http://127.0.0.1:9"))
    hooks = Hooks(
        database=database,
        clock=clock,
        hints=Hints(database, clock),
        tally=Tally(database, clock),
        signed=Signed(SECRET, clock),
        pubsub=shut,
        scheduler=shut,
        secret=SECRET,
    )
    app = Flask("push")
    app.register_blueprint(blueprint(hooks))
    app.add_url_rule("/bare", "bare", lambda: Response(status=204), methods=["POST"])
    return app


def rate(address: str, signed: bool) -> float:
    """Calls a second."""
    at = int(datetime.now(UTC).timestamp())
    local = threading.local()

    def call(number: int) -> None:
        if not hasattr(local, "session"):
            local.session = requests.Session()
        body = f'{{"kind":"form","n":{number}}}'.encode()
        headers = {TIME: str(at), SIGNATURE: signature(SECRET, at, body)} if signed else {}
        answer = local.session.post(address, data=body, headers=headers, timeout=30)
        assert answer.status_code == 204, answer.status_code

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(call, range(CALLS)))
    return CALLS / (time.perf_counter() - began)


def main() -> int:
    """Measure both, twice; the second counts."""
    # more clients than threads is what is measured here, not a thing to be warned of
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        server = waitress.create_server(
            application(Path(folder)), host="127.0.0.1", port=0, threads=THREADS
        )
        threading.Thread(target=server.run, daemon=True).start()
        base = f"http://127.0.0.1:{server.effective_port}"
        rate(f"{base}/bare", False)
        bare, stored = rate(f"{base}/bare", False), rate(f"{base}/hooks/script", True)
        print(f"bare Flask route    {bare:8.0f} calls/s")
        print(f"signed, stored hint {stored:8.0f} calls/s")
        print(f"ratio               {stored / bare:8.2f}")
        server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
