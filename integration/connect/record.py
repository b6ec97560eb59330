"""What the set-up has found and made so far, written down before the next thing is made.

In:    what was found or made.   Out: lines for people, ids in the env file.
Rule:  what is configured counts first, then what carries our key in Drive.
Never: makes anything in Google. Start at `Record.known()`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from drive.search import by_key
from integration.connect.bench import Bench
from integration.connect.env_file import write_env

THERE, MADE, WOULD, FAILED = "ada", "dibuat", "akan dibuat", "gagal"
WORDS = {
    "archive_folder_id": "folder arsip",
    "private_folder_id": "folder rahasia",
    "answers_id": "spreadsheet jawaban Formulir",
    "register_id": "spreadsheet register",
    "form_id": "Formulir",
}


@dataclass(frozen=True)
class Done:
    """One line: what, how it is, where."""

    what: str
    state: str
    where: str = ""

    def plain(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)


@dataclass
class Record:
    """The record of one run."""

    bench: Bench
    env_file: Path
    dry_run: bool = False
    lines: list[Done] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    good: bool = False
    """Whether everything is there; otherwise the last line names what failed."""

    def known(self, setting: str, key: str, kind: str) -> str | None:
        """What is configured (and there), else what carries our key."""
        known = str(getattr(self.bench.settings, setting))
        if known:
            drive = self.bench.files.service("drive").files()
            asking = drive.get(fileId=known, fields="id", supportsAllDrives=True)
            self.bench.files.call(asking, safe=True)
        found = known or by_key(self.bench.files, key, kind)
        if found:
            self.line(WORDS[setting], THERE, found)
            self.write({setting.upper(): found})
        return found or None

    def made(self, what: str, name: str, value: str) -> None:
        """Write the id of a new thing down, then say so."""
        self.write({name: value})
        self.line(what, MADE, value)

    def write(self, values: Mapping[str, str]) -> None:
        """Keep ids, in the env file too unless this is a dry run."""
        self.ids.update(values)
        if not self.dry_run:
            write_env(self.env_file, values)

    def would(self, what: str) -> bool:
        """In a dry run: say what would be made instead of making it."""
        if self.dry_run:
            self.line(what, WOULD)
        return self.dry_run

    def line(self, what: str, state: str, where: str = "") -> None:
        """Say how one thing is."""
        self.lines.append(Done(what, state, where))
