"""`tanggap backup` and `restore`: one file, proved by comparing hashes.

In:    Settings, a file.   Out: a copy of a SQLite database with its link secret; `Proof`.
Rule:  copied with SQLite's own backup, so it is whole while the service runs; then every history's
       chain and every file's SHA-256 is recomputed in the copy and compared with what it says.
Never: overwrites a database that has cases unless told to; PostgreSQL is backed up by pg_dump.
"""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from integration.settings import Settings
from integration.store import cases as histories
from integration.store.database import Database
from integration.store.schema import blobs, cases, events

SECRET_SUFFIX = ".link-secret"


class CannotBackUp(Exception):
    """Why not; `str()` says it in Indonesian."""


@dataclass(frozen=True)
class Proof:
    """What a copy holds, and whether every hash fits."""

    cases: int
    events: int
    files: int
    digest: str
    """SHA-256 over the last hash of every history and the hash of every file."""
    broken: tuple[str, ...] = ()
    """Register numbers and files whose hashes do not fit."""

    @property
    def whole(self) -> bool:
        """Whether nothing is broken."""
        return not self.broken

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"whole": self.whole}


def prove(path: Path) -> Proof:
    """Recompute every hash of a database file. Raises CannotBackUp when it is none of ours."""
    try:
        return _proved(path)
    except SQLAlchemyError:
        raise CannotBackUp(f"{path.name} bukan basis data Tanggap") from None


def _proved(path: Path) -> Proof:
    database = Database(f"sqlite:///{path}")
    over = hashlib.sha256()
    broken: list[str] = []
    counts = {"cases": 0, "events": 0, "files": 0}
    try:
        with database.read() as tx:
            numbers = tx.execute(select(cases.c.register_no).order_by(cases.c.register_no))
            for (number,) in numbers.all():
                counts["cases"] += 1
                if histories.broken_links(tx, number):
                    broken.append(str(number))
            lines = select(events.c.case_id, events.c.seq, events.c.hash)
            for line in tx.execute(lines.order_by(events.c.case_id, events.c.seq)):
                counts["events"] += 1
                over.update("|".join(map(str, line)).encode())
            for digest, content in tx.execute(
                select(blobs.c.sha256, blobs.c.content).order_by(blobs.c.sha256)
            ):
                counts["files"] += 1
                over.update(str(digest).encode())
                if hashlib.sha256(content).hexdigest() != digest:
                    broken.append(f"berkas {digest}")
    finally:
        database.close()
    return Proof(digest=over.hexdigest(), broken=tuple(broken), **counts)


def back_up(settings: Settings, target: Path) -> Proof:
    """Copy the database and the link secret to `target`; what it holds. Raises CannotBackUp."""
    source = _file(settings)
    if not source.exists():
        raise CannotBackUp(f"basis data {source.name} tidak ada")
    if target.exists():
        raise CannotBackUp(f"{target.name} sudah ada; pilih nama lain")
    new = _copied(source, target)
    proof = _tried(new)
    if proof.whole:
        new.replace(target)
        secret = settings.data_dir / "link-secret"
        if secret.exists():
            _private_copy(secret, target.with_name(target.name + SECRET_SUFFIX))
    _tidy(new)
    return proof


def restore(settings: Settings, source: Path, force: bool = False) -> Proof:
    """Put a backup in place of the database. Raises CannotBackUp.

    The service must not run. The database that was there is kept beside it, as *.before-restore.
    """
    target = _file(settings)
    if not source.exists():
        raise CannotBackUp(f"{source.name} tidak ada")
    if target.exists() and not force and _holds_cases(target):
        raise CannotBackUp(f"{target.name} berisi pengaduan; pakai --force bila memang dimaksud")
    target.parent.mkdir(parents=True, exist_ok=True)
    new = _copied(source, target)
    proof = _tried(new)
    if not proof.whole:
        _tidy(new)
        return proof
    if target.exists():
        # the old database and what SQLite has not moved into it yet belong together
        before = _copied(target, target.with_name(target.name + ".before-restore"))
        before.replace(target.with_name(target.name + ".before-restore"))
        for beside in ("-wal", "-shm"):
            target.with_name(target.name + beside).unlink(missing_ok=True)
    new.replace(target)
    _tidy(new)
    secret = source.with_name(source.name + SECRET_SUFFIX)
    if secret.exists():
        _private_copy(secret, settings.data_dir / "link-secret")
    return proof


def _file(settings: Settings) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CannotBackUp("basis data PostgreSQL dicadangkan dengan pg_dump (docs/deploy.md)")
    return Path(url.database)


def _copied(source: Path, target: Path) -> Path:
    new = target.with_name(target.name + ".new")
    _tidy(new)
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(new)) as copy,
        ):
            old.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as failure:
        _tidy(new)
        raise CannotBackUp(f"{source.name} tidak dapat disalin: {failure}") from None
    with new.open("rb") as written:
        os.fsync(written.fileno())
    return new


def _holds_cases(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as there:
            return there.execute("SELECT 1 FROM cases LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return False


def _private_copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.chmod(0o600)
    shutil.copyfile(source, target)


def _tried(new: Path) -> Proof:
    try:
        return prove(new)
    except CannotBackUp:
        _tidy(new)
        raise


def _tidy(new: Path) -> None:
    for beside in ("", "-wal", "-shm", "-journal"):
        new.with_name(new.name + beside).unlink(missing_ok=True)
