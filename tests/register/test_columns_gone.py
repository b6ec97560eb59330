"""A column whose heading is away for a while: what was typed in it still counts."""

from contextlib import nullcontext

import pytest
from register_house import House

from integration.ports import TryLater, Unclear


def typed_ahead(house, **more):
    """A case that waits at `cause`, with a cause typed ahead, and a later complaint below it."""
    number = house.at("cause", **more)
    house.complain(name="Bela")
    house.cycle()
    house.type(number, penyebab="Alat rusak")
    house.cycle(2)
    return number, house.paper.column("Penyebab")


def name(house, column, heading):
    house.paper.rows[0].cells[column] = heading
    house.cycle(2)


@pytest.mark.parametrize("meanwhile", ["Sebab", "Koreksi"])
@pytest.mark.parametrize("confidentiality", ["open", "confidential"])
def test_what_was_typed_ahead_is_still_meant_when_its_heading_comes_back(
    any_database, meanwhile, confidentiality
):
    house = House.built(any_database)
    number, column = typed_ahead(house, confidentiality=confidentiality)
    name(house, column, meanwhile)
    house.restart()
    name(house, column, "Penyebab")
    assert house.says(number, "Penyebab") == (
        "Alat rusak" if confidentiality == "open" else "(rahasia)"
    )

    house.type(number, status="Penetapan Tindakan")
    house.cycle()
    assert house.case(number).value("cause", "root_cause") == "Alat rusak"
    assert house.refused(number) == []


def test_a_status_chosen_while_the_heading_is_away_takes_what_was_typed_before(house):
    number, column = typed_ahead(house)
    name(house, column, "Sebab")
    house.type(number, status="Penetapan Tindakan")
    house.cycle()
    assert house.case(number).value("cause", "root_cause") == "Alat rusak"

    name(house, column, "Penyebab")
    assert house.says(number, "Penyebab") == "Alat rusak"
    assert house.refused(number) == []


@pytest.mark.parametrize("fails", ["", "before", "after"])
def test_a_row_deleted_while_a_heading_is_away_gets_its_text_with_the_heading(house, fails):
    number, column = typed_ahead(house)
    name(house, column, "Koreksi")
    house.paper.rows.remove(house.paper.row_of(number))
    house.cycle(2)
    house.restart()

    house.paper.rows[0].cells[column] = "Penyebab"
    house.paper.fail = fails
    with pytest.raises((TryLater, Unclear)) if fails else nullcontext():
        house.cycle()
    house.restart()
    house.cycle(2)
    assert house.says(number, "Penyebab") == "Alat rusak"
    house.type(number, status="Penetapan Tindakan")
    house.cycle()
    assert house.case(number).value("cause", "root_cause") == "Alat rusak"


def test_a_deleted_column_that_is_added_again_is_filled_and_nobody_is_refused(house):
    number, column = typed_ahead(house)
    done = house.at("verify", name="Cici")
    for row in house.paper.rows:
        row.cells[column] = ""
    house.cycle(2)
    assert len(house.problems()) == 1
    name(house, column, "Penyebab")

    assert house.says(number, "Penyebab") == "Alat rusak"
    assert house.says(done, "Penyebab") == "Sebab dari halaman."
    assert house.refused(done) == [] and house.note(done, "Penyebab") == ""


def test_a_cell_cleared_after_its_heading_came_back_stays_clear(house):
    number, column = typed_ahead(house)
    name(house, column, "Sebab")
    name(house, column, "Penyebab")
    house.type(number, penyebab="")
    house.cycle(2)
    assert house.says(number, "Penyebab") == ""
    house.type(number, status="Penetapan Tindakan")
    house.cycle()
    assert house.case(number).station == "cause"
