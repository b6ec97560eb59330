"""Twenty complaints by Form, mail and page while the service is killed over and over."""

import os

import pytest

from integration.local import LocalHouse
from integration.settings import Settings
from tests.journeys.storm import Storm

KILLS = int(os.environ.get("CRASHES", "12"))
COMPLAINTS = 20
SEED = 20261123


def test_nothing_is_lost_doubled_or_orphaned_however_often_the_service_dies(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CYCLE_SECONDS", "0.2")
    house = LocalHouse(settings)
    try:
        house.up()
        storm = Storm(house, SEED)
        for round_ in range(max(KILLS, COMPLAINTS)):
            if round_ < COMPLAINTS:
                storm.complain()
            if storm.kills * max(KILLS, COMPLAINTS) < (round_ + 1) * KILLS:
                storm.spoil()
                storm.kill()
        storm.settle()
        figures = storm.figures()
    finally:
        house.down()

    with capsys.disabled():
        print(
            f"\ncrashes: {figures.kills} kills, {figures.faults_met} faults met, "
            f"{figures.complaints} complaints from three channels: {len(figures.lost)} lost, "
            f"{len(figures.doubled)} doubled, {len(figures.orphans)} orphans, "
            f"{len(figures.stuck)} stuck"
        )
    assert (figures.complaints, figures.kills) == (COMPLAINTS, KILLS)
    assert figures.faults_met > 0
    assert figures.lost == []
    assert figures.doubled == []
    assert figures.orphans == []
    assert figures.stuck == []
