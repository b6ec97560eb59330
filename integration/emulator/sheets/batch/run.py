"""A batchUpdate: its requests one after another, all or nothing.

In:    an `Editing` and the requests.   Out: replies, one for each, in order.
Rule:  a refusal names the request's number and kind; the caller then rolls everything back.
Never: commits. Start at `run()`.
"""

from typing import Any

from integration.emulator.sheets.batch import (  # noqa: F401  (each registers its requests)
    cells,
    dimensions,
    filters,
    groups,
    guards,
    looks,
    metadata,
    pasting,
    ranges,
    tabs,
    texts,
)
from integration.emulator.sheets.batch.registry import REQUESTS
from integration.emulator.sheets.charts import requests as charts  # noqa: F401
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import PROTECTED, NotImplementedHere, Refused


def run(editing: Editing, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Do the requests.

    Raises:
        Refused: Google would refuse one of them; nothing may be kept.
        NotImplementedHere: one of them is not done by the local workspace.
    """
    if not requests:
        raise Refused("Must specify at least one request.")
    names = []
    for at, item in enumerate(requests):
        if len(item) != 1:
            raise Refused(
                f"Invalid requests[{at}]: Expected exactly one kind of request, got "
                f"{', '.join(sorted(item)) or 'none'}."
            )
        names.append(next(iter(item)))
    for name in names:
        if name not in REQUESTS:
            raise NotImplementedHere(f"the request {name} of spreadsheets.batchUpdate")
    replies = []
    for at, (name, item) in enumerate(zip(names, requests, strict=True)):
        try:
            reply = REQUESTS[name](editing, item[name])
        except NotImplementedHere:
            editing.book.meta_changed = True
            raise
        except Refused as refused:
            if at or refused.message != PROTECTED:
                # a request may have begun before it was refused: have the copy in memory dropped
                editing.book.meta_changed = True
            raise Refused(f"Invalid requests[{at}].{name}: {refused.message}") from refused
        replies.append({name: reply} if reply is not None else {})
    return replies
