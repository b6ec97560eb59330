"""Pushes say "look now" and nothing else; strangers, repeats and late ones change nothing."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from integration.clock import FixedClock
from integration.push.facts import EDIT_HINT, REFUSED, REPLAY
from integration.push.hooks import ALL_ROUNDS
from integration.push.memory import facts
from integration.push.oidc import Certificates
from integration.store.database import Database
from tests.push.conftest import FORM, MAILBOX, Doors


def gmail(address: str = MAILBOX) -> dict[str, Any]:
    said = json.dumps({"emailAddress": address, "historyId": "42"})
    return {"data": base64.b64encode(said.encode()).decode(), "messageId": "1"}


def answered(form_id: str = FORM) -> dict[str, Any]:
    return {"attributes": {"formId": form_id, "eventType": "RESPONSES"}, "messageId": "2"}


# -- Pub/Sub --------------------------------------------------------------------------------------


def test_new_mail_makes_the_mailbox_be_looked_at(doors: Doors) -> None:
    assert doors.pubsub(gmail()) == 204
    assert doors.asked() == {"mail"}


def test_an_answer_makes_the_form_be_looked_at(doors: Doors) -> None:
    assert doors.pubsub(answered()) == 204
    assert doors.asked() == {"form"}


def test_a_push_may_come_twice(doors: Doors) -> None:
    assert [doors.pubsub(gmail()) for _ in range(3)] == [204] * 3
    assert doors.asked() == {"mail"}


def test_what_is_meant_for_others_is_answered_and_forgotten(doors: Doors) -> None:
    assert doors.pubsub(gmail("lain@balai.example")) == 204
    assert doors.pubsub(answered("form-2")) == 204
    assert doors.asked() == set()


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"aud": "https://lain.example/hooks/pubsub"}, "audience"),
        ({"email": "lain@contoh.example"}, "sender"),
        ({"email_verified": False}, "sender"),
        ({"email_verified": "true"}, "sender"),
        ({"iss": "https://contoh.example"}, "issuer"),
        ({"exp": int(time.time()) - 60, "iat": int(time.time()) - 4000}, "token"),
        ({"iat": int(time.time()) + 3600, "exp": int(time.time()) + 7200}, "token"),
    ],
)
def test_a_token_for_somebody_else_is_refused_and_the_doctor_hears_why(
    claims: dict[str, Any], why: str, doors: Doors
) -> None:
    assert doors.pubsub(gmail(), doors.issuer.token(**claims)) in (401, 403)
    assert doors.asked() == set()
    assert list(facts(doors.database, REFUSED)) == [f"pubsub:{why}"]


def test_a_token_of_another_key_or_none_is_refused(doors: Doors) -> None:
    good = doors.issuer.token()
    head, body, sign = good.split(".")
    other = doors.issuer.token(sub="2").split(".")
    for bad in ("", "x", f"{head}.{other[1]}.{sign}", f"{head}.{body}.", "a.b.c", "x" * 9000):
        assert doors.pubsub(gmail(), bad) == 401
    assert doors.asked() == set()


def test_certificates_are_fetched_once_and_again_for_an_unknown_key(doors: Doors) -> None:
    for _ in range(5):
        assert doors.pubsub(gmail()) == 204
    assert doors.certificates.fetched == 1
    doors.issuer.add("two")
    new = doors.issuer.token("two")
    assert doors.pubsub(gmail(), new) == 401
    doors.seconds[0] += 61
    assert doors.pubsub(gmail(), new) == 204
    assert doors.certificates.fetched == 2


def test_without_certificates_google_is_asked_to_send_again(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Certificates, "_fetch", _away)
    assert doors.pubsub(gmail()) == 503
    assert doors.asked() == set()


def _away(*_: Any) -> None:
    from integration.push.oidc import CertificatesAway

    raise CertificatesAway("ConnectionError")


@pytest.mark.parametrize(
    "message", [None, "x", {}, {"data": "!!"}, {"data": base64.b64encode(b"[]").decode()}]
)
def test_a_message_that_says_nothing_is_refused(message: Any, doors: Doors) -> None:
    assert doors.pubsub(message) == 400
    assert doors.asked() == set()


# -- Drive ----------------------------------------------------------------------------------------


def test_a_change_in_the_register_makes_it_be_looked_at(doors: Doors) -> None:
    doors.watch("channel-1")
    assert doors.drive("channel-1", Message_Number="9") == 204
    assert doors.drive("channel-1", Message_Number="3") == 204
    assert doors.asked() == {"register"}


def test_the_first_message_may_come_before_the_answer_and_asks_for_nothing(doors: Doors) -> None:
    doors.watch("channel-1", resource="")
    assert doors.drive("channel-1", Resource_State="sync") == 204
    assert doors.asked() == set()


def test_forged_and_ended_channels_are_refused(doors: Doors) -> None:
    doors.watch("channel-1")
    assert doors.drive("channel-1", Channel_Token="guess") == 403
    assert doors.drive("channel-1", Channel_Token="tebakan é") == 403
    assert doors.drive("channel-1", Resource_ID="resource-2") == 403
    assert doors.drive("channel-2") == 403
    assert doors.client.post("/hooks/drive").status_code == 403
    assert doors.client.get("/hooks/drive").status_code == 405
    assert doors.asked() == set()


# -- Apps Script and cron -------------------------------------------------------------------------

EDIT = {
    "kind": "edit",
    "sheet": "Register",
    "register_no": "ADU/2026/0007",
    "header": "Catatan Petugas",
    "editor": "Rani.Melati@balai.example",
}


def test_an_edit_is_remembered_with_its_editor_until_the_register_looks(doors: Doors) -> None:
    assert doors.signed("/hooks/script", EDIT) == 204
    assert doors.asked() == {"register"}
    (hint,) = facts(doors.database, EDIT_HINT).items()
    assert hint[0] == "ADU/2026/0007:Catatan Petugas"
    assert hint[1]["editor"] == "rani.melati@balai.example"


@pytest.mark.parametrize(
    "other",
    [
        {"register_no": "=HYPERLINK(1)"},
        {"register_no": 7},
        {"header": ""},
        {"header": "x" * 300},
        {"editor": ""},
        {"editor": "bukan alamat"},
    ],
)
def test_an_edit_that_names_nobody_still_makes_the_register_be_looked_at(
    other: dict[str, Any], doors: Doors
) -> None:
    assert doors.signed("/hooks/script", EDIT | other) == 204
    assert doors.asked() == {"register"}
    assert facts(doors.database, EDIT_HINT) == {}


def test_a_submitted_form_makes_the_form_be_looked_at(doors: Doors) -> None:
    assert doors.signed("/hooks/script", {"kind": "form"}) == 204
    assert doors.asked() == {"form"}


def test_a_wrong_secret_a_changed_body_and_an_old_call_are_refused(doors: Doors) -> None:
    assert doors.signed("/hooks/script", EDIT, secret="guess") == 403
    assert doors.signed("/hooks/script", EDIT, late=301) == 403
    assert doors.signed("/hooks/script", EDIT, late=-301) == 403
    assert doors.signed("/hooks/script", b"no json") == 400
    assert doors.signed("/hooks/script", {"kind": "delete"}) == 400
    assert doors.client.post("/hooks/script", json=EDIT).status_code == 403
    assert doors.signed("/hooks/script", EDIT, late=299) == 204


def test_a_call_is_taken_once_on_every_kind_of_database(
    doors_on: Callable[[Database, FixedClock], Doors], any_database: Database, clock: FixedClock
) -> None:
    doors = doors_on(any_database, clock)
    assert doors.signed("/hooks/script", EDIT) == 204
    for name in list(doors.asked()):
        assert name == "register"
    assert doors.signed("/hooks/script", EDIT) == 409
    clock.advance(seconds=1)
    assert doors.signed("/hooks/script", EDIT) == 204


def test_used_up_calls_are_forgotten_when_they_are_too_old_to_come_back(doors: Doors) -> None:
    for _ in range(3):
        doors.signed("/hooks/script", EDIT)
        doors.clock.advance(seconds=400)
    assert len(facts(doors.database, REPLAY)) <= 2


def test_a_scheduler_ticks_by_token_or_by_signature(doors: Doors) -> None:
    token = doors.issuer.token(aud="https://tanggap.example/hooks/tick")
    said = {"Authorization": f"Bearer {token}"}
    assert doors.client.post("/hooks/tick", headers=said).status_code == 204
    assert doors.asked() == ALL_ROUNDS
    stale = {"Authorization": f"Bearer {doors.issuer.token()}"}
    assert doors.client.post("/hooks/tick", headers=stale).status_code == 403
    assert doors.signed("/hooks/tick", b"") == 204
    assert doors.signed("/hooks/tick", b"") == 409


def test_what_cannot_be_stored_is_sent_again(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(type(doors.hooks.hints), "within", away)
    assert doors.pubsub(gmail()) == 503
    assert doors.signed("/hooks/script", EDIT) == 503
    monkeypatch.undo()
    assert doors.signed("/hooks/script", EDIT) == 204, "a call that failed is not used up"


def test_a_body_that_is_too_large_is_refused(doors: Doors) -> None:
    assert doors.signed("/hooks/script", b"x" * 70_000) == 400
