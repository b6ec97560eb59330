"""After a complaint was entered: its number, the receipt to print, the words to copy.

In:    the case page's signed link, or a number after sign-in.   Out: a page; the receipt as PDF.
Rule:  the receipt is the one that goes to the archive: same values, same bytes.
Never: changes a case. Start at `EnteredPages.show`.
"""

from flask import Flask, Response, request

from integration import letters
from integration.access import READERS, by_link, staff
from integration.documents import values
from integration.effects.filing import PDF, folder_name
from integration.naming import TITLES
from integration.sop.case import Case
from integration.store.outbox import DONE, Entry
from integration.web.case_page import CasePages, Here
from integration.web.desk.chats import chats_of
from integration.web.desk.intake import NOT_AGAIN
from integration.web.site import Site, headed, page


class EnteredPages:
    """GET of the page after intake and of a case's receipt, by link and after sign-in."""

    def __init__(self, site: Site, cases: CasePages) -> None:
        self.site = site
        self.cases = cases

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/petugas/tercatat/<token>", "entered", self.show)
        app.add_url_rule("/kasus/<token>/tanda-terima", "receipt", self.receipt)
        own = "/petugas/kasus/<number>"
        app.add_url_rule(f"{own}/tercatat", "staff_entered", self.staff_show)
        app.add_url_rule(f"{own}/tanda-terima", "staff_receipt", self.staff_receipt)

    @by_link
    def show(self, token: str) -> Response:
        """Number, receipt, words to copy."""
        return self._page(self.cases.by_link(token))

    @by_link
    def receipt(self, token: str) -> Response:
        """The receipt, also before the worker has filed it."""
        return self._receipt(self.cases.by_link(token).case)

    @staff(READERS)
    def staff_show(self, number: str) -> Response:
        """The same for whoever is signed in."""
        return self._page(self.cases.by_number(number))

    @staff(READERS)
    def staff_receipt(self, number: str) -> Response:
        """The receipt for whoever is signed in."""
        return self._receipt(self.cases.by_number(number).case)

    def _page(self, here: Here) -> Response:
        return page(
            "entered.html",
            title="Pengaduan tercatat",
            here=here,
            case=here.case,
            chats=chats_of(self.site, here.case)[-1:],
            again=request.args.get("lagi") == NOT_AGAIN,
        )

    def _receipt(self, case: Case) -> Response:
        entry = self.site.service.entry(f"{case.register_no}:1:receipt:1")
        content = self._filed(entry) or self._set(case, entry)
        name = f"{folder_name(case.register_no)} {TITLES['receipt']}.pdf"
        response = Response(content, mimetype=PDF)
        return headed(response, {"Content-Disposition": f'inline; filename="{name}"'})

    def _filed(self, entry: Entry | None) -> bytes | None:
        if entry is None or entry.state != DONE:
            return None
        return self.site.service.file(str(entry.result["sha256"]))

    def _set(self, case: Case, entry: Entry | None) -> bytes:
        service = self.site.service
        first = service.case(case.register_no, 1)
        at = entry.created_at if entry else first.registered_at
        said = values(
            "receipt", first, service.office, self.site.calendar(), self.site.links, at=at
        )
        head = letters.Letterhead(**service.office.letterhead, name=service.office.name)
        return letters.render("receipt", said, head, self.site.templates)
