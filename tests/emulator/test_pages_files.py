"""Drive and Dokumen: what a person sees of files, and a draft edited by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from googleapiclient.http import MediaInMemoryUpload

from tests.emulator.pages_room import Visitor, visitor

__all__ = ["visitor"]
PDF = b"%PDF-1.4\n%%EOF\n"
DOCUMENT = "application/vnd.google-apps.document"


@pytest.fixture
def folder(drive: Any, office: dict[str, Any]) -> str:
    """One case's folder in the archive."""
    body = {
        "name": "ADU-2026-0001",
        "mimeType": "application/vnd.google-apps.folder",
        "parents": [office["archive_folder_id"]],
    }
    return str(drive.files().create(body=body, supportsAllDrives=True).execute()["id"])


def upload(
    drive: Any, folder: str, name: str, data: bytes, mime: str, **more: Any
) -> dict[str, Any]:
    """A file in the folder."""
    made: dict[str, Any] = (
        drive.files()
        .create(
            body={"name": name, "parents": [folder], **more},
            media_body=MediaInMemoryUpload(data, mimetype=mime),
            supportsAllDrives=True,
            fields="id,webViewLink",
        )
        .execute()
    )
    return made


def test_staff_walk_from_drive_to_a_file_and_back(
    visitor: Visitor, drive: Any, office: dict[str, Any], folder: str
) -> None:
    upload(drive, folder, "Tanda Terima <1>.pdf", PDF, "application/pdf")
    visitor.acts_as(office["people"]["service_desk"])

    assert f"/drive/folders/{office['archive_drive_id']}" in visitor.get("/drive/").text
    assert (
        f"/drive/folders/{folder}"
        in visitor.get(f"/drive/folders/{office['archive_folder_id']}").text
    )
    page = visitor.get(f"/drive/folders/{folder}").text
    assert "Tanda Terima &lt;1&gt;.pdf" in page
    assert f'href="/drive/folders/{office["archive_folder_id"]}">Arsip' in page


def test_a_folder_with_limited_access_says_so_to_who_may_not_open_it(
    visitor: Visitor, office: dict[str, Any]
) -> None:
    visitor.acts_as(office["people"]["head"])
    assert "dibatasi" in visitor.get(f"/drive/folders/{office['private_folder_id']}").text
    visitor.acts_as(office["people"]["records_office"])
    assert "dibatasi" not in visitor.get(f"/drive/folders/{office['private_folder_id']}").text


def test_the_link_drive_gives_opens_the_file_and_its_bytes_are_the_same(
    visitor: Visitor, workspace: Any, drive: Any, office: dict[str, Any], folder: str
) -> None:
    made = upload(drive, folder, "a.pdf", PDF, "application/pdf")
    visitor.acts_as(office["people"]["head"])

    page = visitor.get(made["webViewLink"].removeprefix(workspace.origin))

    assert f'<iframe src="/file/d/{made["id"]}/content"' in page.text
    shown = visitor.get(f"/file/d/{made['id']}/content")
    assert (shown.content, shown.headers["Content-Type"]) == (PDF, "application/pdf")
    saved = visitor.get(f"/uc?id={made['id']}&export=download")
    assert saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a.pdf"


def test_an_uploaded_page_is_shown_as_text_and_never_as_a_page(
    visitor: Visitor, drive: Any, office: dict[str, Any], folder: str
) -> None:
    made = upload(drive, folder, "x.html", b"<script>alert(1)</script>", "text/html")
    visitor.acts_as(office["people"]["service_desk"])

    assert "&lt;script&gt;alert(1)" in visitor.get(f"/file/d/{made['id']}/view").text
    raw = visitor.get(f"/file/d/{made['id']}/content")
    assert raw.headers["Content-Type"] == "application/octet-stream"
    assert raw.headers["Content-Disposition"].startswith("attachment")


def test_a_locked_file_shows_its_lock(
    visitor: Visitor, drive: Any, office: dict[str, Any], folder: str
) -> None:
    made = upload(drive, folder, "a.pdf", PDF, "application/pdf")
    lock = {"contentRestrictions": [{"readOnly": True, "reason": "Sudah final"}]}
    drive.files().update(fileId=made["id"], body=lock, supportsAllDrives=True).execute()
    visitor.acts_as(office["people"]["service_desk"])

    assert "Terkunci" in visitor.get(f"/drive/folders/{folder}").text
    assert "Sudah final" in visitor.get(f"/file/d/{made['id']}/view").text


def test_who_may_not_see_a_file_is_told_who_may(
    visitor: Visitor, drive: Any, office: dict[str, Any], folder: str
) -> None:
    made = upload(drive, folder, "a.pdf", PDF, "application/pdf")
    visitor.acts_as(office["people"]["customer"])

    page = visitor.get(f"/file/d/{made['id']}/view")

    assert page.status_code == 404
    assert office["people"]["head"] in page.text
    assert visitor.get(f"/uc?id={made['id']}").status_code == 404
    assert visitor.get(f"/drive/folders/{folder}").status_code == 404


# -- Dokumen ---------------------------------------------------------------------------------


@pytest.fixture
def draft(drive: Any, folder: str) -> str:
    """A reply being drafted."""
    html = b"<h1>SURAT JAWABAN</h1><p>Yth. <b>Tirta</b>, salam.</p><p>Hormat kami</p>"
    return str(upload(drive, folder, "Konsep", html, "text/html", mimeType=DOCUMENT)["id"])


def typed(page: str) -> dict[str, list[str]]:
    """The form of a document as a browser would send it back."""
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    lines = re.findall(r'<textarea name="p"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    places = re.findall(r'name="at" value="(\d+)"', page)
    return {"revision": [revision[1]], "at": places, "p": lines}


def test_a_draft_is_edited_and_keeps_its_styles(
    visitor: Visitor, workspace: Any, office: dict[str, Any], mailbox: str, draft: str
) -> None:
    visitor.acts_as(office["people"]["service_desk"])
    path = f"/document/d/{draft}/edit"
    form = typed(visitor.get(path).text)
    assert form["p"][1] == "Yth. Tirta, salam."

    form["p"][1] = "Yth. Tirta Cahaya, salam hangat."
    assert "Tersimpan." in visitor.post(path, form).text

    docs = workspace.service("docs", "v1", mailbox)
    content = docs.documents().get(documentId=draft).execute()["body"]["content"]
    runs = [
        (element["textRun"]["content"], element["textRun"]["textStyle"].get("bold", False))
        for part in content
        for element in part.get("paragraph", {}).get("elements", [])
    ]
    assert [text for text, bold in runs if bold] == ["Tirta"]
    assert "".join(text for text, _ in runs) == (
        "SURAT JAWABAN\nYth. Tirta Cahaya, salam hangat.\nHormat kami\n"
    )


def test_a_paragraph_is_split_joined_and_taken_away(
    visitor: Visitor, office: dict[str, Any], draft: str
) -> None:
    visitor.acts_as(office["people"]["service_desk"])
    path = f"/document/d/{draft}/edit"
    form = typed(visitor.get(path).text)
    form["p"][1] = "Yth. Tirta,\nsalam."
    form = typed(visitor.post(path, form).text)
    assert form["p"] == ["SURAT JAWABAN", "Yth. Tirta,", "salam.", "Hormat kami"]

    form["p"][1] += " " + form["p"].pop(2)
    form["at"].pop(2)
    del form["p"][2], form["at"][2]
    form = typed(visitor.post(path, form).text)

    assert form["p"] == ["SURAT JAWABAN", "Yth. Tirta, salam."]
    form["at"] = ["x", "y"]
    assert visitor.post(path, form).status_code == 400


def test_the_border_of_a_cell_keeps_paragraphs_apart(
    visitor: Visitor, drive: Any, office: dict[str, Any], folder: str
) -> None:
    html = b"<p>Atas</p><table><tr><td>Kiri</td><td>Kanan</td></tr></table><p>Bawah</p>"
    draft = upload(drive, folder, "Tabel", html, "text/html", mimeType=DOCUMENT)["id"]
    visitor.acts_as(office["people"]["service_desk"])
    path = f"/document/d/{draft}/edit"
    form = typed(visitor.get(path).text)
    gone = form["p"].index("Kanan")
    del form["p"][gone], form["at"][gone]

    saved = typed(visitor.post(path, form).text)

    assert [text for text in saved["p"] if text] == ["Atas", "Kiri", "Bawah"]
    assert len(saved["p"]) == len(form["p"]) + 1, "the cell is emptied and stays"


def test_saving_over_anothers_change_is_refused_and_nothing_typed_is_lost(
    visitor: Visitor, workspace: Any, office: dict[str, Any], mailbox: str, draft: str
) -> None:
    visitor.acts_as(office["people"]["service_desk"])
    path = f"/document/d/{draft}/edit"
    form = typed(visitor.get(path).text)
    docs = workspace.service("docs", "v1", mailbox)
    change = {
        "replaceAllText": {
            "containsText": {"text": "Hormat", "matchCase": True},
            "replaceText": "H",
        }
    }
    docs.documents().batchUpdate(documentId=draft, body={"requests": [change]}).execute()

    form["p"][1] = "Ketikan saya"
    page = visitor.post(path, form)

    assert page.status_code == 409
    assert "Ketikan saya" in page.text
    assert "Ketikan saya" not in visitor.get(f"/document/d/{draft}/export?format=txt").text


def test_a_locked_draft_is_read_and_not_edited(
    visitor: Visitor, drive: Any, office: dict[str, Any], draft: str
) -> None:
    visitor.acts_as(office["people"]["service_desk"])
    path = f"/document/d/{draft}/edit"
    form = typed(visitor.get(path).text)
    lock = {"contentRestrictions": [{"readOnly": True}]}
    drive.files().update(fileId=draft, body=lock, supportsAllDrives=True).execute()

    assert "<textarea" not in visitor.get(path).text
    form["p"][1] = "lain"
    assert visitor.post(path, form).status_code == 403


def test_a_draft_is_looked_at_as_a_pdf(
    visitor: Visitor, office: dict[str, Any], draft: str
) -> None:
    visitor.acts_as(office["people"]["head"])

    file = visitor.get(f"/document/d/{draft}/export?format=pdf")

    assert file.content.startswith(b"%PDF")
    assert file.headers["Content-Disposition"].startswith("inline")
