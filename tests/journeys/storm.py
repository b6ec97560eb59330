"""Complaints from three channels into a house whose service is killed again and again.

In:    a running house, a seed.   Out: `Storm`: complaints sent, kills done, `Figures` at the end.
Rule:  an outsider's view: Form, mailbox and page bring complaints in, whoever gets no answer from
       a page sends the same form again; the end is judged in mailboxes, Drive and database.
Never: waits for a fixed time: a kill comes at a moment of the outbox, or after so many requests.
"""

import base64
import io
import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import requests
from pypdf import PdfWriter

from integration.casebook import CaseBook
from integration.demo.person import Impatient, Person, read_page
from integration.demo.play import CAUSE, DISPOSITION, PLAN
from integration.effects.reminding import TEMPLATES as REMINDERS
from integration.local import LocalHouse, Part, as_it_runs
from integration.operating import outbox_rows
from integration.repair.reconciling import EXTRA, MISSING, Finding, reconcile
from integration.sop.case import Case
from integration.store import outbox
from integration.store.database import Database
from integration.wiring import build, register_rows
from tests.journeys.nursery import Nursery

Act = Callable[[], None]

PATIENCE = 120.0
CHANNELS = ("form", "mail", "desk")
FAULTS = ("503", "500_after_commit", "close_after_commit", "close", "429")
WRITES = "(POST|PUT|PATCH) /(upload/)?(drive|gmail|v4|v1)/.*"
READS = "GET /(drive|gmail|v1)/.*"
SETTLING = 120
"""Seconds the clock is moved on while retries are waited for."""
DEATH = 90.0
"""Real seconds a chosen moment is waited for before the service is killed all the same."""
NUDGE = 0.5
"""Real seconds without a death after which the clock moves; a complaint comes if all is done."""
HURRY = 20
"""Seconds the clock then moves, past what the worker waits after a failure."""
KEY_HEADER = "X-Tanggap-Key"


class Mortal(Part):
    """The service, forked, with the moment at which it will die."""

    nursery: Nursery
    moment: str = ""

    def start(self, leash: int) -> None:
        self.process = self.nursery.fork(self.env, self.log, self.moment)  # type: ignore[assignment]
        self.moment = ""


class MortalHouse(LocalHouse):
    """The local house with a service that starts and dies fast."""

    nursery: Nursery

    def _add(self, name: str, command: list[str], env: Any) -> None:
        if name != "service":
            super()._add(name, command, env)
            return
        part = Mortal(name, command, env, self.settings.data_dir / f"{name}.log")
        part.nursery = self.nursery
        self.parts.append(part)
        part.start(self._leash[0])


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How it ended."""

    complaints: int
    kills: Counter[str]
    """How many at a chosen moment of the outbox, how many at random."""
    mails: int
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

    house: MortalHouse
    seed: int
    complaints: int
    sent: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    """Moments that did not come."""
    acting: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.google: str = self.house.addresses["google"]
        self.people: dict[str, Any] = self.house.addresses["people"]
        self.evidence = self._shared_file()
        self.carried = ""
        self._persons: dict[str, Person] = {}

    # -- complaints ---------------------------------------------------------------------------

    def complain(self) -> None:
        """One more complaint, through the next channel, until all have come."""
        if len(self.sent) == self.complaints:
            return
        number = len(self.sent) + 1
        words = f"Keluhan badai nomor {number:03d}: LHU terlambat."
        self.sent.append(words)
        match CHANNELS[number % len(CHANNELS)]:
            case "form":
                self._by_form(words)
            case "mail":
                self._by_mail(words, number)
            case _:
                self._in_background(lambda: self._by_desk(words, number))

    def _by_form(self, words: str) -> None:
        answers = {
            "Nama": "Tirta",
            "Email": self.people["customer"],
            "Uraian Keluhan": words,
            "Bukti": self.evidence,
        }
        door = f"{self.google}/_emulator/forms/{self.house.addresses['form_id']}/responses"
        requests.post(door, json={"answers": answers}, timeout=30).raise_for_status()

    def _by_mail(self, words: str, number: int) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = self.people["customer"], self.house.addresses["service_mailbox"]
        mail["Subject"] = f"Keluhan {number}"
        mail["Message-ID"] = f"<badai-{number}@usaha.example>"
        mail.set_content(words)
        mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="a.png")
        raw = base64.urlsafe_b64encode(mail.as_bytes()).decode()
        until(lambda: self._posted(raw), "the customer's mail is sent")

    def _posted(self, raw: str) -> bool:
        address = f"{self.google}/gmail/v1/users/me/messages/send"
        return requests.post(address, json={"raw": raw}, headers=self._customer, timeout=30).ok

    @property
    def _customer(self) -> dict[str, str]:
        door = f"{self.google}/_emulator/token"
        said = requests.post(door, json={"email": self.people["customer"]}, timeout=30).json()
        return {"Authorization": f"Bearer {said['access_token']}"}

    def _shared_file(self) -> str:
        """A picture in the customer's own Drive, shared with anybody who has the link."""
        headers = self._customer
        made = requests.post(
            f"{self.google}/upload/drive/v3/files?uploadType=media",
            data=b"\x89PNG\r\n\x1a\n bukti",
            headers={**headers, "Content-Type": "image/png"},
            timeout=30,
        ).json()
        requests.post(
            f"{self.google}/drive/v3/files/{made['id']}/permissions",
            json={"type": "anyone", "role": "reader"},
            headers=headers,
            timeout=30,
        ).raise_for_status()
        return f"https://drive.google.com/file/d/{made['id']}/view"

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

    @property
    def _account(self) -> str:
        return str(self.house.addresses["service_mailbox"])

    @property
    def _service(self) -> Mortal:
        part = self.house.parts[-1]
        assert isinstance(part, Mortal)
        return part

    def lives(self) -> None:
        """Start the service, if it is dead, and leave it alone."""
        if self._process is None or self._process.poll() is not None:
            self._service.start(self.house._leash[0])

    def dies_somewhere(self) -> None:
        """Kill the service after some requests of its."""
        self.lives()
        wanted = self.dice.randint(1, 60)
        begin = max((one["n"] for one in self._requests(0)), default=0)
        until(lambda: len(self._requests(begin)) >= wanted, "the service works")
        self._end()

    def dies(self, moment: str, act: Act = lambda: None) -> None:
        """Start the service so that it dies at a moment of the outbox, and wait for that.

        `act` is what somebody does meanwhile, however often the service dies under it.
        """
        self._end()
        self._service.moment = moment
        self._service.start(self.house._leash[0])
        self._in_background(act)
        deadline = time.monotonic() + DEATH
        while not _ends(self._process, NUDGE) and time.monotonic() < deadline:
            if self._idle():
                self.complain()
            self.hurry()
        if _ends(self._process, 0):
            self.kills["at a chosen moment"] += 1
        else:
            self.missed.append(moment)
            self._end()

    def _in_background(self, act: Act) -> None:
        acting = threading.Thread(target=act)
        acting.start()
        self.acting.append(acting)

    @property
    def _process(self) -> Any:
        return self._service.process

    def _end(self) -> None:
        if not _ends(self._process, 0):
            self._process.kill()
            self._process.wait()
            self.kills["at random"] += 1

    def hurry(self, seconds: int = HURRY) -> None:
        """Move the clock of the whole house on."""
        door = f"{self.google}/_emulator/clock"
        requests.post(door, json={"advance_seconds": seconds}, timeout=30).raise_for_status()

    # -- one of the complaints goes all the way ------------------------------------------------

    def asked(self, no: int, who: str, values: dict[str, str], files: Any = None) -> Act:
        """What somebody does when the mail of a step has come: send its form until it counts."""
        self.lives()
        until(self._calm, f"the mail of step {no} is sent")
        person = self._person(who)
        words = "surat jawaban" if who == "customer" else f"[{self.carried}] Langkah {no}:"
        link = person.wait_for(words).first_link

        def recorded() -> bool:
            try:
                return person.act(link, values, files).ok
            except requests.RequestException:
                return False
            except Impatient:
                return requests.get(link, timeout=10).status_code == 409

        return lambda: until(recorded, f"step {no} is recorded")

    def draft(self) -> Act:
        """Steps 2 to 7 of the complaint that came first; what remains is step 8."""
        self.lives()
        until(lambda: bool(self._cases()), "a case is there")
        self.carried = next(iter(self._cases()))
        self.asked(2, "service_desk", {"outcome": "complaint"})()
        self.asked(3, "head", {"outcome": "assigned", **DISPOSITION})()
        self.asked(4, "group", {"outcome": "reviewed", "review": "Keterlambatan terbukti."})()
        self.asked(5, "group", {"outcome": "found", **CAUSE})()
        self.asked(6, "group", {"outcome": "planned", **PLAN})()
        done = {"outcome": "effective", "verification": "LHU terbit."}
        self.asked(7, "group", done, {"evidence": ("bukti.txt", b"LHU terbit.", "text/plain")})()
        return self.asked(8, "group", {"outcome": "initialled", "initial": "DLC"})

    def approval(self) -> Act:
        """The decision at step 9."""
        return self.asked(9, "head", {"outcome": "ya"})

    def receipt(self) -> Act:
        """The letter is issued; what remains is that the customer received it."""
        made = PdfWriter()
        made.add_blank_page(width=595, height=842)
        letter = io.BytesIO()
        made.write(letter)
        numbers = {"letter_no": "B/417/BSPJI-Contoh/MS.08.01/XI/2026", "letter_date": "2026-11-23"}
        file = ("surat.pdf", letter.getvalue(), "application/pdf")
        issued = {"outcome": "issued", **numbers}
        self.asked(9, "records_office", issued, {"final_pdf": file})()
        return self.asked(10, "customer", {"outcome": "received"})

    def _person(self, who: str) -> Person:
        people = {**self.people, "group": self.people["group_heads"]["Pengujian"]}
        return self._persons.setdefault(who, Person(people[who], self.google))

    def _requests(self, since: int) -> list[dict[str, Any]]:
        """What the service asked of Google after a number."""
        door = f"{self.google}/_emulator/requests"
        lines = requests.get(door, params={"since": since}, timeout=30).json()
        return [one for one in lines if one["account"] == self._account]

    # -- the end ------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let the sky clear and everything be done that waits."""
        while len(self.sent) < self.complaints:
            self.complain()
        self.lives()
        requests.delete(f"{self.google}/_emulator/faults", timeout=30).raise_for_status()
        for acting in self.acting:
            acting.join()
        until(self._calm, "all that waits is done")

    def _calm(self) -> bool:
        if self._idle():
            return True
        if len(self._cases()) == len(self.sent):
            self.hurry(SETTLING)
        time.sleep(0.5)
        return False

    def _idle(self) -> bool:
        """Whether all that was sent is registered and nothing waits."""
        with self._database() as database, database.read() as tx:
            waiting = outbox.in_state(tx, outbox.WAITING)
        # Reminders rest while the office is closed, which may be as long as a night.
        waiting = [one for one in waiting if one.data.get("template") not in REMINDERS]
        return not waiting and len(self._cases()) == len(self.sent)

    def _cases(self) -> dict[str, Case]:
        with self._database() as database:
            return dict(CaseBook(database).refresh())

    @contextmanager
    def _database(self) -> Iterator[Database]:
        database = Database(self.house.settings.database)
        try:
            yield database
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
        keys = Counter(self._keys_sent())
        wanted = self._keys_done()
        settings = self.house.settings
        return Figures(
            complaints=len(self.sent),
            kills=self.kills,
            mails=len(wanted),
            lost=[
                *lost,
                *mails_lost,
                *(wanted - set(keys)),
                *(_said(one) for one in found if one.what == MISSING),
            ],
            doubled=[*doubled, *mails_doubled, *(key for key, n in keys.items() if n > 1)],
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

    def _keys_sent(self) -> list[str]:
        """The key of every mail that left the service mailbox."""
        service = Person(self._account, self.google)
        path = "/gmail/v1/users/me/messages"
        listed = service.api(path, labelIds="SENT", maxResults="500")["messages"]
        said = [service.api(f"{path}/{one['id']}", format="metadata") for one in listed]
        return [
            header["value"]
            for one in said
            for header in one["payload"]["headers"]
            if header["name"] == KEY_HEADER
        ]

    def _keys_done(self) -> set[str]:
        """The key of every mail that the outbox calls sent."""
        with self._database() as database, database.read() as tx:
            done = outbox.in_state(tx, outbox.DONE)
        return {one.key for one in done if one.kind == "mail"}

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


def _ends(process: Any, seconds: float) -> bool:
    """Whether a process has ended or does so within some seconds."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _rows_missing(book: dict[str, Case], rows: list[tuple[str, str]] | None) -> bool:
    return not set(book) <= {number for number, _ in rows or ()}


def _said(one: Finding) -> str:
    return f"{one.where} {one.register_no} {one.name}"


def _texts(person: Person) -> list[str]:
    return [person.read(message_id).text for message_id in person.inbox()]


def _subjects(person: Person) -> list[str]:
    return [person.read(message_id).subject for message_id in person.inbox()]
