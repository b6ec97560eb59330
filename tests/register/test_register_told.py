"""What is wrong with the spreadsheet reaches a person: on pages at once, by mail when it stands."""

from integration.alarms import letter
from integration.register.reporting import told
from integration.sop.effects import MAIL
from integration.store import outbox
from integration.templating import TemplateFolder
from tests.register.register_house import OFFICE

GONE = "Judul kolom “Tenggat” tidak ditemukan di baris 1; kolom itu tidak ditulis."


def alarms(house):
    with house.service.database.read() as tx:
        entries = outbox.in_state(tx, outbox.WAITING)
    return [one for one in entries if one.kind == MAIL and one.key.startswith("register-problem")]


def rename(house, old, new):
    house.paper.rows[0].cells[house.paper.column(old)] = new


def test_a_renamed_header_is_told_and_by_mail_once_it_stands(house):
    house.at("cause")
    rename(house, "Tenggat", "Batas")
    house.cycle()
    assert told(house.service).wrong == (GONE,)
    assert alarms(house) == []

    for _ in range(3):
        house.clock.advance(minutes=6)
        house.cycle()
        house.restart()
    (mail,) = alarms(house)
    said = letter(OFFICE, mail, TemplateFolder())
    assert said.to == ("petugas@balai.example",)
    assert "“Tenggat” tidak ditemukan" in said.text

    rename(house, "Batas", "Tenggat")
    house.cycle()
    assert told(house.service).wrong == ()
    rename(house, "Tenggat", "Batas")
    house.cycle()
    house.clock.advance(minutes=11)
    house.cycle()
    assert len(alarms(house)) == 2


def test_a_header_that_is_back_in_a_moment_is_no_mail(house):
    house.at("cause")
    rename(house, "No. Register", "Nomor")
    house.cycle()
    house.clock.advance(minutes=9)
    rename(house, "Nomor", "No. Register")
    house.cycle()
    house.clock.advance(minutes=9)
    house.cycle()

    assert alarms(house) == []


def test_a_torn_sort_that_was_put_right_is_told_for_a_day(house):
    numbers = [house.at(step, name=step) for step in ("cause", "verify")]
    first, second = (house.paper.row_of(number) for number in numbers)
    for header in ("Status", "Tenggat", "Langkah"):
        at = house.paper.column(header)
        first.cells[at], second.cells[at] = second.cells[at], first.cells[at]
    house.cycle()

    (line,) = told(house.service).mended
    assert all(number in line for number in numbers)
    house.clock.advance(hours=25)
    assert told(house.service).mended == ()
