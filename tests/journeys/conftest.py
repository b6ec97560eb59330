"""The whole house, as `make run` starts it: two processes, real HTTP, a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from integration.demo.play import Play
from integration.local import LocalHouse
from integration.settings import Settings
from tests.journeys.ports import free_port


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, port=free_port(), google_port=free_port())


@pytest.fixture
def house(settings: Settings) -> Iterator[LocalHouse]:
    made = LocalHouse(settings)
    try:
        made.up()
        yield made
    finally:
        made.down()


@pytest.fixture
def play(house: LocalHouse) -> Play:
    return Play(house, Console(quiet=True))
