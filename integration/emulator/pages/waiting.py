"""Who has mail that nobody has read yet: the people one may act as next.

In:    the mailboxes.   Out: how many conversations wait for each person; a line below the bar.
Rule:  the service's own mailbox is read by a program and waits for nobody.
Never: marks anything as read. Start at `unread()`.
"""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from ..gmail.box import Box
from ..world import World
from . import acting


def unread(world: World) -> dict[str, int]:
    """Unread conversations in the inbox, by address; who has none is not named."""
    found = {}
    for person in acting.people(world):
        if person.email == world.service_mailbox():
            continue
        threads = {
            record["thread"]
            for record in Box(world, person.email).messages.values()
            if {"INBOX", "UNREAD"} <= set(record["labels"])
        }
        if threads:
            found[person.email] = len(threads)
    return found


def add(pages: Blueprint, world: World) -> None:
    """What the script of every page asks to keep the line new."""

    @pages.get("/waiting.json")
    def waiting() -> ResponseReturnValue:
        # the template asks `unread` through the bar's context
        return jsonify({"line": render_template("waiting.html"), "unread": unread(world)})
