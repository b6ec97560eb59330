"""The staff's search: every complaint one may open, under way and ended, the newest first.

In:    whoever is signed in; words, a state, a year, from the address.   Out: a page.
Rule:  all words must occur, wherever and however written; a case that one may not open is not
       found either, and what is confidential is named by number only.
Never: changes a case, and keeps no index: the case book has everything. Start at
       `FindingPages.show`.
"""

import re
import unicodedata
from dataclasses import dataclass

from flask import Flask, Response, request, url_for

from integration.access import READERS, staff
from integration.sop.case import Case
from integration.web.sight import sees
from integration.web.sign_in.guard import me
from integration.web.site import Site, dashed, page

ON_A_PAGE = 25
LONGEST = 200
"""Signs of a question; nobody types more."""
RUNNING, ENDED = "berjalan", "selesai"
STATES = (("", "Semua"), (RUNNING, "Masih berjalan"), (ENDED, "Sudah selesai"))
NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for; an empty field leaves nothing out."""

    words: str = ""
    state: str = ""
    year: str = ""


class FindingPages:
    """GET of /petugas/cari."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_to(self, app: Flask) -> None:
        """Register the route."""
        app.add_url_rule("/petugas/cari", "finding", self.show)

    @staff(READERS, title="Cari pengaduan", hint="Yang berjalan dan yang sudah selesai.")
    def show(self) -> Response:
        """What was found, a page of it."""
        asked = Asked(
            words=request.args.get("q", "")[:LONGEST].strip(),
            state=request.args.get("status", ""),
            year=request.args.get("tahun", ""),
        )
        mine = [case for case in self.site.book.refresh().values() if sees(self.site, case, me())]
        found = sorted(
            (case for case in mine if self._fits(case, asked)),
            key=lambda case: (case.received_at, case.register_no),
            reverse=True,
        )
        pages = max(1, -(-len(found) // ON_A_PAGE))
        wanted = request.args.get("hal", "1")
        number = min(int(wanted), pages) if NUMBER.fullmatch(wanted) else 1

        def to(other: int) -> str:
            return url_for(
                "finding",
                hal=other,
                q=asked.words or None,
                status=asked.state or None,
                tahun=asked.year or None,
            )

        return page(
            "finding.html",
            title="Cari pengaduan",
            asked=asked,
            states=STATES,
            years=sorted({self._year(case) for case in mine}, reverse=True),
            count=len(found),
            found=found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
            number=number,
            pages=pages,
            before=to(number - 1) if number > 1 else "",
            after=to(number + 1) if number < pages else "",
        )

    def _year(self, case: Case) -> str:
        return str(self.site.calendar().day_of(case.received_at).year)

    def _fits(self, case: Case, asked: Asked) -> bool:
        if asked.state in (RUNNING, ENDED) and bool(case.final) != (asked.state == ENDED):
            return False
        if asked.year and asked.year != self._year(case):
            return False
        said = _said(case) if asked.words else ""
        return all(word in said for word in folded(asked.words).split())


def folded(text: str) -> str:
    """As texts are compared: without case, width and the like, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _said(case: Case) -> str:
    intake = case.intake
    return folded(
        "\n".join(
            (
                case.register_no,
                dashed(case.register_no),
                intake.name,
                intake.company,
                intake.reference_no,
                intake.proof.get("letter_no", ""),
                *(letter.number for letter in case.letters),
                intake.description,
                intake.expectation,
            )
        )
    )
