"""A case is the fold of its history, and nothing of it is lost on the way."""

import pytest

from integration.sop.actors import Door, Role
from integration.sop.commands import Amend, Note, RefuseEdit
from integration.sop.events import Event, What
from integration.sop.folding import apply, fold
from integration.sop.intake import Intake
from integration.sop.table import STATIONS, STEPS
from tests.factories import COMPLAINT, MONDAY, STOPS, WORKER, by, received, story_at


@pytest.mark.parametrize("step", STOPS)
def test_the_case_is_the_fold_of_its_history(step: str) -> None:
    story = story_at(step)
    assert fold(story.events) == story.case
    assert [event.seq for event in story.events] == list(range(1, len(story.events) + 1))


def test_one_complaint_walks_through_all_ten_steps_in_order() -> None:
    story = received()
    seen = [1]
    while story.case.station:
        seen.append(STATIONS[story.case.station].no)
        story.finish()
    assert list(dict.fromkeys(seen)) == [step.no for step in STEPS]
    assert (story.case.status, story.case.ended_at) == ("Selesai", story.at)


@pytest.mark.parametrize("step", STOPS)
def test_the_status_is_the_word_of_the_step(step: str) -> None:
    assert story_at(step).case.status == STATIONS[step].status


def test_a_completion_remembers_when_its_step_began_and_ended() -> None:
    story = story_at("cause")
    began = story.at
    done = story.finish().completions[-1]
    assert (done.began, done.at, done.by.role) == (began, story.at, Role.GROUP_HEAD)


def test_an_amendment_changes_what_is_told_now_and_keeps_what_was_told_first() -> None:
    story = story_at("review")
    changed = Intake(**{**COMPLAINT.plain(), "description": "Terlambat dua puluh hari."})
    case = story.do(Amend(intake=changed), by(Role.CUSTOMER, Door.FORM))
    assert case.intake.description == "Terlambat dua puluh hari."
    assert case.station == "review"
    first = story.events[0].data["intake"]["description"]
    assert first == COMPLAINT.description


def test_notes_gather_and_the_staffs_own_fills_their_column() -> None:
    story = story_at("review")
    story.do(Note(text="Sudah ditelepon."), by(Role.SERVICE_DESK, Door.SHEET))
    story.do(Note(text="Kapan selesai?", kind="customer"), by(Role.CUSTOMER, Door.MAIL))
    assert [note.text for note in story.case.notes] == ["Sudah ditelepon.", "Kapan selesai?"]
    assert story.case.staff_note == "Sudah ditelepon."


def test_a_refused_edit_is_kept_in_the_history_and_moves_nothing() -> None:
    story = story_at("review")
    refused = RefuseEdit(column="Status", typed="Selesai", why="Kajian belum ada.")
    before = story.case
    case = story.do(refused, by(Role.SERVICE_DESK, Door.SHEET))
    assert (case.station, case.visit, case.since) == (before.station, before.visit, before.since)
    assert story.events[-1].data["typed"] == "Selesai"
    assert story.effects == []


def test_the_group_is_the_disposed_one_and_before_that_the_proposed_one() -> None:
    story = story_at("triage")
    assert story.case.group == ""
    assert story.finish(assign_to="Kalibrasi").group == "Kalibrasi"
    assert story.finish(assign_to="Pengujian").group == "Pengujian"


def test_what_is_asked_of_an_older_completion_answers_with_the_latest() -> None:
    story = story_at("verify")
    story.finish("not_effective", verification="Masih terlambat.")
    story.finish(correction="Alat kedua dipakai.")
    assert story.case.value("actions", "correction") == "Alat kedua dipakai."
    assert story.case.last("verify", "effective") is None
    assert story.case.last("verify", after="actions") is None
    assert story.case.value("deliver", "reason") == ""


def test_a_history_begins_with_the_complaint() -> None:
    stray = Event(what=What.NOTED, by=WORKER, at=MONDAY, data={"text": "", "kind": "staff"}, seq=1)
    with pytest.raises(ValueError, match="received"):
        apply(None, stray)
    with pytest.raises(ValueError, match="history"):
        fold([])


def test_an_intake_survives_its_journey_through_json() -> None:
    intake = Intake(
        **{
            **COMPLAINT.plain(),
            "problems": ("invalid_email",),
            "files": ({"name": "a.pdf", "sha256": "0" * 64},),
            "extra": {"Pertanyaan lain": "ya"},
        }
    )
    assert Intake.from_plain({**intake.plain(), "of_a_newer_version": 1}) == intake


def test_every_effect_of_a_whole_life_has_a_key_of_its_own() -> None:
    story = received()
    keys = [effect.key for effect in story.effects]
    turns = {"verify": "not_effective", "sign": "tidak", "deliver": "not_satisfied"}
    while story.case.station:
        turn = turns.pop(story.case.station, "")
        story.finish(turn, **({"reason": "Belum memadai."} if turn else {}))
        keys += [effect.key for effect in story.effects]
    assert len(keys) == len(set(keys))
    assert all(key.startswith("ADU/2026/0001:") for key in keys)
