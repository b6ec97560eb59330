"""How the log looks: one line a fact, constant sentences, values apart.

In:    the standard library's log records.   Out: lines on stderr.
Rule:  register numbers and keys, never a name, an address or a customer's text.
Never: is configured twice.
"""

import logging
import sys

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        said = " ".join(f"{key}={value}" for key, value in extra.items())
        head, newline, trace = line.partition("\n")
        return f"{head} {said}{newline}{trace}".rstrip() if said else line


def set_up(level: int = logging.INFO) -> None:
    """Log to stderr from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("googleapiclient", "google", "urllib3", "waitress", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
