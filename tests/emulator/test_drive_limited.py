"""Folders with limited access, as Drive's guide on limited and expansive access tells of them."""

from typing import Any

import pytest
from googleapiclient.errors import HttpError

LIMITED = "inheritedPermissionsDisabled"


def reason(refused: Any) -> tuple[int, str]:
    error = refused.value
    return int(error.resp.status), str(error.error_details[0]["reason"])


@pytest.fixture
def keeper(workspace: Any, office: dict[str, Any]) -> Any:
    """Drive as the shared drive's manager sees it."""
    return workspace.service("drive", "v3", office["people"]["records_office"]).files()


@pytest.fixture
def member(workspace: Any, office: dict[str, Any]) -> Any:
    """Drive as any other member sees it."""
    return workspace.service("drive", "v3", office["people"]["head"]).files()


@pytest.fixture
def folder(drive: Any, office: dict[str, Any]) -> str:
    body = {
        "name": "Map",
        "mimeType": "application/vnd.google-apps.folder",
        "parents": [office["archive_folder_id"]],
    }
    return str(drive.files().create(body=body, supportsAllDrives=True).execute()["id"])


@pytest.fixture
def paper(drive: Any, folder: str) -> str:
    body = {"name": "surat.txt", "parents": [folder]}
    return str(drive.files().create(body=body, supportsAllDrives=True).execute()["id"])


def limit(files: Any, folder: str, on: bool = True) -> Any:
    body = {LIMITED: on}
    return files.update(
        fileId=folder, body=body, supportsAllDrives=True, fields=f"{LIMITED},capabilities"
    ).execute()


def lists(files: Any, folder: str) -> list[str]:
    answer = files.list(
        q=f"'{folder}' in parents", supportsAllDrives=True, includeItemsFromAllDrives=True
    ).execute()
    return [one["name"] for one in answer["files"]]


def test_members_see_the_folder_and_nothing_in_it(
    keeper: Any, member: Any, folder: str, paper: str
) -> None:
    assert lists(member, folder) == ["surat.txt"]
    limit(keeper, folder)

    seen = member.get(fileId=folder, supportsAllDrives=True, fields="name,capabilities").execute()
    assert seen["name"] == "Map"
    assert not seen["capabilities"]["canListChildren"]
    assert not seen["capabilities"]["canAddChildren"]
    assert lists(member, folder) == []
    with pytest.raises(HttpError) as refused:
        member.get(fileId=paper, supportsAllDrives=True).execute()
    assert reason(refused) == (404, "notFound")
    with pytest.raises(HttpError) as refused:
        member.create(body={"name": "x", "parents": [folder]}, supportsAllDrives=True).execute()
    assert reason(refused) == (403, "insufficientFilePermissions")


def test_the_manager_opens_it_and_lets_members_in_again(
    keeper: Any, member: Any, folder: str, paper: str
) -> None:
    said = limit(keeper, folder)
    assert said[LIMITED]
    assert said["capabilities"]["canEnableInheritedPermissions"]
    assert lists(keeper, folder) == ["surat.txt"]

    assert not limit(keeper, folder, on=False)[LIMITED]
    assert member.get(fileId=paper, supportsAllDrives=True).execute()["name"] == "surat.txt"


def test_whoever_was_added_directly_opens_it_or_a_single_file_of_it(
    workspace: Any, office: dict[str, Any], keeper: Any, member: Any, folder: str, paper: str
) -> None:
    limit(keeper, folder)
    grants = workspace.service("drive", "v3", office["people"]["records_office"]).permissions()

    def let_in(file_id: str, who: str) -> None:
        body = {"type": "user", "role": "writer", "emailAddress": office["people"][who]}
        grants.create(
            fileId=file_id, body=body, sendNotificationEmail=False, supportsAllDrives=True
        ).execute()

    let_in(paper, "head")
    assert member.get(fileId=paper, supportsAllDrives=True).execute()["name"] == "surat.txt"
    assert lists(member, folder) == ["surat.txt"]
    let_in(folder, "service_desk")
    desk = workspace.service("drive", "v3", office["people"]["service_desk"]).files()
    assert lists(desk, folder) == ["surat.txt"]


def test_a_content_manager_may_not_limit_and_a_file_cannot_be_limited(
    drive: Any, keeper: Any, folder: str, paper: str
) -> None:
    with pytest.raises(HttpError) as refused:
        limit(drive.files(), folder)
    assert reason(refused) == (403, "insufficientFilePermissions")
    with pytest.raises(HttpError) as refused:
        limit(keeper, paper)
    assert reason(refused) == (400, "invalid")


def test_in_my_drive_the_owner_limits_and_keeps_what_lies_there(
    workspace: Any, drive: Any, office: dict[str, Any]
) -> None:
    body = {"name": "Atas", "mimeType": "application/vnd.google-apps.folder"}
    above = drive.files().create(body=body).execute()["id"]
    inner = drive.files().create(body={**body, "parents": [above]}).execute()["id"]
    paper = drive.files().create(body={"name": "surat.txt", "parents": [inner]}).execute()["id"]
    guest = {
        "type": "user",
        "role": "writer",
        "emailAddress": office["people"]["head"],
    }
    drive.permissions().create(fileId=above, body=guest, sendNotificationEmail=False).execute()
    theirs = workspace.service("drive", "v3", office["people"]["head"]).files()
    assert theirs.get(fileId=paper).execute()["name"] == "surat.txt"

    limit(drive.files(), inner)

    assert lists(drive.files(), inner) == ["surat.txt"]
    with pytest.raises(HttpError) as refused:
        theirs.get(fileId=paper).execute()
    assert reason(refused) == (404, "notFound")
