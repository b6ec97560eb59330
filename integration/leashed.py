"""Runs a module that ends when its starter ends, however abruptly that happens.

In:    `python -m integration.leashed FD MODULE [ARGS]`; FD is the read end of the starter's pipe.
Out:   the module, run as `__main__`; SIGTERM to itself when the pipe closes.
Rule:  a killed starter leaves no orphan behind that keeps the ports.
Never: talks over the pipe.
"""

import os
import runpy
import signal
import sys
import threading
import time

LAST_GRACE = 15
"""Seconds an orderly stop may take once the starter is gone."""


def watch(descriptor: int) -> None:
    """Stop this process, in order if it can, when the other end of the pipe is closed."""
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_GRACE)
    os._exit(1)


def main() -> None:
    """Start the watch, then become the module."""
    descriptor, module = int(sys.argv[1]), sys.argv[2]
    sys.argv = [module, *sys.argv[3:]]
    threading.Thread(target=watch, args=(descriptor,), daemon=True).start()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
