"""Gmail's methods, by their names in Google's document.

In:    the server, at start.   Out: handlers and tables.
Rule:  what is not here is 501.
Never: does anything itself. Start at `HANDLERS`.
"""

from __future__ import annotations

from ..frame.call import Handler
from ..world import World
from . import box, drafts, messages, organising, watching

HANDLERS: dict[str, Handler] = {
    "gmail.users.getProfile": messages.profile,
    "gmail.users.watch": lambda call: watching.watch(call, messages.box_of(call)),
    "gmail.users.stop": lambda call: watching.stop(call, messages.box_of(call)),
    "gmail.users.drafts.create": drafts.create,
    "gmail.users.drafts.delete": drafts.delete,
    "gmail.users.drafts.get": drafts.get,
    "gmail.users.drafts.list": drafts.list_drafts,
    "gmail.users.drafts.send": drafts.send,
    "gmail.users.drafts.update": drafts.update,
    "gmail.users.history.list": organising.history,
    "gmail.users.labels.create": organising.create_label,
    "gmail.users.labels.delete": organising.delete_label,
    "gmail.users.labels.get": organising.get_label,
    "gmail.users.labels.list": organising.list_labels,
    "gmail.users.labels.patch": organising.update_label,
    "gmail.users.labels.update": organising.update_label,
    "gmail.users.messages.attachments.get": messages.attachment,
    "gmail.users.messages.batchDelete": messages.batch_delete,
    "gmail.users.messages.batchModify": messages.batch_modify,
    "gmail.users.messages.delete": messages.delete,
    "gmail.users.messages.get": messages.get,
    "gmail.users.messages.import": messages.insert,
    "gmail.users.messages.insert": messages.insert,
    "gmail.users.messages.list": messages.list_messages,
    "gmail.users.messages.modify": messages.modify,
    "gmail.users.messages.send": messages.send,
    "gmail.users.messages.trash": messages.trash,
    "gmail.users.messages.untrash": messages.untrash,
    "gmail.users.settings.sendAs.get": organising.get_send_as,
    "gmail.users.settings.sendAs.list": organising.list_send_as,
    "gmail.users.threads.get": organising.get_thread,
    "gmail.users.threads.list": organising.list_threads,
    "gmail.users.threads.modify": organising.change_thread,
    "gmail.users.threads.trash": organising.change_thread,
    "gmail.users.threads.untrash": organising.change_thread,
}

PARAMETERS_NOT_DONE = {
    "gmail.users.messages.import": frozenset({"deleted", "processForCalendar"}),
    "gmail.users.messages.insert": frozenset({"deleted"}),
}


def prepare(world: World) -> None:
    """Create Gmail's own table."""
    world.store.ensure(box.SCHEMA)
