"""How long a step may take: the "Mutu Baku (Waktu)" column of the SOP.

In:    working minutes or working days.   Out: a `Standard` that prints as the SOP does.
Rule:  the SOP gives either minutes or days, never both; "1 hari" is one working day.
Never: knows office hours or dates; that is calendar.py. Start at `minutes()` and `days()`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard time of the SOP, in working minutes or in working days.

    Raises ValueError for a negative amount and where both units are given.
    """

    minutes: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if self.minutes < 0 or self.days < 0:
            raise ValueError("a standard time is not negative")
        if self.minutes and self.days:
            raise ValueError("a standard time is given in minutes or in days, not in both")

    def __str__(self) -> str:
        """The amount as the SOP prints it: "30 menit", "1 hari"."""
        return f"{self.days} hari" if self.days else f"{self.minutes} menit"


def minutes(n: int) -> Standard:
    """`n` working minutes: they run only while the office is open."""
    return Standard(minutes=n)


def days(n: int) -> Standard:
    """`n` working days: the same clock time `n` days of work later."""
    return Standard(days=n)
