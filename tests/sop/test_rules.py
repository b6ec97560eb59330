"""Who may do what, through which door, with what in hand."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from integration.sop import errors
from integration.sop.actors import Door, Role
from integration.sop.choices import NOT_COMPLAINTS
from integration.sop.commands import Complete, FoundChanged, Note, Withdraw
from integration.sop.letter import BLANK_DATE, BLANK_NUMBER
from integration.sop.rules import decide
from integration.sop.table import STATIONS
from tests.factories import (
    ANSWERS,
    FINAL_PDF,
    MONDAY,
    OFFICE,
    STOPS,
    WORKER,
    by,
    prepared,
    preview,
    received,
    story_at,
    values,
)

LINK, SHEET = Door.LINK, Door.SHEET
MAY = {
    # step: roles that may finish it through their link
    "triage": {Role.SERVICE_DESK},
    "complete_info": {Role.CUSTOMER, Role.SERVICE_DESK},
    "dispose": {Role.HEAD},
    "review": {Role.GROUP_HEAD},
    "cause": {Role.GROUP_HEAD},
    "actions": {Role.GROUP_HEAD},
    "verify": {Role.GROUP_HEAD},
    "draft": {Role.GROUP_HEAD},
    "sign": {Role.HEAD},
    "records": {Role.RECORDS_OFFICE},
    "e_sign": {Role.HEAD},
    "deliver": {Role.CUSTOMER, Role.SERVICE_DESK},
}
TYPED = {"triage", "complete_info", "review", "cause", "actions", "verify", "deliver"}
"""What may be finished by typing in the spreadsheet, whoever typed."""


@pytest.mark.parametrize("step", STOPS)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("door", [LINK, SHEET])
def test_a_step_is_finished_only_by_whom_the_sop_names_and_through_the_right_door(
    step: str, role: Role, door: Door
) -> None:
    story = story_at(step)
    allowed = step in TYPED if door is SHEET else role in MAY[step]
    person = by(role, door, f"{role.value}@elsewhere.example")

    if allowed:
        assert story.finish(who=person).completions[-1].step == step
    else:
        with pytest.raises(errors.NotYourStep) as refused:
            story.finish(who=person)
        assert refused.value.facts["actor"] is STATIONS[step].actor


@pytest.mark.parametrize("step", STOPS)
def test_a_step_the_case_does_not_wait_at_is_refused(step: str) -> None:
    story = story_at("triage" if step != "triage" else "dispose")
    outcome, said = ANSWERS[step]
    with pytest.raises(errors.NotHere):
        story.do(Complete(step=step, outcome=outcome, values=said), by(STATIONS[step].actor))


@pytest.mark.parametrize("outcome", sorted(NOT_COMPLAINTS | {"awaiting_info"}))
def test_what_leaves_the_flow_at_sorting_needs_a_reason(outcome: str) -> None:
    story = story_at("triage")
    with pytest.raises(errors.Missing) as refused:
        story.finish(outcome, reason="  ")
    assert refused.value.facts["keys"] == ["reason"]

    case = story.finish(outcome, reason="Pesan ini bukan pengaduan layanan.")
    if outcome == "awaiting_info":
        assert case.status == "Menunggu Kelengkapan"
    else:
        assert (case.status, case.classification) == ("Diarsipkan", outcome)
        moved = ["folder"] if outcome == "whistleblow" else []
        assert story.asked_for() == [*moved, "mail.not_a_complaint", "whole_file"]


def test_a_complaint_goes_on_to_the_head_without_a_reason() -> None:
    story = story_at("triage")
    assert story.finish(reason="").status == "Menunggu Disposisi"


def test_missing_data_rest_the_clock_until_they_come() -> None:
    story = story_at("triage")
    asked = story.finish("awaiting_info", reason="Nomor order belum ada.")
    assert asked.paused == ((story.at, None),)
    since = story.at

    back = story.finish(supplement="Nomor order 77/2026.")

    assert back.paused == ((since, story.at),)
    assert (back.station, back.status) == ("triage", "Diterima")


@pytest.mark.parametrize(
    ("step", "key"),
    [
        ("dispose", "assign_to"),
        ("dispose", "instruction"),
        ("review", "review"),
        ("cause", "root_cause"),
        ("actions", "correction"),
        ("actions", "corrective_action"),
        ("actions", "preventive_action"),
        ("verify", "verification"),
        ("draft", "reply_draft"),
        ("draft", "initial"),
        ("records", "letter_no"),
        ("records", "letter_date"),
        ("records", "final_pdf"),
        ("complete_info", "supplement"),
    ],
)
@pytest.mark.parametrize("empty", ["", " \n ", None])
def test_a_step_without_what_it_must_leave_behind_is_refused(
    step: str, key: str, empty: str | None
) -> None:
    story = story_at(step)
    if key == "final_pdf" and empty:
        empty = None
    with pytest.raises(errors.Missing) as refused:
        story.finish(**{key: empty})
    assert refused.value.facts["keys"] == [key]


def test_everything_missing_is_named_at_once() -> None:
    with pytest.raises(errors.Missing) as refused:
        story_at("actions").finish(correction="", preventive_action="")
    assert refused.value.facts["keys"] == ["correction", "preventive_action"]


@pytest.mark.parametrize("step", STOPS)
def test_an_outcome_the_step_does_not_have_is_refused(step: str) -> None:
    with pytest.raises(errors.UnknownOutcome):
        story_at(step).finish("selesai")


def test_tidak_needs_a_reason_and_returns_the_draft_as_a_new_version() -> None:
    story = story_at("sign")
    with pytest.raises(errors.Missing) as refused:
        story.finish("tidak")
    assert refused.value.facts["keys"] == ["reason"]

    case = story.finish("tidak", reason="Nada surat kurang tepat.")

    assert (case.station, case.status, case.returns) == ("draft", "Dikembalikan", 1)
    assert story.asked_for() == ["task.draft"]
    redrafted = story.finish(reply_draft="Dengan hormat, isi yang baru.")
    assert (redrafted.versions, redrafted.status) == (2, "Menunggu Persetujuan")
    assert redrafted.preview is None
    assert story.effects[0].data["version"] == 2


def test_the_redrafting_clock_begins_when_the_draft_is_returned() -> None:
    story = story_at("sign")
    case = story.finish("tidak", reason="Nada surat kurang tepat.")
    assert case.since == story.at


def test_ya_goes_to_the_records_office_and_is_bound_to_what_was_previewed() -> None:
    story = story_at("sign")
    case = story.finish("ya")
    assert (case.station, case.status) == ("records", "Menunggu TTE/Nomor")
    said = case.completions[-1].values
    assert (said["version"], said["revision"], said["pdf_sha256"]) == (1, "r1", f"{1:064d}")


def test_nobody_decides_before_the_preview_stands() -> None:
    story = story_at("draft")
    story.finish()
    decision = Complete(step="sign", outcome="ya")
    with pytest.raises(errors.PreviewNotReady):
        story.do(decision, by(Role.HEAD))


def test_nobody_approves_a_draft_of_their_own() -> None:
    story = story_at("draft")
    story.finish(who=by(Role.GROUP_HEAD, person=OFFICE.head.email))
    with pytest.raises(errors.OwnDraft):
        story.finish("ya")


def test_an_edited_letter_asks_again_and_the_old_link_says_why() -> None:
    story = story_at("sign")
    seen = story.case.visit
    story.do(FoundChanged(version=1, revision="r2"), WORKER)
    assert story.case.preview is None
    assert [effect.data["edited"] for effect in story.effects] == [True]

    with pytest.raises(errors.LetterChanged):
        story.do(Complete(step="sign", outcome="ya", visit=seen), by(Role.HEAD))


def test_a_letter_edited_after_ya_returns_from_the_records_office_for_a_new_decision() -> None:
    story = story_at("records")
    case = story.do(FoundChanged(version=1, revision="r2"), WORKER)
    assert (case.station, case.preview) == ("sign", None)


def test_a_preview_of_an_older_version_is_not_taken() -> None:
    story = story_at("sign")
    story.finish("tidak", reason="Nada surat kurang tepat.")
    story.finish()
    with pytest.raises(errors.NotHere):
        story.do(preview(story.case, version=1), WORKER)


def test_not_effective_goes_back_to_planning_and_asks_again() -> None:
    story = story_at("verify")
    case = story.finish("not_effective")
    assert (case.station, case.status) == ("actions", "Penetapan Tindakan")
    assert "task.actions" in story.asked_for()
    assert story.finish().station == "verify"


def test_a_reply_can_be_called_insufficient_once() -> None:
    story = story_at("deliver")
    with pytest.raises(errors.Missing):
        story.finish("not_satisfied")
    case = story.finish("not_satisfied", reason="Penyebabnya belum dijelaskan.")
    assert (case.station, case.status, case.reopened) == ("dispose", "Dibuka Kembali", 1)

    while story.case.station != "deliver":
        story.finish()
    case = story.finish("not_satisfied", reason="Masih belum.")
    assert (case.status, case.reopened) == ("Selesai", 1)


@pytest.mark.parametrize("left", ["{{isi}}", "<<nama>>", "{{ tanggal }}"])
def test_a_reply_with_an_open_placeholder_is_refused(left: str) -> None:
    with pytest.raises(errors.OpenPlaceholder) as refused:
        story_at("draft").finish(reply_draft=f"Dengan hormat, {left} dan {left}.")
    assert refused.value.facts["placeholders"] == left


@pytest.mark.parametrize(
    "number",
    [
        "B/1761/BSPJI-Samarinda/MS.08.01/IV/2023",
        "999/BSKJI/BSPJI-BANJARBARU/KP/V/2022",
        "008/BSPJI-Palembang/MS.1/X/2026",
    ],
)
def test_letter_numbers_as_found_in_the_wild_are_taken(number: str) -> None:
    case = story_at("records").finish(letter_no=f"  {number} ")
    assert case.value("records", "letter_no") == number


@pytest.mark.parametrize(
    "number",
    [
        *("1761", "B//2023", "/B/1", "B/1/", "B/1\n/2", "=1+1/2", "B/<1>/2", "B/" + "1" * 300),
        *("../../etc", "B/ /2023", "-/-", "B/../2023"),
    ],
)
def test_what_has_not_the_shape_of_a_letter_number_is_refused(number: str) -> None:
    with pytest.raises(errors.BadLetterNumber):
        story_at("records").finish(letter_no=number)


@pytest.mark.parametrize(
    ("check", "refusal"),
    [
        ({"doubts": ["differs"]}, errors.LetterInDoubt),
        ({"doubts": ["grown"], "reason": ""}, errors.LetterInDoubt),
        ({"broken": True, "reason": "Tetap saja."}, errors.LetterBroken),
        ({"doubts": ["differs"], "reason": "Dibetulkan."}, None),
        ({"doubts": []}, None),
        ({}, None),
    ],
)
def test_a_letter_that_was_not_approved_leaves_with_a_reason_and_a_broken_one_never(
    check: dict[str, Any], refusal: type[errors.SopError] | None
) -> None:
    story = story_at("records")
    outcome, said = ANSWERS["records"]
    command = Complete(step="records", outcome=outcome, values=said, letter_check=check)

    if refusal is None:
        assert story.do(command, by(Role.RECORDS_OFFICE)).station == "deliver"
        warned = "mail.letter_differs" in story.asked_for()
        assert warned is bool(check.get("doubts"))
    else:
        with pytest.raises(refusal):
            story.do(command, by(Role.RECORDS_OFFICE))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-11-20", "2026-11-20"),
        ("20/11/2026", "2026-11-20"),
        ("3.1.2026", "2026-01-03"),
        ("20-11-2026", "2026-11-20"),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, kept: str) -> None:
    case = story_at("records").finish(letter_date=typed)
    assert case.value("records", "letter_date") == kept


EARLY = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""Half past seven of Tuesday 24 November at the office, still Monday in UTC."""


@pytest.mark.parametrize(("day", "taken"), [("2026-11-24", True), ("2026-11-25", False)])
def test_a_letter_bears_no_day_to_come_on_the_wall_of_the_office(day: str, taken: bool) -> None:
    story = story_at("records")
    outcome, said = ANSWERS["records"]
    command = Complete(step="records", outcome=outcome, values={**said, "letter_date": day})

    if taken:
        after = decide(story.case, command, by(Role.RECORDS_OFFICE), EARLY, OFFICE.lists).case
        assert after.value("records", "letter_date") == day
    else:
        with pytest.raises(errors.DayToCome):
            decide(story.case, command, by(Role.RECORDS_OFFICE), EARLY, OFFICE.lists)


@pytest.mark.parametrize(
    ("step", "key"),
    [
        ("dispose", "due_at"),
        ("actions", "correction_due"),
        ("actions", "corrective_action_due"),
        ("actions", "preventive_action_due"),
    ],
)
def test_a_target_lies_not_behind_already(step: str, key: str) -> None:
    with pytest.raises(errors.DayGone):
        story_at(step).finish(**{key: "2026-11-22"})
    assert story_at(step).finish(**{key: "2026-11-23"}).value(step, key) == "2026-11-23"


@pytest.mark.parametrize(
    "typed",
    [
        *("31/2/2026", "besok", "2026-13-01", "11/30/2026", "٣٠/١١"),
        *("2026-11-2399", "2026-W47-1"),
    ],
)
def test_a_date_that_does_not_exist_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(errors.BadDate) as refused:
        story_at("records").finish(letter_date=typed)
    assert refused.value.facts["typed"] == typed


@pytest.mark.parametrize("typed", ["Pengujian", "pengujian", " PENGUJIAN "])
def test_a_choice_is_known_by_key_or_label_in_any_case(typed: str) -> None:
    assert story_at("dispose").finish(assign_to=typed).group == "Pengujian"
    assert story_at("triage").finish(severity="Tinggi").value("triage", "severity") == "high"


def test_a_value_outside_its_list_is_refused_and_the_list_is_told() -> None:
    with pytest.raises(errors.NotAChoice) as refused:
        story_at("dispose").finish(assign_to="Katering")
    assert refused.value.facts["choices"] == "Pengujian, Kalibrasi"


def test_ticks_that_nobody_offers_are_dropped() -> None:
    case = story_at("dispose").finish(instruction_ticks=["discuss", "sing", "follow_up"])
    assert case.value("dispose", "instruction_ticks") == ["discuss", "follow_up"]


def test_fields_of_other_steps_are_not_smuggled_in() -> None:
    case = story_at("review").finish(letter_no="B/1/2026", assign_to="Kalibrasi")
    assert set(case.completions[-1].values) == {each.key for each in STATIONS["review"].fields}
    assert case.group == "Pengujian"


@pytest.mark.parametrize(
    "line",
    [
        *("analis@@balai", "Penyelia", "a@balai.example, b@balai", "a@balai.example tel 0811"),
        *("budi@balai.example Budi Santoso", "budi@balai.example - ketua", "(" * 3000 + "@"),
        "a@balai.example Bcc: b@balai.example",
    ],
    ids=list("abcdefgh"),
)
def test_a_line_by_which_nobody_can_be_invited_is_named_and_not_passed_over(line: str) -> None:
    people = f"Mutu <mutu@balai.example>\n{line}\n1. Analis analis@balai.example"
    with pytest.raises(errors.NoAddress) as refused:
        story_at("review").finish(meeting=True, meeting_at="2026-11-25T09:00", participants=people)
    assert refused.value.facts["typed"] == line


def test_a_meeting_needs_a_time_and_people() -> None:
    with pytest.raises(errors.Missing) as refused:
        story_at("review").finish(meeting=True)
    assert refused.value.facts["keys"] == ["meeting_at", "participants"]

    story = story_at("review")
    story.finish(
        meeting=True, meeting_at="2026-11-25T09:00", participants="a@balai.example", minutes="Ada."
    )
    assert story.asked_for() == ["invitation", "mail.invitation", "meeting_minutes", "task.cause"]


@pytest.mark.parametrize("step", [step for step in STOPS if step != "sign"])
def test_a_used_link_says_who_was_first_and_when(step: str) -> None:
    story = story_at(step)
    seen, station = story.case.visit, story.case.station
    story.finish()
    first = story.case.completions[-1]
    outcome, said = ANSWERS[station]

    with pytest.raises(errors.AlreadyDone) as refused:
        again = Complete(step=station, outcome=outcome, values=said, visit=seen)
        story.do(again, by(STATIONS[station].actor))

    assert refused.value.facts["by"] == first.by
    assert refused.value.facts["at"] == first.at


def test_a_link_of_an_earlier_visit_to_the_same_step_stays_used() -> None:
    story = story_at("draft")
    seen = story.case.visit
    story.finish()
    story.finish("tidak", reason="Nada surat kurang tepat.")
    assert story.case.station == "draft"
    with pytest.raises(errors.AlreadyDone):
        again = Complete(step="draft", outcome="initialled", values=values("draft"), visit=seen)
        story.do(again, by(Role.GROUP_HEAD))


@pytest.mark.parametrize("step", STOPS)
def test_a_withdrawn_case_takes_no_decision_from_any_step(step: str) -> None:
    story = story_at(step)
    case = story.do(Withdraw(reason="Dicabut pelapor."), by(Role.SERVICE_DESK))
    assert (case.status, case.station, case.ended_at) == ("Dicabut", "", story.at)
    outcome, said = ANSWERS[step]
    with pytest.raises(errors.Closed):
        story.do(Complete(step=step, outcome=outcome, values=said), by(STATIONS[step].actor))
    with pytest.raises(errors.Closed):
        story.do(Withdraw(reason="Sekali lagi."), by(Role.SERVICE_DESK))


def test_a_closed_case_still_takes_a_message_of_the_customer() -> None:
    story = story_at("deliver")
    story.finish()
    case = story.do(Note(text="Terima kasih.", kind="customer"), by(Role.CUSTOMER, Door.MAIL))
    assert (case.status, case.notes[-1].text) == ("Selesai", "Terima kasih.")
    assert story.asked_for() == ["mail.customer_wrote"]


def test_a_moment_without_a_zone_is_refused() -> None:
    story = received()
    command = Complete(step="triage", outcome="complaint")
    with pytest.raises(ValueError, match="zone"):
        decide(story.case, command, by(Role.SERVICE_DESK), datetime(2026, 11, 23, 9, 0))


def test_deciding_changes_nothing() -> None:
    story = story_at("review")
    before = replace(story.case)
    command = Complete(step="review", outcome="reviewed", values=values("review"))
    decide(story.case, command, by(Role.GROUP_HEAD), MONDAY)
    assert story.case == before


def test_a_numbered_letter_waits_for_the_signer_once_it_is_prepared() -> None:
    story = story_at("records")

    case = story.finish("numbered", final_pdf="")

    assert (case.station, case.status, case.letter) == ("e_sign", "Menunggu TTE/Nomor", None)
    assert story.asked_for() == ["final_letter"]
    with pytest.raises(errors.PreviewNotReady):
        command = Complete(step="e_sign", outcome="signed", signed_pdf=FINAL_PDF)
        story.do(command, by(Role.HEAD))
    asked = story.do(prepared(case), WORKER)
    assert (story.asked_for(), asked.to_decide) == (["task.e_sign"], "e" * 64)


def test_what_was_signed_by_certificate_is_the_letter_with_the_number_given_before() -> None:
    story = story_at("e_sign")
    case = story.finish()

    assert case.station == "deliver" and case.letter is not None
    assert (case.letter.number, case.letter.pdf) == ("B/1/BSPJI/MS.08.01/XI/2026", FINAL_PDF)
    assert story.asked_for() == ["upload.1", "task.deliver"]


def test_nothing_is_signed_without_a_signed_letter() -> None:
    story = story_at("e_sign")
    with pytest.raises(errors.NotSigned):
        story.do(Complete(step="e_sign", outcome="signed"), by(Role.HEAD))


def test_the_drafter_signs_no_letter_of_their_own() -> None:
    story = story_at("e_sign")
    drafter = by(Role.HEAD, person=OFFICE.group_heads["Pengujian"].email)
    with pytest.raises(errors.OwnDraft):
        story.finish(who=drafter)


def test_the_signer_may_send_a_wrong_number_back_with_a_reason() -> None:
    story = story_at("e_sign")
    with pytest.raises(errors.Missing):
        story.finish("returned")

    case = story.finish("returned", reason="Nomornya belum benar.")

    assert (case.station, story.asked_for()) == ("records", ["task.records"])
    assert story.finish().station == "deliver"


@pytest.mark.parametrize("text", ["Tanpa tempat.", f"{BLANK_NUMBER} {BLANK_NUMBER} {BLANK_DATE}"])
def test_a_letter_without_one_place_for_number_and_date_cannot_be_numbered(text: str) -> None:
    story = story_at("draft")
    story.finish()
    story.do(preview(story.case, text=text), WORKER)
    story.finish()

    with pytest.raises(errors.NoPlaceForNumber):
        story.finish("numbered")
    assert story.finish("issued").station == "deliver"


def test_a_letter_prepared_for_an_earlier_visit_is_not_taken() -> None:
    story = story_at("e_sign")
    with pytest.raises(errors.NotHere):
        story.do(prepared(story.case, visit=1), WORKER)
