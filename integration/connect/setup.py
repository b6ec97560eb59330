"""`tanggap setup`: makes or adopts everything the service needs in the Workspace.

In:    Settings, a file for the ids.   Out: `Done` lines: what was there, made, or is left to do.
Rule:  what is configured is adopted, what carries our key is found, only the rest is made; every id
       is written down before the next thing is made, so that running again goes on from there.
Never: deletes or renames; shares anything but the closed folder with itself; repeats a call that
       may have happened. Start at `set_up()`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from drive import access
from drive.folders import Folders
from drive.search import FOLDER, by_key, tagged
from drive.templates import Templates
from integration import reply
from integration.calendar_seed import shipped_calendar
from integration.connect import wanted
from integration.connect.bench import Bench
from integration.connect.explain import explained
from integration.connect.form_setup import FormSetUp
from integration.connect.record import FAILED, MADE, THERE, WORDS, Done
from integration.connect.signing_in import try_sign_in
from integration.office import office_json
from integration.ports import Failure, GiveUp
from integration.push.facts import WATCH
from integration.push.house import Push
from integration.push.memory import facts
from integration.register.columns import HEADERS
from integration.register.formatting import requests as register_dress
from integration.register.round import TITLE
from integration.service import Service
from integration.settings import Settings
from integration.store import files
from integration.tabs.keeper import InForce
from integration.tabs.opening import ensure_tabs
from integration.templating import TemplateFolder
from sheets.tabs import Tabs

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
LOCALE, ZONE = "id_ID", "Asia/Makassar"
REGISTER_TAB, TEMPLATE = "tab:register", reply.KEY


class SetUp(FormSetUp):
    """One run."""

    def run(self) -> None:
        """Do everything, up to the first failure."""
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("masuk ke Google", self._sign_in),
            ("folder arsip", self._archive),
            ("folder rahasia", self._private),
            ("spreadsheet jawaban Formulir", self._answers),
            ("spreadsheet register", self._register),
            ("tab register", self._tabs),
            ("Formulir", self._form),
            ("pertanyaan Formulir", self._questions),
            ("penerbitan Formulir", self._published),
            ("templat surat balasan", self._template),
            ("label Gmail", self._label),
            ("langganan push", self._watches),
        )
        for what, step in steps:
            try:
                step()
            except Failure as failure:
                self.lines.append(Done(what, FAILED, str(failure)))
                return
        self.good = True

    # -- one thing each -----------------------------------------------------------------------

    def _sign_in(self) -> None:
        for account in self.bench.identity.accounts:
            found = try_sign_in(account, self.bench.settings.google_origin)
            if found.refusal is not None:
                words = explained(found.refusal, account, missing=found.missing)
                raise GiveUp(f"{words.indonesian} / {words.english}")
            self.line(f"masuk ke Google ({account.name})", THERE, account.address)

    def _archive(self) -> None:
        drive_id = self.bench.settings.archive_drive_id
        known = self.known("archive_folder_id", wanted.ARCHIVE_KEY, FOLDER)
        if known is None and not self.would("folder arsip"):
            folders = Folders(self.bench.files)
            known = folders.folder(wanted.ARCHIVE_NAME, drive_id or "root", wanted.ARCHIVE_KEY)
            self.made("folder arsip", "ARCHIVE_FOLDER_ID", known)

    def _private(self) -> None:
        """Below the archive, closed if we may; else a person closes it (by_hand.py)."""
        known = self.known("private_folder_id", wanted.PRIVATE_KEY, FOLDER)
        if known is not None or self.would("folder rahasia"):
            return
        files = self.bench.files
        archive = self.ids["ARCHIVE_FOLDER_ID"]
        made = Folders(files).folder(wanted.PRIVATE_NAME, archive, wanted.PRIVATE_KEY)
        address = self.bench.files_account.address
        if address and self.bench.settings.archive_drive_id:
            # who is not added directly is shut out when the access is limited
            access.share(files, made, address, "fileOrganizer")
        if access.may_close(files, made):
            access.close(files, made)
        self.made("folder rahasia", "PRIVATE_FOLDER_ID", made)

    def _answers(self) -> None:
        """In the closed folder, so that the register's readers do not read what is confidential."""
        key, name = wanted.ANSWERS_KEY, wanted.ANSWERS_NAME
        self._spreadsheet("answers_id", key, name, "PRIVATE_FOLDER_ID")

    def _register(self) -> None:
        key, name = wanted.REGISTER_KEY, wanted.REGISTER_NAME
        self._spreadsheet("register_id", key, name, "ARCHIVE_FOLDER_ID")

    def _spreadsheet(self, setting: str, key: str, title: str, folder: str) -> None:
        what = WORDS[setting]
        if self.known(setting, key, SPREADSHEET) is None and not self.would(what):
            drive = self.bench.files.service("drive").files()
            making = drive.create(
                body={
                    "name": f"{title} {self.bench.office.short_name}",
                    "mimeType": SPREADSHEET,
                    "parents": [self.ids[folder]],
                    "appProperties": tagged(key),
                },
                fields="id",
                supportsAllDrives=True,
            )
            made = str(self.bench.files.call(making, safe=False)["id"])
            self.made(what, setting.upper(), made)
        if setting.upper() in self.ids and not self.dry_run:
            self._zone(self.ids[setting.upper()])

    def _tabs(self) -> None:
        register_id = self.ids.get("REGISTER_ID", "")
        if self.would("tab register"):
            return
        tabs = Tabs(self.bench.files, register_id)
        before = set(tabs.titles())
        lists = self.bench.office.lists
        tabs.ensure(REGISTER_TAB, TITLE, HEADERS, lambda sheet: register_dress(sheet, lists))
        self.bench.database.migrate()
        path = self.bench.settings.office_file
        assert path is not None
        service = Service(self.bench.database, self.bench.clock, self.bench.office)
        ensure_tabs(tabs, InForce(service, office_json(path), shipped_calendar()))
        titles = tabs.titles()
        new = [title for sheet, title in titles.items() if sheet not in before]
        self.line("tab register", MADE if new else THERE, ", ".join(new or titles.values()))

    def _zone(self, spreadsheet: str) -> None:
        sheets = self.bench.files.sheets()
        read: Any = {"fields": "properties(locale,timeZone)"}
        known = self.bench.files.call(
            lambda: sheets.fetch_sheet_metadata(spreadsheet, read), safe=True
        )["properties"]
        if (known.get("locale"), known.get("timeZone")) == (LOCALE, ZONE):
            return
        change = {
            "updateSpreadsheetProperties": {
                "properties": {"locale": LOCALE, "timeZone": ZONE},
                "fields": "locale,timeZone",
            }
        }
        self.bench.files.call(
            lambda: sheets.batch_update(spreadsheet, {"requests": [change]}), safe=True
        )

    def _template(self) -> None:
        folder = self.ids.get("ARCHIVE_FOLDER_ID")
        known = by_key(self.bench.files, TEMPLATE, "application/vnd.google-apps.document")
        if known is not None:
            self.line("templat surat balasan", THERE, known)
        elif not self.would("templat surat balasan") and folder is not None:
            settings = self.bench.settings
            html = reply.html(TemplateFolder(settings.templates_dir))
            known = Templates(self.bench.files).ensure(
                TEMPLATE, reply.NAME, folder, html, reply.TOGETHER
            )
            self.line("templat surat balasan", MADE, known)
        if known is not None and not self.dry_run:
            with self.bench.database.write() as tx:
                files.remember(tx, TEMPLATE, known)

    def _label(self) -> None:
        labels = self.bench.mail.service("gmail").users().labels()
        listed = self.bench.mail.call(labels.list(userId="me"), safe=True).get("labels", [])
        if any(one["name"].casefold() == wanted.LABEL.casefold() for one in listed):
            self.line("label Gmail", THERE, wanted.LABEL)
        elif not self.would("label Gmail"):
            making = labels.create(userId="me", body={"name": wanted.LABEL})
            self.bench.mail.call(making, safe=True)
            self.line("label Gmail", MADE, wanted.LABEL)

    def _watches(self) -> None:
        settings = self.bench.settings
        if not settings.push_on or self.would("langganan push"):
            return
        before = facts(self.bench.database, WATCH)
        ids = {name.lower(): value for name, value in self.ids.items()}
        asked = settings.model_copy(update=ids)
        service = Service(self.bench.database, self.bench.clock, self.bench.office)
        Push.of(asked, service, self.bench.files, self.bench.mail).watches.look()
        after = facts(self.bench.database, WATCH)
        state = THERE if before == after else MADE
        self.line("langganan push", state, ", ".join(sorted(after)))


def set_up(settings: Settings, env_file: Path, dry_run: bool = False) -> SetUp:
    """Run once. Raises bench.Missing when keys or office file are not there."""
    run = SetUp(Bench(settings), env_file, dry_run)
    try:
        run.run()
    finally:
        run.bench.close()
    return run
