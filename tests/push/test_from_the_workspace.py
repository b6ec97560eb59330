"""Push end to end: the local workspace calls, as Google would; the doors check, store, and look."""

import base64
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from werkzeug.serving import make_server

from integration.clock import FixedClock
from integration.push.cloud import names
from integration.push.facts import LOOK, REFUSED
from integration.push.hints import Hints
from integration.push.hooks import Hooks, blueprint
from integration.push.memory import facts
from integration.push.oidc import Certificates, Oidc
from integration.push.signed import Signed
from integration.push.tally import Tally
from integration.push.watches import Watches
from integration.service import Service
from integration.store.database import Database
from tests.local_google import Google

SECRET = "a-secret-for-tests"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
Listening = Callable[..., "Ours"]


class Ours:
    """The doors at a real address, and the subscriptions that lead there."""

    def __init__(self, google: Google, service: Service, address: str, hooks: Hooks) -> None:
        self.google, self.service, self.hooks = google, service, hooks
        workspace = google.workspace()
        self.watches = Watches(
            service=service,
            files=workspace,
            mail=workspace,
            public_url=address,
            secret=SECRET,
            register_id=google.office["register_id"],
            form_id=google.office["form_id"],
            archive_folder_id=google.office["archive_folder_id"],
            topic=google.topic(address),
        )

    def asked(self) -> set[str]:
        """The rounds that were told to look, once every push was tried."""
        self.google.settle()
        return set(facts(self.hooks.database, LOOK))

    def refused(self) -> list[str]:
        """Why pushes were refused."""
        self.google.settle()
        return list(facts(self.hooks.database, REFUSED))


@pytest.fixture
def listening(
    google: Google, service: Service, database: Database, clock: FixedClock
) -> Iterator[Listening]:
    """The doors, listening; the sender or the audience may be another than the subscription's."""
    clock.moment = google.now()
    ends: list[Callable[[], None]] = []

    def listen(sender: str = "", audience: str = "") -> Ours:
        app = Flask("doors")
        server = make_server("127.0.0.1", 0, app, threaded=True)
        address = f"http://127.0.0.1:{server.server_port}"
        told = names(google.key["project_id"], google.origin)
        certificates = Certificates(told["google_certs_url"])
        pubsub = Oidc(
            audience or f"{address}/hooks/pubsub", sender or told["pubsub_sender"], certificates
        )
        hooks = Hooks(
            database=database,
            clock=clock,
            hints=Hints(database, clock),
            tally=Tally(database, clock),
            signed=Signed("", clock),
            pubsub=pubsub,
            scheduler=replace(pubsub, audience=""),
            secret=SECRET,
            form_id=google.office["form_id"],
            mailbox=google.mailbox,
        )
        app.register_blueprint(blueprint(hooks))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()

        def end() -> None:
            server.shutdown()
            thread.join()
            server.server_close()

        ends.append(end)
        ours = Ours(google, service, address, hooks)
        ours.watches.look()
        assert ours.asked() == set(), "to be told that a channel is open is no reason to look"
        return ours

    yield listen
    for end in ends:
        end()


def answer(google: Google) -> None:
    door = f"forms/{google.office['form_id']}/responses"
    google._post(door, {"answers": {"Nama": "Rani"}})


def write(google: Google) -> None:
    message = EmailMessage()
    message["To"], message["Subject"] = google.mailbox, "Keluhan"
    message.set_content("Isi")
    gmail = google.workspace(google.office["people"]["customer"]).service("gmail")
    body = {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode()}
    gmail.users().messages().send(userId="me", body=body).execute()


def edit_a_draft(google: Google) -> None:
    drive = google.workspace().service("drive").files()
    folder = google.office["archive_folder_id"]
    drive.create(body={"name": "Konsep", "parents": [folder]}, supportsAllDrives=True).execute()


def test_an_answer_a_mail_and_a_file_each_wake_their_round(
    google: Google, listening: Listening
) -> None:
    ours = listening()
    answer(google)
    assert ours.asked() == {"form"}
    write(google)
    assert ours.asked() == {"form", "mail"}
    edit_a_draft(google)
    assert ours.asked() == {"form", "mail", "drafts", "register"}
    assert ours.refused() == []


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"audience": "https://lain.example/hooks/pubsub"}, "audience"),
        ({"sender": "lain@contoh.example"}, "sender"),
    ],
)
def test_a_subscription_set_up_wrongly_is_refused_and_the_doctor_hears_why(
    google: Google, listening: Listening, other: dict[str, str], why: str
) -> None:
    ours = listening(**other)
    answer(google)
    assert ours.asked() == set()
    assert ours.refused() == [f"pubsub:{why}"]


def test_a_token_that_ended_is_refused_and_the_message_comes_again(
    google: Google, listening: Listening
) -> None:
    ours = listening()
    google.fails("POST /hooks/pubsub", "expired_push_token")
    answer(google)
    assert ours.refused() == ["pubsub:token"]
    google.advance(SECOND)
    assert ours.asked() == {"form"}


@pytest.mark.parametrize("fault", ["duplicate_push", "out_of_order_push"])
def test_a_push_may_come_twice_or_too_late(
    google: Google, listening: Listening, fault: str
) -> None:
    ours = listening()
    google.fails("POST /hooks/.*", fault)
    answer(google)
    write(google)
    assert ours.asked() == {"form", "mail"}


@pytest.mark.parametrize("fault", ["lost_push", "expired_channel"])
def test_a_push_that_never_comes_leaves_no_hint(
    google: Google, listening: Listening, fault: str
) -> None:
    ours = listening()
    google.fails("POST /hooks/drive", fault)
    edit_a_draft(google)
    assert ours.asked() == set()


def test_a_channel_that_ended_early_is_replaced_in_time(
    google: Google, listening: Listening, clock: FixedClock
) -> None:
    ours = listening()
    google.fails("POST /hooks/drive", "expired_channel")
    edit_a_draft(google)
    assert ours.asked() == set()
    clock.advance(days=5)
    google.advance(5 * DAY)
    ours.watches.look()
    edit_a_draft(google)
    assert ours.asked() == {"drafts", "register"}
