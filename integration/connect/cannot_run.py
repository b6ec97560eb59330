"""Why a command cannot run, in a sentence: the disk, the database, a file that is not there.

In:    an exception that ended a command.   Out: what the administrator reads, or nothing.
Rule:  only what the surroundings cause; a fault of ours keeps its traceback.
Never: shows a row or a parameter. Start at `Verbs`.
"""

from typing import Any

import click

DATABASE = (
    "Basis data tidak dapat dipakai: {said}\n"
    "Periksa DATABASE_URL, izin berkas, dan servernya. Bila berkasnya rusak, hentikan layanan lalu "
    "kembalikan cadangan dengan 'tanggap restore'."
)
FILE = "{name}: {said}\nPeriksa letak dan izin berkas atau foldernya (DATA_DIR, OFFICE_FILE)."


class Verbs(click.Group):
    """The commands; what stops one of them from outside is told without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except Exception as failure:
            said = why(failure)
            if not said:
                raise
            raise click.ClickException(said) from None


def why(failure: Exception) -> str:
    """What to tell of it; empty where it is no matter of the surroundings."""
    from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

    if type(failure) in (DatabaseError, OperationalError):
        orig = getattr(failure, "orig", failure)
        return DATABASE.format(said=str(orig).partition("\n")[0])
    if isinstance(failure, ArgumentError):
        return DATABASE.format(said="DATABASE_URL tidak dapat dibaca.")
    if isinstance(failure, OSError) and failure.strerror and failure.filename:
        return FILE.format(name=failure.filename, said=failure.strerror)
    return ""
