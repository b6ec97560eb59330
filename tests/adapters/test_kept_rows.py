"""Looks at a tab, one after the other: every one is told as it is, and what stayed stays itself."""

from hypothesis import given
from hypothesis import strategies as st

from sheets.rows import Kept

rows = st.lists(st.sampled_from(["", "a", "b"]), max_size=3)
looks = st.lists(st.lists(rows, max_size=5), min_size=1, max_size=6)


def padded(look):
    width = max(map(len, look), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in look)


@given(looks)
def test_every_look_is_told_as_google_sent_it(seen):
    kept = Kept()

    assert [kept.taken([list(row) for row in look]) for look in seen] == [*map(padded, seen)]


@given(st.lists(rows, min_size=1, max_size=5), st.data())
def test_a_row_that_did_not_change_is_the_same_object(look, data):
    at = data.draw(st.integers(0, len(look) - 1))
    kept = Kept()
    before = kept.taken([list(row) for row in look])
    look[at] = ["c"] * len(look[at])
    after = kept.taken([list(row) for row in look])

    assert all(
        now is then
        for place, (now, then) in enumerate(zip(after, before, strict=True))
        if place != at
    )


def test_rows_that_came_and_went_are_told():
    kept = Kept()
    kept.taken([["a"], ["b"], ["c"]])

    assert kept.taken([["a"], ["c"]]) == (("a",), ("c",))
    assert kept.taken([["x"], ["a"], ["c"], ["d"]]) == (("x",), ("a",), ("c",), ("d",))
    assert kept.taken([]) == ()
