"""The fictional office as it is on its first morning.

In:    office.json.   Out: accounts, one published Form with its answer sheet, the archive drive.
Rule:  planted once; a reset plants it again with the same ids. No mail, no answers, no register:
       those are the product's.
Never: real people. Start at `plant_once()`.
"""

from __future__ import annotations

from typing import Any

from .drive import entries, sharing
from .drive.shared_drives import make_drive
from .forms import answer_sheet
from .forms.form import address, checked_item, new_form
from .frame.natives import FOLDER
from .world import World

SEED_CLIENT = "seed"


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
    office = world.office
    with world.ids.seeding():
        for person in people(world):
            world.accounts.ensure(person["email"], person["name"])
        form = _form(world, office["form"])
        register_id = answer_sheet.link(world, form, office["register_title"])
        desk = sharing.grant_to(office["service_desk"]["email"], "writer")
        entries.share(world, register_id, desk, by=world.service_mailbox())
        drive_id, folder_id, private_id = _archive(world)
        world.store.collection("planted").put(
            "office",
            {
                "form_id": form["id"],
                "register_id": register_id,
                "archive_drive_id": drive_id,
                "archive_folder_id": folder_id,
                "private_folder_id": private_id,
            },
        )


def _form(world: World, wanted: dict[str, Any]) -> dict[str, Any]:
    owner = world.service_mailbox()
    held = new_form(
        world, wanted["title"], wanted["title"], owner, published=True, client=SEED_CLIENT
    )
    held["description"] = wanted["description"]
    for asked in wanted["questions"]:
        held["items"].append(checked_item(world, _item(asked), "item"))
    return held


def _item(asked: dict[str, Any]) -> dict[str, Any]:
    question: dict[str, Any] = {"required": asked.get("required", False)}
    if "choices" in asked:
        options = [{"value": choice} for choice in asked["choices"]]
        question["choiceQuestion"] = {"type": asked["type"], "options": options}
    else:
        question["textQuestion"] = {"paragraph": asked.get("paragraph", False)}
    item = {"title": asked["title"], "questionItem": {"question": question}}
    if "description" in asked:
        item["description"] = asked["description"]
    return item


def _archive(world: World) -> tuple[str, str, str]:
    """The shared drive and its folders: records office manages, the service manages content.

    The second folder lies in the first and has limited access: it is for the service alone.
    """
    office = world.office
    keeper, service = office["records_office"]["email"], world.service_mailbox()
    drive_id = make_drive(world, office["shared_drive"], keeper)
    drives = world.store.collection("drive.drive")
    drive = drives.get(drive_id) or {}
    drive["permissions"].append(sharing.grant_to(service, "fileOrganizer"))
    for person in (office["service_desk"], office["head"], *office["group_heads"].values()):
        drive["permissions"].append(sharing.grant_to(person["email"], "writer"))
    drives.put(drive_id, drive)
    folder = entries.new_entry(
        world,
        name=office["archive_folder"],
        mime=FOLDER,
        by=service,
        parent=drive_id,
        client=SEED_CLIENT,
    )
    closed = entries.new_entry(
        world,
        name=office["private_folder"],
        mime=FOLDER,
        by=keeper,
        parent=str(folder["id"]),
        client=SEED_CLIENT,
    )
    closed["meta"]["inheritedPermissionsDisabled"] = True
    entries.save(world, closed, by=keeper, touched=False)
    entries.share(world, closed["id"], sharing.grant_to(service, "fileOrganizer"), by=keeper)
    return drive_id, str(folder["id"]), str(closed["id"])


def office_answer(world: World) -> dict[str, Any]:
    """What an outsider needs to know: ids, addresses, people (design.md section 5)."""
    office = world.office
    planted = world.store.collection("planted").peek("office") or {}
    return {
        "form_id": planted["form_id"],
        "form_url": address(world, planted["form_id"]),
        "register_id": planted["register_id"],
        "archive_folder_id": planted["archive_folder_id"],
        "private_folder_id": planted.get("private_folder_id", ""),
        "archive_drive_id": planted["archive_drive_id"],
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
    }
