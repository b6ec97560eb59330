"""Whatever a case went through and whatever it lacks, its documents have what they need."""

import pytest

from integration.store.outbox import DONE, SKIPPED
from tests.workshop import Workshop

BARE = {"name": "", "email": "", "company": "", "phone": "", "description": "", "service": ""}
MEETING = {
    "meeting": True,
    "meeting_at": "2026-11-25T09:00",
    "participants": "a@balai.example",
    "agenda": "Penyebab; tindakan",
    "minutes": "Disepakati.",
}


@pytest.mark.parametrize("said", [{}, BARE, {"confidentiality": "anonymous", **BARE}])
@pytest.mark.parametrize("turning", [False, True])
def test_every_document_of_a_life_can_be_made(
    workshop: Workshop, said: dict[str, str], turning: bool
) -> None:
    number = workshop.receive(**said)
    turns = {
        "triage": ("awaiting_info", "Nomor order."),
        "verify": ("not_effective", ""),
        "sign": ("tidak", "Nada surat."),
        "deliver": ("not_satisfied", "Belum."),
    }
    workshop.work()
    issued = 0
    while step := workshop.service.case(number).station:
        outcome, reason = turns.pop(step, ("", "")) if turning else ("", "")
        extra = dict(MEETING) if step == "review" else {}
        if step == "records":
            issued += 1
            extra = {"letter_no": f"B/{issued}/BSPJI/MS.08.01/XI/2026"}
        workshop.finish(number, outcome, **({"reason": reason} if reason else {}), **extra)
        workshop.work()
    ended = {one.key: one.last_error for one in workshop.service.effects(number)}
    states = {one.state for one in workshop.service.effects(number)}
    assert states <= {DONE, SKIPPED}, ended
