"""This machine: secrets that only the service may read, the certificate, disk, clock.

In:    a `Bench`.   Out: findings.
Rule:  files with secrets are the owner's alone; Google's clock is the measure of ours.
Never: prints a secret or its content.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests

from integration.connect.bench import Bench
from integration.connect.finding import Finding, good, warn, wrong
from integration.settings import SHORTEST_SECRET
from integration.signed import signing
from integration.store import files
from integration.words import when

GIGABYTE = 1024**3
LEAST_FREE, LITTLE_FREE = GIGABYTE, 5 * GIGABYTE
NO_ROOM = 64 * 2**20
"""Bytes: with less the next letter and its copies may not find room."""
SKEW_WRONG, SKEW_ODD = 60.0, 10.0
"""Seconds; beyond five minutes Google refuses to sign in, pushes are refused by us."""
ENDS_SOON = timedelta(days=30)
GOOGLE = "https://www.googleapis.com"


def secrets(bench: Bench) -> Iterator[Finding]:
    """The link secret and the keys are readable by the service's user only."""
    settings = bench.settings
    kept = settings.data_dir / "link-secret"
    named = {
        "link-secret": kept,
        "GOOGLE_CREDENTIALS": settings.google_credentials,
        "GMAIL_CREDENTIALS": settings.gmail_credentials,
        "SIGN_IN_CLIENT": settings.sign_in_client,
        "SIGNING_CERTIFICATE": settings.signing_certificate,
        ".env": Path(".env"),
    }
    open_ones = [name for name, path in named.items() if path is not None and _others_read(path)]
    if open_ones:
        yield wrong(
            "secrets",
            f"dapat dibaca pengguna lain: {', '.join(open_ones)}",
            "chmod 600 pada berkas itu",
        )
        return
    given = settings.link_secret.get_secret_value()
    if given and len(given) < SHORTEST_SECRET:
        yield wrong("secrets", "LINK_SECRET terlalu pendek", "pakai sedikitnya 32 tanda acak")
        return
    if not given and kept.exists() and len(kept.read_text().strip()) < SHORTEST_SECRET:
        yield wrong("secrets", "link-secret kosong atau terpotong", "kembalikan dari cadangan")
        return
    yield good("secrets", "hanya dapat dibaca oleh layanan")


def certificate(bench: Bench) -> Iterator[Finding]:
    """The certificate that letters are signed with, where the office has one of its own."""
    path, remedy = bench.settings.signing_certificate, "pasang sertifikat .p12 yang berlaku"
    if path is None:
        return
    try:
        keys = path.read_bytes()
    except OSError:
        yield wrong("certificate", f"{path.name} tidak dapat dibaca", remedy)
        return
    if not signing.is_pkcs12(keys):
        yield wrong("certificate", f"{path.name} bukan berkas PKCS#12", remedy)
        return
    with bench.database.read() as tx:
        until = signing.known_end(keys, files.recall(tx, signing.ENDS))
    left = until - bench.clock.now() if until else None
    if until is None or left is None:
        yield good("certificate", "terpasang; masa berlakunya terbaca saat pertama kali dipakai")
    elif left <= timedelta(0):
        yield wrong("certificate", f"tidak berlaku lagi sejak {when(until)}", remedy)
    elif left <= ENDS_SOON:
        yield warn("certificate", f"hanya berlaku sampai {when(until)}", remedy)
    else:
        yield good("certificate", f"berlaku sampai {when(until)}")


def _others_read(path: Path) -> bool:
    if os.name != "posix" or not path.is_file():
        return False
    # a container's secret files are mounted read-only for all inside; nobody else is there
    if path.is_relative_to("/run/secrets"):
        return False
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def has_room(folder: Path) -> bool:
    """Whether a folder is there, can be written, and holds a little more."""
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > NO_ROOM
    except OSError:
        return False


def disk(bench: Bench) -> Iterator[Finding]:
    """Room for complaints and letters."""
    folder = bench.settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    said = f"{free / GIGABYTE:.1f} GB tersisa".replace(".", ",")
    if free < LEAST_FREE:
        yield wrong("disk", said, "kosongkan diska; layanan berhenti menerima bila penuh")
    elif free < LITTLE_FREE:
        yield warn("disk", said, "siapkan tambahan diska")
    else:
        yield good("disk", said)
    if not os.access(folder, os.W_OK):
        yield wrong("disk", f"folder data {folder.name} tidak dapat ditulis", "periksa pemiliknya")


def clock_is_right(bench: Bench) -> Iterator[Finding]:
    """This machine's clock against the Date header of Google's answer."""
    origin = bench.settings.google_origin or GOOGLE
    try:
        with requests.Session() as session:
            session.trust_env = not bench.settings.google_origin
            answer = session.head(f"{origin}/", timeout=(5, 10), allow_redirects=False)
        theirs = parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, KeyError, ValueError) as failure:
        yield wrong(
            "clock",
            f"Google tidak terjangkau: {type(failure).__name__}",
            "periksa jaringan, proksi dan DNS menuju googleapis.com",
        )
        return
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    said = f"jam meleset {skew:.0f} detik dari Google"
    if skew > SKEW_WRONG:
        yield wrong("clock", said, "nyalakan penyesuaian waktu otomatis (NTP), mis. timedatectl")
    elif skew > SKEW_ODD:
        yield warn("clock", said, "periksa penyesuaian waktu otomatis (NTP)")
    else:
        yield good("clock", said)
