"""What Google shows: the sign-in, the register, the Form, the archive, the template, the mailbox.

In:    a `Bench`.   Out: findings.
Rule:  each reads what the service will need, through the same clients.
Never: writes, but for the probe file in the archive, which is trashed at once.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from drive.access import is_closed
from drive.drafts import GoogleDrafts
from drive.files import DriveArchive
from drive.search import DOCUMENT, by_key
from integration import reply
from integration.connect.bench import Bench
from integration.connect.circuit import forget
from integration.connect.explain import explained
from integration.connect.finding import Finding, good, warn, wrong
from integration.connect.identity import Account
from integration.connect.scopes import short
from integration.connect.signing_in import SignIn, try_sign_in
from integration.connect.wanted import CLOSE_BY_HAND
from integration.intake.mapping import QUESTIONS
from integration.ports import File, SignInRefused
from integration.register.columns import HEADERS
from integration.register.round import TITLE
from integration.store import files
from integration.templating import TemplateFolder
from sheets.tabs import Tabs, id_of, quoted

REGISTER_KEY = "tab:register"
FIXED = HEADERS[:15]
"""The headers that never change their words (design section 5)."""
PROBE = "tanggap-doctor.txt"


def sign_in(bench: Bench) -> Iterator[Finding]:
    """Keys, delegation, scopes; a good sign-in lets stopped calls flow again."""
    for account in bench.identity.accounts:
        age = _token_age(bench, account)
        found = try_sign_in(account, bench.settings.google_origin)
        if found.refusal is None and found.missing:
            lacking = SignInRefused("", "insufficient_scope")
            found = SignIn(lacking, found.missing, found.ends_in)
        if found.refusal is not None:
            words = explained(found.refusal, account, missing=found.missing, token_age=age)
            named = found.refusal.reason or "?"
            yield wrong("sign_in", f"{account.name}: {named}", words.indonesian, words.english)
            continue
        forget(bench.database, account.name)
        if found.testing and found.ends_in is not None:
            yield wrong(
                "sign_in",
                f"{account.name}: token berakhir dalam {found.ends_in.days} hari (mode Testing)",
                "Google Cloud console > Google Auth Platform > Audience: pilih Internal, lalu "
                "berikan persetujuan kembali",
                "the OAuth consent screen is in Testing: the refresh token lives 7 days",
            )
            continue
        names = ", ".join(short(scope) for scope in account.scopes)
        yield good(
            "sign_in", f"{account.name} sebagai {account.address or 'pemilik token'}: {names}"
        )


def _token_age(bench: Bench, account: Account) -> timedelta | None:
    """Since when this very token is known; None for a robot's key, which does not age."""
    if account.is_robot:
        return None
    digest = sha256(str(account.key.get("refresh_token", "")).encode()).hexdigest()[:16]
    key, now = f"connect:token:{digest}", bench.clock.now()
    with bench.database.write() as tx:
        known = files.recall(tx, key)
        if known is None:
            files.remember(tx, key, now.isoformat())
            return timedelta(0)
    return now - datetime.fromisoformat(known)


def register(bench: Bench) -> Iterator[Finding]:
    """The register's tab, by id, and its headers."""
    spreadsheet = bench.needed("register_id")
    titles = Tabs(bench.files, spreadsheet).titles()
    own = id_of(REGISTER_KEY)
    sheet_id = own if own in titles else next((i for i, t in titles.items() if t == TITLE), None)
    if sheet_id is None:
        shown = ", ".join(titles.values())
        yield wrong(
            "register",
            f"tab {TITLE} tidak ada (yang ada: {shown})",
            f"namai kembali tabnya {TITLE}, atau jalankan tanggap setup",
        )
        return
    title = titles[sheet_id]
    if title != TITLE:
        yield warn("register", f"tab {TITLE} kini bernama {title}", f"namai kembali {TITLE}")
    sheets = bench.files.sheets()
    row = bench.files.call(
        lambda: sheets.values_get(spreadsheet, f"{quoted(title)}!1:1"), safe=True
    ).get("values", [[]])[0]
    missing = [header for header in FIXED if header not in row]
    twice = sorted({header for header in FIXED if row.count(header) > 1})
    if missing or twice:
        named = ", ".join(missing + twice)
        yield wrong(
            "register",
            f"judul kolom hilang atau ganda: {named}",
            "tulis kembali judul itu di baris 1, masing-masing sekali",
        )
        return
    if not _may(bench, spreadsheet, "canEdit"):
        yield _not_editor(bench, "register", "register")
        return
    yield good("register", f"tab {title} dengan {len(FIXED)} judul tetap")


def form(bench: Bench) -> Iterator[Finding]:
    """The Form: questions, published, file upload."""
    form_id = bench.needed("form_id")
    forms = bench.files.service("forms").forms()
    found = bench.files.call(forms.get(formId=form_id), safe=True)
    items = found.get("items", [])
    titles = {str(item.get("title", "")).strip() for item in items}
    missing = [title for title in QUESTIONS if title not in titles]
    if missing:
        yield wrong(
            "form",
            f"pertanyaan tidak ada: {', '.join(missing)}",
            "kembalikan judul pertanyaan itu di Google Forms, atau jalankan tanggap setup",
        )
    state = found.get("publishSettings", {}).get("publishState", {})
    if state and not (state.get("isPublished") and state.get("isAcceptingResponses")):
        yield wrong(
            "form",
            "Formulir belum diterbitkan atau tidak menerima jawaban",
            "Google Forms > Publish, lalu Accepting responses; atau jalankan tanggap setup",
        )
    if not any(_uploads(item) for item in items):
        yield good("form", "tanpa pertanyaan unggah berkas; pelapor mengirim bukti lewat e-mail")
    if not missing and (not state or state.get("isAcceptingResponses")):
        yield good("form", f"{len(QUESTIONS)} pertanyaan, menerima jawaban")


def _uploads(item: dict[str, Any]) -> bool:
    return "fileUploadQuestion" in item.get("questionItem", {}).get("question", {})


def archive(bench: Bench) -> Iterator[Finding]:
    """A file is put into the archive, compared byte for byte, and trashed."""
    folder = bench.needed("archive_folder_id")
    drive = bench.files.service("drive").files()
    place = bench.files.call(
        drive.get(fileId=folder, fields="id,name,trashed,driveId", supportsAllDrives=True),
        safe=True,
    )
    if place.get("trashed"):
        remedy = "pulihkan folder itu dari Trash di Google Drive"
        yield wrong("archive", "folder arsip ada di tempat sampah", remedy)
        return
    if not _may(bench, folder, "canAddChildren"):
        yield _not_editor(bench, "archive", "folder arsip")
        return
    store = DriveArchive(bench.files)
    probe = File(
        name=PROBE, media_type="text/plain", content=bench.clock.now().isoformat().encode()
    )
    file_id = store.new_ids(1)[0]
    store.put(probe, file_id=file_id, parent=folder, properties={})
    trashing = drive.update(
        fileId=file_id, body={"trashed": True}, fields="id", supportsAllDrives=True
    )
    bench.files.call(trashing, safe=True)
    where = "drive bersama" if place.get("driveId") else "My Drive"
    yield good("archive", f"folder {place['name']} di {where} dapat ditulis")


def confidential(bench: Bench) -> Iterator[Finding]:
    """The folder for confidential complaints is there and closed to the drive's members."""
    folder = bench.settings.private_folder_id
    if not folder:
        yield wrong(
            "confidential",
            "folder untuk pengaduan rahasia belum ada; berkasnya belum diarsipkan",
            "jalankan tanggap setup, lalu mulai ulang layanan",
        )
        return
    if not is_closed(bench.files, folder):
        address = bench.files_account.address or "akun layanan"
        yield wrong(
            "confidential",
            "folder Rahasia terbuka bagi semua anggota drive; berkas rahasia belum diarsipkan",
            CLOSE_BY_HAND.format(address=address),
        )
        return
    if not _may(bench, folder, "canAddChildren"):
        yield _not_editor(bench, "confidential", "folder Rahasia")
        return
    yield good("confidential", "folder Rahasia tertutup dan dapat ditulis")


def template(bench: Bench) -> Iterator[Finding]:
    """The reply's template holds every placeholder."""
    with bench.database.read() as tx:
        known = files.recall(tx, reply.KEY)
    doc_id = known or by_key(bench.files, reply.KEY, DOCUMENT)
    if doc_id is None:
        yield warn("template", "templat surat balasan belum ada", "jalankan tanggap setup")
        return
    text = GoogleDrafts(bench.files).state(str(doc_id)).text
    wanted = set(
        reply.PLACEHOLDER.findall(reply.html(TemplateFolder(bench.settings.templates_dir)))
    )
    there = set(reply.PLACEHOLDER.findall(text))
    missing, unknown = sorted(wanted - there), sorted(there - wanted)
    if unknown:
        yield wrong(
            "template",
            f"penanda yang tidak dikenal: {_braced(unknown)}",
            "betulkan ejaannya di templat; surat tidak dapat dibuat selama penanda itu ada",
        )
    if missing:
        yield wrong(
            "template",
            f"penanda hilang: {_braced(missing)}",
            "tulis kembali penanda itu di templat (Google Docs), persis dengan kurungnya",
        )
    if not missing and not unknown:
        yield good("template", f"{len(wanted)} penanda lengkap")


def _braced(names: list[str]) -> str:
    return ", ".join("{{" + name + "}}" for name in names)


def send_as(bench: Bench) -> Iterator[Finding]:
    """The address that letters come from is the mailbox's own or a verified alias."""
    address = bench.office.service_mailbox.email.lower()
    settings = bench.mail.service("gmail").users().settings()
    listed = bench.mail.call(settings.sendAs().list(userId="me"), safe=True).get("sendAs", [])
    for entry in listed:
        if entry.get("sendAsEmail", "").lower() == address:
            # the mailbox's own address carries no verification status (Gmail API, SendAs)
            if entry.get("isPrimary") or entry.get("verificationStatus") == "accepted":
                yield good("send_as", f"surat dikirim sebagai {address}")
                return
            yield wrong("send_as", f"alias {address} belum diverifikasi", "buka e-mail verifikasi")
            return
    yield wrong(
        "send_as",
        f"kotak surat ini tidak boleh mengirim sebagai {address}",
        "samakan service_mailbox dengan kotak suratnya, atau tambahkan alias di Gmail > Settings > "
        "Accounts > Send mail as",
    )


def _may(bench: Bench, file_id: str, what: str) -> bool:
    drive = bench.files.service("drive").files()
    asking = drive.get(fileId=file_id, fields=f"capabilities({what})", supportsAllDrives=True)
    return bool(bench.files.call(asking, safe=True).get("capabilities", {}).get(what))


def _not_editor(bench: Bench, check: str, what: str) -> Finding:
    address = bench.files_account.address or "akun layanan"
    remedy = f"bagikan {what} kepada {address} sebagai Editor (Content manager)"
    return wrong(check, f"{what} hanya dapat dibaca", remedy)
