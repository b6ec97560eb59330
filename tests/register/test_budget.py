"""The budget of calls: sixty reads and sixty writes a minute, shared out, never overdrawn."""

from datetime import timedelta

import pytest

from integration.budget import LIMIT, Budget
from integration.clock import FixedClock
from integration.ports import CellWrite, DeskWrite, TooFast
from integration.register import journal
from integration.register.columns import HEADERS
from integration.register.cycle import RegisterSync
from integration.register.round import BUDGET, ORDINARY, SOON, RegisterRound
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs
from tests.local_google import local_google
from tests.register.register_house import CALENDAR, MONDAY, House


@pytest.fixture
def clock():
    return FixedClock(MONDAY)


@pytest.fixture
def budget(clock):
    return Budget(clock, sleep=lambda seconds: clock.advance(seconds=seconds))


def busiest_minute(moments):
    return max(
        sum(first <= each < first + timedelta(minutes=1) for each in moments) for first in moments
    )


def test_whoever_calls_without_a_pause_is_held_back_to_what_google_allows(budget, clock):
    moments = []
    for _ in range(300):
        budget.spend("GET")
        moments.append(clock.now())

    assert busiest_minute(moments) <= LIMIT
    assert clock.now() - MONDAY > timedelta(minutes=5)


def test_reads_and_writes_have_a_bucket_each_and_are_told(budget, clock):
    for _ in range(5):
        budget.spend("GET")
    budget.spend("POST")

    assert budget.used() == {"reads": 5, "writes": 1, "limit": 60, "held": 0}
    clock.advance(minutes=2)
    assert budget.used() == {"reads": 0, "writes": 0, "limit": 60, "held": 0}


def test_a_clock_that_is_put_back_does_not_stop_the_service(budget, clock):
    for _ in range(20):
        budget.spend("GET")
    clock.advance(hours=-5)
    before = clock.now()
    budget.spend("GET")

    assert clock.now() - before < timedelta(seconds=3)


def test_an_idle_round_has_something_left_for_haste(house, budget, clock):
    round_ = watched(house, budget)
    for _ in range(200):
        round_.look()
        budget.spend("GET")
        clock.advance(seconds=round_.pace())

    assert round_.pace() == ORDINARY


def test_a_typed_row_has_its_number_within_three_seconds(house, budget, clock):
    round_ = watched(house, budget)
    round_.look()
    row = house.new_row(kanal="WhatsApp", uraian="LHU belum terbit.")
    clock.advance(seconds=round_.pace())
    typed = ORDINARY
    round_.look()
    assert round_.pace() == SOON
    round_.look()

    assert house.says(row, "No. Register") == "ADU/2026/0001"
    assert typed + SOON < 3


def test_calls_that_wait_minute_after_minute_are_told_with_their_beginning(house, budget, clock):
    round_ = watched(house, budget)

    def kept_after(calls):
        for _ in range(calls):
            budget.spend("GET")
        round_.look()
        return house.service.recall(BUDGET)["held_since"]

    assert kept_after(5) == ""
    began = kept_after(70)
    assert began == clock.now().isoformat()
    assert kept_after(70) == began != clock.now().isoformat()
    clock.advance(minutes=2)
    assert kept_after(5) == ""


def test_looks_that_google_refuses_for_their_number_are_counted_for_ten_minutes(
    house, budget, clock
):
    def refuses():
        raise TooFast("429")

    round_ = watched(house, budget)
    round_.look()
    round_.opened = (round_.opened[0], refuses)
    for _ in range(3):
        clock.advance(minutes=2)
        with pytest.raises(TooFast):
            round_.look()
    assert house.service.recall(BUDGET)["refused"] == 3

    round_.opened = (round_.opened[0], lambda: None)
    clock.advance(minutes=9)
    round_.look()
    assert house.service.recall(BUDGET)["refused"] == 1


def watched(house: House, budget: Budget) -> RegisterRound:
    house.service.clock = budget.clock
    return RegisterRound(lambda: (house.sync, lambda: None), house.service, budget, 0.8)


def test_with_googles_quotas_on_no_cycle_meets_a_429(tmp_path, house, budget, clock):
    with local_google(tmp_path) as google:
        google.doors.post(f"{google.origin}/_emulator/quotas", json={"on": True})
        register = google.office["register_id"]
        ours = google.workspace()

        def pass_time(seconds: float) -> None:
            clock.advance(seconds=seconds)
            google.advance(timedelta(seconds=seconds))

        budget.sleep = pass_time
        ours.meter = budget.spend
        house.service.clock = clock
        mark = google.mark()

        def opened():
            tabs = Tabs(ours, register)
            tab = tabs.ensure("register", "Register", HEADERS)
            aside = tabs.ensure("journal", journal.TITLE, journal.FIRST_ROW)
            desk = GoogleDesk(ours, register, [tab, aside], aside)
            sync = RegisterSync(
                house.service, house.book, desk, house.links, lambda: CALENDAR, lambda: tab, aside
            )

            def settings_tab() -> None:
                note = CellWrite(row=0, column=0, note=str(clock.now()))
                desk.write(DeskWrite(sheet_id=tab, cells=(note,)))

            return sync, settings_tab

        round_ = RegisterRound(opened, house.service, budget, 0.8)
        for turn in range(130):
            if turn % 10 == 0:
                house.complain(name=f"Pelapor {turn}")
            round_.look()
            pass_time(round_.pace())

        kept = house.service.recall(BUDGET)
        assert kept["held_since"] == "" and kept["refused"] == 0
        statuses = [one["status"] for one in google.seen(mark)]
        assert len(statuses) > 250
        assert set(statuses) == {200}
