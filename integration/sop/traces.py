"""What acts leave behind in a case: finished steps, previews, a conflict, a re-check.

In:    nothing; these are values.   Out: the parts that `case.Case` is made of.
Rule:  each says who and when, as its event did.
Never: changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from integration.sop.actors import By


@dataclass(frozen=True, kw_only=True)
class Completion:
    """One finished step."""

    step: str
    outcome: str
    values: Mapping[str, Any]
    by: By
    at: datetime
    began: datetime
    seq: int
    visit: int
    acting: str = ""
    """The position of somebody who stood in."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the Kepala Balai is asked to decide on."""

    version: int
    doc_id: str
    revision: str
    pdf_sha256: str
    text: str
    seq: int
    edited: bool
    code: str = ""
    """Printed on the letter; by it anybody may ask whether the letter is the office's."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """The approved letter with its number and date, to be signed by certificate."""

    pdf_sha256: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A conflict of interest declared at disposition: who must not act, and who does instead."""

    person: str
    """E-mail address."""
    reviewer: str
    """As chosen, with name and address."""

    @property
    def reviewer_email(self) -> str:
        return parseaddr(self.reviewer)[1]


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """A look at the remedy that is still to come: on which ISO day, asked for by which event."""

    on: str
    visit: int
