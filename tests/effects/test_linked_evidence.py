"""Drive links in the Form's `Bukti` become files of the case, or staff are told why not."""

import pytest

from integration.effects.linked import LARGEST
from integration.ports import File, TryLater
from integration.sop.evidence import drive_ids
from tests.workshop import Workshop

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
PHOTO, OTHER = "1AbCdEfGhIjKlMnOp", "2ZyXwVuTsRqPoNmLk"
LINK = f"https://drive.google.com/open?id={PHOTO}"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (LINK, [PHOTO]),
        (f"https://drive.google.com/file/d/{PHOTO}/view?usp=sharing", [PHOTO]),
        (f"https://docs.google.com/document/d/{PHOTO}/edit", [PHOTO]),
        (f"https://drive.google.com/uc?export=download&id={PHOTO}", [PHOTO]),
        (f"{LINK}, https://drive.google.com/file/d/{OTHER}/view", [PHOTO, OTHER]),
        (f"{LINK} {LINK}", [PHOTO]),
        ("https://foto.example/open?id=1AbCdEfGhIjKlMnOp", []),
        ("https://drive.google.com.jahat.example/open?id=1AbCdEfGhIjKlMnOp", []),
        (f"https://drive.google.com/drive/folders/{PHOTO}", []),
        ("foto menyusul", []),
        ("", []),
    ],
)
def test_only_drives_own_addresses_of_files_are_taken(typed: str, found: list[str]) -> None:
    assert drive_ids(typed) == found


def test_a_readable_link_is_copied_into_the_cases_folder_byte_for_byte(workshop: Workshop) -> None:
    workshop.google.archive.shared[PHOTO] = File(
        name="foto.png", media_type="text/html", content=PNG
    )
    number = workshop.receive(evidence=LINK)
    workshop.work()

    (copied,) = [one for one in workshop.service.effects(number) if one.kind == "copy_link"]
    file, parent, facts = workshop.google.archive.files[copied.result["file_id"]]
    assert (file.content, file.media_type) == (PNG, "image/png")
    assert (file.name, parent) == ("ADU-2026-0001 01 Bukti - foto.png", f"folder {number}")
    assert facts["sha256"] == copied.result["sha256"]
    assert [note.kind for note in workshop.service.case(number).notes] == []


@pytest.mark.parametrize("size", [None, LARGEST + 1])
def test_a_link_that_cannot_be_copied_is_said_to_staff_once_by_mail_and_note(
    workshop: Workshop, size: int | None
) -> None:
    if size is not None:
        workshop.google.archive.shared[PHOTO] = File(
            name="film.mp4", media_type="video/mp4", content=b"\0" * size
        )
    number = workshop.receive(evidence=f"{LINK} dan https://foto.example/1")
    workshop.work()

    (note,) = workshop.service.case(number).notes
    told = [
        mail
        for mail in workshop.google.mailbox.to("petugas@balai.example")
        if "belum dapat disalin" in mail.subject
    ]
    assert (note.kind, len(told)) == ("evidence", 1)
    assert note.text in told[0].text
    assert not any("foto.example" in call for call in workshop.google.outside.calls)


def test_a_passing_failure_is_waited_out_and_makes_one_file(workshop: Workshop) -> None:
    workshop.google.archive.shared[PHOTO] = File(name="a.png", media_type="", content=PNG)
    workshop.google.outside.fails("archive.read", TryLater("quota"))
    workshop.google.outside.fails("archive.put", TryLater("lost answer"), after=True, times=9)
    workshop.receive(evidence=LINK)
    workshop.work()

    assert [name for name in workshop.google.archive.names if "a.png" in name] == [
        "ADU-2026-0001 01 Bukti - a.png"
    ]
