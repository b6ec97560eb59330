"""Drive channels: who is told what, when, and what becomes of a message that is not taken."""

from __future__ import annotations

import ssl
import threading
import uuid
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from googleapiclient.errors import HttpError
from push_room import Receiver, lasting, receiver, receiving, workspace

__all__ = ["lasting", "receiver", "workspace"]

FOLDER = "application/vnd.google-apps.folder"


def channel(receiver: Receiver, **other: Any) -> dict[str, Any]:
    """The body of a new channel."""
    address = f"{receiver.address}/hooks/drive"
    return {"id": str(uuid.uuid4()), "type": "web_hook", "address": address, **other}


def watch(drive: Any, receiver: Receiver, file_id: str, **other: Any) -> dict[str, Any]:
    """Watch a file; the sync message is taken away."""
    opened: dict[str, Any] = (
        drive.files()
        .watch(fileId=file_id, body=channel(receiver, **other), supportsAllDrives=True)
        .execute()
    )
    assert receiver.states() == ["sync"]
    return opened


def made(drive: Any, name: str = "satu", **other: Any) -> str:
    """A new file."""
    return str(drive.files().create(body={"name": name, **other}).execute()["id"])


def test_the_first_message_is_sync_and_says_which_channel_it_is(
    drive: Any, receiver: Receiver
) -> None:
    body = channel(receiver, token="rahasia", expiration="4102444800000")
    file_id = made(drive)
    opened = drive.files().watch(fileId=file_id, body=body).execute()

    (sync,) = receiver.settled()

    assert sync.path == "/hooks/drive"
    assert sync.body == b""
    assert sync.headers["user-agent"].startswith("APIs-Google")
    said = {name: text for name, text in sync.headers.items() if name.startswith("x-goog-")}
    ends = parsedate_to_datetime(said.pop("x-goog-channel-expiration"))
    assert said == {
        "x-goog-channel-id": body["id"],
        "x-goog-channel-token": "rahasia",
        "x-goog-message-number": "1",
        "x-goog-resource-id": opened["resourceId"],
        "x-goog-resource-state": "sync",
        "x-goog-resource-uri": opened["resourceUri"],
    }
    assert int(ends.timestamp()) == int(opened["expiration"]) // 1000
    assert ends - datetime.now(UTC) <= timedelta(days=1)


def test_a_file_tells_what_happens_to_it(drive: Any, receiver: Receiver) -> None:
    folder, file_id = made(drive, "f", mimeType=FOLDER), made(drive)
    watch(drive, receiver, file_id)
    files = drive.files()
    parent = files.get(fileId=file_id, fields="parents").execute()["parents"][0]
    seen = []
    for change in (
        files.update(fileId=file_id, body={"name": "dua"}),
        files.update(fileId=file_id, addParents=folder, removeParents=parent),
        drive.permissions().create(
            fileId=file_id, body={"type": "anyone", "role": "reader"}, sendNotificationEmail=False
        ),
        files.update(fileId=file_id, body={"trashed": True}),
        files.update(fileId=file_id, body={"trashed": False}),
        files.delete(fileId=file_id),
    ):
        change.execute()
        seen += receiver.settled()

    assert [(one.state, one.headers.get("x-goog-changed")) for one in seen] == [
        ("update", "properties"),
        ("update", "parents"),
        ("update", "permissions"),
        ("trash", None),
        ("untrash", None),
        ("remove", None),
    ]
    numbers = [int(one.headers["x-goog-message-number"]) for one in seen]
    assert numbers == sorted(set(numbers))


def test_a_folder_tells_of_its_children(drive: Any, receiver: Receiver) -> None:
    folder = made(drive, "f", mimeType=FOLDER)
    watch(drive, receiver, folder)

    made(drive, "c", parents=[folder])

    (told,) = receiver.settled()
    assert (told.state, told.headers["x-goog-changed"]) == ("update", "children")


def test_edits_of_a_sheet_are_told_once_in_three_minutes(
    workspace: Any, drive: Any, receiver: Receiver, office: dict[str, Any], mailbox: str
) -> None:
    sheets = workspace.service("sheets", "v4", mailbox).spreadsheets()
    register = office["register_id"]
    workspace.advance(600)
    watch(drive, receiver, register)

    def edit(title: str) -> None:
        body = {"requests": [{"addSheet": {"properties": {"title": title}}}]}
        sheets.batchUpdate(spreadsheetId=register, body=body).execute()

    for number in range(5):
        edit(f"Tab {number}")
    assert receiver.states() == [], "told later, with the lag of modifiedTime"
    workspace.advance(181)
    (told,) = receiver.settled()
    assert (told.state, told.headers["x-goog-changed"]) == ("update", "content")
    edit("Tab 6")
    assert receiver.states() == []
    workspace.advance(181)
    assert receiver.states() == ["update"]


def test_changes_are_told_of_what_the_account_sees(
    workspace: Any, drive: Any, receiver: Receiver, office: dict[str, Any]
) -> None:
    token = drive.changes().getStartPageToken().execute()["startPageToken"]
    drive.changes().watch(pageToken=token, body=channel(receiver)).execute()
    assert receiver.states() == ["sync"]
    theirs = workspace.service("drive", "v3", office["people"]["customer"])

    made(theirs, "milik orang")
    in_drive = {"name": "d", "parents": [office["archive_folder_id"]]}
    drive.files().create(body=in_drive, supportsAllDrives=True).execute()
    assert receiver.states() == [], "another's files, and shared drives without the flags"
    file_id = made(drive)
    assert receiver.states() == ["change"]
    drive.files().delete(fileId=file_id).execute()
    assert receiver.states() == ["change"]


def test_a_shared_drive_is_told_with_the_flags(
    drive: Any, receiver: Receiver, office: dict[str, Any]
) -> None:
    drive.changes().watch(
        pageToken="1",
        body=channel(receiver),
        driveId=office["archive_drive_id"],
        supportsAllDrives=True,
        includeItemsFromAllDrives=True,
    ).execute()
    assert receiver.states() == ["sync"]

    made(drive, "di tempat lain")
    in_drive = {"name": "d", "parents": [office["archive_folder_id"]]}
    drive.files().create(body=in_drive, supportsAllDrives=True).execute()

    assert receiver.states() == ["change"]


def test_what_is_no_longer_shared_is_removed_and_then_silent(
    workspace: Any, drive: Any, receiver: Receiver, office: dict[str, Any]
) -> None:
    customer = office["people"]["customer"]
    file_id = made(drive)
    grant = {"type": "user", "role": "reader", "emailAddress": customer}
    given = drive.permissions().create(fileId=file_id, body=grant, sendNotificationEmail=False)
    permission = given.execute()["id"]
    watch(workspace.service("drive", "v3", customer), receiver, file_id)

    drive.permissions().delete(fileId=file_id, permissionId=permission).execute()

    assert receiver.states() == ["remove"]


def test_a_stopped_channel_is_silent_and_only_its_opener_stops_it(
    workspace: Any, drive: Any, receiver: Receiver, office: dict[str, Any]
) -> None:
    file_id = made(drive)
    opened = watch(drive, receiver, file_id)
    body = {"id": opened["id"], "resourceId": opened["resourceId"]}
    other = workspace.service("drive", "v3", office["people"]["head"])
    with pytest.raises(HttpError) as refused:
        other.channels().stop(body=body).execute()
    assert refused.value.status_code == 404

    drive.channels().stop(body=body).execute()
    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()

    assert receiver.states() == []
    with pytest.raises(HttpError) as gone:
        drive.channels().stop(body=body).execute()
    assert gone.value.status_code == 404


def test_a_channel_ends_by_the_clock_and_is_not_renewed(
    workspace: Any, drive: Any, receiver: Receiver
) -> None:
    file_id = made(drive)
    opened = watch(drive, receiver, file_id)
    workspace.advance(3601)

    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()

    assert receiver.states() == []
    body = channel(receiver) | {"id": opened["id"]}
    drive.files().watch(fileId=file_id, body=body).execute()


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_receiver_in_trouble_hears_it_again_later(
    workspace: Any, drive: Any, receiver: Receiver, status: int
) -> None:
    file_id = made(drive)
    watch(drive, receiver, file_id)
    receiver.answers = [status, status]
    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()
    assert receiver.states() == ["update"]

    workspace.advance(1.5)
    assert receiver.states() == ["update"]
    workspace.advance(1)
    assert receiver.states() == [], "the pauses grow"
    workspace.advance(1.5)
    assert receiver.states() == ["update"]
    workspace.advance(3600)
    assert receiver.states() == []


@pytest.mark.parametrize("status", [302, 400, 401, 404, 410])
def test_any_other_answer_loses_the_message(
    workspace: Any, drive: Any, receiver: Receiver, status: int
) -> None:
    file_id = made(drive)
    watch(drive, receiver, file_id)
    receiver.answers = [status]
    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()
    assert receiver.states() == ["update"]

    workspace.advance(3000)

    assert receiver.states() == []
    lost = workspace.door("GET", "push").json()[-1]
    assert (lost["state"], lost["why"]) == ("lost", str(status))


def test_a_receiver_that_is_away_holds_up_nobody_and_is_told_when_it_is_back(
    workspace: Any, drive: Any
) -> None:
    file_id = made(drive)
    with receiving(workspace.world) as receiver:
        watch(drive, receiver, file_id)
    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()
    workspace.world.courier.settle()

    waiting = workspace.door("GET", "push").json()[-1]

    assert (waiting["state"], waiting["why"]) == ("waiting", "no answer")
    for _ in range(20):
        workspace.advance(1000)
        workspace.world.courier.settle()
    assert workspace.door("GET", "push").json()[-1]["state"] == "lost"


# -- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://kantor.example/hooks/drive", True),
        ("http://127.0.0.1:9/hooks/drive", True),
        ("http://localhost:9/hooks/drive", True),
        ("http://[::1]:9/hooks/drive", True),
        ("http://kantor.example/hooks/drive", False),
        ("http://127.0.0.1.kantor.example/", False),
        ("http://10.0.0.1/", False),
        ("ftp://127.0.0.1/", False),
        ("", False),
    ],
)
def test_an_address_is_https_or_on_this_machine(
    workspace: Any, drive: Any, receiver: Receiver, mailbox: str, address: str, taken: bool
) -> None:
    path, body = f"/drive/v3/files/{made(drive)}/watch", channel(receiver, address=address)

    answer = workspace.call("POST", path, mailbox, json=body)

    assert answer.status_code == (200 if taken else 401)
    assert taken or "HTTPS" in answer.json()["error"]["message"]


def test_nothing_leaves_this_machine(workspace: Any, drive: Any, receiver: Receiver) -> None:
    body = channel(receiver, address="https://kantor.example/hooks/drive")
    drive.files().watch(fileId=made(drive), body=body).execute()
    workspace.world.courier.settle()

    (sync,) = workspace.door("GET", "push").json()

    assert (sync["state"], sync["why"]) == ("lost", "not on this machine")


def test_a_certificate_nobody_vouches_for_loses_the_message(
    workspace: Any, drive: Any, receiver: Receiver, tmp_path: Path
) -> None:
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        body = channel(receiver, address=f"https://127.0.0.1:{server.server_port}/")
        drive.files().watch(fileId=made(drive), body=body).execute()
        workspace.world.courier.settle()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    (sync,) = workspace.door("GET", "push").json()
    assert (sync["state"], sync["why"]) == ("lost", "certificate not trusted")


def self_signed(folder: Path) -> Path:
    """A key and its own certificate, in one file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    began = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


# -- mishaps --------------------------------------------------------------------------------------


def test_a_lost_push_never_comes(workspace: Any, drive: Any, receiver: Receiver) -> None:
    file_id = made(drive)
    watch(drive, receiver, file_id)
    workspace.fault("POST /hooks/drive", "lost_push")

    for name in ("dua", "tiga"):
        drive.files().update(fileId=file_id, body={"name": name}).execute()
        receiver.world.courier.settle()

    assert receiver.states() == ["update"]
    assert workspace.door("GET", "faults").json()["active"] == []


def test_a_duplicate_push_comes_twice_with_the_same_number(
    workspace: Any, drive: Any, receiver: Receiver
) -> None:
    file_id = made(drive)
    watch(drive, receiver, file_id)
    workspace.fault(".*", "duplicate_push")

    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()

    one, other = receiver.settled()
    assert one.headers == other.headers


def test_a_push_out_of_order_comes_after_a_later_one(
    workspace: Any, drive: Any, receiver: Receiver
) -> None:
    file_id = made(drive)
    watch(drive, receiver, file_id)
    workspace.fault(".*", "out_of_order_push")

    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()
    assert receiver.states() == []
    drive.files().update(fileId=file_id, body={"trashed": True}).execute()

    first, second = receiver.settled()
    assert (first.state, second.state) == ("trash", "update")
    assert int(first.headers["x-goog-message-number"]) > int(
        second.headers["x-goog-message-number"]
    )


def test_a_push_that_nothing_overtakes_comes_a_minute_late(
    workspace: Any, drive: Any, receiver: Receiver
) -> None:
    file_id = made(drive)
    watch(drive, receiver, file_id)
    workspace.fault(".*", "out_of_order_push")

    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()
    assert receiver.states() == []
    workspace.advance(61)

    assert receiver.states() == ["update"]


def test_an_expired_channel_is_found_ended_before_its_time(
    workspace: Any, drive: Any, receiver: Receiver
) -> None:
    file_id = made(drive)
    opened = watch(drive, receiver, file_id)
    workspace.fault("POST /hooks/.*", "expired_channel")

    drive.files().update(fileId=file_id, body={"name": "dua"}).execute()

    assert receiver.states() == []
    body = {"id": opened["id"], "resourceId": opened["resourceId"]}
    with pytest.raises(HttpError) as gone:
        drive.channels().stop(body=body).execute()
    assert gone.value.status_code == 404
    assert "not found for project" in gone.value.reason
