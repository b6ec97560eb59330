"""Ids that look like Google's and come from a seed.

In:    the seed number and a counter kept on disk.   Out: an id nobody had before.
Rule:  what the seeding makes has the same ids after every reset; nothing else ever repeats.
Never: says what an id is for. Start at `Ids.file()`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from .store import Store


class Ids:
    """A generator of ids; deterministic for a seed and an order of calls."""

    def __init__(self, store: Store, seed: int) -> None:
        self._store = store
        self._key = f"workspace:{seed}".encode()
        self._seeding: int | None = None

    @contextmanager
    def seeding(self) -> Iterator[None]:
        """While this lasts, ids are numbered from the beginning again."""
        self._seeding = 0
        try:
            yield
        finally:
            self._seeding = None

    def raw(self, kind: str) -> bytes:
        """Thirty-two bytes that stand for the next thing of this kind."""
        if self._seeding is not None:
            self._seeding += 1
            number = f"seed:{self._seeding}"
        else:
            number = str(self._store.next_number("ids"))
        return hmac.new(self._key, f"{kind}:{number}".encode(), hashlib.sha256).digest()

    def text(self, kind: str, length: int) -> str:
        """Letters, digits, `-` and `_`, as in Drive ids; at most 43."""
        return base64.urlsafe_b64encode(self.raw(kind)).decode().rstrip("=")[:length]

    def file(self) -> str:
        """A Drive id for a folder or an uploaded file: 33 characters."""
        return "1" + self.text("file", 32)

    def native(self) -> str:
        """A Drive id for a Doc, a Sheet or a Form: 44 characters."""
        return "1" + self.text("native", 43)

    def shared_drive(self) -> str:
        """A shared drive's id: 19 characters, `0A...PVA`."""
        return "0A" + self.text("drive", 14) + "PVA"

    def hex(self, kind: str, length: int) -> str:
        """Lower-case hexadecimal digits, at most 64."""
        return self.raw(kind).hex()[:length]

    def message(self) -> str:
        """A Gmail message or thread id: 16 hexadecimal digits."""
        return "19" + self.hex("message", 14)

    def number(self, kind: str, digits: int) -> int:
        """A positive number with exactly that many digits."""
        low = int(10 ** (digits - 1))
        return low + int.from_bytes(self.raw(kind)[:12], "big") % (9 * low)
