"""The server as a whole: tokens, the oracle, batches, long requests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import service_account
from googleapiclient.errors import HttpError


def test_a_request_without_a_token_gets_googles_401(workspace: Any) -> None:
    answer = workspace.session.get(workspace.origin + "/drive/v3/files", timeout=30)

    assert answer.status_code == 401
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"
    assert answer.json()["error"]["errors"][0]["reason"] == "authError"


def test_the_service_account_key_acts_for_the_person_it_is_given(
    workspace: Any, office: dict[str, Any]
) -> None:
    key = workspace.door("GET", "service_account").json()
    scopes = ["https://www.googleapis.com/auth/drive"]
    credentials = service_account.Credentials.from_service_account_info(key, scopes=scopes)
    for_head = credentials.with_subject(office["people"]["head"])

    with AuthorizedSession(for_head) as session:
        session.trust_env = False
        answer = session.get(workspace.origin + "/drive/v3/about?fields=user", timeout=30)

    assert answer.json()["user"]["emailAddress"] == office["people"]["head"]


def test_a_token_reaches_only_what_its_scopes_allow(workspace: Any, mailbox: str) -> None:
    sender = workspace.service(
        "gmail", "v1", mailbox, ["https://www.googleapis.com/auth/gmail.send"]
    )

    with pytest.raises(HttpError) as refused:
        sender.users().messages().list(userId="me").execute()

    assert refused.value.status_code == 403
    assert "insufficient authentication scopes" in refused.value.reason


def test_what_google_does_not_know_is_400_and_changes_nothing(workspace: Any, mailbox: str) -> None:
    unknown = workspace.call("POST", "/drive/v3/files", mailbox, json={"name": "a", "title": "b"})
    wrong = workspace.call("POST", "/drive/v3/files", mailbox, json={"starred": "perhaps"})
    query = workspace.get("/gmail/v1/users/me/messages?maxResults=many", mailbox)
    strange = workspace.get("/gmail/v1/users/me/messages?colour=red", mailbox)

    assert [answer.status_code for answer in (unknown, wrong, query, strange)] == [400] * 4
    assert 'Unknown name "title"' in unknown.json()["error"]["message"]
    names = [f["name"] for f in workspace.get("/drive/v3/files", mailbox).json()["files"]]
    assert "a" not in names


def test_what_google_knows_and_the_workspace_does_not_names_itself(
    workspace: Any, mailbox: str
) -> None:
    answer = workspace.get("/drive/v3/apps", mailbox)

    assert answer.status_code == 501
    assert "drive.apps.list" in answer.json()["error"]["message"]


def test_an_unknown_path_is_404(workspace: Any, mailbox: str) -> None:
    assert workspace.get("/drive/v3/nothing/here/at/all", mailbox).status_code == 404


def test_a_get_too_long_for_a_url_comes_as_post_and_is_understood(drive: Any) -> None:
    long_query = " or ".join(f"name = 'berkas nomor {number}'" for number in range(120))
    drive.files().create(body={"name": "berkas nomor 7"}).execute()

    found = drive.files().list(q=long_query).execute()["files"]

    assert [file["name"] for file in found] == ["berkas nomor 7"]


def test_a_batch_answers_every_part_by_itself(workspace: Any, drive: Any) -> None:
    made = drive.files().create(body={"name": "satu"}).execute()
    answers: dict[str, Any] = {}

    def remember(name: str, answer: Any, error: Any) -> None:
        answers[name] = error.status_code if error else answer["name"]

    batch = drive.new_batch_http_request(callback=remember)
    batch.add(drive.files().get(fileId=made["id"]), request_id="there")
    batch.add(drive.files().get(fileId="nowhere"), request_id="missing")
    batch.execute()

    assert answers == {"there": "satu", "missing": 404}
    assert [line["status"] for line in workspace.log()][-2:] == [200, 404]


def test_gmails_batch_shares_the_common_path(gmail: Any) -> None:
    answers: list[Any] = []
    batch = gmail.new_batch_http_request(
        callback=lambda name, answer, error: answers.append(answer)
    )
    batch.add(gmail.users().getProfile(userId="me"))
    batch.add(gmail.users().labels().list(userId="me"))
    batch.execute()

    assert "emailAddress" in answers[0]
    assert "labels" in answers[1]


def test_a_partial_answer_holds_only_what_was_asked(drive: Any) -> None:
    made = (
        drive.files()
        .create(
            body={"name": "x", "properties": {"a": "1"}},
            fields="id,capabilities/canEdit,lastModifyingUser(displayName,me)",
        )
        .execute()
    )

    assert set(made) == {"id", "capabilities", "lastModifyingUser"}
    assert set(made["capabilities"]) == {"canEdit"}
    assert set(made["lastModifyingUser"]) == {"displayName", "me"}


def test_a_misspelt_field_is_refused(drive: Any) -> None:
    with pytest.raises(HttpError) as refused:
        drive.files().list(fields="files(nmae)").execute()

    assert refused.value.status_code == 400
    assert "Invalid field selection nmae" in refused.value.reason


def test_certificates_are_served_for_googles_own_verification(workspace: Any) -> None:
    answer = workspace.session.get(workspace.origin + "/oauth2/v1/certs", timeout=30)
    (certificate,) = answer.json().values()

    assert certificate.startswith("-----BEGIN CERTIFICATE-----")
    assert json.dumps(answer.json())
