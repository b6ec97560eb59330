"""The archive and the letters: once by their keys, checked, locked; filled whole or not at all."""

import hashlib

import pytest

from drive.drafts import GoogleDrafts
from drive.files import RESUMABLE_ABOVE, DriveArchive
from drive.templates import Templates
from integration.ports import File, GiveUp, NotFound, Unsuitable

PDF = "application/pdf"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
MEGABYTE = 1024 * 1024
VALUES = {"penerima": "PT Contoh", "isi_surat": "Baris satu.\nBaris dua.", "nama": "Bima Contoh"}


@pytest.fixture
def archive(workspace):
    return DriveArchive(workspace)


@pytest.fixture
def drafts(workspace):
    return GoogleDrafts(workspace)


@pytest.fixture
def folder(place, archive, unique):
    return archive.folder("Uji", place.folder, f"uji:{unique}")


@pytest.fixture
def template(workspace, folder, unique):
    lines = ["Yth. {{penerima}}", "&nbsp;", "{{isi_surat}}", "Hormat kami, {{nama}} – {{nama}}"]
    html = "".join(f"<p>{line}</p>" for line in lines)
    return Templates(workspace).ensure(f"template:{unique}", "Templat Surat", folder, html)


def put(archive, folder: str, **properties: str) -> str:
    (file_id,) = archive.new_ids(1)
    file = File(name="foto.png", media_type="image/png", content=PNG)
    archive.put(file, file_id=file_id, parent=folder, properties=properties)
    return file_id


# --- folders and files ---


@pytest.mark.parametrize("size", [0, 1000, RESUMABLE_ABOVE + 1])
def test_a_file_is_put_once_with_drives_own_checksum(archive, folder, size):
    content = b"x" * size
    file = File(name="Tanda Terima 🧾.pdf", media_type=PDF, content=content)
    (file_id,) = archive.new_ids(1)

    filed = archive.put(file, file_id=file_id, parent=folder, properties={"kind": "receipt"})
    again = archive.put(file, file_id=file_id, parent=folder, properties={"kind": "receipt"})

    assert filed == again
    assert filed.sha256 == hashlib.sha256(content).hexdigest()


def test_a_folder_is_made_once_and_found_by_its_key_whatever_people_call_it(
    place, workspace, archive, folder, unique
):
    first = archive.folder("ADU-2026-0007", folder, f"ADU:{unique}")
    rename = workspace.service("drive").files().update(fileId=first, body={"name": "Punya kami"})
    workspace.call(rename, safe=True)

    assert DriveArchive(workspace).folder("ADU-2026-0007", folder, f"ADU:{unique}") == first


def test_a_key_with_quotes_finds_its_own_folder_only(archive, folder, unique):
    first = archive.folder("a", folder, f"{unique} it's \\ a 'key'")

    assert archive.folder("b", folder, f"{unique} it's \\ a 'key") != first
    assert archive.folder("a", folder, f"{unique} it's \\ a 'key'") == first


def test_an_id_that_holds_other_bytes_is_for_a_person_to_look_at(archive, folder):
    (file_id,) = archive.new_ids(1)
    one = File(name="a.pdf", media_type=PDF, content=b"satu")
    archive.put(one, file_id=file_id, parent=folder, properties={})

    other = File(name="a.pdf", media_type=PDF, content=b"dua")
    with pytest.raises(GiveUp, match="other bytes"):
        archive.put(other, file_id=file_id, parent=folder, properties={})


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


def test_a_template_is_planted_once_and_staff_may_rewrite_it(
    workspace, folder, template, drafts, unique
):
    edit = {"requests": [{"insertText": {"location": {"index": 1}, "text": "KOP SURAT\n"}}]}
    docs = workspace.service("docs").documents()
    workspace.call(docs.batchUpdate(documentId=template, body=edit), safe=False)

    again = Templates(workspace).ensure(f"template:{unique}", "Templat", folder, "<p>lain</p>")

    assert again == template
    assert drafts.state(template).text.startswith("KOP SURAT\nYth. {{penerima}}")


def test_a_placeholder_without_a_value_is_named_and_nothing_is_filled(
    folder, template, drafts, unique
):
    doc = drafts.copy_template(template, "Konsep", folder, unique)

    with pytest.raises(GiveUp, match=r"\{\{nama\}\}"):
        drafts.fill(doc, {"penerima": "PT Contoh", "isi_surat": "x"})
    assert "{{penerima}}" in drafts.state(doc).text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("PT {{nama}} Contoh", "PT { {nama} } Contoh"),
        ("PT {{{nama}}} Contoh", "PT { { {nama} } } Contoh"),
        ("PT }}}} {{{", "PT } } } } { { {"),
        ("PT {\ue000{nama}\x1f} Contoh", "PT { {nama} } Contoh"),
    ],
)
def test_a_customer_who_types_a_placeholder_gets_no_value_of_ours_and_stops_no_letter(
    folder, template, drafts, unique, typed, shown
):
    doc = drafts.copy_template(template, "Konsep", folder, unique)

    drafts.fill(doc, {**VALUES, "penerima": typed})

    assert drafts.state(doc).text.startswith(f"Yth. {shown}\n")


def test_words_are_put_in_the_place_of_others_once_and_in_a_copy_only(
    folder, template, drafts, unique
):
    approved = drafts.copy_template(template, "Konsep", folder, unique)
    drafts.fill(approved, {**VALUES, "penerima": "PT ……"})
    drafts.lock(approved, "Disetujui Kepala Balai")
    copy = drafts.copy_template(approved, "Bernomor", folder, f"{unique}:numbered")

    drafts.write(copy, {"……": "Contoh $1 \\1", "tidak ada": "x"})
    drafts.write(copy, {"……": "Contoh $1 \\1", "tidak ada": "x"})

    assert drafts.state(copy).text.startswith("Yth. PT Contoh $1 \\1\n")
    assert drafts.state(approved).text.startswith("Yth. PT ……\n")


def test_a_locked_letter_refuses_edits_until_it_is_unlocked(folder, template, drafts, unique):
    doc = drafts.copy_template(template, "Konsep", folder, unique)
    drafts.lock(doc, "Disetujui Kepala Balai")
    with pytest.raises(GiveUp):
        drafts.fill(doc, VALUES)

    drafts.unlock(doc)
    drafts.fill(doc, VALUES)

    assert drafts.state(doc).text.startswith("Yth. PT Contoh")


def test_the_archives_own_files_and_large_ones_are_not_read(archive, folder):
    with pytest.raises(Unsuitable):
        archive.read(put(archive, folder, register_no="ADU/2026/0001"), MEGABYTE)
    with pytest.raises(Unsuitable):
        archive.read(put(archive, folder), len(PNG) - 1)


def test_a_folder_is_listed_with_hashes_properties_and_locks(archive, folder):
    (first, second) = archive.new_ids(2)
    for file_id in (first, second):
        file = File(name=f"{file_id}.png", media_type="image/png", content=PNG)
        archive.put(file, file_id=file_id, parent=folder, properties={"kind": "evidence"})
    archive.lock(second, "final")

    found = {one.file_id: one for one in archive.listed(folder)}

    assert set(found) == {first, second}
    assert {one.sha256 for one in found.values()} == {hashlib.sha256(PNG).hexdigest()}
    assert found[first].properties["kind"] == "evidence"
    assert (found[first].locked, found[second].locked) == (False, True)


@pytest.mark.parametrize("how", ["trashed", "moved", "renamed"])
@pytest.mark.parametrize("locked", [False, True])
def test_a_file_gone_astray_is_seen_and_brought_home(workspace, archive, folder, how, locked):
    files = workspace.service("drive").files()
    own = put(archive, folder)
    elsewhere = archive.folder("lain", folder, f"{own}:elsewhere")
    changed = {
        "trashed": {"body": {"trashed": True}},
        "moved": {"body": {}, "addParents": elsewhere, "removeParents": folder},
        "renamed": {"body": {"name": "lain.png"}},
    }[how]
    files.update(fileId=own, supportsAllDrives=True, **changed).execute()
    if locked:
        archive.lock(own, "final")

    astray = archive.look(own)
    archive.restore(own, "foto.png", folder)
    home = archive.look(own)

    assert (astray.trashed, astray.parents == (elsewhere,), astray.name == "lain.png") == (
        how == "trashed",
        how == "moved",
        how == "renamed",
    )
    assert (home.trashed, home.parents, home.name) == (False, (folder,), "foto.png")
    assert home.locked is locked
    assert own in {one.file_id for one in archive.listed(folder)}


def test_a_file_that_is_gone_for_good_is_not_found(workspace, archive, folder):
    own = put(archive, folder)
    workspace.service("drive").files().delete(fileId=own, supportsAllDrives=True).execute()

    with pytest.raises(NotFound):
        archive.look(own)


def test_a_copy_is_filled_read_and_exported(folder, template, drafts, unique):
    doc = drafts.copy_template(template, "Konsep v1", folder, f"{unique}:draft:1")
    before = drafts.state(doc)
    drafts.fill(doc, VALUES)
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
    assert doc in after.url
    assert drafts.export_pdf(doc).startswith(b"%PDF")
    assert "{{penerima}}" in drafts.state(template).text


def test_a_file_shared_with_the_service_is_read_byte_for_byte(place, archive, unique):
    other = place.workspace(place.other)
    theirs = DriveArchive(other)
    file_id = put(theirs, "root")
    with pytest.raises(NotFound):
        archive.read(file_id, MEGABYTE)
    reader = {"type": "user", "role": "reader", "emailAddress": place.mailbox}
    permissions, files = other.service("drive").permissions(), other.service("drive").files()
    sharing = permissions.create(fileId=file_id, body=reader, sendNotificationEmail=False)
    other.call(sharing, safe=False)

    read = archive.read(file_id, MEGABYTE)

    other.call(files.update(fileId=file_id, body={"trashed": True}), safe=True)
    assert (read.name, read.media_type, read.content) == ("foto.png", "image/png", PNG)
