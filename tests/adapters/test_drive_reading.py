"""Files read back from Drive: what others shared, and what lies in a folder."""

import hashlib

import pytest

from drive.files import DriveArchive
from integration.ports import File, NotFound, Unsuitable

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
MEGABYTE = 1024 * 1024


@pytest.fixture
def archive(workspace):
    return DriveArchive(workspace)


def put(archive: DriveArchive, name: str = "foto.png", **properties: str) -> str:
    (file_id,) = archive.new_ids(1)
    file = File(name=name, media_type="image/png", content=PNG)
    archive.put(file, file_id=file_id, parent="root", properties=properties)
    return file_id


def test_a_file_shared_with_the_service_is_read_byte_for_byte(google, archive, as_account):
    customers = DriveArchive(as_account(google.customer))
    file_id = put(customers)
    with pytest.raises(NotFound):
        archive.read(file_id, MEGABYTE)
    permissions = as_account(google.customer).service("drive").permissions()
    sharing = permissions.create(
        fileId=file_id, body={"type": "user", "role": "reader", "emailAddress": google.mailbox}
    )
    as_account(google.customer).call(sharing, safe=False)

    read = archive.read(file_id, MEGABYTE)

    assert (read.name, read.media_type, read.content) == ("foto.png", "image/png", PNG)


def test_the_archives_own_files_and_large_ones_are_not_read(archive):
    with pytest.raises(Unsuitable):
        archive.read(put(archive, register_no="ADU/2026/0001"), MEGABYTE)
    with pytest.raises(Unsuitable):
        archive.read(put(archive), len(PNG) - 1)


def test_a_folder_is_listed_with_hashes_properties_and_locks(archive):
    folder = archive.folder("ADU-2026-0001", "root", "ADU/2026/0001")
    (first, second) = archive.new_ids(2)
    for file_id in (first, second):
        file = File(name=f"{file_id}.png", media_type="image/png", content=PNG)
        archive.put(file, file_id=file_id, parent=folder, properties={"kind": "evidence"})
    archive.lock(second, "final")

    found = {one.file_id: one for one in archive.listed(folder)}

    assert set(found) == {first, second}
    assert {one.sha256 for one in found.values()} == {hashlib.sha256(PNG).hexdigest()}
    assert found[first].properties["kind"] == "evidence"
    assert (found[first].locked, found[second].locked) == (False, True)
