"""Database, Drive and register are held against each other; what is missing is put back."""

from dataclasses import replace

import pytest

from integration.ports import File
from integration.repair.finding import (
    CHANGED,
    DATABASE,
    DRIVE,
    EXTRA,
    MISSING,
    MOVED,
    REGISTER,
    RENAMED,
    TRASHED,
    UNLOCKED,
    Finding,
)
from integration.repair.reconciling import reconcile
from integration.sop.actors import Door
from tests.workshop import Workshop


@pytest.fixture
def number(workshop: Workshop) -> str:
    """A finished case with evidence, twice drafted, everything filed."""
    photo = workshop.service.keep_file("foto.png", "image/png", b"\x89PNG\r\n\x1a\n")
    number = workshop.receive(files=(photo,))
    workshop.work()
    while workshop.service.case(number).station:
        workshop.finish(number)
        workshop.work()
    return number


def check(workshop: Workshop, mend: bool = False, rows: object = "right") -> list[Finding]:
    book = {one: workshop.service.case(one) for one in ("ADU/2026/0001",)}
    right = [(one, case.status) for one, case in book.items()]
    return reconcile(workshop.tools, book, right if rows == "right" else rows, mend)  # type: ignore[arg-type]


def file_id(workshop: Workshop, ending: str) -> str:
    files = workshop.google.archive.files
    (found,) = [one for one, (file, _, _) in files.items() if file.name.endswith(ending)]
    return found


def told(found: list[Finding]) -> list[tuple[str, str, bool]]:
    return [(one.where, one.what, one.mended) for one in found]


def test_a_house_in_order_has_nothing_to_say(workshop: Workshop, number: str) -> None:
    assert check(workshop) == []


def lie(workshop: Workshop, number: str, doc_id: str) -> None:
    """The Doc of the draft lies in the case's folder, as at Google."""
    file = File(name="Konsep", media_type="application/vnd.google-apps.document", content=b"")
    workshop.google.archive.files[doc_id] = (file, f"folder {number}", {"tanggap": "x"})


@pytest.fixture(autouse=True)
def docs_lie_in_the_folder(workshop: Workshop, number: str) -> None:
    for entry in workshop.service.effects(number):
        if "doc_id" in entry.result:
            lie(workshop, number, str(entry.result["doc_id"]))


@pytest.mark.parametrize("ending", ["Surat Keluar.pdf", "Tanda Terima.pdf", "foto.png"])
def test_a_missing_file_is_found_and_put_back_byte_for_byte(
    workshop: Workshop, number: str, ending: str
) -> None:
    archive = workshop.google.archive
    gone = archive.files.pop(file_id(workshop, ending))

    assert told(check(workshop)) == [(DRIVE, MISSING, False)]
    assert told(check(workshop, mend=True)) == [(DRIVE, MISSING, True)]
    assert check(workshop) == []
    new = file_id(workshop, ending)
    back, parent, facts = archive.files[new]
    assert (back, parent, dict(facts)) == (gone[0], gone[1], dict(gone[2]))
    assert (new in archive.locked) == (ending == "Surat Keluar.pdf")
    last = workshop.service.history(number)[-1]
    assert last.by.door is Door.OPERATOR and ending in last.data["text"]


def astray(workshop: Workshop, how: str, ending: str = "Surat Keluar.pdf") -> str:
    """A person's mishap with a file; its id."""
    archive, own = workshop.google.archive, file_id(workshop, ending)
    file, parent, facts = archive.files[own]
    if how == TRASHED:
        archive.trash.add(own)
    elif how == MOVED:
        archive.files[own] = (file, "somewhere else", facts)
    else:
        archive.files[own] = (replace(file, name="surat final REVISI.pdf"), parent, facts)
    return own


@pytest.mark.parametrize("how", [MOVED, RENAMED, TRASHED])
def test_a_file_gone_astray_is_the_same_file_again(
    workshop: Workshop, number: str, how: str
) -> None:
    before = dict(workshop.google.archive.files)
    own = astray(workshop, how)

    assert told(check(workshop)) == [(DRIVE, how, False)]
    assert told(check(workshop, mend=True)) == [(DRIVE, how, True)]

    assert check(workshop) == []
    assert workshop.google.archive.files[own] == before[own]
    assert len(workshop.google.archive.files) == len(before)


def test_a_file_astray_with_other_bytes_is_put_anew_and_not_brought_home(
    workshop: Workshop, number: str
) -> None:
    archive, own = workshop.google.archive, astray(workshop, MOVED)
    file, parent, facts = archive.files[own]
    archive.files[own] = (replace(file, content=b"forged"), parent, facts)

    assert told(check(workshop, mend=True)) == [(DRIVE, MISSING, True)]
    assert check(workshop) == []
    assert archive.files[own][0].content == b"forged"


@pytest.mark.parametrize("how", [MOVED, RENAMED, TRASHED])
def test_the_cases_folder_is_brought_home_with_all_that_lies_in_it(
    workshop: Workshop, number: str, how: str
) -> None:
    archive = workshop.google.archive
    name, parent = archive.folders[number]
    if how == TRASHED:
        archive.trash.add(f"folder {number}")
    else:
        archive.folders[number] = ("lama", parent) if how == RENAMED else (name, "elsewhere")
    files = dict(archive.files)

    found = check(workshop)
    assert (found[0].what, found[0].name) == (how, f"folder {number.replace('/', '-')}")
    assert all(one.mended for one in check(workshop, mend=True))

    assert check(workshop) == []
    assert archive.folders[number] == (name, parent)
    assert archive.files == files


def test_what_lies_beside_the_cases_folders_is_named(workshop: Workshop, number: str) -> None:
    stray = File(name="catatan.txt", media_type="text/plain", content=b"x")
    workshop.google.archive.files["stray"] = (stray, "folder year:2026", {})

    (one,) = check(workshop, mend=True)

    assert (one.what, one.name, one.register_no, one.mended) == (EXTRA, "catatan.txt", "", False)


def test_changed_bytes_are_put_right_beside_and_the_others_are_left_to_a_person(
    workshop: Workshop, number: str
) -> None:
    archive = workshop.google.archive
    old = file_id(workshop, "Tanda Terima.pdf")
    file, parent, facts = archive.files[old]
    archive.files[old] = (replace(file, content=b"forged"), parent, facts)

    assert told(check(workshop)) == [(DRIVE, CHANGED, False)]
    assert told(check(workshop, mend=True)) == [(DRIVE, CHANGED, True)]
    assert [(one.what, one.file_id) for one in check(workshop)] == [(EXTRA, old)]
    assert archive.files[old][0].content == b"forged"


def test_a_final_letter_that_was_unlocked_is_locked_again(workshop: Workshop, number: str) -> None:
    letter = file_id(workshop, "Surat Keluar.pdf")
    workshop.google.archive.locked.discard(letter)

    assert told(check(workshop, mend=True)) == [(DRIVE, UNLOCKED, True)]
    assert letter in workshop.google.archive.locked


def test_a_stranger_in_the_folder_is_named_and_stays(workshop: Workshop, number: str) -> None:
    stranger = File(name="catatan pribadi.txt", media_type="text/plain", content=b"x")
    workshop.google.archive.files["stranger"] = (stranger, f"folder {number}", {})

    (one,) = check(workshop, mend=True)

    assert (one.what, one.name, one.mended) == (EXTRA, "catatan pribadi.txt", False)
    assert "stranger" in workshop.google.archive.files


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([], MISSING),
        (None, MISSING),
        ([("ADU/2026/0001", "Selesai")] * 2, EXTRA),
        ([("ADU/2026/0001", "Dikaji")], CHANGED),
    ],
)
def test_the_registers_rows_are_compared_by_number_and_status(
    workshop: Workshop, number: str, rows: object, what: str
) -> None:
    assert told(check(workshop, rows=rows)) == [(REGISTER, what, False)]


def test_a_row_nobody_knows_is_extra(workshop: Workshop, number: str) -> None:
    rows = [(number, "Selesai"), ("ADU/2026/0099", "Selesai")]

    assert told(check(workshop, rows=rows)) == [(REGISTER, EXTRA, False)]


def test_a_history_that_was_tampered_with_is_named(workshop: Workshop, number: str) -> None:
    with workshop.service.database.write() as tx:
        tx.exec_driver_sql("UPDATE events SET person = 'x@y.example' WHERE seq = 2")

    found = check(workshop)

    assert (found[0].where, found[0].what, found[0].name) == (DATABASE, CHANGED, "peristiwa 2")
