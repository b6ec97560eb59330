"""Pub/Sub as Gmail and Forms use it: topics, push subscriptions, tokens, what is published when."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests
from google.auth import exceptions
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2 import id_token, service_account
from googleapiclient.errors import HttpError
from push_room import (
    PROJECT,
    PUBLISHERS,
    PUSHER,
    SUBSCRIPTION,
    TOPIC,
    Receiver,
    lasting,
    receiver,
    receiving,
    subscribe,
    workspace,
)

__all__ = ["lasting", "receiver", "workspace"]


SCOPES = [
    "https://www.googleapis.com/auth/gmail.modify",
    "https://www.googleapis.com/auth/forms.body",
    "https://www.googleapis.com/auth/forms.responses.readonly",
]


@pytest.fixture
def pubsub(workspace: Any) -> Any:
    """Pub/Sub as the office's administrator sees it."""
    return workspace.service("pubsub", "v1", "admin@contoh.example")


@pytest.fixture
def subscribed(pubsub: Any, receiver: Receiver) -> Receiver:
    """A topic for Gmail and Forms, pushed to the receiver."""
    subscribe(pubsub, f"{receiver.address}/hooks/pubsub")
    return receiver


@pytest.fixture
def google_certificates(workspace: Any) -> Iterator[Request]:
    """google-auth's own transport, with Google's certificates served by the workspace."""

    class Here(requests.adapters.HTTPAdapter):
        def send(self, request: Any, *given: Any, **more: Any) -> Any:
            request.url = request.url.replace("https://www.googleapis.com", workspace.origin, 1)
            return super().send(request, *given, **more)

    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://www.googleapis.com", Here())
        yield Request(session)


def as_the_service(workspace: Any, email: str) -> AuthorizedSession:
    """The office's own key, acting for somebody."""
    key = workspace.door("GET", "service_account").json()
    credentials = service_account.Credentials.from_service_account_info(
        key, scopes=SCOPES, subject=email
    )
    session = AuthorizedSession(credentials)
    session.trust_env = False
    return session


def write(workspace: Any, sender: str, to: str, subject: str = "Keluhan") -> None:
    """Somebody writes to somebody."""
    message = EmailMessage()
    message["To"], message["Subject"] = to, subject
    message.set_content("Isi")
    body = {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode()}
    gmail = workspace.service("gmail", "v1", sender)
    gmail.users().messages().send(userId="me", body=body).execute()


def watch_inbox(gmail: Any, **other: Any) -> dict[str, Any]:
    """What the product asks of Gmail."""
    body = {"topicName": TOPIC, "labelIds": ["INBOX"], "labelFilterBehavior": "include", **other}
    opened: dict[str, Any] = gmail.users().watch(userId="me", body=body).execute()
    return opened


def answer(workspace: Any, office: dict[str, Any], name: str = "Rani") -> None:
    """A customer fills the Form."""
    door = f"forms/{office['form_id']}/responses"
    assert workspace.door("POST", door, {"answers": {"Nama": name}}).status_code == 200


def watch_form(forms: Any, office: dict[str, Any], kind: str = "RESPONSES") -> str:
    """A watch on the office's Form."""
    body = {"watch": {"target": {"topic": {"topicName": TOPIC}}, "eventType": kind}}
    made = forms.forms().watches().create(formId=office["form_id"], body=body).execute()
    return str(made["id"])


# -- the envelope and its token -------------------------------------------------------------------


def test_a_published_message_comes_in_pubsubs_envelope(pubsub: Any, subscribed: Receiver) -> None:
    message = {"data": base64.b64encode(b"isi").decode(), "attributes": {"warna": "biru"}}
    published = (
        pubsub.projects().topics().publish(topic=TOPIC, body={"messages": [message]}).execute()
    )

    (came,) = subscribed.settled()

    (message_id,) = published["messageIds"]
    said = came.message
    assert said["publishTime"] == said["publish_time"]
    assert said | {"publishTime": "", "publish_time": ""} == {
        **message,
        "messageId": message_id,
        "message_id": message_id,
        "publishTime": "",
        "publish_time": "",
    }
    assert SUBSCRIPTION.encode() in came.body
    assert came.headers["content-type"] == "application/json"


def test_google_auth_takes_the_token_unchanged(
    pubsub: Any, subscribed: Receiver, google_certificates: Request
) -> None:
    publish(pubsub)
    (came,) = subscribed.settled()
    audience = f"{subscribed.address}/hooks/pubsub"

    claims = id_token.verify_oauth2_token(came.bearer, google_certificates, audience=audience)

    assert (claims["email"], claims["email_verified"]) == (PUSHER, True)
    assert claims["exp"] - claims["iat"] == 3600
    with pytest.raises(exceptions.GoogleAuthError):
        id_token.verify_oauth2_token(
            came.bearer, google_certificates, audience="https://lain.example"
        )


def test_audience_and_sender_are_the_subscriptions(
    pubsub: Any, receiver: Receiver, google_certificates: Request
) -> None:
    config = {
        "pushEndpoint": f"{receiver.address}/x",
        "oidcToken": {"serviceAccountEmail": "lain@contoh.example", "audience": "kantor"},
    }
    subscribe(pubsub, receiver.address, pushConfig=config)
    publish(pubsub)

    (came,) = receiver.settled()

    claims = id_token.verify_oauth2_token(came.bearer, google_certificates, audience="kantor")
    assert claims["email"] == "lain@contoh.example"


def test_a_subscription_without_a_token_sends_none(pubsub: Any, receiver: Receiver) -> None:
    subscribe(pubsub, receiver.address, pushConfig={"pushEndpoint": receiver.address})
    publish(pubsub)

    (came,) = receiver.settled()

    assert "authorization" not in came.headers


def test_an_expired_token_is_refused_and_the_next_one_is_fresh(
    workspace: Any, pubsub: Any, subscribed: Receiver, google_certificates: Request
) -> None:
    workspace.fault("POST /hooks/pubsub", "expired_push_token")
    subscribed.answers = [401]
    publish(pubsub)
    (first,) = subscribed.settled()
    with pytest.raises(exceptions.GoogleAuthError):
        id_token.verify_oauth2_token(first.bearer, google_certificates)

    workspace.advance(1)

    (second,) = subscribed.settled()
    assert id_token.verify_oauth2_token(second.bearer, google_certificates)
    assert first.message == second.message


def publish(pubsub: Any, text: str = "isi") -> None:
    """Publish one message."""
    messages = [{"data": base64.b64encode(text.encode()).decode()}]
    pubsub.projects().topics().publish(topic=TOPIC, body={"messages": messages}).execute()


# -- delivery -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 429, 500, 503])
def test_whatever_is_not_acknowledged_comes_again(
    workspace: Any, pubsub: Any, subscribed: Receiver, status: int
) -> None:
    subscribed.answers = [status, status]
    publish(pubsub)
    (first,) = subscribed.settled()

    workspace.advance(0.1)
    again = subscribed.settled()
    workspace.advance(0.2)
    again += subscribed.settled()

    assert [one.message["messageId"] for one in again] == [first.message["messageId"]] * 2
    workspace.advance(3600)
    assert subscribed.settled() == []


def test_a_message_is_kept_as_long_as_the_subscription_says(
    workspace: Any, pubsub: Any, receiver: Receiver
) -> None:
    subscribe(pubsub, receiver.address, messageRetentionDuration="3600s")
    receiver.answers = [500] * 100
    publish(pubsub)
    assert len(receiver.settled()) == 1
    workspace.advance(3601)
    assert len(receiver.settled()) == 1

    workspace.advance(3600)

    assert receiver.settled() == []
    assert workspace.door("GET", "push").json()[-1]["state"] == "lost"


def test_retries_follow_the_subscriptions_policy(
    workspace: Any, pubsub: Any, receiver: Receiver
) -> None:
    policy = {"minimumBackoff": "10s", "maximumBackoff": "15s"}
    subscribe(pubsub, receiver.address, retryPolicy=policy)
    receiver.answers = [500] * 3
    publish(pubsub)
    receiver.settled()
    came = []
    for seconds in (9, 2, 14, 2):
        workspace.advance(seconds)
        came.append(len(receiver.settled()))

    assert came == [0, 1, 0, 1]


def test_what_waits_goes_to_the_new_endpoint(
    workspace: Any, pubsub: Any, subscribed: Receiver
) -> None:
    subscribed.answers = [500]
    publish(pubsub)
    subscribed.settled()
    config = {"pushEndpoint": f"{subscribed.address}/baru"}
    subscriptions = pubsub.projects().subscriptions()
    subscriptions.modifyPushConfig(subscription=SUBSCRIPTION, body={"pushConfig": config}).execute()

    workspace.advance(1)

    assert [one.path for one in subscribed.settled()] == ["/baru"]


def test_what_waits_survives_the_end_of_the_workspace(serve: Any, tmp_path: Path) -> None:
    with ExitStack() as listening:
        with serve(tmp_path) as first:
            told = listening.enter_context(receiving(first.world))
            pubsub = first.service("pubsub", "v1", "admin@contoh.example")
            subscribe(pubsub, told.address)
            told.answers = [503]
            publish(pubsub)
            (before,) = told.settled()
        with serve(tmp_path) as second:
            second.advance(1)
            told.world = second.world
            (after,) = told.settled()

    assert after.message == before.message


@pytest.mark.parametrize("fault", ["lost_push", "duplicate_push", "out_of_order_push"])
def test_mishaps_strike_pubsub_too(
    workspace: Any, pubsub: Any, subscribed: Receiver, fault: str
) -> None:
    workspace.fault("POST /hooks/pubsub", fault)
    for text in ("satu", "dua"):
        publish(pubsub, text)
        subscribed.world.courier.settle()

    said = [base64.b64decode(one.message["data"]).decode() for one in subscribed.settled()]

    assert (
        said
        == {
            "lost_push": ["dua"],
            "duplicate_push": ["satu", "satu", "dua"],
            "out_of_order_push": ["dua", "satu"],
        }[fault]
    )


# -- Gmail ----------------------------------------------------------------------------------------


def test_new_mail_says_whose_and_up_to_where(
    workspace: Any, gmail: Any, subscribed: Receiver, office: dict[str, Any], mailbox: str
) -> None:
    opened = watch_inbox(gmail)
    write(workspace, office["people"]["customer"], mailbox)

    (came,) = subscribed.settled()

    assert came.data["emailAddress"] == mailbox
    history = gmail.users().history().list(userId="me", startHistoryId=opened["historyId"])
    assert history.execute()["historyId"] == came.data["historyId"]


def test_labels_decide_what_is_told(
    workspace: Any, gmail: Any, subscribed: Receiver, office: dict[str, Any], mailbox: str
) -> None:
    customer = office["people"]["customer"]
    watch_inbox(gmail)
    write(workspace, mailbox, customer)
    assert subscribed.settled() == [], "what is sent is not in INBOX"
    workspace.advance(2)

    watch_inbox(gmail, labelFilterBehavior="exclude")
    write(workspace, customer, mailbox)
    assert subscribed.settled() == []
    workspace.advance(2)
    write(workspace, mailbox, customer)
    assert len(subscribed.settled()) == 1


def test_above_one_event_a_second_the_rest_is_dropped(
    workspace: Any, gmail: Any, subscribed: Receiver, office: dict[str, Any], mailbox: str
) -> None:
    watch_inbox(gmail)
    for _ in range(3):
        write(workspace, office["people"]["customer"], mailbox)
    assert len(subscribed.settled()) == 1
    workspace.advance(1)
    write(workspace, office["people"]["customer"], mailbox)

    (came,) = subscribed.settled()
    profile = gmail.users().getProfile(userId="me").execute()
    assert came.data["historyId"] == profile["historyId"], "one message tells of all before it"


def test_a_watch_ends_after_a_week_or_when_it_is_stopped(
    workspace: Any, gmail: Any, subscribed: Receiver, office: dict[str, Any], mailbox: str
) -> None:
    customer = office["people"]["customer"]
    watch_inbox(gmail)
    workspace.advance(7 * 86_400 + 1)
    write(workspace, customer, mailbox)
    assert subscribed.settled() == []
    watch_inbox(gmail)
    write(workspace, customer, mailbox)
    assert len(subscribed.settled()) == 1
    workspace.advance(2)
    gmail.users().stop(userId="me").execute()
    write(workspace, customer, mailbox)

    assert subscribed.settled() == []


def test_a_mailbox_has_one_topic_a_project(pubsub: Any, gmail: Any, subscribed: Receiver) -> None:
    other = TOPIC + "-lain"
    pubsub.projects().topics().create(name=other, body={}).execute()
    watch_inbox(gmail)
    watch_inbox(gmail)

    with pytest.raises(HttpError) as refused:
        watch_inbox(gmail, topicName=other)

    assert refused.value.status_code == 400
    assert "Only one user push notification client allowed" in refused.value.reason


@pytest.mark.parametrize(
    ("topic", "members", "status", "words"),
    [
        (TOPIC, PUBLISHERS[1:], 403, "User not authorized to perform this action."),
        (TOPIC, None, 404, "Resource not found (resource=tanggap)."),
        ("projects/lain/topics/tanggap", None, 400, "Invalid topicName"),
        ("tanggap", None, 400, "Invalid topicName"),
    ],
)
def test_gmail_publishes_only_where_it_may(
    workspace: Any,
    pubsub: Any,
    mailbox: str,
    topic: str,
    members: list[str] | None,
    status: int,
    words: str,
) -> None:
    if members is not None:
        pubsub.projects().topics().create(name=topic, body={}).execute()
        policy = {"bindings": [{"role": "roles/pubsub.publisher", "members": members}]}
        body = {"policy": policy}
        pubsub.projects().topics().setIamPolicy(resource=topic, body=body).execute()

    with as_the_service(workspace, mailbox) as session:
        answer = session.post(
            f"{workspace.origin}/gmail/v1/users/me/watch", json={"topicName": topic}
        )

    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]


def test_an_expired_history_id_is_404_once(workspace: Any, gmail: Any) -> None:
    start = gmail.users().getProfile(userId="me").execute()["historyId"]
    asking = gmail.users().history().list(userId="me", startHistoryId=start)
    workspace.fault(".*", "expired_history_id")
    gmail.users().getProfile(userId="me").execute()

    with pytest.raises(HttpError) as refused:
        asking.execute()

    assert refused.value.status_code == 404
    assert workspace.log()[-1]["fault"] == "expired_history_id"
    assert asking.execute()["historyId"] == start


# -- Forms ----------------------------------------------------------------------------------------


@pytest.fixture
def forms(workspace: Any, mailbox: str) -> Any:
    """Forms as the service sees it."""
    return workspace.service("forms", "v1", mailbox)


def test_an_answer_says_which_form_and_watch(
    workspace: Any, forms: Any, subscribed: Receiver, office: dict[str, Any]
) -> None:
    watch = watch_form(forms, office)
    answer(workspace, office)

    (came,) = subscribed.settled()

    assert came.message["attributes"] == {
        "eventType": "RESPONSES",
        "formId": office["form_id"],
        "watchId": watch,
    }
    assert "data" not in came.message


def test_answers_within_thirty_seconds_are_told_together(
    workspace: Any, forms: Any, subscribed: Receiver, office: dict[str, Any]
) -> None:
    watch_form(forms, office)
    for name in ("Satu", "Dua", "Tiga"):
        answer(workspace, office, name)
    assert len(subscribed.settled()) == 1, "the first at once"
    workspace.advance(29)
    assert subscribed.settled() == []
    workspace.advance(1)
    assert len(subscribed.settled()) == 1, "the others when thirty seconds are over"
    workspace.advance(3600)
    assert subscribed.settled() == []


def test_a_change_of_the_form_is_told_to_another_kind_of_watch(
    workspace: Any, forms: Any, subscribed: Receiver, office: dict[str, Any]
) -> None:
    watch_form(forms, office)
    schema = watch_form(forms, office, "SCHEMA")
    info = {"updateFormInfo": {"info": {"title": "Baru"}, "updateMask": "title"}}
    body = {"requests": [info]}
    forms.forms().batchUpdate(formId=office["form_id"], body=body).execute()

    (came,) = subscribed.settled()

    assert came.message["attributes"]["watchId"] == schema


def test_a_watch_that_ended_is_silent_and_cannot_be_renewed(
    workspace: Any, forms: Any, subscribed: Receiver, office: dict[str, Any]
) -> None:
    watch = watch_form(forms, office)
    watches = forms.forms().watches()
    workspace.advance(6 * 86_400)
    watches.renew(formId=office["form_id"], watchId=watch, body={}).execute()
    workspace.advance(6 * 86_400)
    answer(workspace, office)
    assert len(subscribed.settled()) == 1
    workspace.advance(2 * 86_400)
    answer(workspace, office)
    assert subscribed.settled() == []

    with pytest.raises(HttpError) as refused:
        watches.renew(formId=office["form_id"], watchId=watch, body={}).execute()
    assert refused.value.status_code == 404


def test_a_watch_of_somebody_who_no_longer_sees_the_form_is_suspended(
    workspace: Any, drive: Any, subscribed: Receiver, office: dict[str, Any]
) -> None:
    head, form_id = office["people"]["head"], office["form_id"]
    grant = {"type": "user", "role": "writer", "emailAddress": head}
    given = drive.permissions().create(fileId=form_id, body=grant, sendNotificationEmail=False)
    permission = given.execute()["id"]
    theirs = workspace.service("forms", "v1", head)
    watch_form(theirs, office)
    drive.permissions().delete(fileId=form_id, permissionId=permission).execute()

    answer(workspace, office)

    assert subscribed.settled() == []
    drive.permissions().create(fileId=form_id, body=grant, sendNotificationEmail=False).execute()
    (watch,) = theirs.forms().watches().list(formId=form_id).execute()["watches"]
    assert (watch["state"], watch["errorType"]) == ("SUSPENDED", "NO_USER_ACCESS")
    renewed = theirs.forms().watches().renew(formId=form_id, watchId=watch["id"], body={}).execute()
    assert renewed["state"] == "ACTIVE"


def test_forms_publishes_only_where_it_may(
    workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    body = {"watch": {"target": {"topic": {"topicName": TOPIC}}, "eventType": "RESPONSES"}}
    with as_the_service(workspace, mailbox) as session:
        answer = session.post(f"{workspace.origin}/v1/forms/{office['form_id']}/watches", json=body)

    assert answer.status_code == 400
    assert TOPIC in answer.json()["error"]["message"]


# -- topics and subscriptions ---------------------------------------------------------------------


def test_topics_and_subscriptions_are_made_listed_and_deleted(
    pubsub: Any, subscribed: Receiver
) -> None:
    topics, subscriptions = pubsub.projects().topics(), pubsub.projects().subscriptions()
    project = f"projects/{PROJECT}"

    assert topics.list(project=project).execute() == {"topics": [{"name": TOPIC}]}
    assert topics.list(project="projects/lain").execute() == {"topics": []}
    (held,) = subscriptions.list(project=project).execute()["subscriptions"]
    assert held == subscriptions.get(subscription=SUBSCRIPTION).execute()
    assert (held["topic"], held["ackDeadlineSeconds"], held["state"]) == (TOPIC, 10, "ACTIVE")
    names = topics.subscriptions().list(topic=TOPIC).execute()["subscriptions"]
    assert names == [SUBSCRIPTION]
    for making in (
        topics.create(name=TOPIC, body={}),
        subscriptions.create(name=SUBSCRIPTION, body={"topic": TOPIC}),
    ):
        with pytest.raises(HttpError) as twice:
            making.execute()
        assert twice.value.status_code == 409
        assert "Resource already exists in the project (resource=tanggap)." in twice.value.reason
    topics.delete(topic=TOPIC).execute()
    orphan = subscriptions.get(subscription=SUBSCRIPTION).execute()
    assert orphan["topic"] == "_deleted-topic_"
    subscriptions.delete(subscription=SUBSCRIPTION).execute()
    with pytest.raises(HttpError) as gone:
        subscriptions.get(subscription=SUBSCRIPTION).execute()
    assert gone.value.status_code == 404


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("1tanggap", {"topic": TOPIC}, 400),
        ("goog-tanggap", {"topic": TOPIC}, 400),
        ("lain", {"topic": TOPIC + "-tiada"}, 404),
        ("lain", {"topic": TOPIC, "pushConfig": {"pushEndpoint": "http://kantor.example"}}, 400),
        ("lain", {"topic": TOPIC, "pushConfig": {"pushEndpoint": "https://x", "a": 1}}, 400),
        ("lain", {"topic": TOPIC}, 501),
        ("lain", {"topic": TOPIC, "filter": "attributes.a"}, 501),
    ],
)
def test_a_subscription_that_cannot_be_is_refused(
    pubsub: Any, subscribed: Receiver, name: str, body: dict[str, Any], status: int
) -> None:
    full = f"projects/{PROJECT}/subscriptions/{name}"
    with pytest.raises(HttpError) as refused:
        pubsub.projects().subscriptions().create(name=full, body=body).execute()

    assert refused.value.status_code == status
    names = pubsub.projects().topics().subscriptions().list(topic=TOPIC).execute()
    assert names["subscriptions"] == [SUBSCRIPTION]


def test_a_reset_keeps_the_cloud_project_and_drops_what_waits(
    workspace: Any, pubsub: Any, subscribed: Receiver
) -> None:
    subscribed.answers = [500]
    publish(pubsub)
    subscribed.settled()

    workspace.door("POST", "reset")
    workspace.advance(3600)

    assert subscribed.settled() == []
    publish(pubsub)
    assert len(subscribed.settled()) == 1
