"""The service at work: outbox, rounds, quotas, watches, refused pushes.

In:    a `Bench`.   Out: findings.
Rule:  reads what the service left in the database.
Never: asks Google or moves an effect.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from integration.connect.bench import Bench, Missing
from integration.connect.circuit import refusal
from integration.connect.finding import Finding, good, warn, wrong
from integration.push.facts import LOOKED, REFUSED, WATCH
from integration.push.memory import facts
from integration.register.reporting import wrong_now
from integration.register.round import BUDGET
from integration.sop.effects import MAIL
from integration.store import files, outbox
from integration.words import span, when

OLD = timedelta(hours=1)
"""An effect that has waited so long waits for something that does not come by itself."""
LAG = timedelta(minutes=10)
"""A round that has not looked for so long is not running, or fails each time."""
SOON = timedelta(hours=2)
REFUSED_LATELY = timedelta(days=1)
MAILS_A_DAY = 2000
"""What a mailbox of Google Workspace may send in 24 hours (google-workspace.md 2.1)."""
NEARLY = 0.8
"""The part of a day's mails from which it is told."""
REFUSED_OFTEN = 3
"""Refusals in ten minutes that are no chance."""
FULL_DAY = (
    "setelah penuh, Google menahan surat sampai 24 jam; surat layanan menunggu dan tidak hilang. "
    "Pengelola sistem: tunda kiriman massal dari kotak surat ini"
)
SLOWED = (
    "perubahan di lembar kerja terlihat lebih lambat, tidak ada yang hilang, petugas tidak perlu "
    "berbuat apa-apa. Pengelola sistem: pisahkan alat lain dari akun Google layanan ini, atau "
    "besarkan CYCLE_SECONDS (kini {seconds}) di berkas .env lalu mulai ulang layanan"
)


def outbox_moves(bench: Bench) -> Iterator[Finding]:
    """Nothing stuck, nothing old."""
    now = bench.clock.now()
    try:
        with bench.database.read() as tx:
            stuck = outbox.in_state(tx, outbox.STUCK)
            waiting = outbox.in_state(tx, outbox.WAITING)
    except SQLAlchemyError:
        raise Missing("tabel belum ada; jalankan tanggap migrate") from None
    if stuck:
        yield wrong(
            "outbox",
            f"{len(stuck)} pekerjaan macet, mis. {stuck[0].key}: {stuck[0].last_error[:120]}",
            "tanggap outbox menampilkan sebabnya; setelah diperbaiki: tanggap outbox --again KUNCI",
        )
    old = [one for one in waiting if now - one.created_at > OLD]
    if old:
        yield wrong(
            "outbox",
            f"{len(old)} pekerjaan menunggu lebih dari satu jam, mis. {old[0].key}: "
            f"{old[0].last_error[:120]}",
            "periksa sign_in dan apakah tanggap serve berjalan",
        )
    if not stuck and not old:
        yield good("outbox", f"{len(waiting)} pekerjaan menunggu, tidak ada yang macet")


def rounds_look(bench: Bench) -> Iterator[Finding]:
    """Each round has looked lately, so nothing lies unseen."""
    now = bench.clock.now()
    try:
        looked = facts(bench.database, LOOKED)
    except SQLAlchemyError:
        raise Missing("tabel belum ada; jalankan tanggap migrate") from None
    lag = max(LAG, timedelta(seconds=10 * bench.settings.cycle_seconds))
    late = {
        name: now - datetime.fromisoformat(at)
        for name, at in looked.items()
        if now - datetime.fromisoformat(at) > lag
    }
    if not looked:
        yield warn("rounds", "layanan belum pernah berjalan", "jalankan tanggap serve")
        return
    for name, behind in sorted(late.items()):
        minutes = int(behind.total_seconds() // 60)
        yield wrong(
            "rounds",
            f"{name} terakhir dilihat {minutes} menit lalu",
            "periksa apakah tanggap serve berjalan, dan lognya (round postponed)",
        )
    for account in ("office", "mail"):
        stopped = refusal(bench.database, account)
        if stopped is not None:
            since = datetime.fromisoformat(stopped["at"])
            yield wrong(
                "rounds",
                f"panggilan ke Google dihentikan sejak {when(since)} ({stopped['reason']})",
                "lihat sign_in; panggilan berjalan lagi setelah sign_in baik",
            )
    if not late:
        within = span(lag / timedelta(minutes=1))
        yield good("rounds", f"{len(looked)} pemantau melihat dalam {within} terakhir")


def desk_reads(bench: Bench) -> Iterator[Finding]:
    """Nothing of the spreadsheet's tabs waits for a person."""
    try:
        with bench.database.read() as tx:
            found = wrong_now(tx)
    except SQLAlchemyError:
        raise Missing("tabel belum ada; jalankan tanggap migrate") from None
    for each in found:
        yield wrong("desk", each, "perbaiki di lembar kerja; layanan melanjutkan dengan sendirinya")
    if not found:
        yield good("desk", "setiap kolom dan setiap baris pengaturan terbaca")


def quotas(bench: Bench) -> Iterator[Finding]:
    """Google's two limits that stop an office: mails a day, and Sheets a minute."""
    now = bench.clock.now()
    try:
        with bench.database.read() as tx:
            used = files.recall(tx, BUDGET)
            sent = outbox.done_since(tx, MAIL, now - timedelta(days=1))
    except SQLAlchemyError:
        raise Missing("tabel belum ada; jalankan tanggap migrate") from None
    mails = f"{sent} dari {MAILS_A_DAY} surat terkirim dalam 24 jam"
    if sent >= MAILS_A_DAY * NEARLY:
        yield (wrong if sent >= MAILS_A_DAY else warn)("quota", mails, FULL_DAY)
    slowed = "" if bench.settings.local or not used else _slowed(used, now)
    if slowed:
        yield warn("quota", slowed, SLOWED.format(seconds=f"{bench.settings.cycle_seconds:g}"))
    if sent < MAILS_A_DAY * NEARLY and not slowed:
        yield good("quota", f"{mails}; Google tidak menahan layanan")


def _slowed(used: Mapping[str, Any], now: datetime) -> str:
    """How the limit of Sheets is felt; empty while it is not, however near to it the service is.

    The budget keeps the service just below the limit at all times: to be near it says nothing.
    """
    if now - datetime.fromisoformat(used["at"]) > LAG:
        return ""
    if used["refused"] >= REFUSED_OFTEN:
        times = f"{used['refused']} kali dalam 10 menit"
        return f"Google menolak layanan {times}, karena lembar kerja terlalu sering diminta"
    since = used["held_since"]
    if since and now - datetime.fromisoformat(since) >= LAG:
        return f"sejak {when(datetime.fromisoformat(since))} layanan mengantre untuk lembar kerja"
    return ""


def watches(bench: Bench) -> Iterator[Finding]:
    """What Google pushes for is alive; off while there is no public https address."""
    if not bench.settings.push_on:
        yield good("watches", "push mati (PUBLIC_URL bukan https); pemantauan berkala berjalan")
        return
    now = bench.clock.now()
    known = facts(bench.database, WATCH)
    if not known:
        yield warn("watches", "belum ada langganan push", "jalankan tanggap serve sebentar")
    for name, watch in sorted(known.items()):
        ends = datetime.fromisoformat(watch["expires"]) if watch.get("expires") else None
        failed = watch.get("failed", "")
        if ends is None or ends <= now:
            yield wrong(
                "watches",
                f"langganan {name} sudah berakhir{': ' + failed if failed else ''}",
                "periksa pesan itu; layanan mencoba lagi sendiri, pemantauan berkala jalan",
            )
        elif failed or ends - now < SOON:
            remedy = "layanan mencoba lagi sendiri; periksa izin topik Pub/Sub dan PUBLIC_URL"
            yield warn("watches", f"langganan {name} belum diperbarui: {failed}", remedy)
        else:
            yield good("watches", f"langganan {name} sampai {when(ends)}")


def pushes(bench: Bench) -> Iterator[Finding]:
    """Whether pushes were refused lately, and why."""
    settings = bench.settings
    if settings.push_on and bool(settings.pubsub_topic) != bool(settings.pubsub_sender):
        yield wrong(
            "push",
            "PUBSUB_TOPIC dan PUBSUB_SENDER harus diatur keduanya",
            "isi PUBSUB_SENDER dengan akun layanan yang dipilih pada langganan push Pub/Sub",
        )
    now = bench.clock.now()
    lately = {
        name: at
        for name, at in facts(bench.database, REFUSED).items()
        if now - datetime.fromisoformat(at) < REFUSED_LATELY
    }
    for name in sorted(lately):
        door, _, why = name.partition(":")
        told = wrong if why in OURS and settings.push_on else warn
        yield told("push", f"kiriman ke /hooks/{door} ditolak: {why}", _ADVICE.get(why, _OTHER))
    if not lately:
        yield good("push", "tidak ada kiriman yang ditolak dalam sehari terakhir")


OURS = ("audience", "sender", "not_configured")
"""Reasons that strangers do not cause: the token was Google's, the setting is not ours."""
_OTHER = "bila bukan dari kantor sendiri, abaikan: tidak ada yang diproses"
_ADVICE = {
    "audience": "samakan Audience pada langganan push Pub/Sub dengan PUBSUB_AUDIENCE",
    "sender": "samakan akun layanan pada langganan push Pub/Sub dengan PUBSUB_SENDER",
    "time": "periksa jam komputer ini dan jam pengirim (NTP)",
    "signature": "samakan rahasia pada Script Properties dengan HOOK_SECRET",
    "not_configured": "lengkapi HOOK_SECRET atau PUBSUB_SENDER",
}
