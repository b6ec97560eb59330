"""The first page: what this is, who is who, where to go.

In:    nothing.   Out: how to begin; the people of the office, each with what they usually open.
Rule:  one press acts as someone and opens their room.
Never: knows the product's steps; mail leads through them. Start at `add()`.
"""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..forms.form import address
from ..world import World
from . import acting


def add(pages: Blueprint, world: World) -> None:
    """The start page."""

    @pages.get("/")
    def start() -> ResponseReturnValue:
        planted = world.store.collection("planted").peek("office") or {}
        form = address(world, planted["form_id"]).removeprefix(world.origin)
        register = f"/spreadsheets/d/{planted['register_id']}/edit"
        return render_template(
            "start.html",
            office=world.office["name"],
            cards=acting.people(world),
            customer=world.office["customer"]["email"],
            desk=world.office["service_desk"]["email"],
            form=form,
            register=register,
            mailbox=world.service_mailbox(),
            archive=f"/drive/folders/{planted['archive_folder_id']}",
        )
