"""The approved letter with its number and date, to be signed with the office's own certificate."""

import pytest

from integration.sop.letter import BLANK_DATE, BLANK_NUMBER
from integration.store.outbox import STUCK
from tests.workshop import Workshop


def test_a_copy_of_the_approved_letter_bears_number_and_date_and_the_head_is_asked(
    workshop: Workshop,
) -> None:
    number = workshop.at("e_sign")

    case, docs = workshop.service.case(number), workshop.google.drafts.docs
    approved, numbered = docs["doc-1"].text, docs["doc-2"].text
    letter = case.value("records", "letter_no")
    assert BLANK_NUMBER in approved and BLANK_DATE in approved
    wanted = approved.replace(BLANK_NUMBER, letter).replace(BLANK_DATE, "23 November 2026")
    assert numbered == wanted
    assert {"doc-1", "doc-2"} <= workshop.google.drafts.locked
    kept = workshop.service.file(case.to_decide)
    assert kept is not None and wanted in kept.decode()
    (asked,) = [one for one in workshop.google.mailbox.posted if ":task.e_sign:" in one.mail.key]
    assert asked.mail.to == ["kepala@balai.example"] or "kepala@balai.example" in asked.mail.to


def test_a_letter_that_no_longer_reads_as_approved_is_never_put_before_the_signer(
    workshop: Workshop,
) -> None:
    number = workshop.at("records")
    workshop.google.drafts.unlock("doc-1")
    workshop.google.drafts.edit("doc-1", workshop.google.drafts.docs["doc-1"].text + " Ditolak.")

    workshop.finish(number, "numbered")
    workshop.work()

    assert workshop.entry(number, "final_letter").state == STUCK
    assert not workshop.service.case(number).asked
    assert not [one for one in workshop.google.mailbox.posted if ":task.e_sign:" in one.mail.key]


def test_a_letter_sent_back_with_a_wrong_number_gets_a_copy_of_its_own(workshop: Workshop) -> None:
    number = workshop.at("e_sign")
    workshop.finish(number, "returned", reason="Nomornya keliru.")
    workshop.work()

    workshop.finish(number, "numbered", letter_no="B/2/BSPJI/MS.08.01/XI/2026")
    workshop.work()

    docs = workshop.google.drafts.docs
    assert "B/2/BSPJI/MS.08.01/XI/2026" in docs["doc-3"].text
    assert BLANK_NUMBER in docs["doc-1"].text
    returned = [
        one.mail for one in workshop.google.mailbox.posted if ":task.records:" in one.mail.key
    ]
    assert "Nomornya keliru." in returned[-1].text


@pytest.mark.parametrize("outcome", ["signed", "returned"])
def test_nothing_of_it_is_left_waiting(workshop: Workshop, outcome: str) -> None:
    number = workshop.at("e_sign")

    workshop.finish(number, outcome, reason="Nomornya keliru.")
    workshop.work()

    assert not [key for key, state in workshop.states(number).items() if state == STUCK]
