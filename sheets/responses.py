"""The Form's answers, by the titles of its questions.

In:    a form's id, a moment.   Out: `Answer`s, oldest first.
Rule:  asked of the Forms API, not of the answer tab: there an answer has an id and a true time.
Never: decides what an answer means, or drops one whose question is unknown. Start at
       `GoogleResponses.since()`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from integration.ports import Answer
from integration.workspace import Workspace

PAGE = 5000
DRIVE_LINK = "https://drive.google.com/open?id="


class GoogleResponses:
    """`ports.Responses` at Google Forms."""

    def __init__(self, workspace: Workspace, form_id: str) -> None:
        self._workspace = workspace
        self._form_id = form_id
        self._titles: dict[str, str] = {}

    @property
    def _forms(self) -> Any:
        return self._workspace.service("forms").forms()

    def since(self, moment: datetime | None) -> Sequence[Answer]:
        """Answers submitted, or edited, at or after a moment; all for None. Safe to repeat.

        An answer whose question the Form no longer has is found under the question's id.
        """
        found = list(self._pages(moment))
        asked = {question for one in found for question in one.get("answers", {})}
        if asked - self._titles.keys():
            self._titles |= self._questions()
        answers = [self._answer(one) for one in found]
        return sorted(answers, key=lambda one: (one.submitted_at, one.response_id))

    def _pages(self, moment: datetime | None) -> Iterator[Mapping[str, Any]]:
        page = None
        while True:
            listing = self._forms.responses().list(
                formId=self._form_id,
                filter=f"timestamp >= {_stamp(moment)}" if moment else None,
                pageSize=PAGE,
                pageToken=page,
            )
            answer = self._workspace.call(listing, safe=True)
            yield from answer.get("responses", [])
            page = answer.get("nextPageToken")
            if page is None:
                return

    def _questions(self) -> dict[str, str]:
        form = self._workspace.call(self._forms.get(formId=self._form_id), safe=True)
        titles: dict[str, str] = {}
        for item in form.get("items", []):
            title = str(item.get("title", "")).strip()
            question = item.get("questionItem", {}).get("question")
            if question:
                titles[question["questionId"]] = title
            for row in item.get("questionGroupItem", {}).get("questions", []):
                part = str(row.get("rowQuestion", {}).get("title", "")).strip()
                titles[row["questionId"]] = f"{title} [{part}]"
        return {question: title or question for question, title in titles.items()}

    def _answer(self, found: Mapping[str, Any]) -> Answer:
        return Answer(
            response_id=str(found["responseId"]),
            created_at=_moment(found["createTime"]),
            submitted_at=_moment(found.get("lastSubmittedTime", found["createTime"])),
            answers={
                self._titles.get(question, question): _text(answer)
                for question, answer in found.get("answers", {}).items()
            },
        )


def _text(answer: Mapping[str, Any]) -> str:
    """Several choices are joined by commas, uploaded files are links, one a line."""
    chosen = [str(one.get("value", "")) for one in answer.get("textAnswers", {}).get("answers", [])]
    files = [
        DRIVE_LINK + str(one["fileId"])
        for one in answer.get("fileUploadAnswers", {}).get("answers", [])
    ]
    return "\n".join([", ".join(chosen), *files]).strip("\n")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(text: str) -> datetime:
    # Google gives nanoseconds at times; Python reads microseconds
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.fromisoformat(f"{whole}.{fraction[:6]:0<6}+00:00")
