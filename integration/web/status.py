"""The customer's page: status by register number and access code, without an account.

In:    a number and a code, posted.   Out: status in plain words, dates, the answer letter.
Rule:  an unknown number and a wrong code get the same answer; ten wrong tries an hour per number
       and per address, then 429; of confidential cases only status and dates are shown.
Never: changes a case, or writes a number, code or address to the log. Start at `StatusPages`.
"""

import hmac
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask, Response, request, url_for
from itsdangerous import BadData, URLSafeSerializer

from integration.access import by_link, public
from integration.links import ForgedLink
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.rests import CUSTOMER
from integration.sop.table import ARCHIVED, CLOSED, STEPS, WITHDRAWN
from integration.sop.timing import promised
from integration.web import casefiles, view
from integration.web.answering import AnswerPages
from integration.web.failures import PAGES, failure
from integration.web.site import Site, page

TRIES = 10
WINDOW = timedelta(hours=1)
LETTER_OPEN = timedelta(hours=1)
"""How long the letter may be opened after the code was typed."""

NOT_FOUND = (
    "Nomor register dan kode akses tidak cocok. Mohon periksa keduanya pada Tanda Terima Anda."
)
PLAIN_WORDS = {
    "triage": "Pengaduan Anda telah kami terima dan sedang dipilah oleh Petugas Pelayanan.",
    "complete_info": "Kami menunggu kelengkapan data dari Anda.",
    "dispose": "Pengaduan Anda sedang menunggu arahan Kepala Balai.",
    "review": "Pengaduan Anda sedang dikaji oleh tim yang menangani.",
    "cause": "Kami sedang mencari penyebab masalah yang Anda sampaikan.",
    "actions": "Kami sedang menetapkan tindakan perbaikan dan pencegahan.",
    "verify": "Tindakan perbaikan sedang dilaksanakan dan diperiksa hasilnya.",
    "draft": "Surat jawaban sedang disusun.",
    "sign": "Surat jawaban sedang menunggu persetujuan Kepala Balai.",
    "records": "Surat jawaban sedang diberi nomor dan ditandatangani.",
    "e_sign": "Surat jawaban sedang ditandatangani.",
    "deliver": "Surat jawaban telah terbit dan kami kirimkan kepada Anda.",
}
AWAITED = (
    "Kami sedang menunggu tanggapan dari Anda. Silakan balas e-mail kami atau hubungi Petugas "
    "Pelayanan."
)
ENDED = {
    CLOSED: "Penanganan pengaduan Anda telah selesai. Terima kasih atas masukan Anda.",
    ARCHIVED: "Pesan Anda telah kami tanggapi dan kami arsipkan.",
    WITHDRAWN: "Pengaduan ini telah dicabut.",
}


@dataclass
class WrongTries:
    """Wrong tries of the last hour, by whom and for what; kept in memory only."""

    _seen: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def too_many(self, keys: list[str], now: datetime) -> bool:
        """Whether any of the keys has used up its tries."""
        with self._lock:
            self._forget(now)
            return any(len(self._seen.get(key, ())) >= TRIES for key in keys)

    def add(self, keys: list[str], now: datetime) -> None:
        """One more wrong try."""
        with self._lock:
            for key in keys:
                self._seen.setdefault(key, deque(maxlen=TRIES)).append(now)

    def _forget(self, now: datetime) -> None:
        for key, moments in list(self._seen.items()):
            while moments and not now - WINDOW < moments[0] <= now:
                moments.popleft()
            if not moments:
                del self._seen[key]


class StatusPages:
    """GET and POST of /status, and the letter behind it."""

    def __init__(self, site: Site, answers: AnswerPages) -> None:
        self.site = site
        self.answers = answers
        self.wrong = WrongTries()
        self.signer = URLSafeSerializer(site.links.secret, salt="tanggap/status-letter")

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/status", "status", self.answer, methods=["GET", "POST"])
        app.add_url_rule("/status/surat/<token>", "status_letter", self.letter)

    @public
    def answer(self) -> Response:
        """The question for number and code, or the answer to them."""
        if request.method != "POST":
            return _ask(request.args.get("nomor", ""))
        number = request.form.get("register_no", "").strip().upper()[:40]
        now = self.site.now()
        keys = [f"number {number}", f"address {request.remote_addr}"]
        if self.wrong.too_many(keys, now):
            response = failure(429, *PAGES[429])
            response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
            return response
        case = self._opened(number, request.form.get("access_code", ""))
        if case is None:
            self.wrong.add(keys, now)
            return _ask(number, NOT_FOUND)
        return self._show(case, now)

    @by_link
    def letter(self, token: str) -> Response:
        """The answer letter, for an hour after the code was typed."""
        try:
            number, until = self.signer.loads(token)
        except BadData:
            raise ForgedLink("letter") from None
        if self.site.now().timestamp() > until:
            return failure(
                410,
                "Tautan surat sudah kedaluwarsa",
                "Tautan surat hanya berlaku satu jam sejak kode akses dimasukkan.",
                "Silakan buka kembali halaman status dan masukkan kode akses Anda.",
                more=url_for("status", nomor=number),
                more_label="Cek status",
            )
        found = casefiles.letter(self.site.case(number))
        service = self.site.service
        return casefiles.hand_over(service, found.sha256 if found else "", [found] if found else [])

    def _opened(self, number: str, code: str) -> Case | None:
        typed = "".join(sign for sign in code.upper() if sign.isalnum())
        try:
            case = self.site.case(number)
        except ForgedLink:
            hmac.compare_digest(typed.encode(), b"no such case")
            return None
        return case if hmac.compare_digest(typed.encode(), case.access_code.encode()) else None

    def _show(self, case: Case, now: datetime) -> Response:
        letter = casefiles.letter(case)
        answered = case.station == "deliver"
        until = int((now + LETTER_OPEN).timestamp())
        return page(
            "status.html",
            title=f"Status pengaduan {case.register_no}",
            case=case,
            words=self._words(case, now),
            promised=None if case.final or answered else promised(case, self.site.calendar()),
            steps=_progress(case),
            facts=[] if case.intake.private else view.facts(case, Role.CUSTOMER),
            letter=letter,
            letter_url=url_for("status_letter", token=self.signer.dumps([case.register_no, until])),
            action_url=self._action(case),
            answer_url=self.answers.address(case, until),
        )

    @staticmethod
    def _words(case: Case, now: datetime) -> str:
        if case.final:
            return ENDED[case.final]
        rest = case.resting(now)
        return AWAITED if rest and rest.why == CUSTOMER else PLAIN_WORDS[case.station]

    def _action(self, case: Case) -> str:
        """The link of a step that waits for the customer: without e-mail, this is the only door."""
        step = case.step
        if step is None or step.actor is not Role.CUSTOMER:
            return ""
        return self.site.links.action(
            register_no=case.register_no,
            step=step.key,
            visit=case.visit,
            role=Role.CUSTOMER,
            person=case.intake.email,
            issued=self.site.now(),
        )


def _ask(number: str, said: str = "") -> Response:
    return page(
        "status_ask.html", 403 if said else 200, title="Cek status", number=number, said=said
    )


def _progress(case: Case) -> list[tuple[int, str, str, datetime | None]]:
    """Each row of the SOP: number, words, `done`, `now` or `ahead`, and when it was done."""
    here = case.step.no if case.step else len(STEPS) + 1
    rows: list[tuple[int, str, str, datetime | None]] = []
    for step in STEPS:
        if step.key == "submit":
            rows.append((step.no, step.short, "done", case.received_at))
            continue
        last = case.last(step.key)
        state = "now" if step.no == here else "done" if last and step.no < here else "ahead"
        rows.append((step.no, step.short, state, last.at if last and state == "done" else None))
    return rows
