"""Drive through Google's own client: idempotent creates, uploads, search, sharing, locks."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload, MediaIoBaseDownload, MediaIoBaseUpload

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
PDF = b"%PDF-1.4\r\n\nbytes\x00\xff\r\n--not-a-boundary\r\n"


def reason(refused: pytest.ExceptionInfo[HttpError]) -> tuple[int, str]:
    """Status and machine-readable reason of a refusal."""
    return refused.value.status_code, refused.value.error_details[0]["reason"]


def upload(data: bytes = PDF, mime: str = "application/pdf", **more: Any) -> MediaInMemoryUpload:
    """Bytes as the client library sends them."""
    return MediaInMemoryUpload(data, mimetype=mime, **more)


def test_a_pregenerated_id_makes_a_create_repeatable(drive: Any) -> None:
    (file_id,) = drive.files().generateIds(count=1).execute()["ids"]
    body = {"id": file_id, "name": "tanda-terima.pdf"}
    drive.files().create(body=body, media_body=upload()).execute()

    with pytest.raises(HttpError) as refused:
        drive.files().create(body=body, media_body=upload()).execute()

    assert reason(refused) == (409, "fileIdInUse")
    found = drive.files().list(q="name = 'tanda-terima.pdf'").execute()["files"]
    assert [file["id"] for file in found] == [file_id]


def test_native_types_refuse_an_id_but_folders_take_one(drive: Any) -> None:
    first, second = drive.files().generateIds(count=2).execute()["ids"]

    with pytest.raises(HttpError) as refused:
        drive.files().create(body={"id": first, "name": "x", "mimeType": DOCUMENT}).execute()
    folder = drive.files().create(body={"id": second, "name": "x", "mimeType": FOLDER}).execute()

    assert refused.value.status_code == 400
    assert folder["id"] == second


def test_an_id_nobody_generated_is_refused(drive: Any) -> None:
    with pytest.raises(HttpError) as refused:
        drive.files().create(body={"id": "1invented", "name": "x"}).execute()

    assert refused.value.status_code == 400


def test_multipart_keeps_every_byte_and_tells_the_checksums(drive: Any) -> None:
    made = (
        drive.files()
        .create(
            body={"name": "surat.pdf"},
            media_body=upload(),
            fields="id,size,md5Checksum,sha256Checksum,version,mimeType,headRevisionId",
        )
        .execute()
    )

    assert drive.files().get_media(fileId=made["id"]).execute() == PDF
    assert made["size"] == str(len(PDF))
    assert made["md5Checksum"] == hashlib.md5(PDF).hexdigest()
    assert made["sha256Checksum"] == hashlib.sha256(PDF).hexdigest()
    assert made["mimeType"] == "application/pdf"


def test_a_resumable_upload_goes_chunk_by_chunk(drive: Any) -> None:
    data = bytes(range(256)) * 3000
    media = MediaIoBaseUpload(
        io.BytesIO(data), "application/octet-stream", chunksize=256 * 1024, resumable=True
    )
    request = drive.files().create(body={"name": "besar.bin"}, media_body=media, fields="id,size")
    steps, made = 0, None
    while made is None:
        _, made = request.next_chunk()
        steps += 1

    assert steps == 3
    assert made["size"] == str(len(data))
    held = io.BytesIO()
    download = MediaIoBaseDownload(held, drive.files().get_media(fileId=made["id"]), 256 * 1024)
    done = False
    while not done:
        _, done = download.next_chunk()
    assert held.getvalue() == data


def test_an_interrupted_upload_says_how_far_it_is(workspace: Any, mailbox: str) -> None:
    begun = workspace.call(
        "POST",
        "/upload/drive/v3/files?uploadType=resumable",
        mailbox,
        json={"name": "x"},
        headers={"X-Upload-Content-Type": "text/plain"},
    )
    where = begun.headers["Location"]
    chunk = b"a" * 256 * 1024
    total = len(chunk) + 1
    put = workspace.session.put
    first = put(
        where,
        data=chunk,
        headers={"Content-Range": f"bytes 0-{len(chunk) - 1}/{total}"},
        timeout=30,
    )
    asked = put(where, headers={"Content-Range": f"bytes */{total}"}, timeout=30)
    crooked = put(where, data=b"ab", headers={"Content-Range": f"bytes 5-6/{total}"}, timeout=30)
    last = put(
        where,
        data=b"b",
        headers={"Content-Range": f"bytes {total - 1}-{total - 1}/{total}"},
        timeout=30,
    )

    assert where.startswith(workspace.origin)
    assert [first.status_code, asked.status_code] == [308, 308]
    assert asked.headers["Range"] == f"bytes=0-{len(chunk) - 1}"
    assert crooked.status_code == 400
    assert last.json()["name"] == "x"


def test_text_and_html_can_become_a_doc(workspace: Any, drive: Any, mailbox: str) -> None:
    html = "<h1>Judul</h1><p style='text-align:center'>Isi <b>tebal</b> &amp; <i>miring</i></p>"
    made = (
        drive.files()
        .create(
            body={"name": "Templat", "mimeType": DOCUMENT},
            media_body=upload(html.encode(), "text/html"),
        )
        .execute()
    )
    docs = workspace.service("docs", "v1", mailbox)
    content = docs.documents().get(documentId=made["id"]).execute()["body"]["content"]

    title, line = content[1]["paragraph"], content[2]["paragraph"]
    assert title["paragraphStyle"]["namedStyleType"] == "HEADING_1"
    assert line["paragraphStyle"]["alignment"] == "CENTER"
    assert [run["textRun"]["content"] for run in line["elements"][:2]] == ["Isi ", "tebal"]
    assert line["elements"][1]["textRun"]["textStyle"] == {"bold": True}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name = 'Surat O\\'Brien'", ["Surat O'Brien"]),
        ("name contains 'lamp'", ["Lampiran 1"]),
        ("name contains 'piran'", []),
        ("mimeType = 'application/vnd.google-apps.folder'", ["Berkas"]),
        ("appProperties has { key='case' and value='7' }", ["Lampiran 1"]),
        ("properties has { key='warna' and value='biru' } and trashed = false", ["Lampiran 1"]),
        ("trashed = true", ["Surat O'Brien"]),
        ("not name contains 'Surat' and (mimeType != 'text/plain' or trashed = true)", ["Berkas"]),
        ("modifiedTime > '2099-01-01T00:00:00'", []),
        ("fullText contains 'nomor'", ["Lampiran 1"]),
    ],
)
def test_drive_is_searched_in_googles_language(drive: Any, query: str, found: list[str]) -> None:
    folder = drive.files().create(body={"name": "Berkas", "mimeType": FOLDER}).execute()["id"]
    brien = drive.files().create(body={"name": "Surat O'Brien"}, media_body=upload()).execute()
    drive.files().update(fileId=brien["id"], body={"trashed": True}).execute()
    drive.files().create(
        body={
            "name": "Lampiran 1",
            "parents": [folder],
            "appProperties": {"case": "7"},
            "properties": {"warna": "biru"},
        },
        media_body=upload(b"nomor 5", "text/plain"),
    ).execute()

    asked = f"({query}) and not mimeType contains 'application/vnd.google-apps.spreadsheet' "
    asked += "and not mimeType contains 'application/vnd.google-apps.form'"
    files = drive.files().list(q=asked).execute()["files"]

    assert [file["name"] for file in files] == found


def test_a_query_that_cannot_be_read_is_refused(drive: Any) -> None:
    with pytest.raises(HttpError) as refused:
        drive.files().list(q="name is 'x'").execute()

    assert reason(refused) == (400, "invalid")


def test_pages_follow_each_other_without_gaps(drive: Any) -> None:
    for number in range(5):
        drive.files().create(body={"name": f"halaman {number}"}).execute()
    request = drive.files().list(q="name contains 'halaman'", orderBy="name", pageSize=2)
    names = []
    while request is not None:
        answer = request.execute()
        names += [file["name"] for file in answer["files"]]
        request = drive.files().list_next(request, answer)

    assert names == [f"halaman {number}" for number in range(5)]


def test_a_shared_drive_hides_from_callers_without_the_flags(
    drive: Any, office: dict[str, Any]
) -> None:
    folder, shared = office["archive_folder_id"], office["archive_drive_id"]

    with pytest.raises(HttpError) as refused:
        drive.files().get(fileId=folder).execute()
    seen = drive.files().get(fileId=folder, supportsAllDrives=True, fields="*").execute()
    plain = drive.files().list(q=f"'{shared}' in parents").execute()["files"]
    flagged = (
        drive.files()
        .list(
            corpora="drive", driveId=shared, supportsAllDrives=True, includeItemsFromAllDrives=True
        )
        .execute()["files"]
    )

    assert reason(refused) == (404, "notFound")
    assert seen["driveId"] == shared
    assert not {"owners", "ownedByMe", "permissions", "shared"} & set(seen)
    assert plain == []
    assert sorted(file["name"] for file in flagged) == ["Arsip", "Rahasia"]


def test_only_an_organizer_deletes_for_good_in_a_shared_drive(
    workspace: Any, drive: Any, office: dict[str, Any]
) -> None:
    made = (
        drive.files()
        .create(
            body={"name": "x", "parents": [office["archive_folder_id"]]}, supportsAllDrives=True
        )
        .execute()["id"]
    )
    keeper = workspace.service("drive", "v3", office["people"]["records_office"])

    with pytest.raises(HttpError) as refused:
        drive.files().delete(fileId=made, supportsAllDrives=True).execute()
    keeper.files().delete(fileId=made, supportsAllDrives=True).execute()

    assert reason(refused) == (403, "insufficientFilePermissions")
    with pytest.raises(HttpError):
        keeper.files().get(fileId=made, supportsAllDrives=True).execute()


def test_a_robot_has_no_storage_of_its_own(workspace: Any, office: dict[str, Any]) -> None:
    robot = workspace.door("GET", "service_account").json()["client_email"]
    alone = workspace.service("drive", "v3", robot)

    with pytest.raises(HttpError) as refused:
        alone.files().create(body={"name": "x"}, media_body=upload()).execute()

    assert reason(refused) == (403, "storageQuotaExceeded")


def test_drive_file_scope_reaches_only_what_its_client_made(
    workspace: Any, drive: Any, mailbox: str
) -> None:
    scope = "https://www.googleapis.com/auth/drive.file"
    narrow = workspace.service("drive", "v3", mailbox, [scope])
    own = narrow.files().create(body={"name": "sendiri"}).execute()["id"]

    seen = narrow.files().list().execute()["files"]

    assert [file["id"] for file in seen] == [own]


def test_what_is_not_shared_is_not_there(
    workspace: Any, drive: Any, office: dict[str, Any]
) -> None:
    made = drive.files().create(body={"name": "rahasia"}).execute()["id"]
    customer = workspace.service("drive", "v3", office["people"]["customer"])

    with pytest.raises(HttpError) as refused:
        customer.files().get(fileId=made).execute()
    grant = {"type": "user", "role": "reader", "emailAddress": office["people"]["customer"]}
    given = drive.permissions().create(fileId=made, body=grant).execute()

    assert reason(refused) == (404, "notFound")
    assert customer.files().get(fileId=made).execute()["name"] == "rahasia"
    with pytest.raises(HttpError) as read_only:
        customer.files().update(fileId=made, body={"name": "x"}).execute()
    assert reason(read_only) == (403, "insufficientFilePermissions")
    roles = drive.permissions().list(fileId=made).execute()["permissions"]
    assert sorted(held["role"] for held in roles) == ["owner", "reader"]
    drive.permissions().delete(fileId=made, permissionId=given["id"]).execute()
    with pytest.raises(HttpError):
        customer.files().get(fileId=made).execute()


def test_a_locked_file_keeps_its_name_and_content_but_may_move(drive: Any) -> None:
    made = drive.files().create(body={"name": "final.pdf"}, media_body=upload()).execute()["id"]
    lock = {"contentRestrictions": [{"readOnly": True, "reason": "arsip"}]}
    drive.files().update(fileId=made, body=lock).execute()

    for change in ({"body": {"name": "x"}}, {"media_body": upload(b"other")}):
        with pytest.raises(HttpError) as refused:
            drive.files().update(fileId=made, **change).execute()
        assert refused.value.status_code == 403
    folder = drive.files().create(body={"name": "f", "mimeType": FOLDER}).execute()["id"]
    parent = drive.files().get(fileId=made, fields="parents").execute()["parents"][0]
    moved = (
        drive.files()
        .update(fileId=made, addParents=folder, removeParents=parent, fields="parents,name")
        .execute()
    )

    assert moved == {"parents": [folder], "name": "final.pdf"}
    unlocked = {"contentRestrictions": [{"readOnly": False}]}
    drive.files().update(fileId=made, body=unlocked).execute()
    assert drive.files().update(fileId=made, body={"name": "x"}).execute()["name"] == "x"


def test_trash_can_be_emptied_by_hand_and_takes_what_is_below(drive: Any) -> None:
    folder = drive.files().create(body={"name": "f", "mimeType": FOLDER}).execute()["id"]
    child = drive.files().create(body={"name": "c", "parents": [folder]}).execute()["id"]
    drive.files().update(fileId=folder, body={"trashed": True}).execute()
    state = drive.files().get(fileId=child, fields="trashed,explicitlyTrashed").execute()
    drive.files().delete(fileId=folder).execute()

    assert state == {"trashed": True, "explicitlyTrashed": False}
    with pytest.raises(HttpError):
        drive.files().get(fileId=child).execute()


def test_new_content_is_a_new_revision_and_a_higher_version(drive: Any) -> None:
    made = (
        drive.files()
        .create(
            body={"name": "a.txt"}, media_body=upload(b"satu", "text/plain"), fields="id,version"
        )
        .execute()
    )
    after = (
        drive.files()
        .update(fileId=made["id"], media_body=upload(b"dua", "text/plain"), fields="version")
        .execute()
    )
    first, second = drive.revisions().list(fileId=made["id"]).execute()["revisions"]
    content = drive.revisions().get_media(fileId=made["id"], revisionId=first["id"]).execute()

    assert int(after["version"]) > int(made["version"])
    assert content == b"satu"
    assert first["id"] != second["id"]


def test_the_change_feed_names_each_file_once(drive: Any) -> None:
    token = drive.changes().getStartPageToken().execute()["startPageToken"]
    made = drive.files().create(body={"name": "satu"}).execute()["id"]
    drive.files().update(fileId=made, body={"name": "dua"}).execute()
    gone = drive.files().create(body={"name": "tiga"}).execute()["id"]
    drive.files().delete(fileId=gone).execute()

    answer = drive.changes().list(pageToken=token).execute()

    assert [(change["fileId"], change["removed"]) for change in answer["changes"]] == [
        (made, False),
        (gone, True),
    ]
    assert answer["changes"][0]["file"]["name"] == "dua"
    later = drive.changes().list(pageToken=answer["newStartPageToken"]).execute()
    assert later["changes"] == []


def test_modified_time_of_a_sheet_lags_three_minutes(
    workspace: Any, drive: Any, office: dict[str, Any], mailbox: str
) -> None:
    sheets = workspace.service("sheets", "v4", mailbox)
    register = office["register_id"]

    def state() -> dict[str, str]:
        shown: dict[str, str] = (
            drive.files().get(fileId=register, fields="modifiedTime,version").execute()
        )
        return shown

    workspace.advance(600)
    before = state()
    sheets.spreadsheets().batchUpdate(
        spreadsheetId=register, body={"requests": [{"addSheet": {"properties": {"title": "x"}}}]}
    ).execute()
    at_once = state()
    workspace.advance(181)
    later = state()

    assert at_once["modifiedTime"] == before["modifiedTime"]
    assert int(at_once["version"]) > int(before["version"])
    assert later["modifiedTime"] > before["modifiedTime"]


def test_about_insists_on_fields(drive: Any) -> None:
    with pytest.raises(HttpError) as refused:
        drive.about().get().execute()

    assert refused.value.status_code == 400


def test_a_binary_file_does_not_export_and_a_doc_does_not_download(drive: Any) -> None:
    pdf = drive.files().create(body={"name": "a.pdf"}, media_body=upload()).execute()["id"]
    doc = drive.files().create(body={"name": "d", "mimeType": DOCUMENT}).execute()["id"]

    with pytest.raises(HttpError) as export:
        drive.files().export(fileId=pdf, mimeType="application/pdf").execute()
    with pytest.raises(HttpError) as download:
        drive.files().get_media(fileId=doc).execute()

    assert export.value.status_code == download.value.status_code == 403


def test_an_export_above_ten_megabytes_is_refused(drive: Any) -> None:
    made = (
        drive.files()
        .create(
            body={"name": "panjang", "mimeType": DOCUMENT},
            media_body=upload(b"x" * 11_000_000, "text/plain"),
        )
        .execute()["id"]
    )

    with pytest.raises(HttpError) as refused:
        drive.files().export(fileId=made, mimeType="text/plain").execute()

    assert reason(refused) == (403, "exportSizeLimitExceeded")


def test_sharing_mails_a_notice_unless_told_not_to(
    workspace: Any, drive: Any, office: dict[str, Any]
) -> None:
    made = drive.files().create(body={"name": "konsep"}).execute()["id"]
    for role, more in (("head", {}), ("service_desk", {"sendNotificationEmail": False})):
        grant = {"type": "user", "role": "reader", "emailAddress": office["people"][role]}
        drive.permissions().create(fileId=made, body=grant, **more).execute()

    def mails(role: str) -> int:
        box = workspace.service("gmail", "v1", office["people"][role])
        answer = box.users().messages().list(userId="me").execute()
        return len(answer.get("messages", []))

    assert (mails("head"), mails("service_desk")) == (1, 0)


def test_a_file_is_given_away_within_the_domain_only_when_it_is_meant(
    workspace: Any, drive: Any, office: dict[str, Any], mailbox: str
) -> None:
    head, customer = office["people"]["head"], office["people"]["customer"]
    made = drive.files().create(body={"name": "konsep"}).execute()["id"]

    def give(email: str, **more: Any) -> Any:
        body = {"type": "user", "role": "owner", "emailAddress": email}
        return drive.permissions().create(fileId=made, body=body, **more)

    with pytest.raises(HttpError) as unmeant:
        give(head).execute()
    with pytest.raises(HttpError) as outside:
        give(customer, transferOwnership=True).execute()
    give(head, transferOwnership=True).execute()

    assert reason(unmeant) == (403, "forbidden")
    assert reason(outside) == (403, "consentRequiredForOwnershipTransfer")
    held = drive.permissions().list(fileId=made, fields="permissions(emailAddress,role)").execute()
    assert {one["emailAddress"]: one["role"] for one in held["permissions"]} == {
        head: "owner",
        mailbox: "writer",
    }
    with pytest.raises(HttpError) as again:
        give(mailbox, transferOwnership=True).execute()
    assert reason(again) == (403, "insufficientFilePermissions")


def test_comments_are_kept_with_their_authors_and_insist_on_fields(
    workspace: Any, drive: Any, office: dict[str, Any]
) -> None:
    head = office["people"]["head"]
    made = drive.files().create(body={"name": "konsep"}).execute()["id"]
    grant = {"type": "user", "role": "reader", "emailAddress": head}
    drive.permissions().create(fileId=made, body=grant, sendNotificationEmail=False).execute()
    comments = drive.comments()
    with pytest.raises(HttpError) as bare:
        comments.list(fileId=made).execute()
    text = {"content": "Periksa <lagi>"}
    one = comments.create(fileId=made, body=text, fields="id,htmlContent").execute()
    theirs = workspace.service("drive", "v3", head).comments()

    seen = theirs.list(fileId=made, fields="comments(content,author(me))").execute()
    with pytest.raises(HttpError) as reader:
        theirs.create(fileId=made, body=text, fields="id").execute()
    comments.update(
        fileId=made, commentId=one["id"], body={"content": "Sudah"}, fields="id"
    ).execute()
    comments.delete(fileId=made, commentId=one["id"]).execute()

    assert bare.value.status_code == 400
    assert one["htmlContent"] == "Periksa &lt;lagi&gt;"
    assert seen["comments"] == [{"content": "Periksa <lagi>", "author": {"me": False}}]
    assert reason(reader) == (403, "insufficientFilePermissions")
    assert comments.list(fileId=made, fields="comments(id)").execute() == {"comments": []}
    kept = comments.list(fileId=made, includeDeleted=True, fields="comments(deleted)").execute()
    assert kept == {"comments": [{"deleted": True}]}


def test_a_shared_drive_is_made_once_a_request_and_seen_by_its_members(
    workspace: Any, drive: Any, office: dict[str, Any]
) -> None:
    making = drive.drives().create(requestId="permintaan-1", body={"name": "Arsip Baru"})
    made = making.execute()
    with pytest.raises(HttpError) as twice:
        making.execute()
    others = workspace.service("drive", "v3", office["people"]["customer"]).drives()

    assert twice.value.status_code == 409
    assert drive.drives().get(driveId=made["id"]).execute()["name"] == "Arsip Baru"
    listed = drive.drives().list(pageSize=1).execute()
    assert len(listed["drives"]) == 1 and listed["nextPageToken"]
    rest = drive.drives().list(pageToken=listed["nextPageToken"]).execute()["drives"]
    assert made["id"] in {one["id"] for one in listed["drives"] + rest}
    with pytest.raises(HttpError) as hidden:
        others.get(driveId=made["id"]).execute()
    assert hidden.value.status_code == 404
    assert others.list().execute()["drives"] == []


def test_one_grant_and_one_comment_are_read_by_their_ids(drive: Any, mailbox: str) -> None:
    made = drive.files().create(body={"name": "konsep"}).execute()["id"]
    (own,) = drive.permissions().list(fileId=made).execute()["permissions"]
    asked = drive.permissions().get(
        fileId=made, permissionId=own["id"], fields="role,emailAddress", supportsAllDrives=True
    )
    written = drive.comments().create(fileId=made, body={"content": "Ya"}, fields="id").execute()
    read = drive.comments().get(fileId=made, commentId=written["id"], fields="content")

    assert asked.execute() == {"role": "owner", "emailAddress": mailbox}
    assert read.execute() == {"content": "Ya"}
    with pytest.raises(HttpError) as missing:
        drive.permissions().get(fileId=made, permissionId="1").execute()
    assert reason(missing) == (404, "notFound")


def test_the_change_feed_of_a_shared_drive_needs_its_flags(
    drive: Any, office: dict[str, Any]
) -> None:
    flags = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}
    shared = {"driveId": office["archive_drive_id"]}
    start = drive.changes().getStartPageToken(supportsAllDrives=True, **shared).execute()
    token = start["startPageToken"]
    drive.files().create(body={"name": "di tempat lain"}).execute()
    for name in ("satu", "dua"):
        body = {"name": name, "parents": [office["archive_folder_id"]]}
        drive.files().create(body=body, supportsAllDrives=True).execute()

    plain = drive.changes().list(pageToken=token, includeRemoved=False).execute()
    names, page = [], token
    while page:
        answer = drive.changes().list(pageToken=page, pageSize=1, **flags, **shared).execute()
        names += [change["file"]["name"] for change in answer["changes"]]
        page = answer.get("nextPageToken")

    assert [change["file"]["name"] for change in plain["changes"]] == ["di tempat lain"]
    assert names == ["satu", "dua"]
