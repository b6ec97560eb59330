"""One thing that is not as it should be, and the words for it.

In:    nothing.   Out: `Finding`; what it may be about and how it may be.
Rule:  what was found carries the effect that made the thing, where there is one.
Never: looks or mends.
"""

from dataclasses import dataclass

MISSING, CHANGED, EXTRA, UNLOCKED = "missing", "changed", "extra", "unlocked"
MOVED, RENAMED, TRASHED = "moved", "renamed", "trashed"
OPEN = "open"
ASTRAY = (MOVED, RENAMED, TRASHED)
"""The very file is there, but not where or as it should be."""
DRIVE, DATABASE, REGISTER = "drive", "database", "register"
FINAL = ("outgoing_letter", "whole_file")
"""Kinds of files that must be locked."""

PLACES = {DRIVE: "Drive", DATABASE: "database", REGISTER: "register"}
CONDITIONS = {
    MISSING: "hilang",
    CHANGED: "berubah",
    EXTRA: "berlebih",
    UNLOCKED: "tidak terkunci",
    MOVED: "dipindahkan",
    RENAMED: "berganti nama",
    TRASHED: "di tempat sampah",
    OPEN: "terbuka bagi semua anggota",
}
"""As an operator reads them."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it should be."""

    register_no: str
    where: str
    what: str
    name: str
    key: str = ""
    """Of the effect that made it, where there is one."""
    file_id: str = ""
    mended: bool = False
