"""Columns that staff added for themselves: nothing that stands there is lost either."""

from dataclasses import replace

import pytest
from register_house import TAB, House, Row

from integration.register.columns import HEADERS
from integration.register.giving import MOST_TRIES, respelled
from integration.register.journal import MOST_COLUMNS

OWN = len(HEADERS)
"""Where the column stands that the office added: the first free one."""


@pytest.fixture
def desk(house):
    """As `filled`, on SQLite."""
    return filled(house)


def filled(house):
    """Two complaints and a column *Paraf*, filled for both; the service has looked."""
    numbers = [house.complain(name=name) for name in ("Adi", "Bela")]
    house.cycle()
    house.paper.rows[0].cells[OWN] = "Paraf"
    for number, text in zip(numbers, ("AD 23/11", "BL 24/11"), strict=True):
        house.paper.row_of(number).cells[OWN] = text
    house.cycle()
    house.paper.writes.clear()
    return house, numbers


def own(house, number, at=OWN):
    return house.paper.row_of(number).cells.get(at, "")


def kept(house, number):
    return [note.text for note in house.case(number).notes if note.kind == "sheet"]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_deleted_row_comes_back_with_what_stood_in_a_column_of_staffs_own(desk, restarted):
    house, (first, second) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    if restarted:
        house.restart()
    house.cycle(2)

    assert (own(house, first), own(house, second)) == ("AD 23/11", "BL 24/11")
    writes = len(house.paper.writes)
    house.cycle(2)
    assert len(house.paper.writes) == writes == 2


@pytest.mark.parametrize("fails", ["before", "after"])
def test_it_comes_back_once_whatever_becomes_of_a_write(desk, fails):
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()
    house.paper.fail = fails
    with pytest.raises(Exception, match=r"quota|answer was lost"):
        house.cycle()
    house.restart()
    house.cycle(2)

    assert own(house, first) == "AD 23/11"
    assert kept(house, first) == []


def test_what_staff_typed_there_meanwhile_stands_and_the_older_text_is_kept_in_the_history(desk):
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()
    house.paper.row_of(first).cells[OWN] = "AD 30/11"
    house.cycle(2)

    assert own(house, first) == "AD 30/11"
    (note,) = kept(house, first)
    assert "Paraf" in note and "AD 23/11" in note


def test_emptying_or_moving_the_column_is_staffs_own_affair(desk):
    house, (first, second) = desk
    house.paper.row_of(first).cells[OWN] = ""
    for row in house.paper.rows:
        row.cells[OWN + 2] = row.cells.pop(OWN, "")
    house.cycle(2)
    for number in (first, second):
        house.paper.rows.remove(house.paper.row_of(number))
        house.cycle(2)

    assert own(house, first, OWN + 2) == ""
    assert own(house, second, OWN + 2) == "BL 24/11"


def test_a_column_that_was_deleted_with_its_row_leaves_its_text_in_the_history(desk):
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    for row in house.paper.rows:
        row.cells.pop(OWN, None)
    house.cycle(2)

    (note,) = kept(house, first)
    assert "AD 23/11" in note


def test_a_write_that_hit_a_moved_column_gives_staff_their_text_back(desk):
    """Between the service's read and its write somebody moves *Paraf* before *Tenggat*."""
    house, (first, _) = desk
    house.by_page(first, "triage")
    at = HEADERS.index("Tenggat")

    def move():
        for row in house.paper.rows:
            cells = [row.cells.get(place, "") for place in range(OWN + 1)]
            cells.insert(at, cells.pop(OWN))
            row.cells = dict(enumerate(cells))

    house.paper.meanwhile = move
    house.cycle()
    assert own(house, first, at) != "AD 23/11", "the write went over it"
    house.cycle(3)

    assert own(house, first, at) == "AD 23/11"
    assert house.says(first, "Status") == "Menunggu Disposisi"
    assert house.says(first, "Tenggat") != "AD 23/11"


@pytest.mark.parametrize("theirs", ["BL 24/11", ""])
def test_a_text_given_back_under_a_row_that_moved_goes_to_its_own_and_spares_the_other(
    desk, theirs
):
    house, (first, second) = desk
    house.paper.row_of(second).cells[OWN] = theirs
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()

    def swap():
        house.paper.rows[1:] = reversed(house.paper.rows[1:])

    house.paper.meanwhile = swap
    house.cycle()
    assert own(house, second) == "AD 23/11", "the write went into the other row"
    house.cycle(3)

    assert (own(house, first), own(house, second)) == ("AD 23/11", theirs)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_column_whose_capitals_change_in_the_look_in_which_a_row_goes_is_still_the_same(
    desk, restarted
):
    house, (first, second) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.paper.rows[0].cells[OWN] = "PARAF"
    if restarted:
        house.restart()
    house.cycle(3)

    assert (own(house, first), own(house, second)) == ("AD 23/11", "BL 24/11")
    assert kept(house, first) == []
    assert len(house.paper.writes) == 2
    house.restart()
    house.paper.rows[0].cells[OWN] = "  paraf "
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle(2)
    assert own(house, first) == "AD 23/11"


def test_texts_of_two_columns_that_once_differed_in_capitals_are_not_mixed_up():
    owed = {"Paraf": "AD", "paraf": "BL", "Kode": "7"}

    assert respelled(owed, {"paraf": "PARAF"}) == {"PARAF": "AD", "paraf": "BL", "Kode": "7"}
    assert respelled(owed, {"paraf": "paraf"}) == owed


@pytest.mark.parametrize("moment", ["between", "under the write"])
def test_capitals_that_change_while_a_text_is_being_given_back_take_nothing(desk, moment):
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()

    def capitals():
        house.paper.rows[0].cells[OWN] = "PARAF"

    if moment == "between":
        capitals()
    else:
        house.paper.meanwhile = capitals
    house.cycle(3)

    assert own(house, first) == "AD 23/11"
    assert kept(house, first) == []
    assert len(house.paper.writes) == 2


def test_a_text_that_a_write_went_over_finds_its_column_under_other_capitals(desk):
    house, (first, second) = desk
    house.paper.row_of(second).cells[OWN] = ""
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()

    def type_there():
        house.paper.rows[1:] = reversed(house.paper.rows[1:])
        house.paper.row_of(second).cells[OWN] = "BL 30/11"

    house.paper.meanwhile = type_there
    house.cycle()
    assert own(house, second) == "AD 23/11", "the write went over it"
    house.paper.rows[0].cells[OWN] = "PARAF"
    house.cycle(3)

    assert (own(house, first), own(house, second)) == ("AD 23/11", "BL 30/11")


def test_two_columns_of_one_name_are_left_alone(desk):
    house, (first, _) = desk
    house.paper.rows[0].cells[OWN + 1] = "PARAF"
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle(3)

    assert own(house, first) == ""
    (note,) = kept(house, first)
    assert "AD 23/11" in note


def test_a_column_is_known_by_the_beginning_of_a_long_header(any_database):
    house, (first, _) = filled(House.built(any_database))
    house.paper.rows[0].cells[OWN] = "Paraf atau tanda terima, sesuai dengan ketentuan " * 40
    house.cycle(2)
    house.paper.rows.remove(house.paper.row_of(first))
    house.restart()
    house.cycle(2)

    assert own(house, first) == "AD 23/11"


@pytest.mark.parametrize("number", ["", "LAMA-7"])
def test_a_row_of_nobody_that_a_given_back_text_hit_gets_its_own_text_again(desk, number):
    """Just before the write somebody inserts a row above, and types into *Paraf* there."""
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()
    at = house.paper.rows.index(house.paper.row_of(first))
    theirs = Row()

    def insert():
        house.paper.rows.insert(at, theirs)
        house.type(theirs, no_register=number, nama="Gita", uraian="Diketik.")
        theirs.cells[OWN] = "GITA PENTING"

    house.paper.meanwhile = insert
    house.cycle()
    assert theirs.cells[OWN] == "AD 23/11", "the write went over it"
    house.cycle(4)

    assert theirs.cells[OWN] == "GITA PENTING"
    assert own(house, first) == "AD 23/11"
    assert house.sync._memory.adrift == [] and house.sync._memory.owed == {}


def test_a_database_that_fails_once_takes_nothing(desk, monkeypatch):
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()
    house.paper.row_of(first).cells[OWN] = "AD 30/11"
    with monkeypatch.context() as broken:
        broken.setattr(house.service, "decided", lambda *_: (_ for _ in ()).throw(OSError("disk")))
        with pytest.raises(OSError, match="disk"):
            house.cycle()
    house.cycle(3)

    (note,) = kept(house, first)
    assert "AD 23/11" in note


def test_a_cell_that_shows_nothing_whatever_is_written_is_given_up_to_the_history(desk):
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()
    read = house.paper.read

    def blind():
        tabs = dict(read())
        rows = [(*row[:OWN], "") if at else row for at, row in enumerate(tabs[TAB].rows)]
        return {**tabs, TAB: replace(tabs[TAB], rows=tuple(rows))}

    house.paper.read = blind
    house.cycle(20)

    assert len(house.paper.writes) <= 2 * MOST_TRIES
    assert "AD 23/11" in kept(house, first)[0]


def test_what_is_typed_under_the_write_stands_and_the_older_text_goes_to_the_history(desk):
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()

    def type_there():
        house.paper.row_of(first).cells[OWN] = "AD 30/11"

    house.paper.meanwhile = type_there
    house.cycle()
    assert own(house, first) == "AD 23/11", "the write went over it"
    house.cycle(3)

    assert own(house, first) == "AD 30/11"
    assert "AD 23/11" in kept(house, first)[0]


def test_a_row_of_nobody_that_shows_nothing_is_not_written_for_ever(desk):
    house, (first, _) = desk
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()
    at = house.paper.rows.index(house.paper.row_of(first))
    theirs = Row()

    def insert():
        house.paper.rows.insert(at, theirs)
        house.type(theirs, no_register="LAMA-7", nama="Gita")
        theirs.cells[OWN] = "GITA PENTING"

    house.paper.meanwhile = insert
    house.cycle()
    write = house.paper.write

    def stuck(change):
        write(change)
        theirs.cells[OWN] = "AD 23/11"

    house.paper.write = stuck
    house.paper.writes.clear()
    house.cycle(20)

    assert len(house.paper.writes) <= 2 * MOST_TRIES
    assert "GITA PENTING" in kept(house, first)[0]


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("gap", [0, 1, 7, 30])
@pytest.mark.parametrize("both", [False, True])
def test_what_stands_in_a_column_without_a_heading_comes_back_too(house, restarted, gap, both):
    first, second = [house.complain(name=name) for name in ("Adi", "Bela")]
    house.cycle()
    at = OWN + gap
    house.paper.row_of(first).cells[at] = "tinggi"
    if both:
        house.paper.row_of(second).cells[at] = "rendah"
    house.cycle()
    house.paper.rows.remove(house.paper.row_of(first))
    if restarted:
        house.restart()
    house.cycle(3)

    assert own(house, first, at) == "tinggi"
    assert own(house, second, at) == ("rendah" if both else "")
    assert kept(house, first) == []
    writes = len(house.paper.writes)
    house.cycle(2)
    assert len(house.paper.writes) == writes


def test_a_heading_given_later_takes_the_column_over(house):
    first = house.complain(name="Adi")
    house.cycle()
    house.paper.row_of(first).cells[OWN] = "tinggi"
    house.cycle()
    house.paper.rows[0].cells[OWN] = "Prioritas"
    house.cycle()
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle(3)

    assert own(house, first) == "tinggi"
    assert kept(house, first) == []


@pytest.mark.parametrize("named", [False, True])
def test_where_such_a_column_is_gone_its_text_is_kept_in_the_history(house, named):
    first, second = [house.complain(name=name) for name in ("Adi", "Bela")]
    house.cycle()
    house.paper.row_of(first).cells[OWN] = "tinggi"
    house.cycle()
    house.paper.rows.remove(house.paper.row_of(first))
    # another column has come to stand there
    house.paper.rows[0].cells[OWN] = "Paraf" if named else ""
    house.paper.row_of(second).cells[OWN] = "BL 24/11" if named else ""
    house.cycle(3)

    if named:
        assert own(house, first) == ""
        assert "tinggi" in kept(house, first)[0]
    else:
        assert own(house, first) == "tinggi"


@pytest.mark.parametrize("far", [MOST_COLUMNS - 1, MOST_COLUMNS, 700])
def test_a_word_far_out_to_the_right_lets_nothing_be_lost_near_by(desk, far):
    house, (first, second) = desk
    house.paper.row_of(second).cells[far] = "jauh di kanan"
    house.cycle()
    house.by_page(first, "triage")
    guest = Row()
    at = house.paper.rows.index(house.paper.row_of(first))

    def insert():
        house.paper.rows.insert(at, guest)
        house.type(guest, nama="Tamu", uraian="Baru saja", pokja="Kalibrasi")

    house.paper.meanwhile = insert
    house.cycle(4)

    assert house.says(first, "Status") == "Menunggu Disposisi"
    assert [house.says(number, "Nama") for number in (first, second)] == ["Adi", "Bela"]
    assert house.paper.row_of(second).cells[far] == "jauh di kanan"
    assert house.says(guest, "No. Register") == "ADU/2026/0003", "it became a complaint"
    assert house.says(guest, "Pokja") == "Kalibrasi", "the write had gone over it"


def test_a_sign_that_a_database_cannot_hold_stops_nothing(any_database):
    house = House.built(any_database)
    number = house.complain()
    house.cycle()
    house.paper.rows[0].cells[OWN] = "Pa\0raf"
    house.paper.row_of(number).cells[OWN] = "AD \0 23/11"
    house.cycle(2)
    house.paper.rows.remove(house.paper.row_of(number))
    house.cycle(2)

    assert own(house, number) == "AD \0 23/11"


def test_boxes_drawn_down_a_column_beforehand_push_nothing_below_them(desk):
    house, _ = desk
    for _ in range(40):
        house.paper.rows.append(Row({OWN + 1: "FALSE"}))
    number = house.complain(name="Cici")
    house.cycle()

    assert house.paper.rows.index(house.paper.row_of(number)) == 3
