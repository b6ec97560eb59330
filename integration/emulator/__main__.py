"""Starts the local workspace: `python -m integration.emulator --port 8090 --data-dir data`.

In:    host, port, data directory, seed.   Out: one line when listening; ends on SIGTERM or Ctrl-C.
Rule:  state is on disk before any answer, so ending needs no ceremony.
Never: anything but starting. Start at `main()`.
"""

from __future__ import annotations

import argparse
import gc
import signal
import threading
from pathlib import Path

from .server import open_server


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(
        prog="python -m integration.emulator", description="A local stand-in for Google Workspace."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    # a large spreadsheet is millions of small objects without a circle among them: looking for
    # circles as often as Python does takes half the time of reading it from disk
    gc.set_threshold(50_000, 20, 100)
    server, world = open_server(
        chosen.data_dir, host=chosen.host, port=chosen.port, seed_number=chosen.seed
    )

    def stop(*_: object) -> None:
        world.stopping.set()
        # shutdown() waits for the serving loop, which runs in this very thread
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"The local workspace listens on {world.origin}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    world.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
