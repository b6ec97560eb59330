"""Many commands at one sitting: each decided under the rules, all recorded together or none."""

import threading
from dataclasses import replace

import pytest

from integration.service import Service
from integration.sitting import sitting
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Complete, Note
from integration.sop.errors import SopError
from integration.store import cases, outbox
from tests.factories import COMPLAINT, MONDAY

DESK = By(role=Role.SERVICE_DESK, door=Door.SHEET, person="petugas@balai.example")
TRIAGE = Complete(step="triage", outcome="complaint", values={"assign_to": "Pengujian"})


@pytest.fixture
def numbers(any_service: Service) -> list[str]:
    return [any_service.receive(COMPLAINT, f"source {n}", DESK, MONDAY)[0] for n in range(3)]


def known(service, numbers):
    return {number: service.case(number) for number in numbers}


def unbroken(service, numbers):
    with service.database.read() as tx:
        return all(cases.broken_links(tx, number) == [] for number in numbers)


@pytest.mark.parametrize("expected", [True, False])
@pytest.mark.parametrize("remembered", [True, False])
def test_commands_follow_one_another_as_they_would_one_by_one(
    any_service, numbers, expected, remembered
):
    cases_now = known(any_service, numbers) if remembered else {}
    with sitting(any_service, cases_now, numbers if expected else ()) as acts:
        for number in numbers:
            acts.act(number, Note(text="Satu"), DESK)
            acts.act(number, TRIAGE, DESK)
            acts.act(number, Note(text="Dua"), DESK)
        assert acts.case(numbers[0]).station == "dispose"
        assert len(acts.history(numbers[0])) == 4

    for number in numbers:
        case = any_service.case(number)
        assert (case.station, case.staff_note, case.seq) == ("dispose", "Dua", 4)
        assert any(entry.key.startswith(number) for entry in any_service.effects(number))
    assert unbroken(any_service, numbers)
    assert any_service.woken.is_set()


def test_a_refused_command_leaves_the_others_as_they_are(any_service, numbers):
    with sitting(any_service, known(any_service, numbers), numbers) as acts:
        acts.act(numbers[0], TRIAGE, DESK)
        with pytest.raises(SopError):
            acts.act(numbers[0], TRIAGE, DESK)
        with pytest.raises(SopError):
            acts.act(numbers[1], Complete(step="dispose", outcome="assigned"), DESK)
        acts.act(numbers[1], TRIAGE, DESK)

    stations = [any_service.case(number).station for number in numbers]
    assert stations == ["dispose", "dispose", "triage"]
    assert unbroken(any_service, numbers)


def test_what_breaks_off_leaves_nothing_of_itself(any_service, numbers):
    any_service.woken.clear()
    queued = [len(any_service.effects(number)) for number in numbers]
    with (
        pytest.raises(OSError, match="ended"),
        sitting(any_service, known(any_service, numbers)) as acts,
    ):
        for number in numbers:
            acts.act(number, TRIAGE, DESK)
        raise OSError("ended")

    assert [any_service.case(number).seq for number in numbers] == [1, 1, 1]
    assert [len(any_service.effects(number)) for number in numbers] == queued
    assert not any_service.woken.is_set()


def test_a_case_that_somebody_changed_meanwhile_is_met_as_it_is_now(any_service, numbers):
    before = known(any_service, numbers)
    any_service.act(numbers[0], TRIAGE, DESK)
    with sitting(any_service, before, numbers) as acts:
        with pytest.raises(SopError):
            acts.act(numbers[0], TRIAGE, DESK)
        acts.act(numbers[0], Note(text="Sesudahnya"), DESK)

    assert any_service.case(numbers[0]).seq == 3
    assert unbroken(any_service, numbers)


def test_a_case_that_is_known_wrongly_is_read_anew(any_service, numbers):
    first = any_service.case(numbers[0])
    any_service.act(numbers[0], Note(text="Lain"), DESK)
    now = any_service.case(numbers[0])
    with any_service.database.read() as tx:
        for known in (first, now, replace(now, hash="0" * 64), replace(now, seq=9)):
            assert cases.grown(tx, known) == now


def test_nothing_is_written_where_nothing_is_asked(any_service, numbers):
    with any_service.database.write() as held, sitting(any_service, {}, numbers):
        # on SQLite a second writer would wait here
        assert outbox.of_case(held, numbers[0])


def test_of_a_sitting_and_a_person_at_one_moment_both_are_heard(any_service, numbers):
    before = known(any_service, numbers)
    began, done = threading.Event(), threading.Event()

    def person() -> None:
        began.set()
        any_service.act(numbers[1], Note(text="Orang"), DESK)
        done.set()

    other = threading.Thread(target=person)
    with sitting(any_service, before, numbers) as acts:
        acts.act(numbers[1], TRIAGE, DESK)
        other.start()
        began.wait(5)
        acts.act(numbers[1], Note(text="Lembar kerja"), DESK)
    other.join(30)

    assert done.is_set()
    case = any_service.case(numbers[1])
    assert {note.text for note in case.notes} == {"Orang", "Lembar kerja"}
    assert (case.station, case.seq) == ("dispose", 4)
    assert unbroken(any_service, numbers)
