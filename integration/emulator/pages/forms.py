"""Formulir: the Form as those who answer it see it.

In:    answers typed in a browser.   Out: a response; the page that thanks, with a way to edit.
Rule:  required questions are asked for here; what was typed is never lost over a mistake.
Never: keeps answers; that is `forms/answering.py`. Start at `add()`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..drive import entries
from ..drive.access import role_of
from ..forms.answering import NotAccepting, answers_by_title, submit
from ..forms.form import Held, find, question_id
from ..frame.natives import FORM
from ..world import World
from . import acting, site

OTHER = "__other_option__"
MISSING = "Pertanyaan ini wajib diisi"


@dataclass
class Asked:
    """One item as the page draws it; `name` is empty for what asks nothing."""

    title: str
    description: str
    kind: str
    name: str = ""
    required: bool = False
    options: list[str] = field(default_factory=list)
    other: bool = False
    labels: tuple[str, str] = ("", "")
    given: list[str] = field(default_factory=list)
    fault: str = ""

    @property
    def written(self) -> str:
        """The answer of a question that takes one text."""
        return self.given[0] if self.given else ""

    @property
    def own_words(self) -> str:
        """An answer that is none of the options."""
        return next((text for text in self.given if text not in self.options), "")


def asked(item: dict[str, Any]) -> Asked:
    """An item of a form, ready to draw."""
    shown = Asked(item.get("title", ""), item.get("description", ""), "text-block")
    if "pageBreakItem" in item:
        shown.kind = "section"
    if "questionItem" not in item:
        return shown
    question = item["questionItem"]["question"]
    shown.name = f"entry.{int(question_id(item), 16)}"
    shown.required = bool(question.get("required"))
    if "choiceQuestion" in question:
        choice = question["choiceQuestion"]
        shown.kind = {"RADIO": "radio", "CHECKBOX": "checkbox"}.get(choice["type"], "list")
        shown.options = [o["value"] for o in choice["options"] if not o.get("isOther")]
        shown.other = any(option.get("isOther") for option in choice["options"])
    elif "scaleQuestion" in question:
        scale = question["scaleQuestion"]
        shown.kind = "scale"
        shown.options = [str(n) for n in range(scale.get("low", 0), scale.get("high", 5) + 1)]
        shown.labels = (scale.get("lowLabel", ""), scale.get("highLabel", ""))
    elif "ratingQuestion" in question:
        shown.kind = "scale"
        levels = question["ratingQuestion"].get("ratingScaleLevel", 5)
        shown.options = [str(n) for n in range(1, levels + 1)]
    elif "dateQuestion" in question:
        shown.kind = "date"
    elif "timeQuestion" in question:
        shown.kind = "time"
    else:
        shown.kind = "paragraph" if question["textQuestion"].get("paragraph") else "line"
    return shown


def read(items: list[Asked]) -> None:
    """Put what was posted into the questions, and a fault where an answer is missing."""
    for item in items:
        if not item.name:
            continue
        given = request.form.getlist(item.name)
        own = request.form.get(f"{item.name}.other_option_response", "").strip()
        found = [own if value == OTHER else value for value in given]
        item.given = [text.replace("\r\n", "\n") for text in found if text.strip()]
        if item.required and not item.given:
            item.fault = MISSING


def collected(items: list[Asked]) -> dict[str, str | list[str]]:
    """The answers by title, as the room of forms takes them."""
    return {
        item.title: item.given if item.kind == "checkbox" else item.written
        for item in items
        if item.name
    }


def _open(form_id: str, world: World) -> Held | None:
    try:
        held = find(world, form_id)
    except KeyError:
        return None
    return held if held["published"] else None


def _closed(held: Held | None) -> ResponseReturnValue:
    if held is None:
        return site.refusal(
            404, "Formulir tidak ditemukan", "Alamat ini tidak menuju formulir yang dibuka."
        )
    return site.refusal(
        409, held["title"], "Formulir ini tidak lagi menerima jawaban. Silakan hubungi petugas."
    )


def add(pages: Blueprint, world: World) -> None:
    """The pages of forms, at Google's own addresses."""

    @pages.get("/forms/")
    def form_list() -> ResponseReturnValue:
        me = acting.present(world).email
        rows = []
        for entry in entries.all_entries(world):
            if entry["mime"] != FORM or entries.in_trash(world, entry):
                continue
            held = find(world, entry["id"])
            role = role_of(world, me, entry)
            rows.append(
                {
                    "name": held["title"] or entry["name"],
                    "href": f"/forms/d/e/{entry['id']}/viewform",
                    "note": held["description"],
                    "sheet": held["sheet"]["spreadsheet"] if held["sheet"] and role else None,
                }
            )
        return render_template("choose.html", title="Formulir", rows=rows, empty="formulir")

    @pages.get("/forms/d/<form_id>/edit")
    @pages.get("/forms/d/<form_id>/viewform")
    def short_address(form_id: str) -> ResponseReturnValue:
        return redirect(f"/forms/d/e/{form_id}/viewform")

    @pages.get("/forms/d/e/<form_id>/viewform")
    def view_form(form_id: str) -> ResponseReturnValue:
        held = _open(form_id, world)
        if held is None or not held["accepting"]:
            return _closed(held)
        items = [asked(item) for item in held["items"]]
        response_id = request.args.get("edit2")
        if response_id:
            try:
                given = answers_by_title(world, form_id, response_id)
            except KeyError:
                return site.refusal(
                    404, held["title"], "Jawaban yang ingin Anda edit tidak ditemukan."
                )
            for item in items:
                item.given = given.get(item.title, [])
        return _page(held, items, response_id)

    def _page(held: Held, items: list[Asked], response_id: str | None) -> str:
        collects = held["settings"].get("emailCollectionType", "DO_NOT_COLLECT")
        return render_template(
            "form.html",
            form=held,
            items=items,
            response_id=response_id or "",
            verified=collects == "VERIFIED",
            asks_email=collects == "RESPONDER_INPUT",
            faults=[item for item in items if item.fault],
        )

    @pages.post("/forms/d/e/<form_id>/formResponse")
    def answer_form(form_id: str) -> ResponseReturnValue:
        held = _open(form_id, world)
        if held is None or not held["accepting"]:
            return _closed(held)
        items = [asked(item) for item in held["items"]]
        read(items)
        response_id = request.form.get("edit2") or None
        if any(item.fault for item in items):
            return _page(held, items, response_id), 422
        collects = held["settings"].get("emailCollectionType", "DO_NOT_COLLECT")
        respondent = None
        if collects == "VERIFIED":
            respondent = acting.present(world).email
        elif collects == "RESPONDER_INPUT":
            respondent = request.form.get("emailAddress") or None
        try:
            kept = submit(
                world, form_id, collected(items), response_id=response_id, respondent=respondent
            )
        except KeyError:
            return site.refusal(404, held["title"], "Jawaban yang ingin Anda edit tidak ditemukan.")
        except NotAccepting:
            return _closed(held)
        # a page of its own, so that loading it again does not answer twice
        return site.onward(world, f"/forms/d/e/{form_id}/formResponse", edit2=kept)

    @pages.get("/forms/d/e/<form_id>/formResponse")
    def thanks(form_id: str) -> ResponseReturnValue:
        held = _open(form_id, world)
        if held is None:
            return _closed(held)
        return render_template("form.html", form=held, sent=request.args.get("edit2", ""))
