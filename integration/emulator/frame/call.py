"""One call to a Google method, as a service sees it, and what a service may answer.

In:    an HTTP request that passed the oracle.   Out: a dict, a `Media`, or None (204).
Rule:  a handler changes state through the world and raises ApiError to refuse.
Never: touches HTTP. Start at `Call`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .accounts import Token

if TYPE_CHECKING:
    from ..discovery.documents import Method
    from ..world import World


@dataclass(frozen=True)
class Upload:
    """Bytes that came with a call, and the type their sender gave them."""

    data: bytes
    content_type: str


@dataclass(frozen=True)
class Media:
    """An answer that is not JSON."""

    data: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Call:
    """A request to one method of one API.

    `params` holds path and query parameters with the document's types (repeated ones are lists,
    absent ones are absent), `body` the JSON body with the document's field names, `headers` the
    request's, in lower case. `alt` is "json" or "media". `default_fields` is the partial answer a
    handler gives when the caller names none, as Drive does.
    """

    world: World
    method: Method
    token: Token
    params: dict[str, Any]
    body: dict[str, Any]
    upload: Upload | None = None
    alt: str = "json"
    fields: str | None = None
    default_fields: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """The address the call acts for."""
        return self.token.email


Answer = dict[str, Any] | Media | None
Handler = Callable[[Call], Answer]
