"""The database: histories, the outbox, files, and what the service remembers.

In:    events and effects of one decision.   Out: rows, written in one transaction.
Rule:  SQLite out of the box, PostgreSQL for several machines; the same code (design decision 5).
Never: calls Google, and never keeps what can be derived from a history.
Start: `database.Database`.
"""
