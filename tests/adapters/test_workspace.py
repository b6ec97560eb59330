"""Every failure of a call is named by what to do next, and says nothing it should not."""

import json
import threading

import httplib2
import pytest
import requests
from google.auth.exceptions import RefreshError, TransportError
from googleapiclient.errors import HttpError

from integration.google_answers import sorted_failure
from integration.ports import (
    AlreadyThere,
    Failure,
    GiveUp,
    NotFound,
    SignInRefused,
    TooFast,
    TryLater,
    Unclear,
)
from integration.workspace import SCOPES, Workspace, from_file, from_info

IDS = "GET /drive/v3/files/generateIds"


def ids(workspace: Workspace):
    return workspace.service("drive").files().generateIds(count=1)


def an_answer(code: int, body: object = None, **headers: str) -> HttpError:
    answer = httplib2.Response(headers)
    answer.status = code
    return HttpError(answer, json.dumps(body).encode() if body is not None else b"<html>?")


def old_style(code: int, reason: str, message: str = "") -> HttpError:
    error = {"code": code, "message": message, "errors": [{"reason": reason, "message": message}]}
    return an_answer(code, {"error": error})


def new_style(code: int, status: str, reason: str = "") -> HttpError:
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}]
    return an_answer(code, {"error": {"code": code, "status": status, "details": details}})


def rate_limit_of_a_newer_api() -> HttpError:
    error = {"code": 403, "status": "PERMISSION_DENIED", "message": "User Rate Limit Exceeded"}
    return an_answer(403, {"error": error})


@pytest.mark.parametrize(
    ("error", "when_safe", "when_not"),
    [
        (old_style(403, "userRateLimitExceeded"), TooFast, TooFast),
        (old_style(403, "rateLimitExceeded"), TooFast, TooFast),
        (old_style(429, "rateLimitExceeded"), TooFast, TooFast),
        (new_style(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"), TooFast, TooFast),
        (old_style(403, "dailyLimitExceeded"), GiveUp, GiveUp),
        (old_style(403, "insufficientFilePermissions"), GiveUp, GiveUp),
        (old_style(403, "storageQuotaExceeded"), GiveUp, GiveUp),
        (new_style(400, "INVALID_ARGUMENT"), GiveUp, GiveUp),
        (rate_limit_of_a_newer_api(), TooFast, TooFast),
        (old_style(401, "authError"), SignInRefused, SignInRefused),
        (old_style(404, "notFound"), NotFound, NotFound),
        (old_style(409, "alreadyExists"), AlreadyThere, AlreadyThere),
        (new_style(409, "ABORTED"), TryLater, TryLater),
        (an_answer(408), TryLater, Unclear),
        (an_answer(500), TryLater, Unclear),
        (an_answer(502), TryLater, Unclear),
        (old_style(503, "backendError"), TryLater, Unclear),
        (an_answer(501), GiveUp, GiveUp),
        (an_answer(418, ["?"]), GiveUp, GiveUp),
        (requests.ReadTimeout(), TryLater, Unclear),
        (requests.ConnectionError("Connection aborted."), TryLater, Unclear),
        (requests.exceptions.ChunkedEncodingError(), TryLater, Unclear),
        (requests.ConnectTimeout(), TryLater, TryLater),
        (requests.exceptions.ProxyError(), TryLater, TryLater),
        (json.JSONDecodeError("?", "", 0), TryLater, Unclear),
        (TransportError("no route"), TryLater, TryLater),
        (RefreshError("internal_failure", {}, retryable=True), TryLater, TryLater),
        (
            RefreshError("invalid_grant: gone", {"error": "invalid_grant"}),
            SignInRefused,
            SignInRefused,
        ),
    ],
    ids=repr,
)
def test_a_failure_is_named_by_what_to_do_next(error, when_safe, when_not):
    assert type(sorted_failure(error, safe=True)) is when_safe
    assert type(sorted_failure(error, safe=False)) is when_not


def test_a_mailbox_that_may_not_send_rests_for_an_hour():
    error = old_style(429, "rateLimitExceeded", "User-rate limit exceeded (Mail sending)")

    assert sorted_failure(error, safe=False).wait_seconds == 3600


@pytest.mark.parametrize(("given", "wait"), [("17", 17.0), ("soon", None), ("", None)])
def test_a_wait_that_google_asks_for_is_passed_on(given, wait):
    error = an_answer(429, {"error": {}}, **{"retry-after": given})

    assert sorted_failure(error, safe=True).wait_seconds == wait


def test_a_refused_sign_in_says_what_to_check():
    error = RefreshError("unauthorized_client: x", {"error": "unauthorized_client"})

    assert "unauthorized_client" in str(sorted_failure(error, safe=True))
    assert "scopes" in str(sorted_failure(error, safe=True))


def test_no_failure_repeats_an_address_or_a_query():
    refused = old_style(400, "invalid", "Invalid To header: siti@usaha.example")
    lost = requests.ConnectionError("https://x/?q=subject:rahasia&access_token=abc")

    said = str(sorted_failure(refused, safe=True)) + str(sorted_failure(lost, safe=True))

    assert "siti" not in said and "rahasia" not in said and "abc" not in said


# --- over the wire ---


def test_nothing_that_listens_means_it_surely_did_not_happen(google):
    session = requests.Session()
    gone = Workspace(from_info(google.key, google.mailbox), "http://127.0.0.1:1", (1, 1))

    with pytest.raises(TryLater):
        gone.call(ids(gone), safe=False)
    with pytest.raises(TryLater):
        gone.call(lambda: session.get("http://127.0.0.1:1/"), safe=False)
    session.close()


def test_a_failure_carries_no_trace_of_the_librarys_message(google, workspace):
    google.fails(IDS, "500")

    with pytest.raises(TryLater) as caught:
        workspace.call(ids(workspace), safe=True)
    assert caught.value.__cause__ is None and caught.value.__context__ is None


@pytest.mark.parametrize("mishap", ["close", "close_after_commit", "500", "503", "429"])
def test_one_call_is_one_request_whatever_happens(google, workspace, mishap):
    workspace.call(ids(workspace), safe=True)
    google.fails(IDS, mishap)
    mark = google.mark()

    with pytest.raises(Failure):
        workspace.call(ids(workspace), safe=False)
    assert len(google.seen(mark)) == 1


def test_a_token_that_is_refused_is_renewed_once_and_a_second_time_then_a_person_is_asked(
    google, workspace
):
    google.fails(IDS, "401", times=1)
    assert workspace.call(ids(workspace), safe=False)["ids"]

    google.fails(IDS, "401", times=3)
    with pytest.raises(GiveUp, match="scopes"):
        workspace.call(ids(workspace), safe=False)


def test_a_mailbox_that_is_not_delegated_is_for_a_person(google):
    stranger = google.workspace("tidak.ada@bspji-contoh.example")

    with pytest.raises(GiveUp, match="invalid_grant"):
        stranger.call(ids(stranger), safe=True)


def test_an_error_of_ours_is_not_taken_for_googles(workspace):
    def mistake():
        raise KeyError("ours")

    with pytest.raises(KeyError):
        workspace.call(mistake, safe=True)


def test_a_redirect_is_not_followed_with_our_token(google, workspace, monkeypatch):
    send = requests.Session.send
    asked = []

    def moved(self, request, **options):
        asked.append(options["allow_redirects"])
        return send(self, request, **options)

    monkeypatch.setattr(requests.Session, "send", moved)
    sheets = workspace.sheets()
    with pytest.raises(NotFound):
        workspace.call(lambda: sheets.fetch_sheet_metadata("tidak-ada"), safe=True)
    workspace.call(ids(workspace), safe=True)

    assert asked[-1] is False and asked.count(False) == 2


def test_calls_are_counted_by_api(workspace):
    sheets = workspace.sheets()
    with pytest.raises(NotFound):
        workspace.call(lambda: sheets.fetch_sheet_metadata("tidak-ada"), safe=True)
    users = workspace.service("gmail").users()
    workspace.call(users.getProfile(userId="me"), safe=True)
    workspace.call(users.getProfile(userId="me"), safe=True)

    assert workspace.calls == {"sheets": 1, "gmail": 2}


def test_threads_do_not_share_a_session(workspace):
    mine = workspace.sheets().session
    others: list[object] = []

    thread = threading.Thread(target=lambda: others.append(workspace.sheets().session))
    thread.start()
    thread.join()

    assert workspace.sheets().session is mine and others[0] is not mine


def test_without_an_origin_google_itself_is_asked(google, monkeypatch):
    asked = []

    def noted(self, request, **options):
        asked.append(request.url)
        raise requests.ConnectTimeout

    live = Workspace(from_info(google.key, google.mailbox))
    live.call(lambda: live.sheets().session.credentials.refresh(_signer()), safe=True)
    monkeypatch.setattr(requests.Session, "send", noted)
    with pytest.raises(TryLater):
        live.call(ids(live), safe=True)

    assert asked[0].startswith("https://www.googleapis.com/drive/v3/files/generateIds")


def _signer():
    from google.auth.transport.requests import Request

    return Request(requests.Session())


def test_a_persons_consent_is_a_key_too_and_anything_else_is_not(tmp_path):
    key = tmp_path / "key.json"
    consent = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    key.write_text(json.dumps({"type": "authorized_user", **consent}))

    assert from_file(key)().scopes == SCOPES
    key.write_text(json.dumps({"type": "lain"}))
    with pytest.raises(ValueError, match="lain"):
        from_file(key)


def test_only_the_scopes_that_the_work_needs_are_asked_for():
    names = {scope.removeprefix("https://www.googleapis.com/auth/") for scope in SCOPES}

    assert names == {
        "spreadsheets",
        "drive",
        "documents",
        "forms.responses.readonly",
        "forms.body.readonly",
        "gmail.modify",
    }
