"""The one-time code of step 9: a forwarded mail alone approves nothing.

In:    the case and link of an approval, what was typed.   Out: a sentence saying what is missing.
Rule:  six digits, ten minutes by the clock, five tries; after five that failed the next code waits,
       twice as long each time up to two hours, so that a fortnight's guessing has less than 900
       tries of a million. The code is derived from a number drawn for it and the secret that signs
       links, so no table, log or outbox line holds it.
Never: sends; the code's mail waits in the outbox. Start at `Codes.missing`.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from integration.links import ActionLink
from integration.service import Service
from integration.sop.effects import MAIL, Effect
from integration.store import cases, files, outbox
from integration.words import when

LASTS = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=2)
"""No longer: whoever has the right mailbox must be able to decide on the same day."""
TRIES = 5
DIGITS = 6
TEMPLATE = "sign_code"

SENT = (
    "Kode {digits} angka telah dikirim ke {to} dan berlaku sampai {until}. "
    "Ketik kode itu di sini, lalu kirim kembali."
)
WRONG = "Kode tidak cocok. Sisa percobaan: {left}."
TOO_MANY = (
    "Terlalu banyak kode yang tidak cocok. Setelah {until}, kirim formulir ini kembali untuk "
    "menerima kode baru."
)


def derived(secret: str, register_no: str, visit: int, person: str, nonce: str) -> str:
    """The code that was drawn as `nonce` for one person's decision."""
    said = "\n".join(["tanggap/code", register_no, str(visit), person, nonce]).encode()
    number = int.from_bytes(hmac.new(secret.encode(), said, hashlib.sha256).digest())
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def masked(address: str) -> str:
    """An address that its owner recognises and nobody else learns."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}***@{domain}"


@dataclass(frozen=True)
class Codes:
    """Draws codes and judges what was typed. `secret` is the one that signs links."""

    service: Service
    secret: str

    def missing(self, link: ActionLink, typed: str) -> str:
        """What still keeps the decision from being taken, as a sentence; empty when nothing."""
        now = self.service.clock.now()
        key = f"code:{link.register_no}:{link.visit}:{link.person}"
        with self.service.database.write() as tx:
            cases.case_id_of(tx, link.register_no, lock=True)
            known: dict[str, Any] | None = files.recall(tx, key)
            if known is None or datetime.fromisoformat(known["until"]) <= now:
                known = self._draw(tx, link, now, known["failed"] if known else 0)
                files.remember(tx, key, known)
                typed = ""
            said = self._judged(link, known, "".join(typed.split()), now)
            files.remember(tx, key, known)
        self.service.woken.set()
        return said

    def _judged(self, link: ActionLink, known: dict[str, Any], typed: str, now: datetime) -> str:
        until = when(datetime.fromisoformat(known["until"]))
        if known["tries"] >= TRIES:
            return TOO_MANY.format(until=until)
        if not typed:
            return SENT.format(digits=DIGITS, to=masked(link.person), until=until)
        wanted = derived(self.secret, link.register_no, link.visit, link.person, known["nonce"])
        if hmac.compare_digest(wanted.encode(), typed.encode()):
            return ""
        known["tries"] += 1
        if known["tries"] >= TRIES:
            wait = LASTS * min(2 ** known["failed"], LONGEST_WAIT // LASTS)
            known |= {"failed": known["failed"] + 1, "until": (now + wait).isoformat()}
            return TOO_MANY.format(until=when(now + wait))
        return WRONG.format(left=TRIES - known["tries"])

    def _draw(self, tx: Connection, link: ActionLink, now: datetime, failed: int) -> dict[str, Any]:
        nonce = secrets.token_hex(16)
        until = (now + LASTS).isoformat()
        effect = Effect(
            key=f"{link.register_no}:9:sign_code.{nonce}:{link.visit}",
            kind=MAIL,
            data={
                "template": TEMPLATE,
                "to": link.role.value,
                "person": link.person,
                "visit": link.visit,
                "nonce": nonce,
                "until": until,
            },
        )
        outbox.queue(tx, cases.case_id_of(tx, link.register_no), [effect], now)
        return {"nonce": nonce, "until": until, "tries": 0, "failed": failed}
