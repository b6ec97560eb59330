"""The signer's page: the passphrase of the office's certificate, used once and forgotten.

In:    the link, the case, what was typed.   Out: a signed letter, or a sentence saying why not.
Rule:  only what reads as the approved letter is signed; another's certificate only when that is
       said. Five tries, then a rest of ten minutes: a link alone must not guess a passphrase; a
       try counts before it is made, so that many at once are no more than five.
Never: stores, logs or shows a passphrase. Start at `sign`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import request

from integration.letters.stamp import signature
from integration.links import ActionLink
from integration.service import Service
from integration.signed import signing
from integration.signed.comparing import words
from integration.signed.placing import room
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.step import Step
from integration.store import cases, files
from integration.web.signed.uploaded import compared
from integration.web.site import Site
from integration.words import when

PASSPHRASE, HOLDER = "passphrase", "holder"
TRIES = 5
REST = timedelta(minutes=10)
REASON = "Surat Keluar"

EMPTY = "Mohon ketik frasa sandi sertifikatnya."
WRONG = "Frasa sandi tidak cocok. Sisa percobaan: {left}."
TOO_MANY = "Terlalu banyak frasa sandi yang tidak cocok. Mohon coba kembali setelah {until}."
OTHERWISE = (
    "Mohon hubungi pengelola sistem, atau kembalikan surat ke tata usaha untuk ditandatangani "
    "dengan cara lain."
)
NOT_IN_FORCE = "Sertifikat kantor tidak berlaku saat ini (berlaku {since} sampai {until})."
ANOTHER = (
    "Surat belum ditandatangani: sertifikat ini atas nama {holder}, bukan {signer} atau kantor. "
    "Bila memang sertifikat ini yang dipakai, centang pernyataan di bawah dan ketik kembali frasa "
    "sandinya."
)
UNUSABLE = "Sertifikat kantor tidak dapat dipakai."
DIFFERS = "Surat bernomor ini tidak terbaca sama dengan konsep yang disetujui."


@dataclass
class Attempt:
    """What became of one attempt: the letter with what was found about it, or why not."""

    pdf: bytes = b""
    check: Mapping[str, Any] = field(default_factory=dict)
    why_not: str = ""
    holder: str = ""
    """Whose the certificate is, to be confirmed: neither the signer's nor the office's."""


def offered(site: Site, step: Step) -> Step:
    """The step with the ways out that this office has: a certificate is not every office's."""
    if site.settings.signing_certificate is not None:
        return step
    return replace(step, outcomes=tuple(way for way in step.outcomes if way.next != "e_sign"))


def sign(site: Site, link: ActionLink, case: Case) -> Attempt:
    """Sign the prepared letter with what was typed."""
    typed = request.form.get(PASSPHRASE, "")
    if not typed:
        return Attempt(why_not=EMPTY)
    letter = site.service.file(case.to_decide)
    keys = _keys(site.settings.signing_certificate)
    if letter is None or keys is None:
        return Attempt(why_not=f"{UNUSABLE} {OTHERWISE}")
    if not _clean(_found(site, case, letter)):
        return Attempt(why_not=f"{DIFFERS} {OTHERWISE}")
    now = site.now()
    tries = _Tries(site.service, link.register_no, f"passphrase:{link.register_no}:{link.visit}")
    left = tries.take(now)
    if left < 0:
        return tries.over()
    try:
        certificate = signing.opened(keys, typed, now)
        site.service.remember(signing.ENDS, signing.ends(keys, certificate))
        signer = site.name_of(link.person)
        ours = _is_of(certificate.holder, (signer, site.service.office.name))
        if not ours and request.form.get(HOLDER) != certificate.holder:
            said = ANOTHER.format(holder=certificate.holder, signer=signer)
            return Attempt(why_not=said, holder=certificate.holder)
        made = _signed(site, case, letter, certificate, now)
    except signing.WrongPassphrase:
        return Attempt(why_not=WRONG.format(left=left)) if left else tries.over()
    except signing.NotInForce as over:
        said = NOT_IN_FORCE.format(since=when(over.since), until=when(over.until))
        return Attempt(why_not=f"{said} {OTHERWISE}")
    except signing.Unusable:
        return Attempt(why_not=f"{UNUSABLE} {OTHERWISE}")
    check = _found(site, case, made)
    if not _clean(check):
        return Attempt(why_not=f"{DIFFERS} {OTHERWISE}")
    return Attempt(pdf=made, check=check)


def _signed(
    site: Site, case: Case, letter: bytes, certificate: signing.Certificate, now: datetime
) -> bytes:
    approved = case.last("sign")
    assert approved is not None  # no letter is numbered that was not approved
    head = site.service.office.in_charge(Role.HEAD, case, site.today())
    place = room(letter, [head.name, approved.by.name])
    seen = signature(place.size, certificate.holder, when(now), site.templates) if place else b""
    city = site.service.office.letterhead.get("city", "")
    return signing.sign(letter, certificate, REASON, city, place, seen)


def _found(site: Site, case: Case, letter: bytes) -> dict[str, Any]:
    numbered = case.last("records")
    assert numbered is not None  # a letter is prepared with its number
    return compared(
        site, case, letter, numbered.values["letter_no"], numbered.values["letter_date"]
    )


def _clean(check: Mapping[str, Any]) -> bool:
    return bool(check["compared"]) and not (check["broken"] or check["doubts"] or check["bare"])


def _is_of(holder: str, names: Sequence[str]) -> bool:
    """Whether a certificate's name is one of these, with or without titles behind a comma."""
    said = _bare(holder)
    known = (_bare(name) for name in names if name)
    return any(one <= said or said <= one for one in known if one and said)


def _bare(name: str) -> frozenset[str]:
    return frozenset(words(name.partition(",")[0]))


def _keys(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path is not None else None
    except OSError:
        return None


@dataclass(frozen=True)
class _Tries:
    """Tries for one letter, counted under the case's lock."""

    service: Service
    register_no: str
    key: str

    def take(self, now: datetime) -> int:
        """Count one; how many are left after it, less than none while they rest."""
        with self.service.database.write() as tx:
            cases.case_id_of(tx, self.register_no, lock=True)
            known = files.recall(tx, self.key)
            if known is None or now >= datetime.fromisoformat(known["last"]) + REST:
                known = {"made": 0}
            if known["made"] >= TRIES:
                return -1
            made = int(known["made"]) + 1
            files.remember(tx, self.key, {"made": made, "last": now.isoformat()})
        return TRIES - made

    def over(self) -> Attempt:
        """Nothing is left; when it goes on."""
        last = datetime.fromisoformat(self.service.recall(self.key)["last"])
        return Attempt(why_not=TOO_MANY.format(until=when(last + REST)))
