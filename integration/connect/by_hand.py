"""What only a person can do after the set-up, and whether it is done.

In:    a `Bench` with the ids in place.   Out: one line each: done, open, or cannot be seen.
Rule:  Google's APIs cannot link a Form to a spreadsheet nor add an upload question
       (google-workspace.md 5); screens are named as Google names them.
Never: changes anything.
"""

from dataclasses import asdict, dataclass
from typing import Any

from drive.access import is_closed
from integration.connect.bench import Bench
from integration.connect.oauth_client import way_back
from integration.connect.wanted import (
    ANSWERS_NAME,
    CLOSE_BY_HAND,
    LINK_BY_HAND,
    SHOWS_SECRETS,
    relink,
)

DONE, OPEN, OPTIONAL = "sudah", "belum", "pilihan"


@dataclass(frozen=True)
class Task:
    """One thing for a person."""

    what: str
    state: str
    how: str

    def plain(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)


def tasks(
    bench: Bench, form_id: str, register_id: str, private_id: str, answers_id: str = ""
) -> list[Task]:
    """What is left for people. Raises ports.Failure."""
    forms = bench.files.service("forms").forms()
    form = bench.files.call(forms.get(formId=form_id), safe=True)
    return [
        _closed(bench, private_id),
        *_linked(bench, form, register_id, answers_id),
        _upload(form),
        _script(bench),
        *_reach(bench),
        _staff(bench),
    ]


def _linked(bench: Bench, form: dict[str, Any], register_id: str, answers_id: str) -> list[Task]:
    linked = form.get("linkedSheetId", "")
    own = f"{ANSWERS_NAME} {bench.office.short_name}"
    task = Task(
        "tautkan Formulir ke spreadsheet jawaban di folder Rahasia",
        DONE if linked in (answers_id, register_id) and linked else OPEN,
        LINK_BY_HAND.format(spreadsheet=own),
    )
    if linked != register_id:
        return [task]
    leave = f"jawaban Formulir masuk ke register: {SHOWS_SECRETS}. {relink(own)}"
    return [task, Task("pindahkan jawaban Formulir keluar dari register", OPEN, leave)]


def _closed(bench: Bench, private_id: str) -> Task:
    address = bench.files_account.address or "akun layanan"
    return Task(
        "tutup folder Rahasia bagi anggota drive bersama",
        DONE if is_closed(bench.files, private_id) else OPEN,
        CLOSE_BY_HAND.format(address=address),
    )


def _upload(form: dict[str, Any]) -> Task:
    asked = any(
        "fileUploadQuestion" in item.get("questionItem", {}).get("question", {})
        for item in form.get("items", [])
    )
    return Task(
        "pertanyaan unggah berkas",
        DONE if asked else OPTIONAL,
        "Google Forms > Add question > File upload, judul Bukti; pelapor lalu harus masuk dengan "
        "akun Google, maka biarkan tanpa unggahan bila pelapor Anda tidak memilikinya",
    )


def _script(bench: Bench) -> Task:
    given = bool(bench.settings.hook_secret.get_secret_value())
    return Task(
        "pasang Apps Script agar suntingan terlihat seketika",
        DONE if given else OPTIONAL,
        "atur HOOK_SECRET, lalu ikuti integration/apps_script/README.md",
    )


def _staff(bench: Bench) -> Task:
    given = bench.settings.sign_in_client or bench.settings.sign_in_client_json.get_secret_value()
    return Task(
        "halaman petugas dengan akun Google kantor",
        DONE if given else OPTIONAL,
        "Google Auth Platform > Clients > Create client > Web application, Authorized redirect "
        f"URIs: {way_back(bench.settings)}; Download JSON, atur SIGN_IN_CLIENT",
    )


def _reach(bench: Bench) -> list[Task]:
    if bench.settings.push_on:
        return []
    return [
        Task(
            "alamat https yang dapat dijangkau Google",
            OPTIONAL,
            "atur PUBLIC_URL=https://...; tanpa itu layanan memeriksa berkala saja",
        )
    ]
