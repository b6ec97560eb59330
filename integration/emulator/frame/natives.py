"""Files that are Google's own (Docs, Sheets, Forms): Drive lists them, their service fills them.

In:    a service's functions for one MIME type.   Out: what Drive calls on create, copy, export.
Rule:  Drive keeps name, place and sharing; the service keeps content under the same id.
Never: knows a service. Start at `NativeType`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..world import World

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"

# (world, file id, title, creator's address)
Create = Callable[["World", str, str, str], None]
# (world, source id, new id, new title, creator's address)
Copy = Callable[["World", str, str, str, str], None]
# (world, file id) -> bytes
Export = Callable[["World", str], bytes]
# (world, file id)
Delete = Callable[["World", str], None]
# (world, file id, new title)
Rename = Callable[["World", str, str], None]
# (world, file id, content, its MIME type): an upload that Drive converts
Import = Callable[["World", str, bytes, str], None]


@dataclass(frozen=True)
class NativeType:
    """What one service does for files of its MIME type; `exports` is by target MIME type."""

    create: Create
    copy: Copy
    delete: Delete
    rename: Rename
    exports: dict[str, Export] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
