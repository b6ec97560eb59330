"""A house whose parts are killed starts them again; only one that fails by itself stops it."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from integration.local import ADDRESSES, RESTARTS, CannotRun, LocalHouse, Part
from integration.settings import Settings
from tests.journeys.ports import free_port

KILLED, FAILED = -9, 2


@dataclass
class Ended:
    """A process that has ended."""

    returncode: int

    def poll(self) -> int:
        return self.returncode


class MortalPart(Part):
    """A part that dies as soon as it is started, and stops the house after many starts."""

    def of(self, house: LocalHouse, how: int, often: int) -> "MortalPart":
        self.house, self.how, self.left = house, how, often
        self.process = Ended(how)  # type: ignore[assignment]
        return self

    def start(self, leash: int) -> None:
        self.left -= 1
        if not self.left:
            self.house.stop.set()
        self.process = Ended(self.how)  # type: ignore[assignment]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHouse]:
    made = LocalHouse(Settings(data_dir=tmp_path, port=free_port(), google_port=free_port()))
    monkeypatch.setattr(made.stop, "wait", lambda _seconds: made.stop.is_set())
    yield made
    made.parts.clear()
    made.down()


def a_part(house: LocalHouse, how: int) -> MortalPart:
    part = MortalPart("service", [], {}, house.settings.data_dir / "service.log")
    house.parts.append(part.of(house, how, often=10 * RESTARTS))
    return part


def test_a_part_that_is_killed_is_started_again_however_often(house: LocalHouse) -> None:
    part = a_part(house, KILLED)

    house.watch()
    assert part.left == 0


def test_a_part_that_ends_by_itself_again_and_again_stops_the_house(house: LocalHouse) -> None:
    part = a_part(house, FAILED)

    with pytest.raises(CannotRun, match="again and again"):
        house.watch()
    assert part.left == 9 * RESTARTS


def test_a_house_that_was_killed_waits_until_its_old_parts_let_go_of_their_ports(
    house: LocalHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    (house.settings.data_dir / ADDRESSES).write_text("{}")
    old = socket.create_server(("127.0.0.1", house.settings.google_port))
    monkeypatch.setattr("integration.local.time.sleep", lambda _seconds: old.close())

    def begin(*_: object) -> None:
        raise CannotRun("as far as its first part")

    monkeypatch.setattr(house, "_add", begin)
    with pytest.raises(CannotRun, match="first part"):
        house.up()
    assert old.fileno() == -1, "it waited for the old part"


def test_a_port_that_belongs_to_another_program_is_said_at_once(house: LocalHouse) -> None:
    with (
        socket.create_server(("127.0.0.1", house.settings.port)),
        pytest.raises(CannotRun, match=f"port {house.settings.port} is taken"),
    ):
        house.up()
