"""A healthy office, and every breakage named with its remedy."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from letters import key_file

from integration import reply
from integration.cli import main
from integration.connect.bench import Bench
from integration.connect.checks import answers, house, place, upkeep
from integration.connect.doctor import Row, examine, healthy
from integration.connect.finding import OK, SKIPPED, WARNING, WRONG, Finding
from integration.connect.scopes import ALL
from integration.connect.setup import set_up
from integration.push.facts import LOOKED, REFUSED, WATCH
from integration.register.columns import HEADERS
from integration.register.round import BUDGET
from integration.settings import Settings
from integration.signed import signing
from integration.sop.effects import Effect
from integration.store import files, outbox
from integration.store.database import Database
from tests.connect.new_account import EMPTY
from tests.local_google import Google

CERTIFICATE = Row("certificate", place.certificate)


@pytest.fixture
def office(settings: Callable[..., Settings], env: Path) -> Callable[..., Settings]:
    """An office that is set up and at work."""
    run = set_up(settings(), env)
    assert run.good, run.lines
    given = settings()
    given.secret()
    looked(given, timedelta(0))
    return settings


def looked(settings: Settings, ago: timedelta) -> None:
    remember(settings, f"{LOOKED}form", (datetime.now(UTC) - ago).isoformat())


def remember(settings: Settings, key: str, value: Any) -> None:
    database = Database(settings.database)
    with database.write() as tx:
        files.remember(tx, key, value)
    database.close()


def named(found: list[Finding], check: str) -> list[Finding]:
    return [one for one in found if one.check == check]


def broken(settings: Settings, check: str) -> Finding:
    """The one thing that is wrong with this office."""
    found = [one for one in examine(settings) if one.state == WRONG]
    assert {one.check for one in found} == {check}, found
    assert all(one.remedy for one in found)
    return found[0]


def test_an_office_that_was_set_up_is_healthy(office: Callable[..., Settings]) -> None:
    found = examine(office())
    assert healthy(found), [one for one in found if one.state == WRONG]
    assert {one.state for one in found} <= {OK, WARNING}


def test_the_probe_in_the_archive_is_thrown_away(
    google: Google, office: Callable[..., Settings]
) -> None:
    examine(office())
    drive = google.workspace(EMPTY).service("drive").files()
    left = drive.list(q="name='tanggap-doctor.txt' and trashed=false").execute()["files"]
    assert left == []


def test_a_revoked_token_is_named_and_what_needs_google_is_skipped(
    google: Google, office: Callable[..., Settings], tmp_path: Path
) -> None:
    key = google.person_key(EMPTY) | {"refresh_token": "1//revoked"}
    google.write_key(tmp_path / "key.json", key)
    found = examine(office())
    (said,) = named(found, "sign_in")
    assert said.state == WRONG
    assert "invalid_grant" in said.said
    assert "dicabut" in said.remedy and "revoked" in said.english
    assert {one.state for one in named(found, "archive")} == {SKIPPED}


def test_a_missing_scope_is_named(
    google: Google, office: Callable[..., Settings], tmp_path: Path
) -> None:
    some = [scope for scope in ALL if "gmail" not in scope]
    google.write_key(tmp_path / "key.json", google.person_key(EMPTY, some))
    (said,) = named(examine(office()), "sign_in")
    assert said.state == WRONG
    assert "gmail.modify" in said.remedy


def test_a_missing_key_is_named(office: Callable[..., Settings], tmp_path: Path) -> None:
    found = examine(office(google_credentials=tmp_path / "gone.json"))
    assert "GOOGLE_CREDENTIALS" in named(found, "sign_in")[0].said


def sheet(google: Google, given: Settings, request: dict[str, Any]) -> None:
    sheets = google.workspace(EMPTY).sheets()
    sheets.batch_update(given.register_id, {"requests": [request]})


def tab_id(google: Google, given: Settings, title: str) -> int:
    sheets = google.workspace(EMPTY).sheets()
    tabs = sheets.fetch_sheet_metadata(given.register_id)["sheets"]
    (found,) = [tab["properties"] for tab in tabs if tab["properties"]["title"] == title]
    return int(found["sheetId"])


def test_a_renamed_tab_is_named(google: Google, office: Callable[..., Settings]) -> None:
    given = office()
    properties = {"sheetId": tab_id(google, given, "Register"), "title": "Register 2026"}
    change = {"updateSheetProperties": {"properties": properties, "fields": "title"}}
    sheet(google, given, change)
    (said,) = named(examine(given), "register")[:1]
    assert said.state == WARNING
    assert "Register 2026" in said.said


def test_a_deleted_tab_and_a_lost_header_are_named(
    google: Google, office: Callable[..., Settings]
) -> None:
    given = office()
    at = tab_id(google, given, "Register")
    column = HEADERS.index("Catatan Petugas")
    where = {"sheetId": at, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    sheet(google, given, {"deleteDimension": {"range": where}})
    assert "Catatan Petugas" in broken(given, "register").said
    sheet(google, given, {"deleteSheet": {"sheetId": at}})
    assert "tidak ada" in broken(given, "register").said


def test_a_register_that_is_gone_is_named(office: Callable[..., Settings], env: Path) -> None:
    env.write_text(env.read_text().replace(office().register_id, "gone"))
    assert "tidak dibagikan" in broken(office(), "register").said


def test_a_form_that_is_closed_or_lacks_a_question_is_named(
    google: Google, office: Callable[..., Settings]
) -> None:
    given = office()
    forms = google.workspace(EMPTY).service("forms").forms()
    closed = {"publishSettings": {"publishState": {"isPublished": False}}}
    forms.setPublishSettings(formId=given.form_id, body=closed).execute()
    assert "diterbitkan" in broken(given, "form").said
    opened = {"isPublished": True, "isAcceptingResponses": True}
    body = {"publishSettings": {"publishState": opened}}
    forms.setPublishSettings(formId=given.form_id, body=body).execute()
    request = {"deleteItem": {"location": {"index": 0}}}
    forms.batchUpdate(formId=given.form_id, body={"requests": [request]}).execute()
    assert "Nama" in broken(given, "form").said


def test_an_archive_in_the_trash_or_not_shared_is_named(
    google: Google, office: Callable[..., Settings], env: Path
) -> None:
    given = office()
    theirs = google.workspace(google.office["people"]["customer"]).service("drive").files()
    body = {"name": "lain", "mimeType": "application/vnd.google-apps.folder"}
    other = theirs.create(body=body, fields="id").execute()["id"]
    text = env.read_text()
    env.write_text(text.replace(given.archive_folder_id, other))
    assert "tidak dibagikan" in broken(office(), "archive").said
    drive = google.workspace(google.office["people"]["customer"]).service("drive")
    reader = {"type": "user", "role": "reader", "emailAddress": EMPTY}
    drive.permissions().create(fileId=other, body=reader, sendNotificationEmail=False).execute()
    assert "hanya dapat dibaca" in broken(office(), "archive").said
    env.write_text(text)
    own = google.workspace(EMPTY).service("drive").files()
    own.update(fileId=given.archive_folder_id, body={"trashed": True}).execute()
    found = named(examine(office()), "archive")
    assert "tempat sampah" in found[0].said


def test_a_folder_for_confidential_complaints_that_is_open_or_missing_is_named(
    google: Google, office: Callable[..., Settings]
) -> None:
    given = office()
    assert named(examine(given), "confidential")[0].state == OK
    own = google.workspace(EMPTY).service("drive").files()
    body = {"inheritedPermissionsDisabled": False}
    own.update(fileId=given.private_folder_id, body=body).execute()
    found = broken(office(), "confidential")
    assert "terbuka" in found.said
    assert "Limit access" in found.remedy
    assert "belum ada" in broken(office(private_folder_id=""), "confidential").said


def of_the_seeded_office(google: Google, office: Callable[..., Settings], **other: Any) -> Settings:
    """The Form that is linked already, and the spreadsheet that its answers land in."""
    mine = {"type": "user", "role": "writer", "emailAddress": EMPTY}
    drive = google.workspace().service("drive")
    for shared in ("form_id", "register_id"):
        drive.permissions().create(
            fileId=google.office[shared], body=mine, sendNotificationEmail=False
        ).execute()
    return office(form_id=google.office["form_id"], **other)


def only(found: list[Finding], check: str) -> Finding:
    (one,) = named(found, check)
    return one


def test_a_form_whose_answers_land_in_the_register_is_named_and_nothing_fails(
    google: Google, office: Callable[..., Settings]
) -> None:
    linked = google.office["register_id"]
    row = [Row("answers", answers.answers, True)]
    given = of_the_seeded_office(google, office, register_id=linked)
    said = only(examine(given, row), "answers")
    assert said.state == WARNING and healthy([said])
    assert "Form Responses 1" in said.said and "rahasia terbaca utuh" in said.said
    assert "Unlink form" in said.remedy and "Hide sheet" in said.remedy
    assert "tanggap setup" not in said.remedy
    assert "tanggap setup" in only(examine(office_without_answers(given), row), "answers").remedy

    local = given.model_copy(update={"local": True})
    shown = only(examine(local, row), "answers")
    assert shown.state == WARNING and "sedang ditampilkan" in shown.said
    sheet(google, local, {"addSheet": {"properties": {"title": "Catatan kantor"}}})
    hidden = {"sheetId": tab_id(google, local, "Form Responses 1"), "hidden": True}
    sheet(google, local, {"updateSheetProperties": {"properties": hidden, "fields": "hidden"}})
    assert only(examine(local, row), "answers").state == OK


def office_without_answers(given: Settings) -> Settings:
    return given.model_copy(update={"answers_id": ""})


def test_answers_in_a_spreadsheet_of_the_closed_folder_are_well(
    google: Google, office: Callable[..., Settings]
) -> None:
    linked = google.office["register_id"]
    row = [Row("answers", answers.answers, True)]
    given = of_the_seeded_office(google, office, answers_id=linked)
    outside = only(examine(given, row), "answers")
    assert outside.state == WARNING and "di luar folder Rahasia" in outside.said

    drive = google.workspace().service("drive").files()
    inside = drive.get(fileId=linked, fields="parents").execute()["parents"][0]
    closed = given.model_copy(update={"private_folder_id": inside})
    assert only(examine(closed, row), "answers").state == OK
    elsewhere = closed.model_copy(update={"answers_id": given.register_id})
    assert "spreadsheet lain" in only(examine(elsewhere, row), "answers").said

    form = drive.get(fileId=given.form_id, fields="parents").execute()["parents"][0]
    readable = closed.model_copy(update={"archive_folder_id": form})
    beside = only(examine(readable, row), "answers")
    assert beside.state == WARNING and "Formulir berada di folder arsip" in beside.said


def test_the_tab_that_a_moved_form_left_in_the_register_is_named_until_it_is_gone(
    google: Google, office: Callable[..., Settings]
) -> None:
    given = office()
    row = [Row("answers", answers.answers, True)]
    assert "belum tertaut" in only(examine(given, row), "answers").said
    titles = ["Timestamp", "Nama", "Uraian Keluhan", "Kerahasiaan"]
    cells = [{"userEnteredValue": {"stringValue": title}} for title in titles]
    sheet(google, given, {"addSheet": {"properties": {"sheetId": 9, "title": "Jawaban lama"}}})
    values = {"start": {"sheetId": 9}, "rows": [{"values": cells}], "fields": "userEnteredValue"}
    sheet(google, given, {"updateCells": values})

    said = only(examine(given, row), "answers")
    assert said.state == WARNING and "Jawaban lama" in said.said
    assert "hapus tab" in said.remedy and "Unlink" not in said.remedy
    sheet(google, given, {"deleteSheet": {"sheetId": 9}})
    assert "belum tertaut" in only(examine(given, row), "answers").said


def test_a_template_without_a_placeholder_is_named(
    google: Google, office: Callable[..., Settings]
) -> None:
    given = office()
    database = Database(given.database)
    with database.read() as tx:
        doc_id = files.recall(tx, reply.KEY)
    database.close()
    replace = {
        "replaceAllText": {
            "containsText": {"text": "{{isi_surat}}", "matchCase": True},
            "replaceText": "{{isi_srat}}",
        }
    }
    docs = google.workspace(EMPTY).service("docs").documents()
    docs.batchUpdate(documentId=doc_id, body={"requests": [replace]}).execute()
    found = [one.said for one in named(examine(given), "template")]
    assert any("{{isi_surat}}" in said for said in found)
    assert any("{{isi_srat}}" in said for said in found)


def test_another_sender_than_the_mailbox_is_named(
    google: Google, office: Callable[..., Settings], tmp_path: Path
) -> None:
    google.write_office(tmp_path / "office.json", service_mailbox="lain@bspji-contoh.example")
    assert "lain@bspji-contoh.example" in broken(office(), "send_as").said


def test_a_clock_that_is_off_is_named(
    office: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) - timedelta(minutes=7)

    monkeypatch.setattr(place, "datetime", Late)
    assert "NTP" in broken(office(), "clock").remedy


def test_google_out_of_reach_is_named(office: Callable[..., Settings]) -> None:
    found = examine(office(google_origin="http://127.0.0.1:9"))
    assert named(found, "clock")[0].state == WRONG
    assert "terjangkau" in named(found, "clock")[0].said


def test_a_full_disk_is_named(
    office: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = office()
    usage = shutil.disk_usage(given.data_dir)._replace(free=10_000_000)
    monkeypatch.setattr(place.shutil, "disk_usage", lambda _: usage)
    assert "kosongkan" in broken(given, "disk").remedy


def test_a_secret_that_others_read_is_named(office: Callable[..., Settings]) -> None:
    given = office()
    os.chmod(given.data_dir / "link-secret", 0o644)
    assert "link-secret" in broken(given, "secrets").said


@pytest.mark.parametrize(
    ("days", "state"), [(None, OK), (400, OK), (20, WARNING), (-1, WRONG)], ids=str
)
def test_the_offices_own_certificate_is_told_before_it_ends(
    office: Callable[..., Settings], tmp_path: Path, days: int | None, state: str
) -> None:
    path = tmp_path / "kantor.p12"
    path.write_bytes(key_file("a passphrase"))
    path.chmod(0o600)
    given = office(signing_certificate=path)
    if days is not None:
        until = datetime.now(UTC) + timedelta(days=days)
        file = hashlib.sha256(path.read_bytes()).hexdigest()
        remember(given, signing.ENDS, {"file": file, "until": until.isoformat()})

    (said,) = named(examine(given, [CERTIFICATE]), "certificate")

    assert said.state == state
    path.write_bytes(key_file("another"))  # of a new file nothing is known yet
    assert named(examine(given, [CERTIFICATE]), "certificate")[0].state == OK


@pytest.mark.parametrize("content", [b"no certificate", None])
def test_a_certificate_that_is_none_is_named(
    office: Callable[..., Settings], tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "kantor.p12"
    if content is not None:
        path.write_bytes(content)
    given = office(signing_certificate=path)
    assert named(examine(given, [CERTIFICATE]), "certificate")[0].state == WRONG
    assert not named(examine(office(), [CERTIFICATE]), "certificate")


def test_a_stuck_and_an_old_effect_are_named(office: Callable[..., Settings]) -> None:
    given = office()
    database = Database(given.database)
    old = datetime.now(UTC) - timedelta(hours=2)
    with database.write() as tx:
        outbox.queue(
            tx, None, [Effect(key="a:1", kind="mail"), Effect(key="a:2", kind="mail")], old
        )
        outbox.finish(tx, "a:1", outbox.STUCK, old, {}, "Google answered 400")
    database.close()
    found = named(examine(given), "outbox")
    assert [one.state for one in found] == [WRONG, WRONG]
    assert "a:1" in found[0].said and "a:2" in found[1].said


def test_a_mailbox_that_has_sent_its_day_full_is_named(
    office: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "MAILS_A_DAY", 10)
    given = office()
    database = Database(given.database)
    now = datetime.now(UTC)
    for number, ago in enumerate([timedelta(hours=30), *[timedelta(hours=1)] * 8]):
        with database.write() as tx:
            outbox.queue(tx, None, [Effect(key=f"q:{number}", kind="mail")], now - ago)
            outbox.finish(tx, f"q:{number}", outbox.DONE, now - ago, {})
    (nearly,) = named(examine(given), "quota")
    assert nearly.state == WARNING and "8 dari 10" in nearly.said
    with database.write() as tx:
        outbox.queue(tx, None, [Effect(key=f"r:{n}", kind="mail") for n in range(2)], now)
        for number in range(2):
            outbox.finish(tx, f"r:{number}", outbox.DONE, now, {})
    database.close()
    assert "24 jam" in broken(given, "quota").remedy


def asked_of_sheets(given: Settings, **other: Any) -> Finding:
    """What the doctor says of a minute just below Google's limit, and of what else was so."""
    now = datetime.now(UTC)
    busy = {"reads": 55, "writes": 49, "limit": 60, "held": 0, "at": now.isoformat()}
    remember(given, BUDGET, {**busy, "held_since": "", "refused": 0, **other})
    (said,) = named(examine(given, [Row("quota", upkeep.quotas)]), "quota")
    return said


def test_a_service_that_is_just_below_googles_limit_as_always_is_well(
    office: Callable[..., Settings],
) -> None:
    given = office()
    (never,) = named(examine(given, [Row("quota", upkeep.quotas)]), "quota")
    assert never.state == OK
    assert asked_of_sheets(given).state == OK
    moment = (datetime.now(UTC) - timedelta(minutes=2)).isoformat()
    assert asked_of_sheets(given, held=30, held_since=moment).state == OK
    assert asked_of_sheets(given, refused=1).state == OK


def test_a_service_that_has_to_queue_for_long_says_who_does_what(
    office: Callable[..., Settings],
) -> None:
    given = office()
    long_ago = (datetime.now(UTC) - timedelta(minutes=11)).isoformat()
    queues = asked_of_sheets(given, held=30, held_since=long_ago)
    refused = asked_of_sheets(given, refused=5)

    assert (queues.state, refused.state) == (WARNING, WARNING)
    assert "mengantre" in queues.said and "menolak layanan 5 kali" in refused.said
    for said in (queues, refused):
        assert "petugas tidak perlu berbuat apa-apa" in said.remedy
        assert "Pengelola sistem" in said.remedy and "(kini 20)" in said.remedy
    stale = {"at": long_ago, "held_since": long_ago, "refused": 5}
    assert asked_of_sheets(given, **stale).state == OK, "a service that is off asks for nothing"
    local = office(local=True)
    assert asked_of_sheets(local, held_since=long_ago).state == OK


def test_a_year_without_its_days_off_is_named(office: Callable[..., Settings]) -> None:
    given = office()

    class Later:
        def now(self) -> datetime:
            return datetime(2061, 3, 1, 1, 0, tzinfo=UTC)

    bench = Bench(given)
    vars(bench)["clock"] = Later()
    (said,) = house.calendar(bench)
    bench.close()
    assert said.state == WRONG and "2061" in said.said and "Kalender" in said.remedy


def test_a_round_that_stands_still_is_named(office: Callable[..., Settings]) -> None:
    given = office()
    looked(given, timedelta(hours=3))
    assert "form terakhir dilihat 180 menit lalu" in broken(given, "rounds").said


def test_stopped_calls_are_named_until_the_sign_in_is_good(
    office: Callable[..., Settings],
) -> None:
    given = office()
    said = {"reason": "invalid_grant", "detail": "", "at": "2026-11-22T01:00:00+00:00"}
    remember(given, "connect:refused:office", said)
    assert any("dihentikan" in one.said for one in named(examine(given), "rounds"))
    assert healthy(examine(given)), "the good sign-in of the first look let the calls go on"


def test_a_database_of_another_version_is_named(office: Callable[..., Settings]) -> None:
    given = office()
    database = Database(given.database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    assert "tanggap migrate" in broken(given, "database").remedy


def test_an_official_without_an_address_is_named(
    google: Google, office: Callable[..., Settings], tmp_path: Path
) -> None:
    google.write_office(tmp_path / "office.json", head={"name": "Bima Arga Contoh"})
    assert "Kepala" in named(examine(office()), "people")[0].said


def test_a_watch_that_ended_and_a_wrong_audience_are_named(
    office: Callable[..., Settings],
) -> None:
    given = office(
        public_url="https://tanggap.example",
        pubsub_topic="projects/contoh/topics/tanggap",
        pubsub_sender="push@contoh.example",
    )
    now = datetime.now(UTC)
    remember(given, f"{WATCH}gmail", {"expires": (now - timedelta(hours=1)).isoformat()})
    remember(given, f"{REFUSED}pubsub:audience", now.isoformat())
    found = [one for one in examine(given) if one.state == WRONG]
    assert {one.check for one in found} == {"watches", "push"}
    assert "PUBSUB_AUDIENCE" in next(one.remedy for one in found if one.check == "push")


def test_an_empty_place_is_told_what_to_do_first(tmp_path: Path) -> None:
    found = examine(Settings(_env_file=None, data_dir=tmp_path / "data"))  # type: ignore[call-arg]
    assert not healthy(found)
    assert "tanggap setup" in named(found, "settings")[0].remedy


def test_the_command_prints_lines_or_json_and_ends_with_one(
    office: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, env: Path
) -> None:
    given = office()
    for name, value in {
        "GOOGLE_CREDENTIALS": given.google_credentials,
        "GOOGLE_ORIGIN": given.google_origin,
        "OFFICE_FILE": given.office_file,
        "DATA_DIR": given.data_dir,
        "FORM_ID": given.form_id,
        "REGISTER_ID": given.register_id,
        "ARCHIVE_FOLDER_ID": given.archive_folder_id,
        "PRIVATE_FOLDER_ID": given.private_folder_id,
    }.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.chdir(tmp_path)
    good = CliRunner().invoke(main, ["doctor", "--json"])
    assert good.exit_code == 0, good.output
    assert json.loads(good.output)["healthy"]
    monkeypatch.setenv("REGISTER_ID", "gone")
    bad = CliRunner().invoke(main, ["doctor"])
    assert bad.exit_code == 1
    assert "SALAH      register" in bad.output
    again = CliRunner().invoke(main, ["setup", "--dry-run", "--json"])
    assert again.exit_code == 1, "the register that is configured is not there"


def a_client(google: Google, back: str) -> str:
    return google.doors.post(
        f"{google.origin}/_emulator/oauth_client", json={"redirect_uris": [back]}
    ).text


def test_a_sign_in_for_staff_that_cannot_work_is_named(
    google: Google, office: Callable[..., Settings], tmp_path: Path
) -> None:
    here = "http://127.0.0.1:8080/masuk/kembali"
    said = json.loads(a_client(google, here))
    kept = tmp_path / "oauth-client.json"
    google.write_key(kept, said)
    good = named(examine(office(sign_in_client=kept)), "staff_sign_in")
    none = named(examine(office()), "staff_sign_in")

    assert [one.state for one in (*good, *none)] == [OK, OK]
    assert "tidak dipakai" in none[0].said

    moved = office(sign_in_client=kept, public_url="https://balai.example")
    plain = office(sign_in_client=kept, public_url="http://balai.example")
    assert "redirect_uri_mismatch" in broken(moved, "staff_sign_in").said
    assert "menolak alamat kembali" in broken(plain, "staff_sign_in").said
    google.write_key(kept, {"installed": said["web"]})
    assert "Web application" in broken(office(sign_in_client=kept), "staff_sign_in").said
    google.write_key(kept, said)
    kept.chmod(0o644)
    assert "SIGN_IN_CLIENT" in broken(office(sign_in_client=kept), "secrets").said


def test_officials_whose_accounts_may_not_sign_in_are_named(
    google: Google, office: Callable[..., Settings]
) -> None:
    text = a_client(google, "http://127.0.0.1:8080/masuk/kembali")
    given = office(sign_in_client_json=text, sign_in_domains="lain.example")

    (said,) = named(examine(given), "staff_sign_in")

    assert said.state == WARNING
    assert "Kepala Balai" in said.said and "@" not in said.said


def test_a_sign_in_page_that_cannot_be_reached_is_named(
    google: Google, office: Callable[..., Settings]
) -> None:
    text = a_client(google, "http://127.0.0.1:8080/masuk/kembali")
    google.fails("GET /.well-known/.*", "503")

    said = broken(office(sign_in_client_json=text), "staff_sign_in")

    assert "tidak terjangkau" in said.said
