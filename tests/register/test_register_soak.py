"""A short shift of the soak; the long one is `python -m tests.register.soak`."""

from tests.databases import sqlite_database
from tests.register.soak import soak


def test_nothing_is_lost_in_a_shift_of_random_edits_while_calls_fail(tmp_path):
    with sqlite_database(tmp_path / "tanggap.db") as database:
        database.migrate()
        counts = soak(database, tmp_path / "google", edits=120, seed=4)

    assert counts["complaints"] >= 10
    assert counts["words looked for at the end"] >= 40
    assert sum(count for what, count in counts.items() if "failed" in what) >= 3
