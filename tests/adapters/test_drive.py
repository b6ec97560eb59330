"""The archive and the letters, over real HTTP, with everything that goes wrong on the way."""

import hashlib

import pytest

from drive.drafts import GoogleDrafts
from drive.files import RESUMABLE_ABOVE, DriveArchive
from drive.templates import Templates
from integration.ports import File, GiveUp, NotFound, TryLater, Unclear

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


def test_a_folder_is_made_once_and_found_by_its_key_whatever_people_call_it(workspace, archive):
    first = archive.folder("ADU-2026-0007", "root", "ADU/2026/0007")
    rename = workspace.service("drive").files().update(fileId=first, body={"name": "Punya kami"})
    workspace.call(rename, safe=True)

    assert DriveArchive(workspace).folder("ADU-2026-0007", "root", "ADU/2026/0007") == first


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


def test_a_key_with_quotes_finds_its_own_folder_only(archive):
    first = archive.folder("a", "root", "it's \\ a 'key'")

    assert archive.folder("b", "root", "it's \\ a 'key") != first
    assert archive.folder("a", "root", "it's \\ a 'key'") == first


@pytest.mark.parametrize("size", [0, 1000, RESUMABLE_ABOVE + 1])
def test_a_file_is_put_with_drives_own_checksum(google, archive, folder, size):
    content = b"x" * size
    file = File(name="Tanda Terima 🧾.pdf", media_type=PDF, content=content)

    filed = archive.put(
        file, file_id=archive.new_ids(1)[0], parent=folder, properties={"kind": "receipt"}
    )

    assert filed.sha256 == hashlib.sha256(content).hexdigest()
    assert filed.url.startswith(google.origin)


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


def test_an_id_that_holds_other_bytes_is_for_a_person_to_look_at(archive, folder):
    (file_id,) = archive.new_ids(1)
    one = File(name="a.pdf", media_type=PDF, content=b"satu")
    archive.put(one, file_id=file_id, parent=folder, properties={})

    other = File(name="a.pdf", media_type=PDF, content=b"dua")
    with pytest.raises(GiveUp, match="other bytes"):
        archive.put(other, file_id=file_id, parent=folder, properties={})


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


def test_a_locked_file_cannot_be_renamed(workspace, archive, folder):
    (file_id,) = archive.new_ids(1)
    file = File(name="Surat.pdf", media_type=PDF, content=b"%PDF")
    archive.put(file, file_id=file_id, parent=folder, properties={})

    archive.lock(file_id, "Surat Keluar final")
    archive.lock(file_id, "Surat Keluar final")

    rename = workspace.service("drive").files().update(fileId=file_id, body={"name": "Lain"})
    with pytest.raises(GiveUp):
        workspace.call(rename, safe=True)


def test_a_parent_that_is_not_there_is_named_so(archive):
    with pytest.raises(NotFound):
        archive.folder("a", "tidak-ada", "k")


# --- letters ---


def test_a_template_is_planted_once_and_staff_may_rewrite_it(workspace, folder, template, drafts):
    edit = {"requests": [{"insertText": {"location": {"index": 1}, "text": "KOP SURAT\n"}}]}
    docs = workspace.service("docs").documents()
    workspace.call(docs.batchUpdate(documentId=template, body=edit), safe=False)

    again = Templates(workspace).ensure("template:reply", "Templat", folder, "<p>lain</p>")

    assert again == template
    assert drafts.state(template).text.startswith("KOP SURAT\nYth. {{penerima}}")


def test_a_copy_is_filled_read_and_exported(google, folder, template, drafts):
    doc = drafts.copy_template(template, "Konsep v1", folder, "ADU/2026/0007:draft:1")
    before = drafts.state(doc)
    drafts.fill(doc, VALUES)

    after = drafts.state(doc)

    assert after.text.split("\n")[:5] == [
        "Yth. PT Contoh",
        "",
        "Baris satu.",
        "Baris dua.",
        "Hormat kami, Bima Contoh – Bima Contoh",
    ]
    assert before.revision != after.revision
    assert after.url.startswith(google.origin) and doc in after.url
    assert drafts.export_pdf(doc).startswith(b"%PDF")
    assert "{{penerima}}" in drafts.state(template).text


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


def test_a_placeholder_without_a_value_is_named_and_nothing_is_filled(folder, template, drafts):
    doc = drafts.copy_template(template, "Konsep", folder, "k")

    with pytest.raises(GiveUp, match=r"\{\{nama\}\}"):
        drafts.fill(doc, {"penerima": "PT Contoh", "isi_surat": "x"})
    assert "{{penerima}}" in drafts.state(doc).text


def test_a_customer_who_types_a_placeholder_gets_no_value_of_ours(folder, template, drafts):
    doc = drafts.copy_template(template, "Konsep", folder, "k")

    drafts.fill(doc, {**VALUES, "penerima": "PT {{nama}} Contoh"})

    assert drafts.state(doc).text.startswith("Yth. PT { {nama} } Contoh\n")


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


def test_a_locked_letter_refuses_edits_until_it_is_unlocked(folder, template, drafts):
    doc = drafts.copy_template(template, "Konsep", folder, "k")
    drafts.lock(doc, "Disetujui Kepala Balai")
    with pytest.raises(GiveUp):
        drafts.fill(doc, VALUES)

    drafts.unlock(doc)
    drafts.fill(doc, VALUES)

    assert drafts.state(doc).text.startswith("Yth. PT Contoh")
