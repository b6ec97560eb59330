"""A month of the office, and the stretches of months that end with it.

In:    "2026-11" and a zone.   Out: `Month`: half-open, aware, countable backwards.
Rule:  a month begins at midnight on the office's wall (Asia/Makassar), not in UTC.
Never: knows what happened in it. Start at `Month.read`.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from integration.clock import WITA
from integration.letters.dates import MONTHS


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month."""

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Self:
        """From "2026-11". Raises ValueError with an Indonesian sentence for anything else."""
        said = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if not said or not 1 <= int(said[2]) <= 12 or not 1950 <= int(said[1]) <= 2100:
            raise ValueError(f'"{text}" bukan bulan. Tuliskan tahun dan bulan, misalnya 2026-11.')
        return cls(int(said[1]), int(said[2]))

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """The month in which `moment` lies in Samarinda."""
        local = moment.astimezone(WITA)
        return cls(local.year, local.month)

    def back(self, months: int) -> Self:
        """So many months earlier; later for a negative number."""
        return self.numbered(self.number - months)

    @property
    def number(self) -> int:
        """Months since the year nought, for counting."""
        return self.year * 12 + self.month - 1

    @classmethod
    def numbered(cls, number: int) -> Self:
        """The month with this number."""
        return cls(number // 12, number % 12 + 1)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=WITA)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return self.back(-1).begins

    @property
    def name(self) -> str:
        """ "November 2026"."""
        return f"{MONTHS[self.month - 1]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"
