"""Complaints from three channels into a house whose service is killed again and again.

In:    a running house, a seed.   Out: `Storm`: complaints sent, kills done, `Figures` at the end.
Rule:  an outsider's view: Form, mailbox and page bring complaints in, whoever gets no answer from
       a page sends the same form again; the end is judged in mailboxes, Drive and database.
Never: waits for a fixed time: a kill comes after so many requests at Google.
"""

import base64
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import requests

from integration.demo.person import Person, read_page
from integration.local import LocalHouse, as_it_runs
from integration.operating import outbox_rows
from integration.repair.reconciling import EXTRA, MISSING, Finding, reconcile
from integration.service import CaseBook
from integration.sop.case import Case
from integration.store.database import Database
from integration.wiring import build, register_rows

PATIENCE = 120.0
CHANNELS = ("form", "mail", "desk")
FAULTS = ("503", "500_after_commit", "close_after_commit", "close", "429")
WRITES = "(POST|PUT|PATCH) /(upload/)?(drive|gmail|v4|v1)/.*"
READS = "GET /(drive|gmail|v1)/.*"
SETTLING = 120
"""Seconds the clock is moved on while retries are waited for."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How it ended."""

    complaints: int
    kills: int
    lost: list[str]
    doubled: list[str]
    orphans: list[str]
    stuck: list[str]
    faults_met: int


def until(done: Callable[[], bool], what: str) -> None:
    """Wait until something is so; AssertionError when it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


@dataclass
class Storm:
    """One stormy day."""

    house: LocalHouse
    seed: int
    sent: list[str] = field(default_factory=list)
    kills: int = 0
    faults: int = 0
    desks: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.google: str = self.house.addresses["google"]
        self.people: dict[str, Any] = self.house.addresses["people"]

    # -- complaints ---------------------------------------------------------------------------

    def complain(self) -> None:
        """One more complaint, through the next channel."""
        number = len(self.sent) + 1
        words = f"Keluhan badai nomor {number:03d}: LHU terlambat."
        self.sent.append(words)
        match CHANNELS[number % len(CHANNELS)]:
            case "form":
                self._by_form(words)
            case "mail":
                self._by_mail(words, number)
            case _:
                desk = threading.Thread(target=self._by_desk, args=(words, number))
                desk.start()
                self.desks.append(desk)

    def _by_form(self, words: str) -> None:
        answers = {"Nama": "Tirta", "Email": self.people["customer"], "Uraian Keluhan": words}
        door = f"{self.google}/_emulator/forms/{self.house.addresses['form_id']}/responses"
        requests.post(door, json={"answers": answers}, timeout=30).raise_for_status()

    def _by_mail(self, words: str, number: int) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = self.people["customer"], self.house.addresses["service_mailbox"]
        mail["Subject"] = f"Keluhan {number}"
        mail["Message-ID"] = f"<badai-{number}@usaha.example>"
        mail.set_content(words)
        raw = base64.urlsafe_b64encode(mail.as_bytes()).decode()
        until(lambda: self._posted(raw), "the customer's mail is sent")

    def _posted(self, raw: str) -> bool:
        token = requests.post(
            f"{self.google}/_emulator/token", json={"email": self.people["customer"]}, timeout=30
        ).json()["access_token"]
        address = f"{self.google}/gmail/v1/users/me/messages/send"
        said = requests.post(
            address,
            json={"raw": raw},
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        return said.ok

    def _by_desk(self, words: str, number: int) -> None:
        """Staff's browser: the same form is sent until the page answers."""
        address = self.house.addresses["intake_page"]
        fields: dict[str, str] = {}

        def answered() -> bool:
            try:
                if not fields:
                    fields.update(read_page(requests.get(address, timeout=10).text).fields)
                    fields.update({"channel": "walk_in", "description": words})
                    fields["email"] = self.people["customer"]
                said = requests.post(
                    address,
                    data=fields,
                    files={"evidence": (f"bukti-{number}.txt", words.encode(), "text/plain")},
                    timeout=10,
                    allow_redirects=False,
                )
            except requests.RequestException:
                return False
            return said.status_code == 303

        until(answered, f"the desk's complaint {number} is taken")

    # -- mishaps ------------------------------------------------------------------------------

    def spoil(self) -> None:
        """Order a few failures of Google."""
        match = WRITES if self.dice.random() < 0.8 else READS
        rules = [
            {"match": match, "do": self.dice.choice(FAULTS), "times": 1, "account": self._account}
            for _ in range(self.dice.randint(1, 3))
        ]
        requests.post(f"{self.google}/_emulator/faults", json=rules, timeout=30).raise_for_status()
        self.faults += len(rules)

    @property
    def _account(self) -> str:
        return str(self.house.addresses["service_mailbox"])

    def kill(self) -> None:
        """Kill the service after some requests of its, and start it again."""
        part = self.house.parts[-1]
        wanted = self.dice.randint(1, 60)
        begin = max((one["n"] for one in self._requests(0)), default=0)
        until(lambda: len(self._requests(begin)) >= wanted, "the service works")
        assert part.process is not None
        part.process.kill()
        part.process.wait()
        self.kills += 1
        part.start(self.house._leash[0])

    def _requests(self, since: int) -> list[dict[str, Any]]:
        """What the service asked of Google after a number."""
        door = f"{self.google}/_emulator/requests"
        lines = requests.get(door, params={"since": since}, timeout=30).json()
        return [one for one in lines if one["account"] == self._account]

    # -- the end ------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let the sky clear and everything be done that waits."""
        requests.delete(f"{self.google}/_emulator/faults", timeout=30).raise_for_status()
        for desk in self.desks:
            desk.join()
        until(self._calm, "all that waits is done")

    def _calm(self) -> bool:
        settings = self.house.settings
        if len(self._cases()) < len(self.sent):
            return False
        waiting = [one for one in outbox_rows(settings) if one["state"] == "waiting"]
        if waiting:
            requests.post(
                f"{self.google}/_emulator/clock", json={"advance_seconds": SETTLING}, timeout=30
            )
            time.sleep(0.5)
        return not waiting

    def _cases(self) -> dict[str, Case]:
        database = Database(self.house.settings.database)
        try:
            return dict(CaseBook(database).refresh())
        finally:
            database.close()

    def figures(self) -> Figures:
        """Count what is lost, doubled, orphaned."""
        house = build(as_it_runs(self.house.settings), alone=False)
        try:
            book = dict(house.book.refresh())
            until(lambda: not _rows_missing(book, register_rows(house)), "every case has a row")
            found = reconcile(house.tools, book, register_rows(house))
        finally:
            house.database.close()
        lost, doubled = self._complaints(book)
        mails_lost, mails_doubled = self._mails(book)
        settings = self.house.settings
        return Figures(
            complaints=len(self.sent),
            kills=self.kills,
            lost=[*lost, *mails_lost, *(_said(one) for one in found if one.what == MISSING)],
            doubled=[*doubled, *mails_doubled],
            orphans=[*(_said(one) for one in found if one.what == EXTRA), *self._left_over(book)],
            stuck=[one["key"] for one in outbox_rows(settings) if one["state"] == "stuck"],
            faults_met=self._faults_met(),
        )

    def _complaints(self, book: dict[str, Case]) -> tuple[list[str], list[str]]:
        texts = Counter(case.intake.description.strip() for case in book.values())
        lost = [words for words in self.sent if not texts[words]]
        doubled = [words for words in self.sent if texts[words] > 1]
        return lost, doubled + [words for words in texts if words not in self.sent]

    def _mails(self, book: dict[str, Case]) -> tuple[list[str], list[str]]:
        """Each case has one acknowledgement at the customer's and one task at the desk."""
        customer = Person(self.people["customer"], self.google)
        desk = Person(self.people["service_desk"], self.google)
        told = Counter(
            number
            for one in _texts(customer)
            if "telah kami terima" in one
            for number in book
            if number in one
        )
        asked = Counter(
            number for one in _subjects(desk) for number in book if f"[{number}] Langkah 2" in one
        )
        lost = [
            f"{what} {n}" for what, c in (("ack", told), ("task", asked)) for n in book if not c[n]
        ]
        doubled = [f"mail {n}" for c in (told, asked) for n, times in c.items() if times > 1]
        return lost, doubled

    def _left_over(self, book: dict[str, Case]) -> list[str]:
        """Drafts nobody sends, folders nobody knows."""
        service = Person(self._account, self.google)
        drafts = service.api("/gmail/v1/users/me/drafts").get("drafts", [])
        folders = service.api(
            "/drive/v3/files",
            q="mimeType='application/vnd.google-apps.folder' and name contains 'ADU-'",
            fields="files(name)",
            pageSize="200",
        )["files"]
        names = Counter(one["name"] for one in folders)
        expected = Counter(number.replace("/", "-") for number in book)
        return [f"draft {one['id']}" for one in drafts] + [
            f"folder {name}" for name in (names - expected)
        ]

    def _faults_met(self) -> int:
        return sum(1 for one in self._requests(0) if one["fault"])


def _rows_missing(book: dict[str, Case], rows: list[tuple[str, str]] | None) -> bool:
    return not set(book) <= {number for number, _ in rows or ()}


def _said(one: Finding) -> str:
    return f"{one.where} {one.register_no} {one.name}"


def _texts(person: Person) -> list[str]:
    return [person.read(message_id).text for message_id in person.inbox()]


def _subjects(person: Person) -> list[str]:
    return [person.read(message_id).subject for message_id in person.inbox()]
