"""Names of topics and subscriptions, and Pub/Sub's refusals.

In:    `projects/<project>/topics/<id>`.   Out: the same, if Pub/Sub would take it.
Rule:  an id begins with a letter, has 3 to 255 characters, and not "goog" in front.
Never: knows which exist. Start at `checked()`.
"""

from __future__ import annotations

import re

from ..frame.errors import ApiError, invalid

ID = re.compile(r"(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}")
DELETED = "_deleted-topic_"


def short(name: str) -> str:
    """The id at the end of a name."""
    return name.rsplit("/", 1)[-1]


def project(name: str) -> str:
    """The project of a name."""
    return name.split("/")[1]


def checked(name: str, kind: str) -> str:
    """The name; ApiError 400 when it cannot be one."""
    if not ID.fullmatch(short(name)):
        raise invalid(f"Invalid [{kind}] name: (name={name})")
    return name


def missing(name: str) -> ApiError:
    """Pub/Sub's 404."""
    return ApiError(404, f"Resource not found (resource={short(name)}).")


def taken(name: str) -> ApiError:
    """Pub/Sub's 409."""
    return ApiError(409, f"Resource already exists in the project (resource={short(name)}).")
