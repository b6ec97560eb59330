"""Who owns a file, and how it passes to another.

In:    permissions.create and update with role owner or pendingOwner.   Out: the owner changed.
Rule:  `transferOwnership` must say that it is meant. Within one domain an owner gives a file away
       at once; beyond it the owner names a pending owner, who then takes it. The owner before
       stays as a writer.
Never: touches a file in a shared drive: nobody owns those. Start at `give()` and `update()`.
"""

from __future__ import annotations

from typing import Any

from ..frame.call import Call
from ..frame.errors import ApiError
from .access import insufficient
from .entries import Entry
from .resource import permission_id

Grant = dict[str, Any]


def _meant(call: Call) -> None:
    if not call.params.get("transferOwnership"):
        raise ApiError(
            403,
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            reason="forbidden",
            location="transferOwnership",
        )


def _pass_on(target: Entry, email: str) -> Grant:
    """Make somebody the owner; what they are now."""
    before, number = target["owner"], permission_id(email)
    others = [held for held in target["permissions"] if held["id"] != number]
    old = {"id": permission_id(before), "type": "user", "role": "writer", "email": before}
    target.update(owner=email, permissions=[*others, old])
    return {"id": number, "type": "user", "role": "owner", "email": email}


def give(call: Call, target: Entry, email: str) -> Grant:
    """permissions.create or update with role owner, by the owner; ApiError 403 if not allowed."""
    if target.get("owner") == email:
        return {"id": permission_id(email), "type": "user", "role": "owner", "email": email}
    _meant(call)
    if target.get("owner") != call.account:
        raise insufficient(target["id"])
    if email.split("@")[-1] != call.account.split("@")[-1]:
        raise ApiError(
            403,
            "Consent is required to transfer ownership of a file to another user.",
            reason="consentRequiredForOwnershipTransfer",
        )
    return _pass_on(target, email)


def take(call: Call, target: Entry, held: Grant) -> Grant:
    """permissions.update with role owner, by the pending owner; ApiError 403 for anybody else."""
    if held.get("email") != call.account or not held.get("pendingOwner"):
        return give(call, target, str(held.get("email", "")))
    _meant(call)
    return _pass_on(target, call.account)


def offer(call: Call, target: Entry, held: Grant, pending: bool) -> None:
    """permissions.update with pendingOwner, by the owner."""
    if target.get("owner") != call.account or held["type"] != "user":
        raise insufficient(target["id"])
    for grant in target["permissions"]:
        grant.pop("pendingOwner", None)
    if pending:
        held["pendingOwner"] = True
