"""The Form's answers, by the titles of its questions."""

from datetime import timedelta

import pytest

from integration.ports import NotFound
from sheets.responses import GoogleResponses


def test_an_answer_comes_with_its_id_its_moment_and_every_question_by_title(place, workspace):
    place.answered()
    responses = GoogleResponses(workspace, place.form()[0])

    found = responses.since(None)

    last = found[-1]
    assert last.response_id and last.submitted_at.utcoffset() == timedelta(0)
    assert last.answers["Uraian Keluhan"]
    assert last in responses.since(last.submitted_at)
    assert last not in responses.since(last.submitted_at + timedelta(seconds=1))


def test_a_form_that_is_not_there_is_not_found(workspace):
    with pytest.raises(NotFound):
        GoogleResponses(workspace, "tidak-ada").since(None)
