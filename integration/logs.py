"""How the log looks: one line a fact, constant sentences, values apart.

In:    the standard library's log records.   Out: lines on stderr.
Rule:  register numbers and keys, never a name, an address or a customer's text; so of an exception
       its kind and its way through the code, and in words only what disk or database say.
Never: is configured twice.
"""

import logging
import sys
import traceback
from types import TracebackType

from sqlalchemy.exc import DBAPIError

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        said = " ".join(f"{key}={value}" for key, value in extra.items())
        head, newline, trace = line.partition("\n")
        return f"{head} {said}{newline}{trace}".rstrip() if said else line

    def formatException(self, ei: _Raised) -> str:
        """The exception and what led to it, the first cause first."""
        told: list[str] = []
        error = ei[1]
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            told.append(f"{frames}{type(error).__name__}{harmless(error)}")
            hidden = error.__cause__ is None and error.__suppress_context__
            error = None if hidden else error.__cause__ or error.__context__
        return "\n".join(told[::-1])


def harmless(error: BaseException) -> str:
    """What an exception may say aloud: others quote what they could not take."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        # PostgreSQL's further lines and SQLAlchemy's own hold the row that was to be written
        return f": {type(error.orig).__name__}: {str(error.orig).partition(chr(10))[0]}"
    if isinstance(error, OSError) and error.strerror:
        return f": {error.strerror}"
    return ""


def set_up(level: int = logging.INFO) -> None:
    """Log to stderr from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("googleapiclient", "google", "urllib3", "waitress", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
