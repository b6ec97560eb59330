"""A conflict of interest declared at disposition keeps its person from verifying and approving."""

import pytest

from integration.sop import errors
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import Complete
from tests.factories import OFFICE, values
from tests.workshop import Workshop

DAMAR, LARAS = "pengujian@balai.example", "kalibrasi@balai.example"
BIMA, SEKAR = "kepala@balai.example", "tu@balai.example"
CHOICES = {one.email: f"{one.name} <{one.email}>" for one in OFFICE.officials}


def dispose(workshop: Workshop, conflicted: str, reviewer: str) -> str:
    number = workshop.at("dispose")
    said = {"conflicted": CHOICES[conflicted], "reviewer": CHOICES[reviewer]}
    workshop.finish(number, conflict=True, **said)
    workshop.work()
    return number


def go(workshop: Workshop, number: str, step: str) -> Case:
    while workshop.service.case(number).station != step:
        case = workshop.service.case(number)
        role = case.step.actor if case.step else Role.SYSTEM
        person = OFFICE.in_charge(role, case, workshop.tools.today()).email
        workshop.finish(number, who=By(role=role, door=Door.LINK, person=person))
        workshop.work()
    return workshop.service.case(number)


def tasks(workshop: Workshop, person: str, no: int) -> list[str]:
    mails = workshop.google.mailbox.to(person)
    return [mail.subject for mail in mails if f"Langkah {no}:" in mail.subject]


def test_the_named_reviewer_verifies_instead_and_the_involved_one_is_refused(
    workshop: Workshop,
) -> None:
    number = dispose(workshop, DAMAR, LARAS)
    go(workshop, number, "verify")

    assert (len(tasks(workshop, LARAS, 7)), len(tasks(workshop, DAMAR, 7))) == (1, 0)
    for door, person in ((Door.LINK, DAMAR.upper()), (Door.SHEET, "spreadsheet")):
        who = By(role=Role.GROUP_HEAD, door=door, person=person)
        with pytest.raises(errors.ConflictOfInterest):
            workshop.finish(number, who=who)
    workshop.finish(number, who=By(role=Role.GROUP_HEAD, door=Door.LINK, person=LARAS))
    assert workshop.service.case(number).station == "draft"


def test_the_other_steps_stay_with_whom_they_belong_to(workshop: Workshop) -> None:
    number = dispose(workshop, DAMAR, LARAS)
    go(workshop, number, "sign")

    assert [len(tasks(workshop, DAMAR, no)) for no in (4, 5, 6, 8)] == [1, 1, 1, 1]
    assert len(tasks(workshop, BIMA, 9)) == 1


def test_the_reviewer_approves_and_signs_for_the_head_who_is_in_conflict(
    workshop: Workshop,
) -> None:
    number = dispose(workshop, BIMA, LARAS)
    go(workshop, number, "sign")

    assert (len(tasks(workshop, LARAS, 9)), len(tasks(workshop, BIMA, 9))) == (1, 0)
    with pytest.raises(errors.ConflictOfInterest):
        workshop.finish(number, who=By(role=Role.HEAD, door=Door.LINK, person=BIMA))
    (doc,) = workshop.google.drafts.docs.values()
    assert "a.n. Kepala Balai, Ketua Pokja Kalibrasi" in doc.text
    workshop.finish(number, who=By(role=Role.HEAD, door=Door.LINK, person=LARAS))
    assert workshop.service.case(number).station == "records"


@pytest.mark.parametrize(
    ("conflicted", "reviewer", "refusal"),
    [
        (CHOICES[BIMA], CHOICES[BIMA], errors.ReviewerInvolved),
        (CHOICES[BIMA], CHOICES[DAMAR], errors.ReviewerInvolved),
        (CHOICES[DAMAR], "", errors.Missing),
        ("", CHOICES[LARAS], errors.Missing),
        ("Orang Luar <orang@luar.example>", CHOICES[LARAS], errors.NotAChoice),
    ],
)
def test_a_declaration_that_cannot_stand_is_refused(
    workshop: Workshop, conflicted: str, reviewer: str, refusal: type[errors.SopError]
) -> None:
    number = workshop.at("dispose")
    said = values("dispose", conflict=True, conflicted=conflicted, reviewer=reviewer)
    who = By(role=Role.HEAD, door=Door.LINK, person=BIMA)

    with pytest.raises(refusal):
        workshop.service.act(number, Complete(step="dispose", outcome="assigned", values=said), who)


def test_the_disposition_sheet_names_both(workshop: Workshop) -> None:
    number = dispose(workshop, DAMAR, SEKAR)

    sheets = [one.content for one, _, _ in workshop.google.archive.files.values()]
    assert any(b"penelaah: " in one and SEKAR.encode() in one for one in sheets), number
