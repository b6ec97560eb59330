"""People typed as a list: whoever has a name keeps it, and each is there once."""

from hypothesis import given
from hypothesis import strategies as st

from integration.sop.addresses import listed, named


def test_a_name_before_an_address_is_told():
    typed = (
        'Budi Contoh <budi@a.example>; "Sari" <sari@a.example>\nTono tono@a.example, x@a.example'
    )

    assert named(typed) == [
        ("Budi Contoh", "budi@a.example"),
        ("Sari", "sari@a.example"),
        ("Tono", "tono@a.example"),
        ("", "x@a.example"),
    ]


def test_somebody_typed_twice_is_told_once_and_by_name():
    assert named("x@a.example\nXenia <x@a.example>") == [("Xenia", "x@a.example")]


@given(st.lists(st.sampled_from(["a@b.example", "N <c@d.example>", "bukan", "a@@b", ",", ""])))
def test_the_same_people_are_named_as_are_written_to(lines):
    typed = "\n".join(lines)

    assert [address for _, address in named(typed)] == listed(typed)[0]
