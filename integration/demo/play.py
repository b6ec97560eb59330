"""`make demo`: the play itself, its check and its figures.

In:    a fresh folder.   Out: progress, timeline, documents, Google calls; exit code 0 or 1.
Rule:  ends well only when the reply is delivered byte for byte and every paper lies in Drive
       with the SHA-256 that the database has.
Never: trusts what it was told; it looks in the mailbox, in Drive, in the register.
"""

import hashlib
import json
import shutil
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import requests
from rich.console import Console

from integration.clock import WITA, SystemClock
from integration.demo.figures import google_calls, show
from integration.demo.person import Impatient, Person, read_page
from integration.demo.srikandi import issued
from integration.local import CannotRun, LocalHouse
from integration.naming import TITLES
from integration.office import Office, office_json
from integration.operating import case_details
from integration.settings import Settings
from integration.sop.rules import outcome_label
from integration.sop.table import STATIONS

COMPLAINT = {
    "Nama": "Tirta Cahaya Contoh",
    "Nomor WhatsApp": "0812-0000-0000",
    "Instansi/Perusahaan": "PT Contoh Usaha Bersama",
    "Layanan": "Pengujian",
    "Nomor Order/LHU/Sertifikat": "LHU-0417/2026",
    "Uraian Keluhan": "LHU untuk contoh air minum kami terlambat dua belas hari dari janji.",
    "Harapan Penyelesaian": "LHU segera diterbitkan dan ada penjelasan tertulis.",
    "Kerahasiaan": "Terbuka",
}
DISPOSITION = {
    "assign_to": "Pengujian",
    "instruction": "Telusuri dan selesaikan.",
    "instruction_ticks": "follow_up",
}
CAUSE = {
    "root_cause": "Satu alat uji menunggu kalibrasi ulang.",
    "why_1": "Antrean pengujian menumpuk.",
    "why_2": "Satu alat tidak dapat dipakai.",
    "participants": "Penyelia laboratorium",
}
PLAN = {
    "correction": "LHU diterbitkan hari ini.",
    "corrective_action": "Jadwal kalibrasi alat disusun ulang.",
    "preventive_action": "Pengingat kalibrasi 30 hari sebelumnya.",
}
LETTER_NO = "B/417/BSPJI-Contoh/MS.08.01/XI/2026"
PROOF = ("bukti.txt", b"LHU terbit; jadwal baru berlaku.", "text/plain")
EXPECTED = ("complaint_form", "receipt", "disposition", "action_plan", "verification")
EXPECTED_LATER = ("outgoing_letter", "minutes", "whole_file")


@dataclass
class Play:
    """One play from the Form to the archive."""

    house: LocalHouse
    console: Console
    number: str = ""
    letter: bytes = b""
    seconds: dict[str, float] = field(default_factory=dict)

    def person(self, role: str) -> Person:
        """The person in a role; `Pengujian` is the pokja of the play."""
        people = self.house.addresses["people"]
        email = people["group_heads"]["Pengujian"] if role == "group_head" else people[role]
        return Person(email, self.house.addresses["google"])

    def perform(self) -> None:
        """All ten steps. Raises Impatient where the play stops."""
        self.perform_until("")
        self.finish_from_records()

    def perform_until(self, stop: str) -> None:
        """Steps 1 to 9; with `sign` it stops before the decision. Raises Impatient."""
        customer, desk = self.person("customer"), self.person("service_desk")
        head, group = self.person("head"), self.person("group_head")
        self.answer_form({**COMPLAINT, "Email": customer.email})
        receipt = customer.wait_for("Tanda terima pengaduan")
        self.number = receipt.subject.split()[-1]
        self._step(1, "pelanggan mengisi formulir dan menerima tanda terima")
        self._do(2, desk, {"outcome": "complaint", "severity": "medium"})
        self._do(3, head, {"outcome": "assigned", **DISPOSITION})
        self._do(4, group, {"outcome": "reviewed", "review": "Keterlambatan terbukti."})
        self._do(5, group, {"outcome": "found", **CAUSE})
        self._do(6, group, {"outcome": "planned", **PLAN})
        done = {"outcome": "effective", "verification": "LHU terbit dan jadwal dipakai."}
        self._do(7, group, done, {"evidence": PROOF})
        self._do(8, group, {"outcome": "initialled", "initial": "DLC"})
        if stop == "sign":
            return
        reason = "Mohon sebutkan tanggal terbit LHU."
        self._do(9, head, {"outcome": "tidak", "reason": reason})
        self._do(8, group, {"outcome": "initialled", "initial": "DLC"})
        self._do(9, head, {"outcome": "ya"})

    def answer_form(self, answers: Mapping[str, str]) -> None:
        """Submit the Form, as its page does."""
        addresses = self.house.addresses
        said = requests.post(
            f"{addresses['google']}/_emulator/forms/{addresses['form_id']}/responses",
            json={"answers": dict(answers)},
            timeout=10,
        )
        said.raise_for_status()

    def finish_from_records(self) -> None:
        """Number, signature, delivery. Raises Impatient."""
        self._number_and_sign(self.person("records_office"))
        self._deliver(self.person("customer"))

    def _do(
        self,
        no: int,
        who: Person,
        values: dict[str, str],
        files: dict[str, Any] | None = None,
    ) -> None:
        mail = who.wait_for(f"Langkah {no}:")
        who.act(mail.first_link, values, files)
        step = next(one for one in STATIONS.values() if one.outcome(values["outcome"]))
        self._step(no, f"{step.short}: {outcome_label(step.key, values['outcome'])}")

    def _number_and_sign(self, records: Person) -> None:
        mail = records.wait_for("Langkah 9:")
        page = requests.get(mail.first_link, timeout=30)
        approved = next(
            urljoin(page.url, link) for link in read_page(page.text).links if "/berkas/" in link
        )
        now = SystemClock(self.house.settings.clock_file).now()
        day = now.astimezone(WITA).date().isoformat()
        office = Office.from_json(office_json(self.house.settings.data_dir / "office.json"))
        values = {"outcome": "issued", "letter_no": LETTER_NO, "letter_date": day}
        self.letter = issued(
            requests.get(approved, timeout=30).content,
            *(LETTER_NO, day),
            signer=office.head.name,
            city=office.letterhead["city"],
            at=now,
        )
        file = ("surat.pdf", self.letter, "application/pdf")
        records.act(mail.first_link, values, {"final_pdf": file})
        self._step(9, "tata usaha memberi nomor dan mengunggah surat bertanda tangan")

    def _deliver(self, customer: Person) -> None:
        mail = customer.wait_for("surat jawaban")
        papers = [content for _, content, kind in mail.files if kind == "application/pdf"]
        if papers != [self.letter]:
            raise Impatient("the reply does not carry the uploaded letter, byte for byte")
        customer.act(mail.first_link, {"outcome": "received"})
        self._step(10, "pelanggan menerima surat jawaban")

    def _step(self, no: int, what: str) -> None:
        self.console.print(f"[green]langkah {no:>2}[/green]  {what}")

    def check(self) -> list[dict[str, str]]:
        """Look whether everything is where it must be; the papers. Raises Impatient."""
        deadline = time.monotonic() + 30
        while True:
            told = case_details(self.house.settings, self.number)
            waiting = [one for one in told["outbox"] if one["state"] == "waiting"]
            if not waiting:
                break
            if time.monotonic() > deadline:
                raise Impatient(f"still waiting: {waiting}")
            time.sleep(0.2)
        stuck = [one for one in told["outbox"] if one["state"] == "stuck"]
        if stuck:
            raise Impatient(f"stuck: {stuck}")
        if told["status"] != "Selesai" or not told["history_intact"]:
            raise Impatient(f"the case ended as {told['status']}")
        titles = [paper["title"] for paper in told["documents"]]
        wanted = [TITLES[kind] for kind in (*EXPECTED, *EXPECTED_LATER)]
        wanted.append(f"{TITLES['reply_draft']} v1")
        if missing := [title for title in wanted if title not in titles]:
            raise Impatient(f"missing in the archive: {missing}")
        self._check_drive(told["documents"])
        self._check_register()
        return list(told["documents"])

    def _check_drive(self, papers: list[dict[str, str]]) -> None:
        addresses = self.house.addresses
        service = Person(addresses["service_mailbox"], addresses["google"])
        for paper in papers:
            content = service.api(
                f"/drive/v3/files/{paper['file_id']}", alt="media", supportsAllDrives="true"
            )
            if hashlib.sha256(content).hexdigest() != paper["sha256"]:
                raise Impatient(f"{paper['name']} in Drive is not what the database says")

    def _check_register(self) -> None:
        desk = self.person("service_desk")
        register = self.house.addresses["register_id"]
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            rows = desk.api(f"/v4/spreadsheets/{register}/values/Register")["values"]
            at = rows[0].index("Status")
            shown = [row[at] for row in rows[1:] if row and row[0] == self.number]
            if shown == ["Selesai"]:
                return
            time.sleep(0.3)
        raise Impatient(f"the register shows {shown}")


def _port(wished: int) -> int:
    """The usual port where it is free, so that the demo's links work when it is opened later."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wished))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def play(as_json: bool) -> int:
    """Play it; 0 when everything is really there, 1 otherwise."""
    console = Console(stderr=as_json)
    started = time.monotonic()
    folder = Settings().data_dir / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    wished = Settings()
    settings = Settings(
        data_dir=folder, port=_port(wished.port), google_port=_port(wished.google_port)
    )
    house = LocalHouse(settings)
    performance = Play(house, console)
    try:
        console.print("Workspace lokal dan layanan dijalankan ...")
        house.up()
        performance.perform()
        papers = performance.check()
        acting, watching = google_calls(house.addresses)
        told = case_details(settings, performance.number)
    except (Impatient, CannotRun) as why:
        console.print(f"[red]Demo berhenti:[/red] {why}")
        return 1
    finally:
        house.down()
    seconds = time.monotonic() - started
    if as_json:
        print(
            json.dumps(
                {
                    "register_no": performance.number,
                    "seconds": round(seconds, 1),
                    "timeline": told["timeline"],
                    "documents": papers,
                    "google_calls": acting,
                    "google_looks": watching,
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        show(console, told, papers, acting, watching)
        number = performance.number
        console.print(f"Pengaduan {number} selesai dan terarsip dalam {seconds:.1f} detik.")
        again = f"DATA_DIR={folder} PORT={settings.port} GOOGLE_PORT={settings.google_port}"
        console.print(f"Untuk melihat-lihat hasilnya: make run {again}", soft_wrap=True)
    return 0
