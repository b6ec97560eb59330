"""What every handler is given, and the ways it can end.

In:    the house's parts.   Out: `Tools`; `Done`, `Skip`, `NotYet`.
Rule:  plain values; handlers know ports, never Google.
Never: does anything itself but small look-ups that every handler needs.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from integration.links import Links
from integration.office import Office
from integration.ports import Archive, Drafts, GiveUp, Mailbox
from integration.service import Service
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.commands import Command
from integration.store.outbox import STUCK, Entry
from integration.templating import TemplateFolder

Save = Callable[[Mapping[str, Any]], None]
"""Keeps the progress of an effect, durably, before the next call."""


class Skip(Exception):
    """The effect is no longer wanted; recorded with the reason."""


class NotYet(Exception):
    """Something this effect needs is not made yet; nothing was tried."""


class LiesOpen(GiveUp):
    """What is confidential is filed nowhere as long as its folder is open to every member."""


@dataclass(frozen=True)
class Done:
    """The effect happened; `command` is recorded in the same transaction as this fact."""

    result: Mapping[str, Any] = field(default_factory=dict)
    command: Command | None = None


@dataclass
class DrawnIds:
    """Drive ids drawn in advance, many in one call; an id that is never used costs nothing."""

    archive: Archive
    at_once: int = 50
    _left: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> str:
        """One fresh id. Raises the archive's failures when it must draw."""
        with self._lock:
            if not self._left:
                self._left = self.archive.new_ids(self.at_once)
            return self._left.pop()

    def drop(self) -> None:
        """Forget what was drawn: Drive no longer takes these ids."""
        with self._lock:
            self._left = []


@dataclass(frozen=True, kw_only=True)
class Tools:
    """The parts of the house that handlers work with."""

    service: Service
    links: Links
    calendar: Callable[[], Calendar]
    mailbox: Mailbox
    archive: Archive
    drafts: Drafts
    archive_folder_id: str
    private_folder_id: str = ""
    """The folder of the archive that its members do not open: for confidential complaints."""
    template_id: Callable[[], str]
    forget_template: Callable[[], None] = lambda: None
    """Called when the remembered template is gone; the next look plants it again."""
    templates: TemplateFolder = field(default_factory=TemplateFolder)
    mail_answers: int = 20
    """Acknowledgements that one sender of mails gets on one day."""

    @cached_property
    def drawn(self) -> DrawnIds:
        """Ids for the files still to be put."""
        return DrawnIds(self.archive)

    @property
    def office(self) -> Office:
        """The office's facts in force."""
        return self.service.office

    def today(self) -> date:
        """The date on the office's wall."""
        return self.calendar().day_of(self.service.clock.now())

    def case_at(self, entry: Entry) -> Case:
        """The case as it stood when the effect was asked for."""
        return self.service.case(entry.register_no, entry.data.get("seq"))

    def folder_of(self, register_no: str) -> str:
        """The Drive folder of a case. Raises NotYet before it is made, LiesOpen if it must not."""
        entry = self.service.entry(f"{register_no}:1:folder")
        if entry and entry.state == STUCK and self.service.case(register_no).secret:
            raise LiesOpen(entry.last_error)
        if entry is None or "folder_id" not in entry.result:
            raise NotYet("the folder of the case")
        return str(entry.result["folder_id"])


Handler = Callable[[Tools, Entry, dict[str, Any], Save], Done]
