"""Papers of confidential complaints lie where no member of the shared drive opens them."""

import pytest

from integration.repair.finding import MISSING, MOVED, OPEN, Finding
from integration.repair.reconciling import reconcile
from integration.sop.actors import Door, Role
from integration.sop.commands import Amend
from integration.store import outbox
from integration.store.outbox import STUCK
from tests.factories import COMPLAINT, by
from tests.workshop import Workshop

PRIVATE = "folder private:2026"


def lies_in(workshop: Workshop, number: str) -> str:
    """The folder above the case's own."""
    return workshop.google.archive.folders[number][1]


def check(workshop: Workshop, number: str, mend: bool = False) -> list[Finding]:
    case = workshop.service.case(number)
    return reconcile(workshop.tools, {number: case}, [(number, case.status)], mend)


@pytest.mark.parametrize(
    ("confidentiality", "above"),
    [("open", "folder year:2026"), ("confidential", PRIVATE), ("anonymous", PRIVATE)],
)
def test_a_confidential_or_anonymous_case_lies_in_the_closed_folder(
    workshop: Workshop, confidentiality: str, above: str
) -> None:
    number = workshop.receive(confidentiality=confidentiality)
    workshop.work()
    assert lies_in(workshop, number) == above
    papers = [parent for _, parent, _ in workshop.google.archive.files.values()]
    assert set(papers) == {f"folder {number}"}


def test_while_that_folder_is_open_nothing_confidential_is_filed_and_nothing_is_lost(
    workshop: Workshop,
) -> None:
    archive = workshop.google.archive
    archive.open.add("private")
    number = workshop.receive(confidentiality="confidential")
    workshop.work()

    assert archive.files == {}
    told = {one.mail.subject for one in workshop.google.mailbox.posted}
    assert len(told) >= 2, "the receipt and the task go out all the same"
    folder = workshop.service.entry(f"{number}:1:folder")
    assert folder is not None
    assert folder.state == STUCK
    assert "limited access" in folder.last_error
    assert [one.what for one in check(workshop, number)] == [OPEN]

    archive.open.clear()
    with workshop.service.database.write() as tx:
        outbox.again(tx, folder.key, workshop.clock.now())
    workshop.work()
    assert lies_in(workshop, number) == PRIVATE
    papers = [one for one in workshop.service.effects(number) if one.kind == "document"]
    assert [one.what for one in check(workshop, number)] == [MISSING] * len(papers)
    assert all(one.mended for one in check(workshop, number, mend=True))
    assert check(workshop, number) == []
    kept = sorted(str(one.result["sha256"]) for one in papers)
    assert sorted(said["sha256"] for _, _, said in archive.files.values()) == kept


def test_what_a_customer_makes_confidential_later_is_brought_there(workshop: Workshop) -> None:
    number = workshop.receive()
    workshop.work()
    assert lies_in(workshop, number) == "folder year:2026"
    intake = COMPLAINT.plain() | {"confidentiality": "confidential"}
    customer = by(Role.CUSTOMER, Door.FORM)
    workshop.service.act(number, Amend(intake=type(COMPLAINT).from_plain(intake)), customer)
    workshop.work()
    assert lies_in(workshop, number) == PRIVATE


def test_a_report_of_wrongdoing_leaves_the_open_folder_at_triage(workshop: Workshop) -> None:
    number = workshop.receive()
    workshop.work()
    workshop.finish(number, outcome="whistleblow", reason="Diteruskan kepada tim WBS.")
    workshop.work()
    assert lies_in(workshop, number) == PRIVATE


def test_a_confidential_draft_is_shared_with_who_writes_and_who_signs_it(
    workshop: Workshop,
) -> None:
    drafts = workshop.google.drafts
    workshop.at("sign")
    assert drafts.shared == set()
    workshop.at("sign", confidentiality="confidential")
    assert {who for _, who in drafts.shared} == {"pengujian@balai.example", "kepala@balai.example"}
    assert len({doc for doc, _ in drafts.shared}) == 1


def test_the_check_of_the_archive_names_an_open_folder_and_brings_a_case_home(
    workshop: Workshop,
) -> None:
    archive = workshop.google.archive
    number = workshop.receive(confidentiality="confidential")
    workshop.work()

    def found(mend: bool = False) -> list[tuple[str, bool]]:
        return [(one.what, one.mended) for one in check(workshop, number, mend)]

    assert found() == []
    archive.open.add("private")
    assert found(mend=True) == [(OPEN, False)]
    archive.open.clear()
    archive.restore(f"folder {number}", "", "folder year:2026")
    assert found() == [(MOVED, False)]
    assert found(mend=True) == [(MOVED, True)]
    assert lies_in(workshop, number) == PRIVATE
