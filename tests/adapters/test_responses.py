"""The Form's answers over real HTTP."""

from datetime import timedelta

import pytest

from integration.ports import TryLater
from sheets.responses import GoogleResponses


@pytest.fixture
def form_id(google) -> str:
    return google.doors.get(f"{google.origin}/_emulator/office").json()["form_id"]


@pytest.fixture
def responses(workspace, form_id) -> GoogleResponses:
    return GoogleResponses(workspace, form_id)


@pytest.fixture
def fill(google, form_id):
    def do(**more: str) -> str:
        answers = {"Uraian Keluhan": "Hasil terlambat", **more}
        door = f"{google.origin}/_emulator/forms/{form_id}/responses"
        answer = google.doors.post(door, json={"answers": answers})
        answer.raise_for_status()
        return answer.json()["responseId"]

    return do


def test_answers_come_by_the_titles_of_the_questions_oldest_first(responses, fill):
    first = fill(Nama="Siti 🧪", Layanan="Kalibrasi")
    second = fill(**{"Nomor WhatsApp": "0812", "Uraian Keluhan": "=1+1\nbaris dua"})

    found = responses.since(None)

    assert [one.response_id for one in found] == [first, second]
    assert found[0].answers == {
        "Nama": "Siti 🧪",
        "Layanan": "Kalibrasi",
        "Uraian Keluhan": "Hasil terlambat",
    }
    assert found[1].answers == {"Nomor WhatsApp": "0812", "Uraian Keluhan": "=1+1\nbaris dua"}
    assert found[0].submitted_at.utcoffset() == timedelta(0)


def test_only_what_came_at_or_after_the_moment_is_shown(google, responses, fill):
    fill()
    google.doors.post(f"{google.origin}/_emulator/clock", json={"advance_seconds": 60})
    second = fill()
    (_, late) = responses.since(None)

    assert [one.response_id for one in responses.since(late.submitted_at)] == [second]
    assert list(responses.since(late.submitted_at + timedelta(seconds=1))) == []


def test_pages_are_followed(responses, fill, monkeypatch):
    monkeypatch.setattr("sheets.responses.PAGE", 2)
    ids = [fill() for _ in range(5)]

    assert sorted(one.response_id for one in responses.since(None)) == sorted(ids)


def test_the_form_is_read_once_not_for_every_look(google, responses, fill):
    fill()
    responses.since(None)
    mark = google.mark()

    responses.since(None)

    assert [one["path"].rsplit("/", 1)[-1] for one in google.seen(mark)] == ["responses"]


def test_a_look_that_fails_is_tried_later(google, responses, fill):
    fill()
    google.fails("GET /v1/forms/.*/responses", "429")

    with pytest.raises(TryLater):
        responses.since(None)
    assert len(responses.since(None)) == 1
