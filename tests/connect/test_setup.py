"""From an empty account to an office; what broke off goes on, what is there stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from googleapiclient.errors import HttpError

from integration.connect.bench import Bench
from integration.connect.by_hand import DONE, OPEN, tasks
from integration.connect.doctor import examine, healthy
from integration.connect.record import MADE, THERE, WOULD
from integration.connect.setup import SetUp, set_up
from integration.settings import Settings
from tests.connect.new_account import EMPTY
from tests.local_google import Google


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
    assert given.answers_id

    mark = google.mark()
    again = set_up(given, env)
    assert again.good
    assert set(made(again).values()) == {THERE}
    assert {one["method"] for one in google.seen(mark)} == {"GET"}


def test_a_public_address_brings_the_subscriptions_and_again_changes_nothing(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    public = {
        "public_url": "https://tanggap.example",
        "pubsub_topic": "projects/contoh/topics/tanggap",
        "pubsub_sender": "push@contoh.example",
    }
    first = set_up(settings(**public), env)
    assert first.good, first.lines
    assert first.lines[-1].where == "changes, form, gmail, register-file"
    assert made(first)["langganan push"] == MADE
    found = [one for one in examine(settings(**public)) if one.check == "watches"]
    assert len(found) == 4 and healthy(found)

    mark = google.mark()
    again = set_up(settings(**public), env)
    assert made(again)["langganan push"] == THERE
    assert {one["method"] for one in google.seen(mark)} == {"GET"}


@pytest.mark.parametrize("folder", ["PRIVATE_FOLDER_ID", "ARCHIVE_FOLDER_ID"])
def test_a_robot_on_a_shared_drive_adopts_the_form_a_person_puts_down(
    folder: str, google: Google, env: Path, tmp_path: Path
) -> None:
    drive = google.workspace().service("drive")
    shared = drive.drives().create(requestId="arsip", body={"name": "Arsip"}).execute()["id"]
    robot = {"type": "user", "role": "fileOrganizer", "emailAddress": google.key["client_email"]}
    drive.permissions().create(
        fileId=shared, body=robot, supportsAllDrives=True, sendNotificationEmail=False
    ).execute()

    def settings() -> Settings:
        return Settings(
            _env_file=env,  # type: ignore[call-arg]
            google_credentials=google.write_key(tmp_path / "robot.json"),
            gmail_credentials=google.write_key(
                tmp_path / "mail.json", google.person_key(google.mailbox)
            ),
            google_origin=google.origin,
            office_file=google.write_office(tmp_path / "office.json"),
            data_dir=tmp_path / "data",
            archive_drive_id=shared,
        )

    first = set_up(settings(), env)
    assert not first.good
    assert "New > Google Forms" in first.lines[-1].where

    forms = google.workspace().service("forms").forms()
    form_id = forms.create(body={"info": {"title": "Tanpa judul"}}).execute()["formId"]
    drive.files().update(
        fileId=form_id,
        addParents=first.ids[folder],
        removeParents=drive.files().get(fileId="root").execute()["id"],
        supportsAllDrives=True,
    ).execute()
    again = set_up(settings(), env)
    assert again.good, again.lines
    assert again.ids["FORM_ID"] == form_id
    assert len(forms.get(formId=form_id).execute()["items"]) == 10
    settings().secret()
    found = examine(settings())
    assert [one.check for one in found if one.state == "wrong"] == ["confidential"]
    needed = ("FORM", "REGISTER", "PRIVATE_FOLDER", "ANSWERS")
    places = [again.ids[f"{one}_ID"] for one in needed]
    left = tasks(Bench(settings()), *places)
    assert [one.what for one in left if one.state == OPEN and "Rahasia" in one.what]

    drive.files().update(
        fileId=again.ids["PRIVATE_FOLDER_ID"],
        body={"inheritedPermissionsDisabled": True},
        supportsAllDrives=True,
    ).execute()
    found = examine(settings())
    assert healthy(found), [one for one in found if one.state == "wrong"]


def test_what_was_made_is_found_again_without_the_env_file(
    settings: Callable[..., Settings], env: Path
) -> None:
    first = set_up(settings(), env)
    env.unlink()
    again = set_up(settings(), env)
    assert again.ids == first.ids


@pytest.mark.parametrize("after", range(1, 12))
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


def test_the_answers_get_a_spreadsheet_that_the_registers_readers_do_not_open(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    run = set_up(settings(), env)
    drive = google.workspace(EMPTY).service("drive")
    reader = {"type": "user", "role": "reader", "emailAddress": google.office["people"]["head"]}
    for place in ("ARCHIVE_FOLDER_ID", "REGISTER_ID"):
        drive.permissions().create(
            fileId=run.ids[place], body=reader, sendNotificationEmail=False
        ).execute()

    theirs = google.workspace(google.office["people"]["head"]).service("drive").files()
    assert theirs.get(fileId=run.ids["REGISTER_ID"], fields="name").execute()
    with pytest.raises(HttpError) as refused:
        theirs.get(fileId=run.ids["ANSWERS_ID"], fields="name").execute()
    assert refused.value.status_code == 404


def test_a_spreadsheet_for_the_answers_that_is_configured_is_adopted(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    own = {"name": "Jawaban lama", "mimeType": "application/vnd.google-apps.spreadsheet"}
    drive = google.workspace(EMPTY).service("drive").files()
    there = drive.create(body=own, fields="id").execute()["id"]
    run = set_up(settings(answers_id=there), env)
    assert run.good, run.lines
    assert run.ids["ANSWERS_ID"] == there
    assert made(run)["spreadsheet jawaban Formulir"] == THERE


def test_what_only_a_person_can_do_is_said_and_checked_afterwards(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    run = set_up(settings(), env)
    needed = ("FORM", "REGISTER", "PRIVATE_FOLDER", "ANSWERS")
    closing, linking = tasks(Bench(settings()), *(run.ids[f"{one}_ID"] for one in needed))[:2]
    assert (closing.state, linking.state) == (DONE, OPEN)
    assert "Link to Sheets" in linking.how
    assert "Jawaban Formulir Pengaduan BSPJI Nusa Contoh" in linking.how


def test_a_form_linked_to_the_register_is_linked_and_ought_to_be_moved(
    google: Google, env: Path
) -> None:
    shared = google.office
    theirs = Settings(
        _env_file=None,  # type: ignore[call-arg]
        google_credentials=google.write_key(env.with_name("other.json")),
        google_origin=google.origin,
        office_file=google.write_office(env.with_name("other-office.json")),
    )
    form, linked, private = shared["form_id"], shared["register_id"], shared["private_folder_id"]
    _, linking, moving = tasks(Bench(theirs), form, linked, private)[:3]
    assert (linking.state, moving.state) == (DONE, OPEN)
    assert "rahasia terbaca utuh" in moving.how and "Unlink form" in moving.how

    _, linking, other = tasks(Bench(theirs), form, "the register", private, linked)[:3]
    assert linking.state == DONE
    assert "register" not in other.what


def test_the_form_promises_of_confidentiality_what_is_so_and_everywhere_the_same(
    google: Google, settings: Callable[..., Settings], env: Path
) -> None:
    def promise(form_id: str, account: str) -> str:
        form = google.workspace(account).service("forms").forms().get(formId=form_id).execute()
        (asked,) = [one for one in form["items"] if one["title"] == "Kerahasiaan"]
        return str(asked["description"])

    said = promise(set_up(settings(), env).ids["FORM_ID"], EMPTY)
    assert "tidak ditampilkan dalam lembar Register dan e-mail kantor" in said
    assert said == promise(google.office["form_id"], google.mailbox)
