"""Subscriptions are made, renewed before they end, and their failure is told to two people."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from integration.clock import FixedClock
from integration.ports import Failure
from integration.push.facts import WATCH
from integration.push.memory import facts
from integration.push.watches import TRY_AGAIN, Watches
from integration.service import Service
from integration.store import outbox
from integration.templating import TemplateFolder
from tests.local_google import Google


@pytest.fixture
def watches(google: Google, service: Service, clock: FixedClock) -> Watches:
    clock.moment = google.now()
    workspace = google.workspace()
    return Watches(
        service=service,
        files=workspace,
        mail=workspace,
        public_url="https://tanggap.example",
        secret="a-secret-for-tests",
        register_id=google.office["register_id"],
        form_id=google.office["form_id"],
        archive_folder_id=google.office["archive_folder_id"],
        topic=google.topic("https://tanggap.example"),
    )


def held(watches: Watches) -> dict[str, Any]:
    return facts(watches.service.database, WATCH)


def calls(google: Google, since: int) -> list[str]:
    return [f"{one['method']} {one['path']}" for one in google.seen(since)]


def test_every_subscription_is_made_once(google: Google, watches: Watches) -> None:
    watches.look()
    assert set(held(watches)) == {"register-file", "changes", "gmail", "form"}
    mark = google.mark()
    watches.look()
    assert calls(google, mark) == []


def test_a_channel_is_replaced_by_one_with_a_fresh_id_and_the_old_one_is_stopped(
    google: Google, watches: Watches, clock: FixedClock
) -> None:
    watches.look()
    (old,) = held(watches)["register-file"]["channels"]
    clock.advance(hours=19)
    mark = google.mark()
    watches.look()
    (new,) = held(watches)["register-file"]["channels"]
    assert new["id"] != old["id"]
    done = [line for line in calls(google, mark) if "watch" in line or "stop" in line]
    register = google.office["register_id"]
    assert done == [f"POST /drive/v3/files/{register}/watch", "POST /drive/v3/channels/stop"]


def test_mail_is_renewed_daily_and_the_form_within_its_week(
    google: Google, watches: Watches, clock: FixedClock
) -> None:
    watches.look()
    clock.advance(days=1)
    mark = google.mark()
    watches.look()
    assert "POST /gmail/v1/users/me/watch" in calls(google, mark)
    form = google.office["form_id"]
    first = held(watches)["form"]["id"]
    clock.advance(days=5)
    google.advance(timedelta(days=5))
    mark = google.mark()
    watches.look()
    assert f"POST /v1/forms/{form}/watches/{first}:renew" in calls(google, mark)


def test_a_form_watch_that_ended_is_made_anew(
    google: Google, watches: Watches, clock: FixedClock
) -> None:
    watches.look()
    first = held(watches)["form"]["id"]
    google.advance(timedelta(days=8))
    clock.advance(days=8)
    watches.look()
    assert held(watches)["form"]["id"] != first


def test_a_form_watch_whose_answer_got_lost_is_found_again(
    google: Google, watches: Watches
) -> None:
    form = google.office["form_id"]
    google.fails(f"POST /v1/forms/{form}/watches", "close_after_commit")
    with pytest.raises(Failure):
        watches.look()
    watches.service.clock.advance(seconds=TRY_AGAIN.total_seconds())  # type: ignore[attr-defined]
    watches.look()
    assert held(watches)["form"]["failed"] == ""


def test_a_killed_process_knows_the_channel_it_was_opening(
    google: Google, watches: Watches
) -> None:
    register = google.office["register_id"]
    google.fails(f"POST /drive/v3/files/{register}/watch", "close_after_commit")
    with pytest.raises(Failure):
        watches.look()
    (pending,) = held(watches)["register-file"]["channels"]
    assert pending["resource"] == ""


def test_a_renewal_that_is_refused_is_told_to_two_people_once_a_day(
    google: Google, watches: Watches, clock: FixedClock
) -> None:
    watches.register_id = "gone"
    with pytest.raises(Failure):
        watches.look()
    mark = google.mark()
    watches.look()
    assert calls(google, mark) == [], "a failed renewal waits"
    clock.advance(seconds=TRY_AGAIN.total_seconds())
    with pytest.raises(Failure):
        watches.look()
    with watches.service.database.read() as tx:
        mails = outbox.in_state(tx, outbox.WAITING)
    office = watches.service.office
    told = [mail.data["person"] for mail in mails]
    assert told == [office.service_desk.email, office.records_office.email]
    assert set(held(watches)) == {"register-file", "changes", "gmail", "form"}


def test_the_alarm_says_what_is_slower_and_what_to_do(watches: Watches, tmp_path: Path) -> None:
    from integration.alarms import letter
    from integration.push.alarm import alarm

    now = watches.service.clock.now()
    alarm(watches.service, "gmail", "Google answered 403", now)
    with watches.service.database.read() as tx:
        entry = outbox.in_state(tx, outbox.WAITING)[0]
    said = letter(watches.service.office, entry, TemplateFolder())
    assert "surat masuk" in said.subject
    assert "tanggap doctor" in said.text
    assert "Google answered 403" in said.text


def test_without_a_topic_only_drive_is_watched(watches: Watches) -> None:
    watches.topic = ""
    watches.look()
    assert set(held(watches)) == {"register-file", "changes"}
