"""A service that dies at a chosen moment in the life of what waits in its outbox.

In:    the name of a moment.   Out: SIGKILL to this very process when the moment has come.
Rule:  the moments lie after every commit that moves an effect on, and before every commit that
       writes down what a call to Google has just done: between two commits nothing else differs.
Never: tidies up. Start at `MOMENTS` and `arm`.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from integration.sop import effects as kinds
from integration.store import outbox
from integration.store.database import Database

_STEPS: Mapping[str, tuple[str, ...]] = {
    kinds.FOLDER: ("claimed", "!done"),
    kinds.DOCUMENT: ("claimed", "+file_id", "!done"),
    kinds.UPLOAD: ("claimed", "+file_id", "!done"),
    kinds.COPY_LINK: ("claimed", "!+sha256", "+file_id", "!done"),
    kinds.MAIL: ("claimed", "+drafting", "!+draft_id", "+sending", "!+message_id", "!done"),
    kinds.REPLY_DOC: (
        *("claimed", "!+doc_id", "!+filled", "!+sha256"),
        *("+file_id", "!done"),
    ),
    kinds.SEAL: ("claimed", "!done"),
    kinds.WHOLE_FILE: ("claimed", "+file_id", "!done"),
}
"""By kind of effect: its commits in order; `!` marks those that follow a call to Google."""


def _moments(kind: str, steps: Iterable[str]) -> Iterator[str]:
    for step in steps:
        if step.startswith("!"):
            yield f"{kind} before {step[1:]}"
        yield f"{kind} after {step.removeprefix('!')}"


QUEUED, POSTPONED = "any after waiting", "any after postponed"
MOMENTS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(_moments(kind, steps)) for kind, steps in _STEPS.items()
}
"""By kind of effect, in the order of its life: where the process can die."""

_reached = threading.local()


def arm(moment: str) -> None:
    """Die when the moment comes; an empty one lets the process live."""
    if not moment:
        return
    for name, names_of in _WATCHED.items():
        _watch(name, names_of)
    original = Database.write

    @contextmanager
    def write(self: Database, alone: bool = True) -> Iterator[Connection]:
        _reached.names = []
        with original(self, alone) as tx:
            yield tx
            if _is(moment, "before"):
                _die()
        if _is(moment, "after"):
            _die()

    Database.write = write  # type: ignore[method-assign]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _is(moment: str, side: str) -> bool:
    kind, wanted, what = moment.split()
    return wanted == side and any(
        done == what and kind in ("any", one) for one, done in _reached.names
    )


def _queued(_tx: Connection, _case: Any, effects: Iterable[Any], *_: Any) -> Iterator[str]:
    yield from (f"{one.kind} waiting" for one in effects)


def _progressed(tx: Connection, key: str, progress: Mapping[str, Any]) -> Iterator[str]:
    entry = outbox.get(tx, key)
    if entry is not None:
        yield from (f"{entry.kind} +{one}" for one in set(progress) - set(entry.progress))


def _finished(tx: Connection, key: str, state: str, *_: Any) -> Iterator[str]:
    entry = outbox.get(tx, key)
    if entry is not None:
        yield f"{entry.kind} {state}"


def _postponed(tx: Connection, key: str, *_: Any) -> Iterator[str]:
    return _finished(tx, key, "postponed")


_WATCHED: Mapping[str, Callable[..., Iterator[str]]] = {
    "queue": _queued,
    "save_progress": _progressed,
    "finish": _finished,
    "postpone": _postponed,
    "claim": lambda *_: iter(()),
}


def _watch(name: str, names_of: Callable[..., Iterator[str]]) -> None:
    original = getattr(outbox, name)

    def watched(*given: Any, **named: Any) -> Any:
        effects = [list(one) if isinstance(one, Iterator) else one for one in given]
        found = list(names_of(*effects))
        done = original(*effects, **named)
        if name == "claim" and done is not None:
            found = [f"{done.kind} claimed"]
        _reached.names += [tuple(one.split()) for one in found]
        return done

    setattr(outbox, name, watched)
