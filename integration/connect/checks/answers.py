"""Where the Form's answers land, and who reads them there.

In:    a `Bench`.   Out: findings.
Rule:  the service reads answers from the Form itself; a spreadsheet of them is for people, and
       holds confidential complaints whole, so it belongs into the closed folder.
Never: reads an answer.
"""

from collections.abc import Iterator

from integration.connect.bench import Bench
from integration.connect.finding import Finding, good, warn
from integration.connect.wanted import (
    ANSWERS_NAME,
    LINK_BY_HAND,
    OLD_TAB,
    SHOWS_SECRETS,
    relink,
)
from integration.ports import NotFound
from integration.register.answer_tabs import answer_tabs, in_sight
from sheets.tabs import Tabs

CHECK = "answers"
HIDE_IT = "klik kanan tab itu > Hide sheet; layanan melakukannya paling lambat dalam satu jam"
FIRST_SETUP = "jalankan tanggap setup, yang membuat spreadsheet itu di folder Rahasia; lalu "


def answers(bench: Bench) -> Iterator[Finding]:
    """No answer tab in the register, and the spreadsheet of answers in the closed folder."""
    register_id, own_id = bench.needed("register_id"), bench.settings.answers_id
    own = f"{ANSWERS_NAME} {bench.office.short_name}"
    forms = bench.files.service("forms").forms()
    getting = forms.get(formId=bench.needed("form_id"))
    try:
        linked = bench.files.call(getting, safe=True).get("linkedSheetId", "")
        every = Tabs(bench.files, register_id).first_rows()
    except NotFound:
        # the rows of Form and register tell of it
        return
    tabs, shown = answer_tabs(every), in_sight(every)
    first = "" if own_id else FIRST_SETUP
    if linked == register_id or tabs:
        named = ", ".join(tabs.values()) or "jawaban Formulir"
        said = f"tab {named} berada dalam spreadsheet register"
        if bench.settings.local and shown:
            said = f"tab {', '.join(shown)} sedang ditampilkan: {SHOWS_SECRETS}"
            yield warn(CHECK, said, HIDE_IT)
            return
        if bench.settings.local:
            yield good(CHECK, f"{said}, disembunyikan; demikianlah ruang kerja lokal ini")
            return
        remedy = first + relink(own) if linked == register_id else OLD_TAB
        yield warn(CHECK, f"{said}: {SHOWS_SECRETS}", remedy)
    elif not linked:
        said = "Formulir belum tertaut ke spreadsheet; jawabannya hanya terlihat di Google Forms"
        yield warn(CHECK, said, first + LINK_BY_HAND.format(spreadsheet=own))
    elif linked != own_id:
        said = "jawaban Formulir masuk ke spreadsheet lain; setiap pembacanya membaca yang rahasia"
        yield warn(CHECK, said, first + relink(own))
    elif not _lies_in(bench, own_id, bench.settings.private_folder_id):
        said = f"spreadsheet {own} berada di luar folder Rahasia"
        yield warn(CHECK, said, "Google Drive > spreadsheet itu > Organize > Move: Rahasia")
    elif _lies_in(bench, bench.needed("form_id"), bench.needed("archive_folder_id")):
        said = "Formulir berada di folder arsip; setiap penyunting folder itu membaca jawabannya"
        yield warn(CHECK, said, "Google Drive > Formulir itu > Organize > Move: Rahasia")
    else:
        yield good(CHECK, f"jawaban Formulir masuk ke {own} di folder Rahasia")


def _lies_in(bench: Bench, file_id: str, folder: str) -> bool:
    drive = bench.files.service("drive").files()
    asking = drive.get(fileId=file_id, fields="parents", supportsAllDrives=True)
    return folder in bench.files.call(asking, safe=True).get("parents", [])
