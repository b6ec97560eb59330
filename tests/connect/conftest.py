"""An account that owns nothing yet, on the local workspace."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from integration.settings import Settings
from tests.connect.new_account import EMPTY
from tests.local_google import Google


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
