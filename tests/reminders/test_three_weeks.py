"""Three weeks with a Friday, two days off before Christmas and New Year: who is reminded when."""

from dataclasses import replace

from integration.delegation import read_delegations
from integration.sop.actors import Role
from integration.sop.commands import Complete, Pause
from integration.store import outbox
from tests.factories import ANSWERS, OFFICE, by
from tests.reminders.conftest import Office, wita

MORNINGS = [
    *("Wed 16", "Thu 17", "Fri 18", "Mon 21", "Tue 22", "Wed 23"),
    *("Mon 28", "Tue 29", "Wed 30", "Thu 31"),
]
"""Working days after Tuesday 15 December; 24 (cuti bersama), 25 and 1 January are free."""


def test_a_review_nobody_does_reminds_its_actor_and_tells_the_head_every_working_morning(
    office: Office,
) -> None:
    number = office.workshop.at("review")
    assert office.workshop.service.case(number).since == wita("2026-12-14 09:20")
    office.pass_until(wita("2027-01-03 12:00"))
    expected = [
        ("Mon 14 14:30", "pengujian", "half"),
        ("Tue 15 07:30", "pengujian", "list"),
        ("Tue 15 09:30", "pengujian", "due"),
    ]
    expected += [(f"{day} 07:30", "pengujian", "list") for day in MORNINGS]
    expected += [(f"{day} 07:30", "kepala", "list") for day in MORNINGS]
    assert sorted(office.reminded()) == sorted(expected)


def test_whoever_acts_in_time_is_never_reminded(office: Office) -> None:
    number = office.workshop.at("review")
    office.pass_until(wita("2026-12-14 13:30"))
    office.workshop.finish(number)
    office.pass_until(wita("2026-12-14 15:30"))
    office.workshop.finish(number)
    office.pass_until(wita("2026-12-14 16:30"))
    assert office.reminded() == []


def test_a_step_of_half_an_hour_has_no_reminder_before_its_limit(office: Office) -> None:
    office.workshop.at("dispose")
    office.pass_until(wita("2026-12-16 12:00"))
    assert office.reminded() == [
        ("Mon 14 10:00", "kepala", "due"),
        ("Tue 15 07:30", "kepala", "list"),
        ("Wed 16 07:30", "kepala", "list"),
    ]


def test_the_morning_list_is_one_mail_a_person_with_every_case_by_urgency(office: Office) -> None:
    late = office.workshop.at("review")
    office.pass_until(wita("2026-12-15 13:00"))
    waiting = office.workshop.at("verify", email="lain@usaha.example")
    office.pass_until(wita("2026-12-16 08:00"))
    lists = [
        mail
        for mail in office.workshop.google.mailbox.to("pengujian@balai.example")
        if mail.key == "morning:pengujian@balai.example:2026-12-16"
    ]
    assert len(lists) == 1
    text = lists[0].text
    assert "2 pengaduan" in lists[0].subject
    assert text.index("Melewati batas waktu") < text.index(late)
    assert text.index(late) < text.index("Menunggu tindakan Saudara (1)") < text.index(waiting)
    assert "Laporan hasil uji" not in text


def test_a_reminder_carries_the_link_of_the_task_it_reminds_of(office: Office) -> None:
    number = office.workshop.at("review")
    office.pass_until(wita("2026-12-16 08:00"))
    mails = office.workshop.google.mailbox.to("pengujian@balai.example")
    kinds = [mail.key.removeprefix(f"{number}:").split(":")[-2] for mail in mails]
    assert [kind.split(".")[0] for kind in kinds] == [
        "task",
        "remind",
        "pengujian@balai",
        "remind",
        "pengujian@balai",
    ]
    assert len({first_link(mail.text) for mail in mails}) == 1


def first_link(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("http"))


def test_the_heads_list_says_what_is_late_with_others_step_person_since_when_and_how_late(
    office: Office,
) -> None:
    number = office.workshop.at("review")
    office.pass_until(wita("2026-12-16 08:00"))
    mail = office.workshop.google.mailbox.to("kepala@balai.example")[-1]
    assert mail.subject == ("Daftar pagi Rabu, 16 Desember 2026: 1 terlambat pada petugas lain")
    assert f"{number}, langkah 4: Menerima dan mengkaji keluhan" in mail.text
    assert "/kasus/" in mail.text
    assert "Damar Langit Contoh (Ketua Pokja Pengujian)" in mail.text
    assert "Menunggu sejak: Senin, 14 Desember 2026 pukul 09.20 WITA" in mail.text
    assert "Batas waktu: Selasa, 15 Desember 2026 pukul 09.20 WITA" in mail.text
    assert "Terlambat: 5 jam 40 menit (waktu kerja)" in mail.text
    assert "/aksi/" not in mail.text


def test_six_late_cases_and_one_of_his_own_are_one_mail_to_the_head_in_the_morning(
    office: Office,
) -> None:
    clock = office.workshop.clock
    late = []
    for place in range(6):
        clock.moment = wita(f"2026-12-14 10:{50 - place}")
        late.append(office.workshop.at("review", email=f"p{place}@usaha.example"))
    clock.moment = wita("2026-12-15 15:00")
    own = office.workshop.at("dispose", email="lain@usaha.example")
    office.pass_until(wita("2026-12-16 07:00"))
    before = len(office.sent)
    office.pass_until(wita("2026-12-16 12:00"))
    assert [to for _, to, _ in office.sent[before:]].count("kepala@balai.example") == 1
    mail = office.workshop.google.mailbox.to("kepala@balai.example")[-1]
    assert mail.subject.endswith(": 1 pengaduan menunggu Saudara, 6 terlambat pada petugas lain")
    # His own first, then the others, the longest late first.
    places = [mail.text.index(f"{number}, langkah") for number in (own, *reversed(late))]
    assert places == sorted(places)
    assert mail.text.count("/kasus/") == 6 and mail.text.count("/aksi/") == 1


def test_what_was_late_with_others_and_is_finished_before_the_mail_goes_is_not_told(
    office: Office,
) -> None:
    number = office.workshop.at("review")
    office.pass_until(wita("2026-12-15 20:00"))
    office.workshop.clock.moment = wita("2026-12-16 07:30")
    office.reminders.look()
    outcome, values = ANSWERS["review"]
    office.workshop.service.act(
        number, Complete(step="review", outcome=outcome, values=values), by(Role.GROUP_HEAD)
    )
    office.tick()
    assert not [one for one in office.reminded() if one[1] == "kepala"]


def test_a_head_who_stands_in_for_the_late_one_has_it_once_as_his_own(office: Office) -> None:
    said = {
        "for": "pengujian@balai.example",
        "by": "kepala@balai.example",
        "kind": "Plh.",
        "from": "2026-12-16",
        "to": "2026-12-16",
    }
    given = read_delegations([said], OFFICE.officials)
    office.workshop.service.office = replace(OFFICE, delegations=given)
    number = office.workshop.at("review")
    office.pass_until(wita("2026-12-16 08:00"))
    mail = office.workshop.google.mailbox.to("kepala@balai.example")[-1]
    assert mail.text.count(f"{number}, langkah") == 1 and "petugas lain" not in mail.text


def test_what_was_finished_at_night_is_not_reminded_of_in_the_morning(office: Office) -> None:
    number = office.workshop.at("review")
    office.pass_until(wita("2026-12-15 20:00"))
    before = len(office.reminded())
    office.workshop.finish(number)
    office.workshop.finish(number)
    office.pass_until(wita("2026-12-16 07:30"))
    assert [what for _, _, what in office.reminded()[before:]] == ["list"]
    body = office.workshop.google.mailbox.posted[-1].mail.text
    assert "langkah 6" in body and "langkah 4" not in body


def test_while_its_clock_rests_a_step_is_listed_with_the_reason_and_nobody_is_reminded(
    office: Office,
) -> None:
    number = office.workshop.at("review")
    office.pass_until(wita("2026-12-14 10:00"))
    pause = Pause(why="signature", reason="TTE terkendala.", until=wita("2026-12-18 00:00"))
    office.workshop.service.act(number, pause, by(Role.GROUP_HEAD))
    office.pass_until(wita("2026-12-21 08:00"))
    # 40 of the day's 450 minutes were worked on Monday; the other 410 end on Friday at 15.50.
    assert office.reminded() == [
        *((f"{day} 07:30", "pengujian", "list") for day in ("Tue 15", "Wed 16", "Thu 17")),
        ("Fri 18 07:30", "pengujian", "list"),
        ("Fri 18 11:00", "pengujian", "half"),
        ("Fri 18 16:00", "pengujian", "due"),
        ("Mon 21 07:30", "kepala", "list"),
        ("Mon 21 07:30", "pengujian", "list"),
    ]
    lists = [
        mail.text
        for mail in office.workshop.google.mailbox.to("pengujian@balai.example")
        if mail.key.startswith("morning")
    ]
    assert ["Menunggu tanda tangan: TTE terkendala." in text for text in lists] == [
        *(True, True, True),
        *(False, False),
    ]


def test_a_reminder_that_google_held_up_past_closing_is_said_by_the_mornings_list(
    office: Office,
) -> None:
    office.workshop.at("review")
    office.workshop.clock.moment = wita("2026-12-14 15:50")
    office.reminders.look()
    office.workshop.clock.moment = wita("2026-12-14 16:05")
    office.tick()
    assert office.reminded() == []
    assert [one.key.split(":")[2] for one in office.workshop.waiting()] == ["remind.half.20261214"]
    office.set(wita("2026-12-15 07:30"))
    assert office.reminded() == [("Tue 15 07:30", "pengujian", "list")]


def test_after_a_long_sleep_only_what_is_still_of_use_goes_out(office: Office) -> None:
    number = office.workshop.at("review")
    office.tick()
    office.restart()
    office.set(wita("2026-12-17 10:00"))
    assert sorted(office.reminded()) == [
        ("Thu 17 10:00", "kepala", "list"),
        ("Thu 17 10:00", "pengujian", "list"),
    ]
    states = office.workshop.states(number)
    skipped = [key.split(":")[2] for key, state in states.items() if state == outbox.SKIPPED]
    assert skipped == ["remind.half.20261214", "remind.due.20261215"]
    slept = office.workshop.service.entry("morning:pengujian@balai.example:2026-12-16")
    assert slept is not None and slept.state == outbox.SKIPPED


def test_waking_at_night_says_nothing_before_the_office_opens(office: Office) -> None:
    office.workshop.at("review")
    office.restart()
    office.set(wita("2026-12-15 19:00"))
    assert office.reminded() == []
    office.set(wita("2026-12-16 07:30"))
    assert {what for _, _, what in office.reminded()} == {"list"}


def test_nobody_is_reminded_for_a_draft_whose_preview_is_not_ready(office: Office) -> None:
    number = office.workshop.at("draft")
    office.workshop.finish(number)
    office.reminders.look()
    office.workshop.clock.moment = wita("2026-12-16 10:00")
    office.reminders.look()
    assert office.reminded() == []
    assert not [key for key in office.workshop.states(number) if ":9:remind." in key]


def test_a_limit_at_closing_time_has_passed_in_the_morning_without_lost_work(
    office: Office,
) -> None:
    office.workshop.clock.moment = wita("2026-12-14 15:20")
    number = office.workshop.at("dispose")
    assert office.workshop.service.case(number).since == wita("2026-12-14 15:30")
    office.pass_until(wita("2026-12-15 07:30"))
    assert office.reminded() == [("Tue 15 07:30", "kepala", "list")]
    listed = office.workshop.google.mailbox.to("kepala@balai.example")[-1]
    assert "Melewati batas waktu (1)" in listed.text
    assert "pukul 16.00 WITA\n" in listed.text and "(terlambat" not in listed.text
