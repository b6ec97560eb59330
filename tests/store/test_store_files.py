"""Files by content, small facts, and leases."""

from hashlib import sha256

import pytest

from integration.store import files
from integration.store.database import Database

LETTER = b"%PDF-1.7 \x00\xff letter"


def test_a_file_comes_back_byte_for_byte_and_is_stored_once(any_database: Database) -> None:
    with any_database.write() as tx:
        digest = files.keep(tx, LETTER, "application/pdf")
        assert files.keep(tx, LETTER, "text/plain") == digest == sha256(LETTER).hexdigest()
    with any_database.read() as tx:
        assert files.fetch(tx, digest) == LETTER
        assert files.fetch(tx, "0" * 64) is None


def test_whatever_a_sender_claims_about_a_file_it_is_kept(any_database: Database) -> None:
    with any_database.write() as tx:
        digest = files.keep(tx, b"", "application/" + "x" * 500)
        assert files.fetch(tx, digest) == b""


def test_facts_are_remembered_changed_and_forgotten(any_database: Database) -> None:
    with any_database.write() as tx:
        assert files.recall(tx, "mark", "none") == "none"
        files.remember(tx, "mark", {"a": [1, "é"]})
        files.remember(tx, "mark", {"a": [2, "é"]})
    with any_database.write() as tx:
        assert files.recall(tx, "mark") == {"a": [2, "é"]}
        files.forget(tx, "mark")
        assert files.recall(tx, "mark") is None


def test_a_lease_is_held_by_one_renewed_by_its_holder_and_lost_with_time(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(files.time, "time", lambda: now[0])

    def lease(holder: str) -> bool:
        with any_database.write() as tx:
            return files.lease(tx, "register", holder, 90)

    assert lease("one")
    assert not lease("two")
    now[0] += 80
    assert lease("one")
    now[0] += 80
    assert not lease("two")
    now[0] += 11
    assert lease("two")
    assert not lease("one")


def test_a_lease_asked_for_by_many_goes_to_one(any_database: Database, at_once) -> None:
    def ask(holder: str):
        def act() -> bool:
            with any_database.write() as tx:
                return files.lease(tx, "register", holder, 90)

        return act

    ended = at_once(*[ask(f"machine-{n}") for n in range(6)])
    assert sorted(ended) == [False] * 5 + [True]


def test_a_restart_frees_every_lease(any_database: Database) -> None:
    with any_database.write() as tx:
        files.lease(tx, "register", "killed", 90)
        files.release_leases(tx)
        assert files.lease(tx, "register", "new", 90)
