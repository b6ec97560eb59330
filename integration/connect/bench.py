"""What the set-up and the doctor work with: settings, office, identity, database, clients.

In:    Settings.   Out: each part made when first asked for; `Missing` where it cannot be.
Rule:  nothing is made that was not asked for, so one broken part hides no other.
Never: goes through the circuit: it is here to find out whether the sign-in works.
"""

from dataclasses import dataclass
from functools import cached_property

from integration.clock import SystemClock
from integration.connect.identity import Account, BadKey, Identity, identity
from integration.office import BadOffice, Office
from integration.settings import Settings
from integration.store.database import Database
from integration.workspace import Workspace


class Missing(Exception):
    """A part that cannot be had yet; `str()` says why, in Indonesian."""


@dataclass
class Bench:
    """The parts."""

    settings: Settings

    @cached_property
    def clock(self) -> SystemClock:
        """The service's clock."""
        return SystemClock(self.settings.clock_file)

    @cached_property
    def office(self) -> Office:
        """The office file. Raises Missing."""
        path = self.settings.office_file
        if path is None:
            raise Missing("OFFICE_FILE belum diatur")
        try:
            return Office.load(path)
        except OSError:
            raise Missing(f"berkas kantor {path.name} tidak dapat dibaca") from None
        except BadOffice as wrong:
            raise Missing(f"berkas kantor {path.name} belum benar: {wrong}") from None

    @cached_property
    def identity(self) -> Identity:
        """Who the service is. Raises Missing."""
        try:
            return identity(self.settings, self.office.service_mailbox.email)
        except BadKey as wrong:
            raise Missing(f"kunci belum benar: {wrong}") from None

    @cached_property
    def _workspaces(self) -> tuple[Workspace, Workspace]:
        try:
            return self.identity.workspaces(self.settings.google_origin)
        except BadKey as wrong:
            raise Missing(f"kunci belum benar: {wrong}") from None

    @property
    def files(self) -> Workspace:
        """Clients for Drive, Sheets, Docs and Forms."""
        return self._workspaces[0]

    @property
    def mail(self) -> Workspace:
        """Clients for the mailbox."""
        return self._workspaces[1]

    @property
    def files_account(self) -> Account:
        """Whom people share files with."""
        return self.identity.office

    @cached_property
    def database(self) -> Database:
        """The database, as it is; migrations are not run."""
        return Database(self.settings.database)

    def needed(self, name: str) -> str:
        """A setting's value. Raises Missing when it is empty."""
        value = str(getattr(self.settings, name) or "")
        if not value:
            raise Missing(f"{name.upper()} belum diatur; jalankan tanggap setup")
        return value

    def close(self) -> None:
        """Let go of the database."""
        if "database" in vars(self):
            self.database.close()
