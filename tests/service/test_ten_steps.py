"""One complaint through the house: who is told what, what is filed, what is never done twice."""

import pytest

from integration.ports import GiveUp, TryLater, Unclear
from integration.sop.commands import Amend, Note, Withdraw
from integration.sop.errors import LetterNumberTaken
from integration.sop.intake import Intake
from integration.sop.letter import BLANK_DATE, BLANK_NUMBER
from integration.store import outbox
from integration.store.outbox import DONE, SKIPPED, STUCK
from tests.factories import COMPLAINT, OFFICE, WORKER, Door, Role, by
from tests.workshop import Workshop

CUSTOMER, DESK, HEAD = COMPLAINT.email, OFFICE.service_desk.email, OFFICE.head.email
GROUP, RECORDS = OFFICE.group_heads["Pengujian"].email, OFFICE.records_office.email


def played(workshop: Workshop, **said: str) -> str:
    """A complaint from the Form to its end."""
    number = workshop.receive(**said)
    workshop.work()
    while workshop.service.case(number).station:
        workshop.finish(number)
        workshop.work()
    return number


def test_one_complaint_from_the_form_to_the_archive(workshop: Workshop) -> None:
    number = played(workshop)

    assert workshop.service.case(number).status == "Selesai"
    assert set(workshop.states(number).values()) == {DONE}
    told = [(one.mail.to[0], one.mail.subject) for one in workshop.google.mailbox.posted]
    receipt = f"Tanda terima pengaduan {number}"
    assert told == [
        (CUSTOMER, receipt),
        (DESK, f"[{number}] Langkah 2: Menerima dan memilah keluhan"),
        (HEAD, f"[{number}] Langkah 3: Mendisposisikan kepada Ketua Pokja terkait"),
        (CUSTOMER, receipt),
        (GROUP, f"[{number}] Langkah 4: Menerima dan mengkaji keluhan"),
        (GROUP, f"[{number}] Langkah 5: Mencari penyebab ketidaksesuaian"),
        (GROUP, f"[{number}] Langkah 6: Menetapkan tindakan koreksi dan pencegahan"),
        (GROUP, f"[{number}] Langkah 7: Menerapkan tindakan dan menilai keefektifannya"),
        (HEAD, f"[{number}] Laporan verifikasi tindakan perbaikan"),
        (GROUP, f"[{number}] Langkah 8: Membuat konsep surat balasan dan membubuhkan paraf"),
        (HEAD, f"[{number}] Langkah 9: Menandatangani surat jawaban"),
        (
            RECORDS,
            f"[{number}] Langkah 9: Memberi nomor, tanggal, dan mengunggah surat bertanda tangan",
        ),
        (CUSTOMER, receipt),
        (CUSTOMER, receipt),
    ]
    assert workshop.google.archive.names == [
        "ADU-2026-0001 01 Form Pengaduan.pdf",
        "ADU-2026-0001 01 Tanda Terima.pdf",
        "ADU-2026-0001 03 Lembar Disposisi.pdf",
        "ADU-2026-0001 06 Konsep Tindakan Perbaikan (LKTP).pdf",
        "ADU-2026-0001 07 Verifikasi Tindakan Perbaikan.pdf",
        "ADU-2026-0001 08 Konsep Surat Balasan v1.pdf",
        "ADU-2026-0001 09 Surat Keluar.pdf",
        "ADU-2026-0001 10 Notulen (Catatan Penyampaian dan Penutupan).pdf",
        "ADU-2026-0001 99 Berkas Lengkap.pdf",
    ]


def test_the_case_folder_lies_below_its_year(workshop: Workshop) -> None:
    number = workshop.at("triage")
    folders = workshop.google.archive.folders
    assert folders[number] == ("ADU-2026-0001", "folder year:2026")
    assert folders["year:2026"] == ("2026", "archive")
    assert {parent for _, parent, _ in workshop.google.archive.files.values()} == {
        f"folder {number}"
    }


def test_the_reply_carries_the_uploaded_letter_byte_for_byte_and_nothing_else(
    workshop: Workshop,
) -> None:
    workshop.at("deliver")
    (letter,) = workshop.google.mailbox.to(CUSTOMER)[-1].files
    assert (letter.content, letter.media_type) == (b"%PDF signed", "application/pdf")


def test_everything_to_the_customer_is_one_thread(workshop: Workshop) -> None:
    played(workshop)
    mine = [one for one in workshop.google.mailbox.posted if CUSTOMER in one.mail.to]
    assert {one.thread_id for one in mine} == {"thread-1"}
    ids = [f"<{one.id}@mail.example>" for one in mine]
    assert [one.mail.references for one in mine] == [tuple(ids[:n]) for n in range(len(mine))]


def test_the_acknowledgement_goes_before_the_first_task_even_when_it_fails_first(
    workshop: Workshop,
) -> None:
    workshop.google.outside.fails("mailbox.send_draft", TryLater("503"), times=3)
    workshop.receive()
    workshop.worker().drain()
    assert workshop.google.mailbox.posted == []
    workshop.work()
    assert [one.mail.to for one in workshop.google.mailbox.posted] == [(CUSTOMER,), (DESK,)]


@pytest.mark.parametrize("call", ["archive.folder", "archive.put", "mailbox.create_draft"])
@pytest.mark.parametrize(
    ("failure", "after"),
    [(TryLater("503"), False), (Unclear("no answer"), False), (Unclear("no answer"), True)],
)
def test_a_call_that_fails_for_a_while_is_made_good_without_doubles(
    workshop: Workshop, call: str, failure: Exception, after: bool
) -> None:
    workshop.google.outside.fails(call, failure, after=after, times=2)
    workshop.at("dispose")
    assert len(workshop.google.mailbox.posted) == 3
    assert len(set(workshop.google.archive.names)) == len(workshop.google.archive.names) == 2


@pytest.mark.parametrize("lag", [0, 1, 3])
def test_a_mail_sent_without_an_answer_is_found_and_not_sent_again(
    workshop: Workshop, lag: int
) -> None:
    workshop.google.outside.fails("mailbox.send_draft", Unclear("connection lost"), after=True)
    workshop.google.mailbox.search_lag = lag
    number = workshop.receive()
    workshop.work()
    assert [one.mail.to for one in workshop.google.mailbox.posted] == [(CUSTOMER,), (DESK,)]
    assert workshop.entry(number, "receipt_mail").result["message_id"] == "message-1"
    assert workshop.google.outside.calls.count("mailbox.send_draft") == 2


def test_a_mail_that_was_not_sent_after_all_is_sent_once(workshop: Workshop) -> None:
    workshop.google.outside.fails("mailbox.send_draft", Unclear("connection lost"))
    workshop.receive()
    workshop.work()
    assert [one.mail.to for one in workshop.google.mailbox.posted] == [(CUSTOMER,), (DESK,)]


def test_a_mail_that_can_nowhere_be_found_is_given_to_a_person(workshop: Workshop) -> None:
    workshop.google.outside.fails("mailbox.send_draft", Unclear("connection lost"), after=True)
    workshop.google.mailbox.search_lag = 1000
    number = workshop.receive()
    workshop.work()
    assert workshop.entry(number, "receipt_mail").state == STUCK
    assert len(workshop.google.mailbox.to(CUSTOMER)) == 1

    workshop.google.mailbox.search_lag = 0
    with workshop.service.database.write() as tx:
        outbox.again(tx, f"{number}:1:receipt_mail:1", workshop.clock.now())
    workshop.work()
    assert workshop.entry(number, "receipt_mail").state == DONE
    assert len(workshop.google.mailbox.to(CUSTOMER)) == 1


def test_what_a_person_must_see_to_is_stuck_until_they_say_again(workshop: Workshop) -> None:
    workshop.google.outside.fails("archive.put", GiveUp("no place left in Drive"))
    number = workshop.receive()
    workshop.work()
    stuck = workshop.entry(number, "complaint_form")
    assert (stuck.state, stuck.last_error) == (STUCK, "no place left in Drive")

    with workshop.service.database.write() as tx:
        assert outbox.again(tx, stuck.key, workshop.clock.now())
    workshop.work()
    assert workshop.entry(number, "complaint_form").state == DONE


def test_a_surprise_in_a_handler_is_shown_and_stops_nothing_else(workshop: Workshop) -> None:
    workshop.google.outside.fails("archive.put", ZeroDivisionError("ours"))
    number = workshop.receive()
    workshop.work()
    assert workshop.entry(number, "complaint_form").last_error == "ZeroDivisionError: ours"
    assert len(workshop.google.mailbox.to(CUSTOMER)) == 1
    assert len(workshop.google.mailbox.to(DESK)) == 2, "the task, and a word about what is stuck"


def test_a_task_that_was_overtaken_is_not_sent(workshop: Workshop) -> None:
    number = workshop.at("review")
    workshop.finish(number)
    workshop.finish(number)
    workshop.work()
    assert workshop.entry(number, "task.cause").state == SKIPPED
    subjects = [mail.subject for mail in workshop.google.mailbox.to(GROUP)]
    assert not any("Langkah 5" in subject for subject in subjects)
    assert any("Langkah 6" in subject for subject in subjects)


@pytest.mark.parametrize(
    ("call", "failure", "after"),
    [
        ("mailbox.sent", TryLater("503"), False),
        ("mailbox.send_draft", Unclear("connection lost"), True),
    ],
)
def test_a_task_that_was_sent_and_then_overtaken_is_still_known_as_sent(
    workshop: Workshop, call: str, failure: Exception, after: bool
) -> None:
    number = workshop.at("dispose")
    workshop.finish(number)
    workshop.google.outside.fails(call, failure, after=after, times=2)
    workshop.worker().drain()
    assert len(workshop.google.mailbox.to(GROUP)) == 1
    workshop.finish(number)
    workshop.work()
    assert workshop.entry(number, "task.review").state == DONE


def test_a_draft_returned_before_its_preview_was_made_makes_no_preview(
    workshop: Workshop,
) -> None:
    number = workshop.at("draft")
    workshop.finish(number)
    workshop.service.act(number, Withdraw(reason="Dicabut."), by(Role.SERVICE_DESK))
    workshop.work()
    assert workshop.entry(number, "reply_doc").state == SKIPPED
    assert workshop.google.drafts.exports == 0


def test_each_version_is_a_doc_of_its_own_with_one_kept_export(workshop: Workshop) -> None:
    number = workshop.at("sign")
    first = workshop.service.case(number).preview
    workshop.finish(number, "tidak", reason="Nada surat kurang tepat.")
    workshop.finish(number, reply_draft="Dengan hormat, isi yang baru.")
    workshop.work()
    second = workshop.service.case(number).preview

    assert first is not None
    assert second is not None
    assert (first.version, second.version) == (1, 2)
    assert first.doc_id != second.doc_id
    assert workshop.google.drafts.exports == 2
    kept = workshop.service.file(second.pdf_sha256)
    assert kept is not None
    assert b"isi yang baru" in kept


def test_the_preview_is_what_the_reader_of_the_draft_typed(workshop: Workshop) -> None:
    number = workshop.at("sign")
    seen = workshop.service.case(number).preview
    assert seen is not None
    assert seen.text == (
        f"{BLANK_NUMBER}, {BLANK_DATE}\n\nYth. {COMPLAINT.name}\n\nDengan hormat, isi surat.\n\n"
        "Kepala Balai"
    )


def test_a_doc_edited_while_it_is_exported_is_exported_again(workshop: Workshop) -> None:
    number = workshop.at("draft")
    drafts = workshop.google.drafts
    drafts.while_exporting = lambda: drafts.edit("doc-1", "Disunting.")
    workshop.finish(number)
    workshop.work()
    seen = workshop.service.case(number).preview
    assert seen is not None
    assert seen.text == "Disunting."
    assert b"Disunting." in (workshop.service.file(seen.pdf_sha256) or b"")


def test_a_doc_edited_after_ya_asks_the_head_again(workshop: Workshop) -> None:
    number = workshop.at("sign")
    workshop.finish(number, "ya")
    workshop.google.drafts.edit("doc-1", "Diganti diam-diam.")
    workshop.work()
    case = workshop.service.case(number)
    assert (case.station, workshop.google.drafts.locked) == ("sign", set())
    assert case.preview is not None
    assert (case.preview.text, case.preview.edited) == ("Diganti diam-diam.", True)
    asked_again = workshop.google.mailbox.to(HEAD)[-1]
    assert asked_again.subject.endswith("Menandatangani surat jawaban (konsep disunting)")
    assert "Konsep surat disunting" in asked_again.text

    workshop.finish(number, "ya")
    workshop.work()
    assert workshop.google.drafts.locked == {"doc-1"}
    assert workshop.service.case(number).station == "records"


def test_without_an_address_the_desk_gets_receipt_letter_and_a_word_how_to_reach(
    workshop: Workshop,
) -> None:
    number = played(workshop, email="")
    mailbox = workshop.google.mailbox
    assert all(one.mail.to != ("",) for one in mailbox.posted)
    desk = {mail.subject.split("] ")[-1]: mail for mail in mailbox.to(DESK)}
    sorting = desk["Langkah 2: Menerima dan memilah keluhan"]
    assert [file.name for file in sorting.files] == ["ADU-2026-0001 01 Tanda Terima.pdf"]
    assert "tidak dapat dihubungi melalui e-mail" in sorting.text
    assert COMPLAINT.phone in sorting.text
    letter = mailbox.to(DESK)[-1]
    assert [file.content for file in letter.files] == [b"%PDF signed"]
    assert COMPLAINT.phone in letter.text
    assert workshop.states(number)[f"{number}:1:receipt_mail:1"] == SKIPPED
    assert workshop.service.case(number).status == "Selesai"


def test_missing_data_are_asked_of_the_customer_and_their_files_are_kept(
    workshop: Workshop,
) -> None:
    number = workshop.at("complete_info")
    asked = workshop.google.mailbox.to(CUSTOMER)[-1]
    assert "Nomor order belum ada." in asked.text

    photo = workshop.service.keep_file("foto.png", "image/png", b"PNG")
    workshop.finish(number, evidence=[photo])
    workshop.work()
    assert "ADU-2026-0001 02 Bukti - foto.png" in workshop.google.archive.names
    assert workshop.service.case(number).station == "triage"
    assert "Langkah 2" in workshop.google.mailbox.to(DESK)[-1].subject


@pytest.mark.parametrize("written", ["B/12/2026", "b/12/2026", "B / 12 / 2026"])
def test_a_letter_number_of_another_case_is_refused_however_it_is_written(
    workshop: Workshop, written: str
) -> None:
    workshop.finish(workshop.at("records"), letter_no="B/12/2026")
    other = workshop.at("records")

    with pytest.raises(LetterNumberTaken):
        workshop.finish(other, letter_no=written)
    assert workshop.service.case(other).station == "records"


def test_a_name_may_stand_before_the_address_of_somebody_invited(workshop: Workshop) -> None:
    number = workshop.at("review")
    people = "Mutu <mutu@balai.example>; Analis Satu, analis@balai.example"
    workshop.finish(number, meeting=True, meeting_at="2026-11-25T09:00", participants=people)
    workshop.work()
    (invited,) = workshop.google.mailbox.to("mutu@balai.example")
    assert invited.to == (GROUP, "mutu@balai.example", "analis@balai.example")


def test_a_meeting_is_called_with_an_invitation_and_a_calendar_entry(workshop: Workshop) -> None:
    number = workshop.at("review")
    workshop.finish(
        number,
        meeting=True,
        meeting_at="2026-11-25T09:00",
        meeting_place="Ruang Rapat",
        participants="analis@balai.example\nMutu <mutu@balai.example>",
        minutes="Disepakati.",
    )
    workshop.work()
    (invited,) = workshop.google.mailbox.to("mutu@balai.example")
    assert invited.to == (GROUP, "analis@balai.example", "mutu@balai.example")
    assert b"DTSTART;TZID=Asia/Makassar:20261125T090000" in invited.calendar
    assert "Ruang Rapat" in invited.text
    assert [file.name for file in invited.files] == ["ADU-2026-0001 04 Undangan Rapat.pdf"]
    assert "ADU-2026-0001 04 Notulen Rapat.pdf" in workshop.google.archive.names


def test_what_is_no_complaint_gets_a_polite_answer_and_a_file(workshop: Workshop) -> None:
    number = workshop.at("triage")
    workshop.finish(number, "info_request", reason="Jam layanan ada di laman kami.")
    workshop.work()
    answer = workshop.google.mailbox.to(CUSTOMER)[-1]
    assert "Permintaan informasi" in answer.text
    assert "Jam layanan ada di laman kami." in answer.text
    assert "ADU-2026-0001 99 Berkas Lengkap.pdf" in workshop.google.archive.names


def test_a_reopened_case_is_handled_again_and_ends_with_a_second_whole_file(
    workshop: Workshop,
) -> None:
    number = workshop.at("deliver")
    workshop.finish(number, "not_satisfied", reason="Penyebabnya belum dijelaskan.")
    workshop.work()
    assert "belum memadai" in workshop.google.mailbox.to(DESK)[-1].text
    while workshop.service.case(number).station:
        said = {}
        if workshop.service.case(number).station == "records":
            said["letter_no"] = "B/2/BSPJI/MS.08.01/XI/2026"
        workshop.finish(number, **said)
        workshop.work()
    assert workshop.service.case(number).status == "Selesai"
    assert len([one for one in workshop.google.archive.names if "Surat Keluar" in one]) == 2


def test_an_amendment_after_the_end_is_still_told_to_the_desk(workshop: Workshop) -> None:
    number = played(workshop)
    changed = Intake(**{**COMPLAINT.plain(), "description": "Lain."})
    workshop.service.act(number, Amend(intake=changed), by(Role.CUSTOMER, Door.FORM))
    workshop.work()
    assert "memperbarui" in workshop.google.mailbox.to(DESK)[-1].subject


def test_a_bounce_is_told_to_the_desk(workshop: Workshop) -> None:
    number = workshop.at("triage")
    note = Note(text="E-mail tidak sampai ke alamat: tirta@usaha.example", kind="bounce")
    workshop.service.act(number, note, WORKER)
    workshop.work()
    told = workshop.google.mailbox.to(DESK)[-1]
    assert "tidak sampai" in told.subject
    assert COMPLAINT.phone in told.text


def test_the_whole_file_lists_every_paper_in_order(workshop: Workshop) -> None:
    played(workshop)
    files = workshop.google.archive.files.values()
    (content,) = [file.content for file, _, _ in files if "Berkas Lengkap" in file.name]
    text = content.decode()
    titles = ("Form Pengaduan", "Tanda Terima", "Lembar Disposisi", "Surat Keluar", "Riwayat")
    places = [text.rindex(f'["{title}') for title in titles]
    assert places == sorted(places)


def test_a_worker_that_slept_past_its_lease_sends_nothing_twice(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(outbox.time, "time", lambda: now[0])
    workshop.receive()
    asleep = workshop.worker()

    def another_takes_over() -> None:
        now[0] += outbox.LEASE_SECONDS + 1
        drafts = workshop.google.mailbox.drafts.copy()
        workshop.google.mailbox.drafts.clear()  # Gmail's search does not show it yet
        workshop.worker().drain()
        workshop.google.mailbox.drafts.update(drafts)

    workshop.google.outside.meanwhile["mailbox.create_draft"] = another_takes_over
    asleep.drain()
    workshop.work()
    assert [one.mail.to for one in workshop.google.mailbox.posted] == [(CUSTOMER,), (DESK,)]
