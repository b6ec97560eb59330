"""The re-check of a remedy: its day, its mail with the link, the linked action where it failed."""

from dataclasses import replace
from itertools import islice

import pytest

from integration.delegation import read_delegations
from integration.history import told
from integration.reminders.plan import Kind, moments, waits
from integration.sop import errors
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.commands import Complete
from tests.factories import OFFICE, Story, actor, by, story_at
from tests.reminders.conftest import Office, wita
from tests.reminders.test_plan import CALENDAR

LAB, HEAD = "pengujian@balai.example", "kepala@balai.example"
FOUND = {"verification": "Antrean alat kembali melebihi kapasitas."}
FAILED = {
    **FOUND,
    "root_cause": "Jadwal baru tidak dipakai pada hari Jumat.",
    "corrective_action": "Penyelia memeriksa jadwal setiap pagi.",
    "recheck_at": "2027-02-01",
}


def closed(recheck_at: str = "2026-12-28") -> Story:
    """An ended case whose verification set a day for the re-check."""
    story = story_at("verify")
    story.finish(recheck_at=recheck_at)
    while story.case.station:
        story.finish()
    return story


def done(case: Case, outcome: str = "effective", **said: str) -> Complete:
    assert case.recheck is not None
    values = said or (FAILED if outcome == "not_effective" else FOUND)
    return Complete(step="recheck", outcome=outcome, values=values, visit=case.recheck.visit)


def test_its_day_is_set_at_verification_or_planned_with_the_action() -> None:
    verified = closed().case.recheck
    assert verified is not None and verified.on == "2026-12-28"
    assert closed(recheck_at="").case.recheck is None
    story = story_at("actions")
    story.finish(recheck_at="2026-12-21")
    story.finish()
    assert story.case.recheck is not None and story.case.recheck.on == "2026-12-21"


@pytest.mark.parametrize("step", ["actions", "verify"])
def test_a_day_that_does_not_lie_ahead_is_refused(step: str) -> None:
    with pytest.raises(errors.DayNotAhead):
        story_at(step).finish(recheck_at="2026-11-23")


def test_a_remedy_not_yet_effective_has_no_re_check_of_its_own() -> None:
    story = story_at("verify")
    assert story.finish("not_effective", recheck_at="2026-12-28").recheck is None


def test_it_waits_from_the_opening_of_its_day_and_a_free_day_moves_it_on() -> None:
    (wait,) = waits(closed("2026-12-25").case, CALENDAR)
    assert (wait.to, wait.since) == (Role.GROUP_HEAD, wita("2026-12-28 07:30"))
    come = islice(moments(closed("2026-12-25").case, CALENDAR), 4)
    assert [(one.kind, f"{one.at:%m-%d %H:%M}") for one in come] == [
        (Kind.ASK, "12-28 07:30"),
        (Kind.HALF, "12-29 11:15"),
    ]


def test_a_remedy_that_holds_ends_the_watch_and_the_case_stays_ended() -> None:
    story = closed()
    before = story.case
    story.at = wita("2026-12-28 09:00")
    after = story.do(done(before), by(Role.GROUP_HEAD))
    assert after.recheck is None
    assert (after.status, after.ended_at, after.visit) == (
        before.status,
        before.ended_at,
        before.visit,
    )
    assert story.asked_for() == ["recheck", "recheck_report", "whole_file"]
    assert "Efektif" in told(story.events[-1])


def test_not_effective_opens_a_linked_action_with_a_re_check_of_its_own() -> None:
    story = closed()
    story.at = wita("2026-12-28 09:00")
    after = story.do(done(story.case, "not_effective"), by(Role.GROUP_HEAD))
    assert after.final == "Selesai"
    assert after.rechecks[-1].values["corrective_action"] == FAILED["corrective_action"]
    assert after.recheck is not None and after.recheck.on == "2027-02-01"
    assert after.recheck.visit == after.seq
    assert "1 Februari 2027" in told(story.events[-1])


@pytest.mark.parametrize("empty", ["root_cause", "corrective_action", "recheck_at"])
def test_what_was_not_effective_needs_reason_action_and_the_next_day(empty: str) -> None:
    story = closed()
    with pytest.raises(errors.Missing) as refused:
        story.do(done(story.case, "not_effective", **{**FAILED, empty: ""}), by(Role.GROUP_HEAD))
    assert refused.value.facts["keys"] == [empty]


@pytest.mark.parametrize(
    ("key", "day", "refusal"),
    [
        ("recheck_at", "2026-12-28", errors.DayNotAhead),
        ("corrective_action_due", "2026-12-27", errors.DayGone),
    ],
)
def test_what_follows_a_failed_remedy_does_not_lie_behind(
    key: str, day: str, refusal: type[errors.SopError]
) -> None:
    story = closed()
    story.at = wita("2026-12-28 09:00")
    with pytest.raises(refusal):
        story.do(done(story.case, "not_effective", **{**FAILED, key: day}), by(Role.GROUP_HEAD))


def test_only_the_pokja_head_records_it_and_only_once() -> None:
    story = closed()
    first = done(story.case, "not_effective")
    for role in (Role.SERVICE_DESK, Role.HEAD, Role.CUSTOMER):
        with pytest.raises(errors.NotYourStep):
            story.do(first, by(role))
    story.at = wita("2026-12-28 09:00")
    story.do(first, by(Role.GROUP_HEAD))
    with pytest.raises(errors.AlreadyDone):
        story.do(first, by(Role.GROUP_HEAD))


def test_a_case_without_a_re_check_knows_of_none() -> None:
    story = story_at("draft")
    with pytest.raises(errors.NotHere):
        story.do(Complete(step="recheck", outcome="effective", values=FOUND), by(Role.GROUP_HEAD))


def watched(office: Office, day: str = "2026-12-18") -> str:
    """A closed case with a re-check on that day."""
    workshop = office.workshop
    number = workshop.at("verify")
    workshop.finish(number, recheck_at=day)
    workshop.work()
    while (case := workshop.service.case(number)).station:
        workshop.finish(number, who=actor(case))
        workshop.work()
    office.tick()
    office.sent.clear()
    return number


def test_the_day_brings_one_mail_with_the_link_then_reminders_with_the_same(
    office: Office,
) -> None:
    number = watched(office)
    office.pass_until(wita("2026-12-23 23:00"))
    assert office.reminded() == [
        ("Fri 18 07:30", "pengujian", "ask"),
        ("Mon 21 07:30", "pengujian", "list"),
        ("Mon 21 11:30", "pengujian", "half"),
        ("Tue 22 07:30", "pengujian", "list"),
        ("Wed 23 07:30", "pengujian", "list"),
    ]
    mails = [
        mail
        for mail in office.workshop.google.mailbox.to(LAB)
        if ":7:remind." in mail.key or mail.key.startswith("morning")
    ]
    links = {next(x for x in mail.text.splitlines() if "/aksi/" in x) for mail in mails}
    assert len(links) == 1
    link = office.workshop.links.read_action(links.pop().rpartition("/")[2])
    assert (link.register_no, link.step, link.person) == (number, "recheck", LAB)
    assert "Jadwal alat diatur ulang." in mails[0].text


def test_a_late_re_check_is_told_to_the_head_every_morning(office: Office) -> None:
    watched(office)
    office.pass_until(wita("2026-12-29 08:00"))
    assert [one for one in office.reminded() if one[1] == "kepala"] == [
        ("Mon 28 07:30", "kepala", "list"),
        ("Tue 29 07:30", "kepala", "list"),
    ]


def test_a_failed_re_check_is_reported_and_asked_again_on_the_next_day(office: Office) -> None:
    number = watched(office)
    office.pass_until(wita("2026-12-18 09:00"))
    case = office.workshop.service.case(number)
    failed = done(case, "not_effective", **{**FAILED, "recheck_at": "2026-12-30"})
    office.workshop.service.act(number, failed, by(Role.GROUP_HEAD))
    office.pass_until(wita("2026-12-30 08:00"))
    asked = [(at, who) for at, who, what in office.reminded() if what == "ask"]
    assert asked == [("Fri 18 07:30", "pengujian"), ("Wed 30 07:30", "pengujian")]
    assert not [one for one in office.reminded() if one[2] in ("half", "due")]
    report = next(
        mail
        for mail in office.workshop.google.mailbox.to(HEAD)
        if mail.key.split(":")[2] == "recheck_report"
    )
    assert "belum efektif" in report.subject and FAILED["corrective_action"] in report.text
    again = office.workshop.google.mailbox.to(LAB)[-1]
    assert FAILED["corrective_action"] in again.text and "ke-2" in again.text
    names = [name for name in office.workshop.google.archive.names if "Pemeriksaan Ulang" in name]
    assert len(names) == 1


def test_whoever_stands_in_on_that_day_is_asked(office: Office) -> None:
    watched(office)
    said = {
        "for": LAB,
        "by": "plh@balai.example",
        "name": "Intan Surya Contoh",
        "kind": "Plh.",
        "from": "2026-12-18",
        "to": "2026-12-18",
    }
    given = read_delegations([said], OFFICE.officials)
    office.workshop.service.office = replace(OFFICE, delegations=given)
    office.pass_until(wita("2026-12-18 08:00"))
    assert office.reminded() == [("Fri 18 07:30", "plh", "ask")]


def test_who_has_a_conflict_of_interest_is_not_asked_to_re_check() -> None:
    other = OFFICE.group_heads["Kalibrasi"]
    story = story_at("dispose")
    named = {one.email: f"{one.name} <{one.email}>" for one in OFFICE.officials}
    story.finish(conflict=True, conflicted=named[LAB], reviewer=named[other.email])
    while story.case.station != "verify":
        story.finish()
    reviewer = by(Role.GROUP_HEAD, person=other.email)
    story.finish(who=reviewer, recheck_at="2026-12-28")
    while story.case.station:
        story.finish()

    (wait,) = waits(story.case, CALENDAR)
    day = wita("2026-12-28 09:00").date()
    assert OFFICE.in_charge(wait.to, story.case, day, wait.step).email == other.email
    with pytest.raises(errors.ConflictOfInterest):
        story.do(done(story.case), by(Role.GROUP_HEAD, person=LAB))
    assert story.do(done(story.case), reviewer).recheck is None
