"""Taking answers: a response, and its row in the linked sheet.

In:    answers by question title.   Out: the response's id.
Rule:  an edited response keeps its id and row and gets a new timestamp; unknown titles are
       refused. Required questions are not enforced here: the page does that, and bad input must
       be testable.
Never: reads rows back: deleting a row does not delete a response. Start at `submit()`.
"""

from __future__ import annotations

from typing import Any

from ..world import World
from . import answer_sheet, watches
from .form import find, question_id, questions

Answers = dict[str, str | list[str]]


class UnknownQuestion(ValueError):
    """An answer to a question the form does not ask."""


class NotAccepting(ValueError):
    """The form takes no answers now."""


def submit(
    world: World,
    form_id: str,
    answers: Answers,
    *,
    response_id: str | None = None,
    respondent: str | None = None,
) -> str:
    """Take a new response, or the edit of one; its id.

    KeyError: no such form or response. UnknownQuestion, NotAccepting: see there.
    """
    held = find(world, form_id)
    if not held["accepting"]:
        raise NotAccepting("Formulir ini tidak lagi menerima jawaban.")
    ids: dict[str, str] = {}
    for item in questions(held):
        ids.setdefault(item.get("title", ""), question_id(item))
    unknown = [title for title in answers if title not in ids]
    if unknown:
        raise UnknownQuestion(f"the form does not ask {unknown[0]!r}")
    given = {
        ids[title]: [_text(one) for one in (value if isinstance(value, list) else [value])]
        for title, value in answers.items()
        if value not in ("", [])
    }
    responses = world.store.collection(f"forms.response/{form_id}")
    now = world.clock.millis()
    if response_id is None:
        response_id = "ACYDBN" + world.ids.text("response", 40)
        response: dict[str, Any] = {"id": response_id, "created": now, "row": None}
    else:
        found = responses.get(response_id)
        if found is None:
            raise KeyError(response_id)
        response = found
    response |= {"submitted": now, "answers": given, "respondent": respondent}
    response["row"] = answer_sheet.write_response(world, held, response)
    responses.put(response_id, response)
    watches.noticed(world, form_id, watches.RESPONSES)
    return response_id


def _text(value: str) -> str:
    """An answer without lone halves of surrogate pairs, which are no characters."""
    return value.encode("utf-8", "replace").decode()


def answers_by_title(world: World, form_id: str, response_id: str) -> dict[str, list[str]]:
    """A response as it was given, for editing it. KeyError when there is none."""
    held = find(world, form_id)
    response = world.store.collection(f"forms.response/{form_id}").peek(response_id)
    if response is None:
        raise KeyError(response_id)
    return {
        item.get("title", ""): list(response["answers"].get(question_id(item), []))
        for item in questions(held)
    }
