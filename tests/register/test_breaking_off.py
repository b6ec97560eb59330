"""A look that breaks off among its commands: nothing of it is done, nothing is believed done."""

import pytest

from integration.register.columns import SECRET
from integration.sop.table import STATIONS


@pytest.fixture
def breaking(monkeypatch):
    """Let the look fail at its last command."""

    def look(house, *, after):
        decided, left = house.service.decided, [after]

        def once(*what):
            if not left[0]:
                raise OSError("disk")
            left[0] -= 1
            return decided(*what)

        with monkeypatch.context() as broken:
            broken.setattr(house.service, "decided", once)
            with pytest.raises(OSError, match="disk"):
                house.cycle()

    return look


def remarks(house, number):
    return [note.text for note in house.case(number).notes if note.kind == "staff"]


def test_every_remark_is_recorded_once_with_the_next_look(house, breaking):
    numbers = [house.at("triage", name=name) for name in ("Adi", "Bela", "Citra")]
    for number in numbers:
        house.type(number, catatan_petugas=f"Perihal {number}")
    breaking(house, after=2)
    assert [remarks(house, number) for number in numbers] == [[]] * 3
    house.cycle(2)

    assert [remarks(house, number) for number in numbers] == [[f"Perihal {n}"] for n in numbers]


def test_a_row_never_shows_what_was_undone(house, breaking):
    first, second = [house.at("triage", name=name) for name in ("Adi", "Bela")]
    house.type(first, catatan_petugas="Salah ketik")
    house.type(second, catatan_petugas="Benar")
    breaking(house, after=1)
    # the person thinks better of it, and somebody else's event takes the undone one's place
    house.type(first, catatan_petugas="")
    house.by_page(first, "triage")
    house.cycle(2)

    assert house.says(first, "Catatan Petugas") == ""
    assert house.says(first, "Status") == "Menunggu Disposisi"
    assert remarks(house, second) == ["Benar"]


def test_what_waits_out_of_sight_is_not_lost_with_an_undone_status(house, breaking):
    first = house.at("cause", name="Adi", confidentiality="confidential")
    second = house.at("triage", name="Bela")
    house.type(first, penyebab="Contoh uji tertukar")
    house.cycle(2)
    assert house.says(first, "Penyebab") == SECRET
    house.type(first, status=STATIONS["actions"].status)
    house.type(second, catatan_petugas="Lain")
    breaking(house, after=1)
    house.cycle(2)

    assert house.case(first).value("cause", "root_cause") == "Contoh uji tertukar"
    assert remarks(house, second) == ["Lain"]


def test_a_command_of_somebody_else_in_between_is_met_as_it_is(house, monkeypatch):
    number = house.at("triage")
    house.type(number, status="Menunggu Disposisi", pokja="Pengujian")
    refresh = house.book.refresh

    def and_then_the_page():
        found = refresh()
        monkeypatch.undo()
        house.by_page(number, "triage")
        return found

    monkeypatch.setattr(house.book, "refresh", and_then_the_page)
    house.cycle(3)

    case = house.case(number)
    assert [done.step for done in case.completions] == ["triage"]
    assert house.says(number, "Status") == "Menunggu Disposisi"
