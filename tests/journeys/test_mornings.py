"""Nobody acts and the days pass: the reminders that real mailboxes receive."""

from datetime import datetime, timedelta

import requests

from integration.calendar_seed import shipped_calendar
from integration.demo.play import COMPLAINT, Play
from integration.sop.standard import minutes
from integration.sop.table import STATIONS

MINUTE = timedelta(minutes=1)


def go_to(play: Play, moment: datetime) -> None:
    """Move the clock of the whole house."""
    door = f"{play.house.addresses['google']}/_emulator/clock"
    now = datetime.fromisoformat(requests.get(door, timeout=10).json()["now"])
    ahead = (moment - now).total_seconds()
    requests.post(door, json={"advance_seconds": ahead}, timeout=10).raise_for_status()


def test_the_desk_is_reminded_and_the_head_told_while_the_customer_hears_nothing(
    play: Play,
) -> None:
    calendar, addresses = shipped_calendar(), play.house.addresses
    # Begin at an opening, so that the day on which the test runs does not matter.
    door = f"{addresses['google']}/_emulator/clock"
    now = datetime.fromisoformat(requests.get(door, timeout=10).json()["now"])
    day = calendar.working_day_after(calendar.day_of(now), 1)
    opens = calendar.intervals(day)[0][0]
    go_to(play, opens + MINUTE)
    customer, desk, head = (play.person(who) for who in ("customer", "service_desk", "head"))
    requests.post(
        f"{addresses['google']}/_emulator/forms/{addresses['form_id']}/responses",
        json={"answers": {**COMPLAINT, "Email": customer.email}},
        timeout=10,
    ).raise_for_status()
    task = desk.wait_for(f"Langkah 2: {STATIONS['triage'].short}")

    go_to(play, calendar.due(opens, minutes(20)))
    reminder = desk.wait_for("Pengingat langkah 2")
    assert reminder.first_link == task.first_link

    next_day = calendar.working_day_after(day, 1)
    go_to(play, calendar.intervals(next_day)[0][0] + MINUTE)
    assert desk.wait_for("Daftar pagi").first_link == task.first_link
    late = head.wait_for("1 terlambat pada petugas lain").text
    assert "langkah 2" in late and "(Petugas Pelayanan)" in late
    subjects = [customer.read(each).subject for each in customer.inbox()]
    assert len(subjects) == 1, "only the acknowledgement"

    desk.act(task.first_link, {"outcome": "complaint"})
    head.wait_for("Langkah 3:")
