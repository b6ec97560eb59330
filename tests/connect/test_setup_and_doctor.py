"""From an empty account to a healthy office, and every breakage named with its remedy."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from integration.cli import main
from integration.connect.bench import Bench
from integration.connect.by_hand import DONE, OPEN, tasks
from integration.connect.checks import place
from integration.connect.doctor import examine, healthy
from integration.connect.finding import OK, SKIPPED, WARNING, WRONG, Finding
from integration.connect.scopes import ALL
from integration.connect.setup import MADE, THERE, WOULD, SetUp, set_up
from integration.mails import reply_template
from integration.push.facts import LOOKED, REFUSED, WATCH
from integration.register.columns import HEADERS
from integration.settings import Settings
from integration.sop.effects import Effect
from integration.store import files, outbox
from integration.store.database import Database
from tests.local_google import Google, local_google

EMPTY = "baru@bspji-contoh.example"
"""An account that owns nothing yet."""


@pytest.fixture(scope="module")
def one_google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    with local_google(tmp_path_factory.mktemp("google")) as google:
        yield google


@pytest.fixture
def google(one_google: Google) -> Google:
    one_google.reset()
    return one_google


@pytest.fixture
def env(tmp_path: Path) -> Path:
    return tmp_path / "tanggap.env"


@pytest.fixture
def settings(google: Google, tmp_path: Path, env: Path) -> Callable[..., Settings]:
    """Settings of the office with what the env file holds by now."""
    key = google.write_key(tmp_path / "key.json", google.person_key(EMPTY))
    own = {"email": EMPTY, "name": "Layanan Pengaduan"}
    office = google.write_office(tmp_path / "office.json", service_mailbox=own)

    def make(**other: Any) -> Settings:
        given = {
            "google_credentials": key,
            "google_origin": google.origin,
            "office_file": office,
            "data_dir": tmp_path / "data",
        } | other
        return Settings(_env_file=env, **given)  # type: ignore[call-arg]

    return make


def made(run: SetUp) -> dict[str, str]:
    return {line.what: line.state for line in run.lines}


def test_a_dry_run_makes_nothing(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    mark = google.mark()
    run = set_up(settings(), env, dry_run=True)
    assert run.good
    assert WOULD in made(run).values()
    assert {one["method"] for one in google.seen(mark)} == {"GET"}
    assert not env.exists()


def test_an_empty_account_becomes_an_office_and_again_changes_nothing(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    first = set_up(settings(), env)
    assert first.good, first.lines
    assert MADE in made(first).values()
    assert env.stat().st_mode & 0o777 == 0o600
    given = settings()
    assert given.form_id and given.register_id and given.archive_folder_id and given.form_url

    mark = google.mark()
    again = set_up(given, env)
    assert again.good
    assert set(made(again).values()) == {THERE}
    assert {one["method"] for one in google.seen(mark)} == {"GET"}


def test_what_was_made_is_found_again_without_the_env_file(
    settings: Callable[..., Settings], env: Path
) -> None:
    first = set_up(settings(), env)
    env.unlink()
    again = set_up(settings(), env)
    assert again.ids == first.ids


@pytest.mark.parametrize("after", range(1, 10))
def test_a_set_up_that_broke_off_goes_on_where_it_was(
    after: int, google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    google.breaks_off_at(after, r"(POST|PATCH|PUT) /(drive|v4|v1|gmail|upload).*", "503")
    assert not set_up(settings(), env).good
    run = set_up(settings(), env)
    assert run.good, run.lines
    form = google.workspace(EMPTY).service("forms").forms()
    items = form.get(formId=run.ids["FORM_ID"]).execute()["items"]
    assert len({item["title"] for item in items}) == len(items) == 10


def test_what_exists_is_adopted_and_only_missing_questions_are_added(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    workspace = google.workspace(EMPTY)
    forms = workspace.service("forms").forms()
    form_id = forms.create(body={"info": {"title": "Lama"}}).execute()["formId"]
    item = {"title": "Nama", "questionItem": {"question": {"textQuestion": {}}}}
    request = {"createItem": {"item": item, "location": {"index": 0}}}
    forms.batchUpdate(formId=form_id, body={"requests": [request]}).execute()
    run = set_up(settings(form_id=form_id), env)
    assert run.good, run.lines
    titles = [item["title"] for item in forms.get(formId=form_id).execute()["items"]]
    assert titles[0] == "Nama"
    assert sorted(titles) == sorted(set(titles))
    assert len(titles) == 10


def test_what_only_a_person_can_do_is_said_and_checked_afterwards(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    run = set_up(settings(), env)
    left = tasks(Bench(settings()), run.ids["FORM_ID"], run.ids["REGISTER_ID"])
    assert left[0].state == OPEN
    assert "Link to Sheets" in left[0].how
    shared = google.office
    theirs = Settings(
        _env_file=None,  # type: ignore[call-arg]
        google_credentials=google.write_key(env.with_name("other.json")),
        google_origin=google.origin,
        office_file=google.write_office(env.with_name("other-office.json")),
    )
    done = tasks(Bench(theirs), shared["form_id"], shared["register_id"])
    assert done[0].state == DONE


# -- the doctor -----------------------------------------------------------------------------------


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


def test_a_template_without_a_placeholder_is_named(
    google: Google, office: Callable[..., Settings]
) -> None:
    given = office()
    database = Database(given.database)
    with database.read() as tx:
        doc_id = files.recall(tx, reply_template.KEY)
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
