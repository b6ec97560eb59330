"""Every refusal has one Indonesian sentence that its own facts fill."""

from datetime import UTC, datetime

import pytest

from integration.sop import errors
from integration.sop.actors import By, Door, Role
from integration.words import SENTENCES, say

RANI = By(role=Role.SERVICE_DESK, door=Door.LINK, person="rani@balai.example", name="Rani Contoh")
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

RAISED = {
    errors.SopError: {},
    errors.NotYourStep: {"step": "Menandatangani", "no": 9, "actor": Role.HEAD},
    errors.AlreadyDone: {"step": "Mengkaji", "outcome": "Selesai", "by": RANI, "at": NINE},
    errors.NotHere: {"step": "Mengkaji", "at": "Dikirim"},
    errors.UnknownOutcome: {"step": "Mengkaji", "outcome": "mungkin"},
    errors.Missing: {"fields": "Koreksi, Paraf", "keys": ["correction", "initial"]},
    errors.NotAChoice: {"field": "Pokja", "typed": "{x}", "choices": "Pengujian, Kalibrasi"},
    errors.BadDate: {"field": "Tanggal surat", "typed": "kemarin"},
    errors.BadLetterNumber: {"letter_no": "17"},
    errors.LetterNumberTaken: {"letter_no": "B/1/X"},
    errors.NoPlaceForNumber: {},
    errors.NotSigned: {},
    errors.LetterBroken: {},
    errors.LetterInDoubt: {},
    errors.OpenPlaceholder: {"placeholders": "{{penerima}}"},
    errors.OwnDraft: {"by": RANI},
    errors.ConflictOfInterest: {"step": "Menilai keefektifan", "reviewer": "Laras Ayu Contoh"},
    errors.ReviewerInvolved: {"reviewer": "Laras Ayu Contoh"},
    errors.PreviewNotReady: {"register_no": "ADU/2026/0001"},
    errors.LetterChanged: {"register_no": "ADU/2026/0001"},
    errors.CannotReopen: {"register_no": "ADU/2026/0001"},
    errors.BadPause: {"days": 30},
    errors.DayToCome: {"field": "Tanggal surat"},
    errors.DayGone: {"field": "Target selesai koreksi"},
    errors.DayNotAhead: {"field": "Diperiksa ulang lagi pada"},
    errors.NoAddress: {"field": "Peserta rapat", "typed": "budi"},
    errors.NotResting: {"step": "Mengkaji"},
    errors.NoClock: {"step": "Menerima surat jawaban"},
    errors.Closed: {"register_no": "ADU/2026/0001", "status": "Selesai"},
}
"""Each refusal with the facts that the rules and the service raise it with."""


def every_refusal(kind: type[errors.SopError] = errors.SopError) -> list[type[errors.SopError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in every_refusal(child))]


@pytest.mark.parametrize("kind", every_refusal(), ids=lambda kind: kind.code)
def test_every_refusal_has_a_sentence_its_facts_fill(kind):
    said = say(kind(**RAISED[kind]))

    assert said.endswith(".")
    assert SENTENCES[kind.code].split("{")[0] in said


def test_no_sentence_is_left_without_a_refusal():
    assert {kind.code for kind in every_refusal()} == set(SENTENCES)


def test_people_and_moments_are_named_as_the_office_names_them():
    said = say(errors.AlreadyDone(**RAISED[errors.AlreadyDone]))

    assert "Rani Contoh (Petugas Pelayanan)" in said
    assert "Senin, 23 November 2026 pukul 09.00 WITA" in said


def test_what_somebody_typed_is_never_taken_for_a_place_to_fill():
    assert "“{x}”" in say(errors.NotAChoice(**RAISED[errors.NotAChoice]))
