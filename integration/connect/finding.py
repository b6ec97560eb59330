"""One line of the doctor: what was looked at, how it is, what to do.

In:    a name, a state, words.   Out: `Finding`; the four states.
Rule:  everything that is not good carries its remedy.
Never: holds a key, a token or a customer's data.
"""

from dataclasses import asdict, dataclass
from typing import Any

OK, WARNING, WRONG, SKIPPED = "ok", "warning", "wrong", "skipped"


@dataclass(frozen=True)
class Finding:
    """How one thing is."""

    check: str
    state: str
    said: str
    remedy: str = ""
    english: str = ""
    """The same as `said` with its remedy, where administrators may search for Google's words."""

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def good(check: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(check, OK, said)


def warn(check: str, said: str, remedy: str) -> Finding:
    """Works today; somebody should look."""
    return Finding(check, WARNING, said, remedy)


def wrong(check: str, said: str, remedy: str, english: str = "") -> Finding:
    """Does not work."""
    return Finding(check, WRONG, said, remedy, english)
