"""The archive and the letters, over real HTTP, with everything that goes wrong on the way."""

import pytest

from drive.drafts import GoogleDrafts
from drive.files import RESUMABLE_ABOVE, DriveArchive
from drive.templates import Templates
from integration.ports import File, GiveUp, TryLater, Unclear

PDF = "application/pdf"
CREATE = "POST /(upload/)?drive/v3/files"


@pytest.fixture
def archive(workspace):
    return DriveArchive(workspace)


@pytest.fixture
def drafts(workspace):
    return GoogleDrafts(workspace)


@pytest.fixture
def folder(archive):
    return archive.folder("2026", "root", "year:2026")


@pytest.fixture
def template(workspace, folder):
    lines = ["Yth. {{penerima}}", "&nbsp;", "{{isi_surat}}", "Hormat kami, {{nama}} – {{nama}}"]
    html = "".join(f"<p>{line}</p>" for line in lines)
    return Templates(workspace).ensure("template:reply", "Templat Surat", folder, html)


def listed(workspace, query):
    files = workspace.service("drive").files()
    return workspace.call(files.list(q=query, fields="files(id,name)"), safe=True)["files"]


VALUES = {"penerima": "PT Contoh", "isi_surat": "Baris satu.\nBaris dua.", "nama": "Bima Contoh"}


# --- folders and files ---


@pytest.mark.parametrize("mishap", ["close_after_commit", "500_after_commit", "close", "503"])
def test_a_folder_whose_answer_is_lost_is_one_folder_after_the_next_try(
    google, workspace, archive, mishap
):
    google.fails(CREATE, mishap)
    with pytest.raises(TryLater):
        archive.folder("ADU-2026-0007", "root", "ADU/2026/0007")

    folder_id = archive.folder("ADU-2026-0007", "root", "ADU/2026/0007")

    assert [f["id"] for f in listed(workspace, "name='ADU-2026-0007'")] == [folder_id]


def test_a_folder_that_the_search_does_not_show_yet_is_met_by_its_id(
    google, workspace, archive, monkeypatch
):
    google.fails(CREATE, "close_after_commit")
    with pytest.raises(TryLater):
        archive.folder("A", "root", "k")
    monkeypatch.setattr("drive.folders.by_key", lambda *_: None)

    archive.folder("A", "root", "k")

    assert len(listed(workspace, "name='A'")) == 1


@pytest.mark.parametrize("size", [1000, RESUMABLE_ABOVE + 1])
@pytest.mark.parametrize("mishap", ["close_after_commit", "500_after_commit", "429", "503"])
def test_a_put_repeated_is_one_file(google, workspace, archive, folder, mishap, size):
    file = File(name="LKTP.pdf", media_type=PDF, content=b"y" * size)
    (file_id,) = archive.new_ids(1)
    google.fails("(POST|PUT) /upload/drive/v3/files", mishap)
    with pytest.raises(TryLater):
        archive.put(file, file_id=file_id, parent=folder, properties={})

    filed = archive.put(file, file_id=file_id, parent=folder, properties={})
    again = archive.put(file, file_id=file_id, parent=folder, properties={})

    assert filed == again
    assert [f["id"] for f in listed(workspace, "name='LKTP.pdf'")] == [file_id]


def test_a_property_drive_cannot_hold_is_refused_before_the_upload(google, archive, folder):
    mark = google.mark()

    with pytest.raises(GiveUp, match="too long"):
        archive.put(
            File(name="a", media_type=PDF, content=b""),
            file_id="x",
            parent=folder,
            properties={"kind": "é" * 61},
        )
    assert google.seen(mark) == []


# --- letters ---


def test_a_copy_whose_answer_is_lost_is_unclear_and_found_by_its_key(
    google, workspace, folder, template, drafts
):
    google.fails("POST /drive/v3/files/[^/]+/copy", "close_after_commit")
    mark = google.mark()
    with pytest.raises(Unclear):
        drafts.copy_template(template, "Konsep v1", folder, "k:draft:1")

    found = drafts.find_copy("k:draft:1")

    assert len(google.seen(mark, "POST")) == 1
    assert [f["id"] for f in listed(workspace, "name='Konsep v1'")] == [found]
    assert drafts.find_copy("k:draft:2") is None


@pytest.mark.parametrize("mishap", ["close_after_commit", "500_after_commit", "close"])
def test_filling_twice_is_filling_once(google, folder, template, drafts, mishap):
    doc = drafts.copy_template(template, "Konsep", folder, "k")
    google.fails("POST /v1/documents/.*", mishap)
    with pytest.raises(TryLater):
        drafts.fill(doc, VALUES)

    drafts.fill(doc, VALUES)

    assert drafts.state(doc).text.count("PT Contoh") == 1


def test_somebody_who_edits_meanwhile_makes_us_read_again(
    google, workspace, folder, template, drafts, monkeypatch
):
    doc = drafts.copy_template(template, "Konsep", folder, "k")
    docs = workspace.service("docs").documents()
    edit = {"requests": [{"insertText": {"location": {"index": 1}, "text": "Salam. "}}]}
    replace = GoogleDrafts._replace

    def after_an_edit(self, *given):
        workspace.call(docs.batchUpdate(documentId=doc, body=edit), safe=False)
        replace(self, *given)

    with monkeypatch.context() as edited:
        edited.setattr(GoogleDrafts, "_replace", after_an_edit)
        with pytest.raises(TryLater):
            drafts.fill(doc, VALUES)

    drafts.fill(doc, VALUES)
    assert drafts.state(doc).text.startswith("Salam. Yth. PT Contoh\n")


# --- the closed folder ---


def test_what_lies_in_the_closed_folder_is_opened_by_the_service_and_whom_it_lets_in(
    google, workspace, archive, drafts
):
    office = google.office
    closed, open_one = office["private_folder_id"], office["archive_folder_id"]
    assert archive.closed(closed)
    assert not archive.closed(open_one)
    year = archive.folder("2026", closed, "private:2026")
    folder = archive.folder("ADU-2026-0007", year, "ADU/2026/0007")
    (file_id,) = archive.new_ids(1)
    file = File(name="Form.pdf", media_type=PDF, content=b"%PDF")
    archive.put(file, file_id=file_id, parent=folder, properties={"register_no": "ADU/2026/0007"})
    html = "<p>Yth. Pelapor</p>"
    letter = Templates(workspace).ensure("letter", "Konsep", folder, html)
    head = google.workspace(office["people"]["head"])

    for one in (file_id, letter, folder):
        with pytest.raises(GiveUp):
            head.call(
                head.service("drive").files().get(fileId=one, supportsAllDrives=True), safe=True
            )
    drafts.share(letter, office["people"]["head"])
    drafts.share(letter, office["people"]["head"])

    assert "Pelapor" in GoogleDrafts(head).state(letter).text
    assert {one.name for one in archive.listed(folder)} == {"Form.pdf", "Konsep"}


def test_a_case_that_became_confidential_moves_with_all_its_papers(google, archive):
    office = google.office
    year = archive.folder("2026", office["archive_folder_id"], "open:2026")
    own = archive.folder("ADU-2026-0008", year, "ADU/2026/0008")
    (file_id,) = archive.new_ids(1)
    file = File(name="Form.pdf", media_type=PDF, content=b"%PDF")
    archive.put(file, file_id=file_id, parent=own, properties={"register_no": "ADU/2026/0008"})
    head = google.workspace(office["people"]["head"])
    asking = head.service("drive").files().get(fileId=file_id, supportsAllDrives=True)
    assert head.call(asking, safe=True)["name"] == "Form.pdf"

    closed = archive.folder("2026", office["private_folder_id"], "private:2026")
    archive.restore(own, "", closed)

    with pytest.raises(GiveUp):
        head.call(asking, safe=True)
    assert archive.look(own).parents == (closed,)
