"""What signs the links is drawn once and whole, or the service does not start."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from integration.settings import BadSecret, Settings
from integration.wiring import NotConfigured, build
from tests.local_google import Google


def settings(folder: Path, **other: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **other)  # type: ignore[call-arg, arg-type]


def test_the_secret_is_drawn_once_for_whoever_asks_and_read_by_nobody_else(tmp_path: Path) -> None:
    given = settings(tmp_path / "data")
    with ThreadPoolExecutor(8) as many:
        drawn = set(many.map(lambda _: given.secret(), range(8)))
    assert len(drawn) == 1
    assert [one.name for one in given.data_dir.iterdir()] == ["link-secret"]
    assert (given.data_dir / "link-secret").stat().st_mode & 0o777 == 0o600


def test_a_disk_that_fills_while_the_secret_is_drawn_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as bad:
        bad.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            settings(tmp_path).secret()
    assert not list(tmp_path.iterdir())
    assert len(settings(tmp_path).secret()) >= 32


@pytest.mark.parametrize("left", ["", "\n", "abc"])
def test_an_empty_secret_signs_nothing_and_the_service_says_so(
    tmp_path: Path, google: Google, left: str
) -> None:
    (tmp_path / "link-secret").write_text(left)
    ids = {name: google.office[name] for name in ("form_id", "form_url", "register_id")}
    given = settings(
        tmp_path,
        google_origin=google.origin,
        google_credentials=google.write_key(tmp_path / "key.json"),
        office_file=google.write_office(tmp_path / "office.json"),
        archive_folder_id=google.office["archive_folder_id"],
        **ids,
    )
    with pytest.raises(BadSecret, match="dipalsukan"):
        given.secret()
    with pytest.raises(NotConfigured, match="link-secret"):
        build(given)
