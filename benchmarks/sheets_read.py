"""How much dearer than `json.dumps` it is to read a large register from the local workspace.

In:    rows and columns (50,000 x 40).   Out: times and their ratio, printed.
Rule:  both are measured in this run, the best of several rounds; the goal is a ratio of 3.
Never: touches a real account. Start at `main()`: `python benchmarks/sheets_read.py`.
"""

import argparse
import http.client
import json
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from integration.emulator.server import open_server
from integration.emulator.sheets.files import create_spreadsheet
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.shelf import book, forget, moment, saving
from integration.emulator.sheets.values import write
from integration.emulator.world import World

OWNER = "petugas@contoh.example"


def fill(world: World, rows: int, columns: int) -> str:
    """A register with text, numbers and moments."""
    properties = {
        "title": "Register",
        "gridProperties": {"rowCount": rows, "columnCount": columns},
    }
    made = create_spreadsheet(world, "Register", OWNER, sheets=[properties])
    of = book(world, made)
    with saving(world, of, OWNER):
        texts = range(3, columns)
        content = [
            [f"ADU/2026/{r:04d}", r, 46000 + r % 300, *[f"uraian {r} {c}" for c in texts]]
            for r in range(rows)
        ]
        editing = moment(world, of)
        editing.owner = editing.account = OWNER
        write(editing, of.sheets[0], Area(0, rows, 0, columns), content, typed=False)
    return made


def best(work: Callable[[], bytes], rounds: int) -> tuple[float, bytes]:
    """The shortest of several rounds in seconds, and what was made."""
    times = []
    found = b""
    for _ in range(rounds):
        begun = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - begun)
    return min(times), found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--columns", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server, world = open_server(Path(folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with world.lock, world.store.transaction():
            register = fill(world, chosen.rows, chosen.columns)
            token = world.accounts.issue(
                world.accounts.ensure(OWNER), client_id="benchmark", scopes=None
            )
        measure(world, register, token, chosen.rounds)
        server.shutdown()
        world.close()


def dumped_again(answer: object) -> bytes:
    """The same answer through nothing but `json.dumps`."""
    return json.dumps(answer, separators=(",", ":")).encode()


def measure(world: World, register: str, token: str, rounds: int) -> None:
    """Print first and repeated reads in each form, against json.dumps of the same answer."""
    where = urlsplit(world.origin)

    def read(form: str) -> bytes:
        connection = http.client.HTTPConnection(where.hostname or "", where.port)
        path = f"/v4/spreadsheets/{register}/values/Register?valueRenderOption={form}"
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse().read()
        connection.close()
        return answer

    for form in ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"):
        forget(world)
        first, _ = best(partial(read, form), 1)
        again, answer = best(partial(read, form), rounds)
        dumped, _ = best(partial(dumped_again, json.loads(answer)), rounds)
        print(
            f"{form:18} {len(answer) / 1e6:6.1f} MB  json.dumps {dumped:6.3f} s  "
            f"read {again:6.3f} s  ratio {again / dumped:5.2f}  first after start {first:6.3f} s"
        )


if __name__ == "__main__":
    main()
