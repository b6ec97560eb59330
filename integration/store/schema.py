"""The tables, as SQLAlchemy knows them; Alembic's migrations build the same (a test compares).

In:    nothing.   Out: `metadata` and its tables.
Rule:  moments are ISO 8601 text in UTC, sortable on both databases; JSON is text, canonical.
Never: holds a derived column.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

_id = BigInteger().with_variant(Integer, "sqlite")

cases = Table(
    "cases",
    metadata,
    Column("id", _id, primary_key=True),
    Column("register_no", String(40), nullable=False, unique=True),
    Column("created_at", String(40), nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("case_id", _id, ForeignKey("cases.id"), nullable=False),
)
"""Where a complaint came from (form answer, mail, typed row): once each."""

letter_numbers = Table(
    "letter_numbers",
    metadata,
    Column("letter_no", String(200), primary_key=True),
    Column("case_id", _id, ForeignKey("cases.id"), nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", _id, primary_key=True),
    Column("case_id", _id, ForeignKey("cases.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("what", String(40), nullable=False),
    Column("role", String(40), nullable=False),
    Column("person", String(320), nullable=False),
    Column("name", String(200), nullable=False),
    Column("door", String(40), nullable=False),
    Column("at", String(40), nullable=False),
    Column("data", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("case_id", "seq", name="events_case_seq"),
    CheckConstraint("role <> '' AND at <> ''", name="events_who_and_when"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("case_id", _id, ForeignKey("cases.id"), nullable=True),
    Column("kind", String(40), nullable=False),
    Column("data", Text, nullable=False),
    Column("after_key", String(200), nullable=False, default=""),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", String(40), nullable=False),
    Column("last_error", Text, nullable=False, default=""),
    Column("progress", Text, nullable=False, default="{}"),
    Column("result", Text, nullable=False, default="{}"),
    Column("created_at", String(40), nullable=False),
    Column("done_at", String(40), nullable=False, default=""),
    Column("holder", String(120), nullable=False, default=""),
    Column("held_until", Float, nullable=False, default=0.0),
    CheckConstraint("state IN ('waiting', 'done', 'stuck', 'skipped')", name="outbox_known_state"),
)
Index("outbox_waiting", outbox.c.state, outbox.c.next_at)
Index("outbox_case", outbox.c.case_id)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", String(120), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

agreed_cells = Table(
    "agreed_cells",
    metadata,
    Column("case_id", _id, ForeignKey("cases.id"), primary_key=True),
    Column("header", String(120), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the register and the service last agreed on, cell by cell (design section 4)."""

memory = Table(
    "memory",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Watermarks and ids of things made in Google; JSON."""

office_log = Table(
    "office_log",
    metadata,
    Column("id", _id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("what", String(40), nullable=False),
    Column("at", String(40), nullable=False),
    Column("person", String(320), nullable=False),
    Column("data", Text, nullable=False),
    CheckConstraint("at <> '' AND person <> ''", name="office_log_who_and_when"),
)
"""What belongs to no single complaint: openings of the box, mails set aside, operators' verbs."""
Index("office_log_what", office_log.c.what, office_log.c.id)

counters = Table(
    "counters",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("holder", String(120), nullable=False),
    Column("held_until", Float, nullable=False),
)
