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
_INVISIBLE = {"Cc", "Cf"}  # control and format: they print nothing, and can reorder what is read
_MARKS = "[\u0300-\u036f]"
_PILED_MARKS = re.compile(f"({_MARKS}{{2}}){_MARKS}+")
_EMPTY_LINES = re.compile(r"\n[ \n]*\n[ \n]*\n")
# Variants of a letter or picture, and Arabic vowel signs: the letter stays readable without.
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u034f\u064b-\u065f\u0670]")
_PLAIN = re.compile(r"[\n\x20-\x7e\xa0-\xff–—‘’“”•…□]")

# Scripts the fonts inside typst cover at least in part. Any other script is boxed without asking:
# shaping a mixture of scripts that only fallback fonts half know has been seen to crash Typst.
_COVERED = (
    (0x0020, 0x052F),  # Latin, IPA, accents, Greek, Cyrillic
    (0x060C, 0x060C),
    (0x061B, 0x064A),
    (0x0660, 0x066D),
    (0x0671, 0x06BF),  # Arabic letters and figures
    (0x1E00, 0x1FFF),  # more Latin and Greek
    (0x2010, 0x2027),
    (0x2030, 0x205E),  # punctuation
    (0x2070, 0x20BF),  # raised and lowered figures, currencies
    (0x2100, 0x23FF),  # letter-like signs, fractions, arrows, mathematics
    (0x2500, 0x27BF),  # shapes, ticks, signs
)


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
    text = _EMPTY_LINES.sub("\n\n", _PILED_MARKS.sub(r"\1", text))
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
    if char == "\n":
        return char
    if category in _INVISIBLE:
        return ""
    covered = any(first <= ord(char) <= last for first, last in _COVERED)
    return char if covered and category != "Cn" else BOX
