"""Ruang kendali: the workspace's own controls, for people.

In:    the clock, faults, quotas, the request log, the accounts.   Out: a page; the same changed.
Rule:  does what the doors below /_emulator do, nothing more; a reset is asked twice.
Never: offers a way for the product to do its work. Start at `add()`.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

import holidays
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from .. import seed
from ..frame.request_log import COLUMNS
from ..push import queue
from ..world import World
from . import site

OPENING = time(8)
LINES = 200
PUSHES = 50
MOST_SECONDS = 10 * 366 * 86400
STEPS = {"hour": 3600, "day": 86400}
UNITS = {"jam": 3600, "menit": 60, "detik": 1}
PATTERNS = (
    ("Semua permintaan", ".*"),
    ("Membaca lembar kerja", "GET /v4/spreadsheets/.*"),
    ("Mengubah lembar kerja", "(POST|PUT) /v4/spreadsheets/.*"),
    ("Membaca surat", "GET /gmail/.*"),
    ("Mengirim surat", "POST /gmail/v1/users/[^/]+/(messages|drafts)/send"),
    ("Mengunggah ke Drive", "POST /upload/drive/.*"),
    ("Drive, semua", ".* (/upload)?/drive/.*"),
    ("Dokumen", ".* /v1/documents.*"),
    ("Formulir", ".* /v1/forms.*"),
    ("Pemberitahuan ke layanan (push)", "POST /hooks/.*"),
)
NAMES = {
    "429": "429: terlalu banyak permintaan",
    "403_rate": "403: batas kecepatan pengguna",
    "500": "500: kesalahan di sisi Google",
    "503": "503: layanan tidak tersedia",
    "401": "401: token ditolak sekali",
    "close": "Sambungan putus sebelum dikerjakan",
    "500_after_commit": "500 setelah terlanjur dikerjakan",
    "close_after_commit": "Sambungan putus setelah dikerjakan",
    "slow": "Jawaban sangat lambat",
    "expired_history_id": "404: riwayat kotak surat sudah kedaluwarsa",
    "lost_push": "Push: hilang di jalan",
    "duplicate_push": "Push: datang dua kali",
    "out_of_order_push": "Push: tersusul yang lebih baru",
    "expired_channel": "Push: kanal Drive berakhir sebelum waktunya",
    "expired_push_token": "Push: tokennya sudah kedaluwarsa",
}
PUSH_WORDS = {"waiting": "menunggu", "delivered": "sampai", "lost": "tidak sampai"}


def next_opening(now: datetime) -> datetime:
    """08:00 on the next working day: no weekend, no Indonesian national holiday."""
    free = holidays.country_holidays("ID", years=[now.year, now.year + 1])
    day = now.date() + timedelta(days=1)
    while day.weekday() >= 5 or day in free:
        day += timedelta(days=1)
    return datetime.combine(day, OPENING, now.tzinfo)


def log_lines(world: World, account: str) -> list[dict[str, Any]]:
    """The newest lines of the request log, newest first; of one account when it is named."""
    where, values = ("WHERE account = ?", [account]) if account else ("", [])
    found = world.store.connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM request_log {where} ORDER BY n DESC LIMIT {LINES}",
        values,
    )
    return [dict(zip(COLUMNS, line, strict=True)) for line in found]


def counts(world: World) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Calls by API, and within each by method."""
    apis: dict[str, list[tuple[str, int]]] = {}
    for name, count in world.log.counts().items():
        api, _, method = name.partition(".")
        apis.setdefault(api, []).append((method or name, count))
    return [(api, sum(n for _, n in methods), methods) for api, methods in apis.items()]


def add(pages: Blueprint, world: World) -> None:
    """The page and its buttons."""

    def now() -> datetime:
        return world.clock.now().astimezone(world.zone)

    def back(said: str) -> ResponseReturnValue:
        return site.onward(world, "/control/", said=said)

    @pages.get("/control/")
    def control_room() -> ResponseReturnValue:
        account = request.args.get("account", "").strip()
        known = world.faults.known()
        return render_template(
            "control.html",
            now=int(now().timestamp() * 1000),
            zone=world.office["time_zone"],
            offset=round(world.clock.offset_seconds()),
            opening=int(next_opening(now()).timestamp() * 1000),
            faults=world.faults.active(),
            known=[(name, NAMES.get(name, name)) for name in known],
            names=NAMES,
            patterns=PATTERNS,
            quotas=world.quotas.on,
            account=account,
            accounts=world.accounts.all(),
            lines=log_lines(world, account),
            counts=counts(world),
            most=LINES,
            units=UNITS,
            pushes=queue.latest(world, PUSHES)[::-1],
            push_words=PUSH_WORDS,
            said=SAID.get(request.args.get("said", ""), ""),
        )

    @pages.get("/control/clock.json")
    def clock() -> dict[str, str]:
        return {"now": site.moment(world, int(now().timestamp() * 1000))}

    @pages.post("/control/clock")
    def move_clock() -> ResponseReturnValue:
        step = request.form.get("step", "")
        if step == "opening":
            seconds = (next_opening(now()) - now()).total_seconds()
        elif step in STEPS:
            seconds = STEPS[step]
        else:
            typed, unit = request.form.get("amount", "").strip(), request.form.get("unit", "")
            seconds = int(typed) * UNITS.get(unit, 0) if re.fullmatch(r"-?\d{1,9}", typed) else 0
            if not seconds or abs(seconds) > MOST_SECONDS:
                return site.refusal(
                    400, "Jam tidak dipindahkan", "Tulis lamanya sebagai bilangan bulat."
                )
        world.clock.advance(seconds)
        return back("clock")

    @pages.post("/control/faults")
    def order_fault() -> ResponseReturnValue:
        entry: dict[str, Any] = {
            "match": request.form.get("match", ""),
            "do": request.form.get("do", ""),
        }
        times = request.form.get("times", "1")
        entry["times"] = int(times) if times.isdecimal() else 0
        if request.form.get("account"):
            entry["account"] = request.form["account"].strip().lower()
        try:
            world.faults.order([entry])
        except ValueError:
            return site.refusal(400, "Gangguan tidak dipesan", WRONG_FAULT)
        return back("fault")

    @pages.post("/control/faults/clear")
    def clear_faults() -> ResponseReturnValue:
        world.faults.clear()
        return back("cleared")

    @pages.post("/control/quotas")
    def set_quotas() -> ResponseReturnValue:
        world.quotas.on = request.form.get("on") == "1"
        return back("quotas")

    @pages.post("/control/reset")
    def reset() -> ResponseReturnValue:
        if request.form.get("sure") != "1":
            return site.refusal(
                400, "Belum dikosongkan", "Centang dahulu bahwa semua boleh dihapus."
            )
        world.faults.clear()
        world.quotas.on = False
        seed.replant(world)
        return back("reset")


WRONG_FAULT = (
    "Periksa isian: pola harus ungkapan reguler yang benar, jumlahnya bilangan mulai dari 1."
)
SAID = {
    "clock": "Jam sudah dipindahkan.",
    "fault": "Gangguan sudah dipesan.",
    "cleared": "Semua gangguan sudah dihapus.",
    "quotas": "Kuota sudah diubah.",
    "reset": "Ruang latihan sudah dikosongkan dan disiapkan kembali.",
}
