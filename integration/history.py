"""The history as people read it: each event a sentence, the timeline a table.

In:    events.   Out: Indonesian sentences and rows.
Rule:  one place says what happened, for pages, commands and the whole file.
Never: leaves an event out.
"""

from collections.abc import Mapping, Sequence

from integration.letters.dates import day
from integration.naming import who
from integration.signed.telling import summary
from integration.sop.actors import DOOR_NAMES
from integration.sop.asked import RECHECK
from integration.sop.events import Event, What
from integration.sop.rests import begun
from integration.sop.rules import outcome_label
from integration.sop.table import STATIONS
from integration.words import when


def told(event: Event) -> str:
    """One event of the history as a sentence for people."""
    data = event.data
    match event.what:
        case What.RECEIVED:
            return "Pengaduan diterima dan dicatat"
        case What.COMPLETED:
            step = STATIONS[data["step"]]
            said = f"{step.short}: {outcome_label(step.key, data['outcome'])}"
            reason, check = data["values"].get("reason"), data["values"].get("letter_check")
            if check:
                return f"{said}. {summary(check)}"
            return f"{said}. {reason}" if reason else said
        case What.PREVIEWED:
            again = " (setelah dokumen disunting)" if data.get("edited") else ""
            return f"Konsep surat balasan versi {data['version']} siap ditinjau{again}"
        case What.PREPARED:
            return "Surat bernomor dan bertanggal siap ditandatangani dengan sertifikat kantor"
        case What.LETTER_CHANGED:
            return "Konsep surat disunting setelah pratinjau; persetujuan diminta kembali"
        case What.AMENDED:
            return "Pelanggan memperbarui isi pengaduan"
        case What.NOTED:
            return f"Catatan: {data['text']}"
        case What.EDIT_REFUSED:
            return f"Isian kolom {data['column']} ditolak: {data['typed']}. {data['why']}"
        case What.WITHDRAWN:
            return f"Pengaduan dicabut. {data['reason']}"
        case What.OPENED:
            return "Berkas rahasia dibuka"
        case What.PAUSED:
            rest = begun(data, event.by, event.at)
            return f"Waktu langkah dijeda sampai {when(rest.until)}. {rest.words}"
        case What.WENT_ON:
            return "Waktu langkah berjalan kembali"
        case What.REOPENED:
            said = "Pelapor menanggapi jawaban sesudah pengaduan berakhir"
            return f"{said}: {data['text']}" if data["text"] else said
        case What.RECHECKED:
            way = outcome_label(RECHECK.key, data["outcome"])
            again = data["values"].get("recheck_at")
            said = f"{RECHECK.short}: {way}"
            return f"{said}. Diperiksa ulang lagi pada {day(again)}" if again else said
        case What.TAKEN_OVER:
            return f"{data['status']} menurut register lama. {data['reason']}"


def step_of(event: Event) -> str:
    """The SOP's row an event belongs to, for the history's second column."""
    match event.what:
        case What.RECEIVED | What.AMENDED:
            return "1"
        case What.COMPLETED:
            return str(STATIONS[event.data["step"]].no)
        case What.PREVIEWED | What.PREPARED | What.LETTER_CHANGED:
            return "9"
        case What.REOPENED:
            return "10"
        case What.RECHECKED:
            return str(RECHECK.no)
        case _:
            return ""


def timeline(events: Sequence[Event]) -> list[Mapping[str, str]]:
    """The history's rows."""
    return [
        {
            "at": event.at.isoformat(),
            "step": step_of(event),
            "who": ", ".join(filter(None, (who(event.by), event.data.get("acting", "")))),
            "door": DOOR_NAMES[event.by.door],
            "what": told(event),
        }
        for event in events
    ]
