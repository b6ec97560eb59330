"""What lies in Drive: names anybody can read, bytes as received, nothing twice."""

import json

import pytest

from integration.effects.filing import NAME_LENGTH, folder_name, safe_name
from integration.ports import GiveUp, Unclear
from integration.store.outbox import DONE, STUCK
from tests.workshop import Workshop


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("foto.png", "foto.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Dokumen\\surat.pdf", "surat.pdf"),
        ("a<b>:c?.pdf", "a_b__c_.pdf"),
        ("laporan  akhir (2).pdf", "laporan  akhir (2).pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("", "file"),
        ("...", "file"),
        ("tanpa-akhiran", "tanpa-akhiran"),
        ("x\n\x00y.pdf", "x__y.pdf"),
    ],
)
def test_a_customers_file_name_is_made_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("name", ["x" * 1000 + ".pdf", "x." + "y" * 1000, "x" * 1000])
def test_a_file_name_of_any_length_fits(name: str) -> None:
    assert 0 < len(safe_name(name)) <= NAME_LENGTH


def test_the_folder_is_named_after_the_register_number() -> None:
    assert folder_name("ADU/2026/0007") == "ADU-2026-0007"


def test_every_file_says_which_case_step_and_kind_it_belongs_to(workshop: Workshop) -> None:
    number = workshop.at("nowhere")
    facts = {
        file.name.split(" ", 2)[2]: (known["register_no"], known["step"], known["kind"])
        for file, _, known in workshop.google.archive.files.values()
    }
    assert facts == {
        "Form Pengaduan.pdf": (number, "1", "complaint_form"),
        "Tanda Terima.pdf": (number, "1", "receipt"),
        "Lembar Disposisi.pdf": (number, "3", "disposition"),
        "Konsep Tindakan Perbaikan (LKTP).pdf": (number, "6", "action_plan"),
        "Verifikasi Tindakan Perbaikan.pdf": (number, "7", "verification"),
        "Konsep Surat Balasan v1.pdf": (number, "8", "reply_draft"),
        "Surat Keluar.pdf": (number, "9", "outgoing_letter"),
        "Notulen (Catatan Penyampaian dan Penutupan).pdf": (number, "10", "minutes"),
        "Berkas Lengkap.pdf": (number, "10", "whole_file"),
    }


def test_the_outgoing_letter_is_filed_as_uploaded_and_locked(workshop: Workshop) -> None:
    number = workshop.at("deliver")
    filed = workshop.entry(number, "upload.1")
    letter, _, _ = workshop.google.archive.files[filed.result["file_id"]]
    assert letter.content == b"%PDF signed"
    assert filed.result["file_id"] in workshop.google.archive.locked


def test_the_database_knows_the_hash_of_every_file(workshop: Workshop) -> None:
    from hashlib import sha256

    number = workshop.at("nowhere")
    known = {
        one.result["file_id"]: one.result["sha256"]
        for one in workshop.service.effects(number)
        if "file_id" in one.result
    }
    filed = workshop.google.archive.files
    assert known == {key: sha256(file.content).hexdigest() for key, (file, _, _) in filed.items()}
    assert all(workshop.service.file(digest) for digest in known.values())


def test_an_upload_whose_answer_was_lost_is_the_same_file_afterwards(workshop: Workshop) -> None:
    workshop.google.outside.fails("archive.put", Unclear("no answer"), after=True, times=2)
    number = workshop.at("triage")
    form = workshop.entry(number, "complaint_form")
    assert form.state == DONE
    assert len(workshop.google.archive.files) == 2


def test_an_id_that_holds_other_bytes_is_given_to_a_person(workshop: Workshop) -> None:
    workshop.google.outside.fails("archive.put", GiveUp("other bytes under this id"))
    number = workshop.receive()
    workshop.work()
    assert workshop.entry(number, "complaint_form").state == STUCK


def test_several_files_of_one_name_are_all_kept(workshop: Workshop) -> None:
    files = tuple(
        workshop.service.keep_file("foto.png", "image/png", content) for content in (b"1", b"2")
    )
    workshop.receive(files=files)
    workshop.work()
    kept = [
        file.content for file, _, _ in workshop.google.archive.files.values() if "foto" in file.name
    ]
    assert sorted(kept) == [b"1", b"2"]


def test_the_second_plan_is_told_apart_from_the_first(workshop: Workshop) -> None:
    number = workshop.at("verify")
    workshop.finish(number, "not_effective")
    workshop.finish(number)
    workshop.work()
    plans = [name for name in workshop.google.archive.names if "LKTP" in name]
    assert plans == [
        "ADU-2026-0001 06 Konsep Tindakan Perbaikan (LKTP) (2).pdf",
        "ADU-2026-0001 06 Konsep Tindakan Perbaikan (LKTP).pdf",
    ]


def test_the_whole_file_waits_for_every_paper(workshop: Workshop) -> None:
    number = workshop.at("deliver")
    workshop.finish(number)
    workshop.google.outside.fails("archive.put", Unclear("no answer"), times=1)
    workshop.worker().drain()
    assert workshop.entry(number, "minutes").state == "waiting"
    assert workshop.entry(number, "whole_file").last_error == "waits for documents of the case"
    workshop.work()
    assert workshop.entry(number, "whole_file").state == DONE


def test_a_paper_shows_the_case_as_it_stood_however_late_it_is_made(workshop: Workshop) -> None:
    number = workshop.at("dispose")
    workshop.google.outside.fails("archive.put", Unclear("no answer"), times=4)
    workshop.finish(number, instruction="Telusuri penyebabnya.")
    while workshop.service.case(number).station != "verify":
        workshop.finish(number)
    workshop.work()
    (order,) = [
        file.content
        for file, _, _ in workshop.google.archive.files.values()
        if "Disposisi" in file.name
    ]
    assert b'"status": "Dikaji"' in order


def test_what_a_second_round_brings_is_told_apart_from_the_first(workshop: Workshop) -> None:
    photos = [
        workshop.service.keep_file("foto.jpg", "image/jpeg", content) for content in (b"1", b"2")
    ]
    number = workshop.at("verify")
    workshop.finish(number, evidence=photos)
    workshop.work()
    for _ in range(2):
        while workshop.service.case(number).station != "deliver":
            if workshop.service.case(number).station == "verify":
                workshop.finish(number, evidence=photos[:1])
            else:
                workshop.finish(number)
            workshop.work()
        workshop.finish(number, "not_satisfied", reason="Belum memadai.")
        workshop.work()

    names = workshop.google.archive.names
    assert len(names) == len(set(names))
    assert {
        "ADU-2026-0001 07 Bukti - foto.jpg",
        "ADU-2026-0001 07 Bukti - foto (2).jpg",
        "ADU-2026-0001 07 Bukti - foto (3).jpg",
        "ADU-2026-0001 09 Surat Keluar.pdf",
        "ADU-2026-0001 09 Surat Keluar (2).pdf",
        "ADU-2026-0001 10 Notulen (Catatan Penyampaian dan Penutupan) (2).pdf",
    } <= set(names)


def test_the_whole_file_names_each_piece_of_evidence_and_what_lies_beside_it_on_paper(
    workshop: Workshop,
) -> None:
    photo = workshop.service.keep_file("foto loket.png", "image/png", b"\x89PNG\r\n\x1a\n")
    number = workshop.at("", channel="letter", email="", files=(photo,))

    entry = workshop.entry(number, "whole_file")
    _, cover, parts = json.loads(workshop.service.file(entry.result["sha256"]) or b"")

    assert "Bukti: foto loket" in [title for title, _ in parts]
    assert cover["paper_checklist"] == ["Surat pengaduan asli", "Bukti penyampaian surat jawaban"]
