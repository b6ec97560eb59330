"""Killed in the middle of step 9 and started again: the case goes on, nothing is sent twice."""

import os
import signal

import requests
from rich.console import Console

from integration.demo.play import Play
from integration.local import LocalHouse
from integration.settings import Settings


def test_the_case_goes_on_after_a_kill_in_step_nine(settings: Settings) -> None:
    first = LocalHouse(settings)
    try:
        first.up()
        play = Play(first, Console(quiet=True))
        play.perform_until("sign")
        head = play.person("head")
        link = head.wait_for("Langkah 9:").first_link
        service = first.parts[1].process
        assert service is not None
        # The seal's first look at Google is answered too late, so the kill hits it half-way.
        requests.post(
            f"{first.addresses['google']}/_emulator/faults",
            json=[{"match": "GET /v1/documents/.*", "do": "503", "times": 3}],
            timeout=5,
        )
        head.act(link, {"outcome": "ya"})
        os.kill(service.pid, signal.SIGKILL)
        service.wait()
    finally:
        first.down()

    second = LocalHouse(settings)
    try:
        second.up()
        resumed = Play(second, Console(quiet=True), number=play.number)
        assert requests.get(link, timeout=10).status_code == 409, "the decision is on record"
        resumed.finish_from_records()
        resumed.check()
        for role in ("customer", "service_desk", "head", "records_office", "group_head"):
            person = resumed.person(role)
            texts = [person.read(message_id).text for message_id in person.inbox()]
            assert len(texts) == len(set(texts)), f"{role} got the same mail twice"
    finally:
        second.down()
