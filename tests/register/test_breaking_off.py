"""A look that breaks off among its commands: nothing of it is done, nothing is believed done."""

import pytest

from integration.ports import TryLater
from integration.register.columns import SECRET
from integration.sop.commands import Note
from integration.sop.table import STATIONS
from tests.factories import WORKER


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


def test_what_a_write_came_to_is_not_forgotten_when_it_cannot_be_stored(house, monkeypatch):
    number = house.at("dispose")
    house.by_page(number, "dispose")
    house.cycle()
    write, failed = house.service.database.write, []

    def no_room(*_, **__):
        failed.append(1)
        raise OSError("disk")

    # the look that learns what came of the write can store nothing
    monkeypatch.setattr(house.service.database, "write", no_room)
    with pytest.raises(OSError, match="disk"):
        house.cycle()
    monkeypatch.setattr(house.service.database, "write", write)
    house.by_page(number, "review")
    house.cycle(3)

    assert failed
    assert house.refused(number) == []
    assert house.says(number, "Status") == house.case(number).status
    assert house.note(number, "Status") == ""


@pytest.mark.parametrize("confidentiality", ["open", "confidential"])
@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("other", [False, True])
def test_an_edit_is_refused_once_also_when_the_write_failed_that_puts_it_back(
    house, confidentiality, restarted, other
):
    number = house.at("cause", confidentiality=confidentiality)
    house.type(number, nama="Salah", penyebab="Alat rusak")
    house.paper.fail = "before"
    with pytest.raises(TryLater):
        house.cycle()
    if restarted:
        house.restart()
    if other:
        house.service.act(number, Note(text="dari pekerja", kind="system"), WORKER)
    house.cycle(3)

    assert house.refused(number) == [("Nama", "Salah")]
