"""One thing that the outside world is asked for, and the kinds of them there are.

In:    nothing.   Out: `Effect` and its kinds; following.py says which follow from what.
Rule:  a key, e.g. `ADU/2026/0007:3:disposition:5`, is unique for ever.
Never: does anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FOLDER, DOCUMENT, UPLOAD, MAIL = "folder", "document", "upload", "mail"
REPLY_DOC, SEAL, WHOLE_FILE = "reply_doc", "seal", "whole_file"
FINAL_LETTER = "final_letter"
COPY_LINK = "copy_link"


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One thing to be done, once."""

    key: str
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    after: str = ""
    """Key of the effect that must have ended before this one may start."""
