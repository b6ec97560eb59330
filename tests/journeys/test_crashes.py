"""Twenty complaints by Form, mail and page while the service is killed over and over.

Once at every move of every kind of effect in the outbox, and at random besides; Google fails, too.
"""

import os
from collections.abc import Iterator

import pytest

from integration.settings import Settings
from integration.sop import effects as kinds
from tests.journeys.mortal import MOMENTS, POSTPONED, QUEUED
from tests.journeys.nursery import Nursery
from tests.journeys.storm import MortalHouse, Storm

KILLS = int(os.environ.get("CRASHES", "50"))
COMPLAINTS = 20
SEED = 20261123
AT_RECEIPT = (kinds.FOLDER, kinds.DOCUMENT, kinds.UPLOAD, kinds.COPY_LINK, kinds.MAIL)


@pytest.fixture
def storm(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storm]:
    monkeypatch.setenv("CYCLE_SECONDS", "0.2")
    house = MortalHouse(settings)
    house.nursery = Nursery()
    try:
        house.up()
        yield Storm(house, SEED, COMPLAINTS)
    finally:
        house.down()
        house.nursery.close()


def test_nothing_is_lost_doubled_or_orphaned_however_often_the_service_dies(
    storm: Storm, capsys: pytest.CaptureFixture[str]
) -> None:
    for moment in (QUEUED, *(one for kind in AT_RECEIPT for one in MOMENTS[kind]), POSTPONED):
        storm.spoil()
        storm.dies(moment)
    for kind, act in (
        (kinds.REPLY_DOC, storm.draft),
        (kinds.SEAL, storm.approval),
        (kinds.WHOLE_FILE, storm.receipt),
    ):
        first, *others = MOMENTS[kind]
        storm.dies(first, act())
        for moment in others:
            storm.dies(moment)
    while storm.kills.total() < KILLS or len(storm.sent) < COMPLAINTS:
        storm.complain()
        storm.spoil()
        storm.dies_somewhere()
    storm.settle()
    figures = storm.figures()

    with capsys.disabled():
        told = ", ".join(f"{times} {where}" for where, times in sorted(figures.kills.items()))
        print(
            f"\ncrashes: {figures.kills.total()} kills ({told}), {figures.faults_met} faults met, "
            f"{figures.complaints} complaints from three channels, {figures.mails} mails: "
            f"{len(figures.lost)} lost, {len(figures.doubled)} doubled, "
            f"{len(figures.orphans)} orphans, {len(figures.stuck)} stuck"
        )
    assert storm.missed == []
    assert figures.complaints == COMPLAINTS and figures.kills.total() >= KILLS
    assert figures.faults_met > 0
    assert figures.lost == []
    assert figures.doubled == []
    assert figures.orphans == []
    assert figures.stuck == []
