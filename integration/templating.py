"""The one folder of templates, and the office's own folder laid over it, file by file.

In:    the folder that is shipped; the office's own, if it has one.   Out: `TemplateFolder`.
Rule:  a file of the office's folder stands for the shipped one of the same name; an edit counts
       from the next letter on, without a restart.
Never: writes into either folder. Start at `TemplateFolder`.
"""

import atexit
import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

SHIPPED = Path(__file__).parent / "templates"
DOCUMENTS, MAILS, CHATS, REPLY = "documents", "mails", "chats", "reply"
PARTS = (DOCUMENTS, MAILS, CHATS, REPLY)
KEPT_MERGED = 8
"""Merged folders of documents remembered at once; every edit makes a new one."""


@dataclass(frozen=True)
class TemplateFolder:
    """Every text and form that leaves the office, by part and file name."""

    own: Path | None = None
    """The office's folder: parts and files named like the shipped ones, as few as it likes."""

    def folders(self, part: str) -> list[Path]:
        """Where a part's files lie, the office's first."""
        own = [self.own / part] if self.own is not None and (self.own / part).is_dir() else []
        return [*own, SHIPPED / part]

    def file(self, part: str, name: str) -> Path:
        """The file in force. Raises FileNotFoundError."""
        for folder in self.folders(part):
            if (folder / name).is_file():
                return folder / name
        raise FileNotFoundError(name)

    def jinja(self, part: str) -> Environment:
        """For texts: a missing value is an error; HTML is escaped, plain text is not."""
        return _environment(tuple(self.folders(part)))

    def documents(self) -> Path:
        """One folder for Typst, which reads nothing outside the folder of a document."""
        own, shipped = self.folders(DOCUMENTS)[0], SHIPPED / DOCUMENTS
        return shipped if own == shipped else _merged(own, _mark(own))

    def replaced(self) -> list[str]:
        """Files of the office's folder that stand for shipped ones, or that documents use."""
        return [name for name in self._own_files() if self._known(Path(name))]

    def strangers(self) -> list[str]:
        """Files of the office's folder that stand for nothing: most likely misspelt."""
        return [name for name in self._own_files() if not self._known(Path(name))]

    def _own_files(self) -> list[str]:
        if self.own is None:
            return []
        found = sorted(path for path in self.own.rglob("*") if path.is_file())
        return [str(path.relative_to(self.own)) for path in found if path.name != "README.md"]

    @staticmethod
    def _known(name: Path) -> bool:
        # pictures and pieces that the office's own documents use need no shipped namesake
        piece = name.parts[0] == DOCUMENTS and (len(name.parts) > 2 or name.suffix != ".typ")
        return piece or (SHIPPED / name).is_file()


@lru_cache(maxsize=KEPT_MERGED)
def _environment(folders: tuple[Path, ...]) -> Environment:
    return Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".html")),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _mark(folder: Path) -> str:
    """What changes with every edit of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    said = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return hashlib.sha256(repr(said).encode()).hexdigest()


@lru_cache(maxsize=KEPT_MERGED)
def _merged(own: Path, mark: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tanggap-documents-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for one in (SHIPPED / DOCUMENTS, own):
        shutil.copytree(one, folder, dirs_exist_ok=True)
    return folder
