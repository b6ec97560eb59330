"""The application on a database of its own."""

import pytest
from pages_room import chromium
from web_house import opened

from integration.settings import Settings

__all__ = ["chromium"]


@pytest.fixture
def house(tmp_path):
    with opened(tmp_path, Settings(max_upload_mb=1, sign_code=False, _env_file=None)) as house:
        yield house
