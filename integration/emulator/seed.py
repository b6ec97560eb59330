"""The fictional office as it is on its first morning.

In:    office.json.   Out: accounts, one published Form with its answer sheet, the archive drive.
Rule:  planted once; a reset plants it again with the same ids. No mail, no answers, no register:
       those are the product's.
Never: real people. Start at `plant_once()`.
"""

from __future__ import annotations

from typing import Any

from .world import World


def people(world: World) -> list[dict[str, Any]]:
    """Everyone in the office's file, the customer included."""
    office = world.office
    named = [office[role] for role in ("service_mailbox", "service_desk", "head", "records_office")]
    return [*named, *office["group_heads"].values(), office["customer"]]


def plant_once(world: World) -> None:
    """Plant the office if this data directory has none yet."""
    if world.store.collection("planted").peek("office") is None:
        _plant(world)


def replant(world: World) -> None:
    """Throw everything away and plant the office again; tokens and keys stay valid."""
    world.store.wipe()
    for forget in world.on_reset:
        forget()
    _plant(world)


def _plant(world: World) -> None:
    with world.ids.seeding():
        for person in people(world):
            world.accounts.ensure(person["email"], person["name"])
        world.store.collection("planted").put("office", {})


def office_answer(world: World) -> dict[str, Any]:
    """What an outsider needs to know: ids, addresses, people (design.md section 5)."""
    office = world.office
    return {
        "service_mailbox": world.service_mailbox(),
        "people": {
            **{
                role: office[role]["email"]
                for role in ("customer", "service_desk", "head", "records_office")
            },
            "group_heads": {
                name: person["email"] for name, person in office["group_heads"].items()
            },
        },
        "office": office,
        **(world.store.collection("planted").peek("office") or {}),
    }
