"""What is recorded of the office that belongs to no single complaint: a log, append-only.

In:    who, what, when, plain facts; a key that tells one act from a repeat of it.   Out: `Line`s.
Rule:  a key is written once; whoever repeats an act (a reload, a restart) adds nothing.
Never: is changed or removed. Start at `write` and `lines`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from integration.store.cases import canonical, stored_moment
from integration.store.schema import office_log

BOX, LETTER, OPERATOR = "box_opened", "letter_set_aside", "operator"
"""An opening of the suggestion box; a mail that became no complaint; an operator's verb."""
PERSON_LENGTH = 320


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the log."""

    what: str
    at: datetime
    person: str
    data: Mapping[str, Any]


def write(
    tx: Connection, key: str, what: str, person: str, at: datetime, data: Mapping[str, Any]
) -> bool:
    """Add a line; False when this key was written before."""
    insert = sqlite_insert if tx.dialect.name == "sqlite" else pg_insert
    line = insert(office_log).values(
        key=key,
        what=what,
        at=stored_moment(at),
        person=person[:PERSON_LENGTH],
        data=canonical(data),
    )
    return tx.execute(line.on_conflict_do_nothing(index_elements=["key"])).rowcount == 1


def lines(tx: Connection, what: str, most: int = 200) -> list[Line]:
    """The newest lines of one kind, newest first."""
    query = (
        select(office_log)
        .where(office_log.c.what == what)
        .order_by(office_log.c.id.desc())
        .limit(most)
    )
    return [
        Line(
            what=row["what"],
            at=datetime.fromisoformat(row["at"]),
            person=row["person"],
            data=json.loads(row["data"]),
        )
        for row in tx.execute(query).mappings()
    ]
