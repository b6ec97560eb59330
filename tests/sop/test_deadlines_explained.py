"""A deadline that explains itself: complete, without gaps, in the office's words."""

import random
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from integration.calendar_seed import shipped_calendar
from integration.sop.calendar import Calendar, DayOff
from integration.sop.explain import Counted, Pause, explain, how, in_words, why_closed
from integration.sop.standard import Standard, days, minutes

WITA = ZoneInfo("Asia/Makassar")
OFFICE = shipped_calendar()


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


def gist(pieces: list[Counted]) -> list[tuple[str, float, str]]:
    return [
        (f"{p.since:%a %H:%M} - {p.until:%a %H:%M}", p.minutes, p.reason.split(" (")[0])
        for p in pieces
    ]


def test_a_break_and_a_night_are_told_apart() -> None:
    assert gist(explain(wita("2025-05-06 11:40"), minutes(230), OFFICE)) == [
        ("Tue 11:40 - Tue 12:00", 20, "jam kerja"),
        ("Tue 12:00 - Tue 13:00", 0, "istirahat"),
        ("Tue 13:00 - Tue 16:00", 180, "jam kerja"),
        ("Tue 16:00 - Wed 07:30", 0, "malam"),
        ("Wed 07:30 - Wed 08:00", 30, "jam kerja"),
    ]


def test_weekend_holiday_and_joint_leave_are_named_with_the_nights_around_them() -> None:
    assert gist(explain(wita("2025-05-09 16:20"), minutes(15), OFFICE)) == [
        ("Fri 16:20 - Fri 16:30", 10, "jam kerja"),
        ("Fri 16:30 - Mon 00:00", 0, "akhir pekan"),
        ("Mon 00:00 - Tue 00:00", 0, "libur nasional Hari Raya Waisak"),
        ("Tue 00:00 - Wed 07:30", 0, "cuti bersama Hari Raya Waisak"),
        ("Wed 07:30 - Wed 07:35", 5, "jam kerja"),
    ]


def test_a_pause_tells_its_reason_and_the_minutes_it_took() -> None:
    asked = Pause(wita("2025-05-06 11:30"), wita("2025-05-07 08:00"), "menunggu kelengkapan")
    pieces = explain(wita("2025-05-06 11:00"), minutes(60), OFFICE, [asked])
    assert gist(pieces) == [
        ("Tue 11:00 - Tue 11:30", 30, "jam kerja"),
        ("Tue 11:30 - Wed 08:00", 240, "jeda: menunggu kelengkapan"),
        ("Wed 08:00 - Wed 08:30", 30, "jam kerja"),
    ]
    assert pieces[1].sentence == (
        "Selasa, 6 Mei 2025 pukul 11.30 WITA sampai Rabu, 7 Mei 2025 pukul 08.00 WITA: "
        "240 menit kerja tidak dihitung karena jeda: menunggu kelengkapan."
    )


def test_every_stretch_has_a_sentence_in_indonesian() -> None:
    counted, skipped, *_ = explain(wita("2025-05-09 16:29:30"), minutes(15), OFFICE)
    assert counted.sentence == (
        "Jumat, 9 Mei 2025 pukul 16.29–16.30 WITA: dihitung 0,5 menit (jam kerja)."
    )
    assert skipped.sentence == (
        "Jumat, 9 Mei 2025 pukul 16.30 WITA sampai Senin, 12 Mei 2025 pukul 00.00 WITA: "
        "tidak dihitung karena akhir pekan."
    )
    assert how(minutes(30)) == "Standar 30 menit: hanya menit pada jam kerja yang dihitung."
    assert how(days(3)).startswith("Standar 3 hari: batas waktunya jam yang sama 3 hari kerja")
    utc = datetime.fromisoformat("2025-05-05T22:30:00+00:00").astimezone(WITA)
    assert in_words(utc) == "Selasa, 6 Mei 2025 pukul 06.30 WITA"


def test_closed_days_say_why_and_whether_that_is_certain() -> None:
    assert why_closed(date(2025, 5, 14), OFFICE) is None
    assert why_closed(date(2025, 5, 10), OFFICE) == "akhir pekan"
    assert (
        why_closed(date(2027, 3, 8), OFFICE) == "libur nasional Hari Suci Nyepi (tanggal sementara)"
    )
    assert (
        why_closed(date(2027, 3, 10), OFFICE) == "libur nasional Hari Raya Idul Fitri (perkiraan)"
    )
    local = Calendar(
        OFFICE.zone, OFFICE.hours, (DayOff(date(2025, 5, 14), "local", "Pindah kantor", "edaran"),)
    )
    assert why_closed(date(2025, 5, 14), local) == "libur setempat Pindah kantor"
    assert why_closed(date(2025, 5, 14), Calendar(OFFICE.zone, ())) == "kantor tidak buka"


def test_accounts_have_no_gaps_and_add_up_to_the_limit() -> None:
    dice = random.Random(7)
    for _ in range(300):
        start = wita("2025-01-02 00:00") + timedelta(minutes=dice.randrange(900 * 1440))
        standard: Standard = dice.choice((minutes(15), minutes(145), days(1), days(3)))
        since = start + timedelta(minutes=dice.randint(-300, 3000))
        pauses = [Pause(since, since + timedelta(minutes=dice.randint(1, 3000)), "rapat")]
        pieces = explain(start, standard, OFFICE, pauses)
        spans = [(pause.since, pause.until) for pause in pauses]
        assert (pieces[0].since, pieces[-1].until) == (start, OFFICE.due(start, standard, spans))
        assert all(a.until == b.since for a, b in pairwise(pieces))
        counted = sum(piece.minutes for piece in pieces if piece.what == "counted")
        assert counted == OFFICE.minutes_between(start, pieces[-1].until, spans)
        if standard.minutes:
            assert counted == standard.minutes
