"""How much dearer than `json.dumps` it is to read a large register from the local workspace, and
what an edit of one cell of it costs.

In:    rows and columns (50,000 x 40).   Out: times and their ratio, printed.
Rule:  both are measured in this run, the best of several rounds; the goal is a ratio of 3. An edit
       is measured in a small register too: it must not cost the whole sheet.
Never: touches a real account. Start at `main()`: `python benchmarks/sheets_read.py`.
"""

import argparse
import http.client
import json
import resource
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from integration.emulator.server import open_server
from integration.emulator.sheets.files import create_spreadsheet
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.shelf import book, forget, moment, saving
from integration.emulator.sheets.values import write
from integration.emulator.world import World

OWNER = "petugas@contoh.example"
EDITS = 200
PAGE = resource.getpagesize()


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
        asking = Asking(world, token)
        measure(asking, register, chosen.rounds)
        with world.lock, world.store.transaction():
            small = fill(world, 10, chosen.columns)
        for name, sheet, rows in (("10 rows", small, 10), ("the whole", register, chosen.rows)):
            edits(asking, name, sheet, rows, Path(folder))
        server.shutdown()
        world.close()


def dumped_again(answer: object) -> bytes:
    """The same answer through nothing but `json.dumps`."""
    return json.dumps(answer, separators=(",", ":")).encode()


class Asking:
    """Calls over HTTP."""

    def __init__(self, world: World, token: str) -> None:
        self.world, self.token = world, token
        self.where = urlsplit(world.origin)

    def call(self, method: str, path: str, body: Any = None) -> bytes:
        """One call's answer."""
        connection = http.client.HTTPConnection(self.where.hostname or "", self.where.port)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request(method, path, body=body and json.dumps(body), headers=headers)
        answer = connection.getresponse().read()
        connection.close()
        return answer


def edits(asking: Asking, name: str, register: str, rows: int, folder: Path) -> None:
    """Print what an edit of one cell takes in time, on disk and in memory."""

    def size() -> int:
        return sum(path.stat().st_size for path in folder.glob("workspace.db*"))

    def edit(number: int) -> None:
        row = 1 + number * 37 % rows
        path = f"/v4/spreadsheets/{register}/values/Register!D{row}?valueInputOption=RAW"
        asking.call("PUT", path, {"values": [[f"baru {number}"]]})

    edit(0)
    on_disk, in_memory, begun = size(), memory(), time.perf_counter()
    for number in range(1, EDITS + 1):
        edit(number)
    took = (time.perf_counter() - begun) / EDITS
    print(
        f"edit of one cell, {name:9}  {took * 1000:6.2f} ms  "
        f"{(size() - on_disk) / EDITS:8.0f} bytes on disk  "
        f"{(memory() - in_memory) / EDITS:8.0f} bytes in memory"
    )


def memory() -> int:
    """Bytes of this process in memory; 0 where the system does not tell."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * PAGE if told.exists() else 0


def measure(asking: Asking, register: str, rounds: int) -> None:
    """Print first and repeated reads in each form, against json.dumps of the same answer."""

    def read(form: str) -> bytes:
        path = f"/v4/spreadsheets/{register}/values/Register?valueRenderOption={form}"
        return asking.call("GET", path)

    for form in ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"):
        forget(asking.world)
        first, _ = best(partial(read, form), 1)
        again, answer = best(partial(read, form), rounds)
        dumped, _ = best(partial(dumped_again, json.loads(answer)), rounds)
        print(
            f"{form:18} {len(answer) / 1e6:6.1f} MB  json.dumps {dumped:6.3f} s  "
            f"read {again:6.3f} s  ratio {again / dumped:5.2f}  first after start {first:6.3f} s"
        )


if __name__ == "__main__":
    main()
