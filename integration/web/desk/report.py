"""The monthly report as a page for staff, with charts; as workbook and as paper ready to sign.

In:    a month from the page's address; whoever is signed in.   Out: the report, or one of its
       files; the recap for everybody in the same ways.
Rule:  page and files of one look are set from the same values, so that they agree to the minute.
Never: changes anything, and shows no more of a confidential case than its number. Start at
       `ReportPages.show`.
"""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, request, url_for

from integration.access import READERS, staff
from integration.reports.period import Month
from integration.sop.case import Case
from integration.web.failures import failure
from integration.web.site import Site, headed, page

HOLDS = timedelta(minutes=5)
"""Values that were reckoned so recently are set again, as long as no case has changed."""
WITHIN = (3, 6, 12, 24)
"""Months to choose from in which repeats are looked for."""
OFFERED = 36
"""Months in the list; others are asked for in the page's address."""
FILE = re.compile(r"(laporan|rekap)-(\d{4}-\d{2})\.(xlsx|pdf|html)")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
NAMES = {"laporan": "Laporan Pengaduan", "rekap": "Rekapitulasi Pengaduan"}
NO_MONTH = (
    "Bulan tidak dapat dibaca",
    "Alamat halaman ini tidak memuat bulan yang dapat dibaca.",
    "Silakan pilih bulannya pada halaman laporan.",
)


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see."""

    month: str
    months: int
    public: bool


class ReportPages:
    """GET of /petugas/laporan, its files and its style."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._lock = threading.Lock()
        self._kept: tuple[Asked, Mapping[str, Case], datetime, dict[str, Any]] | None = None

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/petugas/laporan", "report", self.show)
        app.add_url_rule("/petugas/laporan/gaya.css", "report_style", self.style)
        app.add_url_rule("/petugas/laporan/<name>", "report_file", self.file)

    @staff(
        READERS,
        title="Laporan bulanan",
        hint="Waktu baku dan nyata, keterlambatan, pengulangan; Excel dan PDF siap tanda tangan.",
    )
    def show(self) -> Response:
        """The report of a month; of the present one when none is asked for."""
        # the report brings pandas, which no other page needs
        from integration.reports.shown import page as shown
        from integration.reports.shown.sections import title

        now = self.site.now()
        try:
            month = Month.read(request.args.get("bulan", "") or str(Month.of(now)))
        except ValueError:
            return _no_month()
        months = request.args.get("dalam", type=int)
        asked = Asked(
            month=str(month),
            months=months if months in WITHIN else WITHIN[1],
            public=request.args.get("rekap", "") == "1",
        )
        told = self._told(asked)
        return page(
            "report.html",
            title=title(told),
            asked=asked,
            within=WITHIN,
            before=str(month.back(1)),
            after=str(month.back(-1)),
            latest=str(Month.of(now)),
            offered=_offered(month, Month.of(now)),
            stem=_stem(asked),
            body=shown.body(told),
        )

    @staff(READERS)
    def file(self, name: str) -> Response:
        """The report or the recap as a file."""
        from integration.reports.shown import page as shown
        from integration.reports.shown import paper, workbook

        found = FILE.fullmatch(name)
        try:
            month = Month.read(found[2]) if found else None
        except ValueError:
            month = None
        if found is None or month is None:
            return _no_month()
        months = request.args.get("dalam", type=int)
        asked = Asked(str(month), months if months in WITHIN else WITHIN[1], found[1] == "rekap")
        told, office, kind = self._told(asked), self.site.service.office, found[3]
        if kind == "xlsx":
            content = workbook.xlsx(told, office.name)
        elif kind == "pdf":
            content = paper.pdf(told, office, self.site.templates)
        else:
            content = shown.html(told, office.name).encode()
        file_name = f"{NAMES[found[1]]} {month}.{kind}"
        response = Response(content, content_type=TYPES[kind])
        return headed(response, {"Content-Disposition": f'attachment; filename="{file_name}"'})

    @staff(READERS)
    def style(self) -> Response:
        """The report's style sheet, the one that its file carries along."""
        from integration.reports.shown.page import STYLE

        return Response(STYLE.read_text(encoding="utf-8"), content_type="text/css; charset=utf-8")

    def _told(self, asked: Asked) -> dict[str, Any]:
        """The values; the last ones again while they hold."""
        with self._lock:
            now, cases = self.site.now(), self.site.book.refresh()
            if self._kept is not None:
                same, known, at, told = self._kept
                if same == asked and known is cases and at <= now < at + HOLDS:
                    return told
            told = self._reckoned(asked, cases, now)
            self._kept = (asked, cases, now, told)
            return told

    def _reckoned(self, asked: Asked, cases: Mapping[str, Case], now: datetime) -> dict[str, Any]:
        from integration.reports import facts, monthly, public

        month, calendar = Month.read(asked.month), self.site.calendar()
        since = monthly.since(month, asked.months)
        read = facts.from_cases(cases.values(), calendar, now, since)
        if asked.public:
            return public.recap(read, month, now, self.site.service.office.lists)
        return monthly.report(read, calendar, month, now, asked.months)


def _offered(asked: Month, latest: Month) -> list[tuple[str, str]]:
    """Months to choose from, the latest first; the one that is asked for among them."""
    months = {latest.back(back) for back in range(OFFERED)} | {asked}
    return [(str(one), one.name) for one in sorted(months, reverse=True)]


def _stem(asked: Asked) -> str:
    return f"{'rekap' if asked.public else 'laporan'}-{asked.month}"


def _no_month() -> Response:
    return failure(404, *NO_MONTH, more=url_for("report"), more_label="Laporan bulan ini")
