"""No key lies among the files of the project, and the commit hook would stop one."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.connect.tokens import private_key

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".githooks"
SKIPPED = {".git", ".venv", "data", "__pycache__", "node_modules", "build"}


@pytest.fixture(scope="module")
def looker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("look_for_keys", HOOKS / "look_for_keys.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def kept() -> list[Path]:
    """What git would keep; without git, everything but what is made."""
    if shutil.which("git") and (ROOT / ".git").exists():
        said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
        names = [ROOT / name for name in said.stdout.decode().split("\0") if name]
        return [path for path in names if path.is_file()]
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts)
    ]


def test_no_key_is_kept(looker: ModuleType) -> None:
    found = {
        str(path.relative_to(ROOT)): what
        for path in kept()
        if (what := looker.findings(path.relative_to(ROOT).as_posix(), path.read_bytes()))
    }
    assert found == {}


def test_keys_of_every_kind_are_found(looker: ModuleType) -> None:
    for content in (
        private_key(),
        '{"private_key": "-----BEGIN PRIVATE' + ' KEY-----\\nMII"}',
        '{"refresh_token": "1' + "//0" + "g" * 40 + '"}',
        "GOCS" + "PX-" + "a" * 28,
        "ya29" + "." + "a" * 50,
        "tgp" + "_" + "a" * 43,
    ):
        assert looker.findings("notes.txt", content.encode())
    assert looker.findings("credentials/service-account.json", b"{}")
    assert not looker.findings("credentials/README.md", b"no key here")


def test_the_hook_stops_a_commit_that_carries_a_key(tmp_path: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")

    def git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        who = ["-c", "user.name=x", "-c", "user.email=x@balai.example"]
        command = ["git", *who, *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    git("init", "-q")
    hooks = tmp_path / ".githooks"
    shutil.copytree(HOOKS, hooks, ignore=shutil.ignore_patterns("__pycache__"))
    text = (hooks / "pre-commit").read_text().replace("python3", sys.executable)
    (hooks / "pre-commit").write_text(text)
    git("config", "core.hooksPath", ".githooks")
    (tmp_path / "key.json").write_text(private_key())
    git("add", "key.json")
    refused = git("commit", "-q", "-m", "a key")
    assert refused.returncode != 0
    assert b"private key" in refused.stderr
    git("rm", "-q", "--cached", "key.json")
    (tmp_path / "notes.txt").write_text("nothing")
    git("add", "notes.txt")
    assert git("commit", "-q", "-m", "notes").returncode == 0
