"""Several processes on one PostgreSQL: one of each role is killed, the complaint goes on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from integration.demo.play import Play
from tests.databases import postgres_database, postgres_server
from tests.journeys.several import PREFIX, Several, several
from tests.local_google import local_google


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Several]:
    workspace = tmp_path / "google"
    workspace.mkdir()
    with (
        local_google(workspace) as google,
        postgres_server() as server,
        postgres_database(server) as database,
        several(google, database, tmp_path) as made,
    ):
        database.migrate()
        yield made


def test_a_web_and_a_worker_process_may_die_below_a_path_prefix(house: Several) -> None:
    stage: Any = house
    play = Play(stage, Console(quiet=True))
    play.perform_until("sign")
    assert len(house.proxy.answered) == 2, "both web processes answered"
    link = play.person("head").wait_for("Langkah 9:").first_link
    assert PREFIX in link

    house.kill("web-1")
    house.kill("worker-1")
    house.wait_out_leases()
    play.person("head").act(link, {"outcome": "ya"})
    play.finish_from_records()
    play.check()

    for role in ("customer", "service_desk", "head", "records_office", "group_head"):
        person = play.person(role)
        texts = [person.read(message_id).text for message_id in person.inbox()]
        assert len(texts) == len(set(texts)), f"{role} got the same mail twice"
    assert house.down() == {"web-2": 0, "worker-2": 0}
