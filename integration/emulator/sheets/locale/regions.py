"""What a spreadsheet's locale decides: separators, order of dates, words.

In:    a locale name such as `id_ID`.   Out: a frozen `Region`.
Rule:  id_ID writes 1.234,5 and 31/12/2026 (google-workspace.md 6.3).
Never: parses or formats. Those are entry.py and display.py. Start at `region()`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """How one locale writes numbers, money, days and times."""

    name: str
    decimal: str
    group: str
    day_first: bool
    date: str
    time: str
    currency: str
    months: tuple[str, ...]
    days: tuple[str, ...]

    @property
    def date_time(self) -> str:
        """Pattern of a moment, date and time."""
        return f"{self.date} {self.time}"


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_INDONESIAN_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_INDONESIAN_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_REGIONS = {
    "en_US": Region(
        "en_US", ".", ",", False, "M/d/yyyy", "H:mm:ss", "$", _ENGLISH_MONTHS, _ENGLISH_DAYS
    ),
    "en_GB": Region(
        "en_GB", ".", ",", True, "dd/MM/yyyy", "HH:mm:ss", "£", _ENGLISH_MONTHS, _ENGLISH_DAYS
    ),
    "id_ID": Region(
        "id_ID", ",", ".", True, "dd/mm/yyyy", "hh:mm:ss", "Rp", _INDONESIAN_MONTHS,
        _INDONESIAN_DAYS,
    ),
}  # fmt: skip


def known() -> tuple[str, ...]:
    """Names of the locales the local workspace can write."""
    return tuple(_REGIONS)


def region(name: str) -> Region:
    """The region of that name.

    Raises:
        KeyError: the local workspace does not know how that locale writes.
    """
    return _REGIONS[name]
