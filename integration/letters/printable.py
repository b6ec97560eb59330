"""Text that any font here can show, whatever somebody typed.

In:    any text.   Out: the same text; what cannot be shown has become a visible box.
Rule:  PDF/A forbids missing glyphs, private codes and control characters (ISO 19005-2, 6.2.11).
Never: changes the stored original; the document says in its foot that it shows boxes.
       Start at `Printer.clean()`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

BOX = "□"
_NEVER_SHOWN = {"Cs", "Co", "Cn"}  # lone surrogates, private use, unassigned
_INVISIBLE = {"Cc", "Cf"}  # control and format: they print nothing, and can reorder what is read
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u034f\u115f\u1160\u3164\uffa0]")
_MARKS = re.compile(r"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})"
                    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")  # fmt: skip
_PLAIN = re.compile(r"[\n\x20-\x7e\xa0-\xff–—‘’“”•…□]")


class Printer:
    """Remembers which characters the fonts can show, so that each is asked about once."""

    def __init__(self, unshowable: Callable[[str], set[str]]) -> None:
        """`unshowable` says which of the given characters no font can show."""
        self._ask = unshowable
        self._shown: set[str] = {chr(code) for code in (*range(0x20, 0x7F), 0x0A)}
        self._hidden: set[str] = set()

    def clean(self, text: str) -> str:
        """The text with every character that cannot be shown replaced by a box."""
        kept = tidy(text)
        self._learn(kept)
        return "".join(BOX if char in self._hidden else char for char in kept)

    def _learn(self, text: str) -> None:
        new = set(text) - self._shown - self._hidden
        if not new:
            return
        hidden = self._ask("".join(sorted(new))) & new
        self._hidden |= hidden
        self._shown |= new - hidden


def tidy(text: str) -> str:
    """Normalise line ends and accents, drop what is invisible, box what has no meaning here."""
    text = re.sub("\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text).replace("\t", " ")
    text = _VARIATION.sub("", unicodedata.normalize("NFC", text))
    text = _MARKS.sub(r"\1", text)
    return "".join(_tidy_character(char) for char in text)


def plain(text: str) -> str:
    """The last resort: Latin letters and punctuation as they are, a box for anything else.

    Needed where each character can be shown, but not next to its neighbour.
    """
    return "".join(char if _PLAIN.fullmatch(char) else BOX for char in tidy(text))


def visibly_changed(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether boxes stand where the writer had typed something else."""
    return sum(text.count(BOX) for text in after) > sum(text.count(BOX) for text in before)


def _tidy_character(char: str) -> str:
    category = unicodedata.category(char)
    if char == "\n" or category not in _NEVER_SHOWN | _INVISIBLE:
        return char
    return "" if category in _INVISIBLE else BOX
