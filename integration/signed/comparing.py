"""Does the signed letter read as the approved one, but for number, date and signature?

In:    the text of both PDFs, number and date of the letter, who signs.   Out: differences.
Rule:  design decision 9; words are compared, not layout: new words are expected above "Yth." when
       they belong to number or date, in the signature block, and as the notice of a TTE.
Never: judges a difference. Start at `differing`.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
NOTICE = frozenset(
    re.findall(
        r"\w+",
        "dokumen surat ini telah ditandatangani secara elektronik menggunakan sertifikat yang "
        "diterbitkan oleh balai besar sertifikasi bsre badan siber dan sandi negara bssn",
    )
)
"""Words of the notice that the state's signing service prints on every page."""
SHORTEST_NOTICE = 5
PLACE_NAME = 2
"""Words that may stand beside the date: the name of the place."""
ROMAN = re.compile(r"[ivx]+")
"""A month as it stands in the number of a letter: `V/2026`."""
BLOCK = 60
"""Words at the end among which the signature block begins."""
MOST_WORDS = 6000
MOST_SHOWN = 10
LONGEST_SHOWN = 200


@dataclass(frozen=True)
class Difference:
    """Words of the approved letter, and what stands in their place."""

    approved: str
    final: str


def words(text: str) -> list[str]:
    """The words of a text, however it is set."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[^\W_]+", plain)[:MOST_WORDS]


def stands_in(phrase: str, text: str) -> bool:
    """Whether the words of a phrase stand in a text, next to each other and in order."""
    wanted, found = words(phrase), words(text)
    return any(
        found[place : place + len(wanted)] == wanted
        for place in range(len(found) - len(wanted) + 1)
    )


def differing(
    approved: str, final: str, letter_no: str, letter_date: str, signs: Sequence[str]
) -> list[Difference]:
    """Where the two read differently beyond what signing brings along. `letter_date` is ISO."""
    ours, theirs = words(approved), words(final)
    head = ours.index("yth") if "yth" in ours else 0
    block = _block(ours, signs)
    expected = {"nomor", "tanggal", *words(letter_no), *_date_words(letter_date)}
    found = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, begin, end, at, until in matcher.get_opcodes():
        if kind == "equal" or begin > block or (begin == block and end > begin):
            continue
        gone, new = ours[begin:end], theirs[at:until]
        place = begin <= head or begin == block
        left = [one for one in new if one not in expected]
        dated = letter_date[:4] in new and _place_name(left)
        if not gone and ((place and (dated or not left)) or _notice(new)):
            continue
        found.append(Difference(_shown(gone), _shown(new)))
    return found[:MOST_SHOWN]


def _block(ours: list[str], signs: Sequence[str]) -> int:
    """Where the signature block begins: at the signer's position or name, near the end."""
    begins = [
        place
        for one in signs
        if (wanted := words(one))
        for place in range(max(0, len(ours) - BLOCK), len(ours))
        if ours[place : place + len(wanted)] == wanted
    ]
    return min(begins, default=len(ours))


def _place_name(some: list[str]) -> bool:
    """Whether these words may be the place beside a date: no part of another number or date."""
    return len(some) <= PLACE_NAME and all(
        one.isalpha() and len(one) > 1 and one not in MONTHS and not ROMAN.fullmatch(one)
        for one in some
    )


def _date_words(letter_date: str) -> set[str]:
    day = date.fromisoformat(letter_date)
    return {
        *(str(day.day), f"{day:%d}", str(day.month), f"{day:%m}", str(day.year)),
        MONTHS[day.month - 1],
    }


def _notice(new: list[str]) -> bool:
    return len(new) >= SHORTEST_NOTICE and "elektronik" in new and set(new) <= NOTICE


def _shown(some: list[str]) -> str:
    text = " ".join(some)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"
