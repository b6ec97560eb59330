"""Imports point down, rooms stay small, and every room introduces itself."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("integration", "sheets", "drive", "gmail", "webhook")
DOORS = {"webhook", "integration.wiring", "integration.serving", "integration.__main__"}
"""Who may know the pages and the commands."""
LONGEST = 320
"""Lines; about 300, as the style asks."""

FILES = sorted(
    path
    for top in OURS
    for path in ([ROOT / f"{top}.py"] if top == "webhook" else (ROOT / top).rglob("*.py"))
    if path.exists() and "__pycache__" not in path.parts
)


def name(path: Path) -> str:
    """A file as Python imports it."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class ForTypes(ast.NodeTransformer):
    """Takes out what is imported for a type checker alone."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else node


def imported(path: Path, *, for_types: bool = True) -> Iterator[str]:
    """Every module a file imports, relative ones made whole."""
    package = name(path).split(".")
    if path.stem != "__init__":
        package = package[:-1]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree if for_types else ForTypes().visit(tree)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            yield whole
            yield from (f"{whole}.{each.name}" for each in node.names)


def below(module: str, *rooms: str) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def wrong(*rooms: str, may: tuple[str, ...]) -> list[str]:
    """What files of some rooms import of ours beyond what they may."""
    return [
        f"{name(path)} -> {module}"
        for path in FILES
        if below(name(path), *rooms)
        for module in imported(path)
        # `from integration import letters` also names the package above, which is empty.
        if below(module, *OURS) and module != "integration" and not below(module, *may)
    ]


def knows(module: str) -> set[str]:
    """Files of ours outside a room that import it."""
    return {
        name(path)
        for path in FILES
        if not below(name(path), module) and any(below(one, module) for one in imported(path))
    }


def test_no_files_import_each_other_in_a_circle() -> None:
    modules = {name(path) for path in FILES}
    tied = {}
    for path in FILES:
        seen = {*imported(path, for_types=False)} & modules - {name(path)}
        # `from room import file` names the room as well, and means the file
        tied[name(path)] = {
            each for each in seen if not any(below(one, each) for one in seen - {each})
        }
    TopologicalSorter(tied).prepare()


def test_the_sop_knows_the_standard_library_and_itself() -> None:
    assert wrong("integration.sop", may=("integration.sop",)) == []
    foreign = {
        f"{name(path)} -> {module}"
        for path in FILES
        if below(name(path), "integration.sop")
        for module in imported(path)
        if module.split(".")[0] not in {*sys.stdlib_module_names, "integration"}
    }
    assert foreign == set()


def test_the_sop_reads_no_clock_no_file_and_no_network() -> None:
    outside = {"os", "pathlib", "socket", "http", "urllib", "time", "random", "secrets", "io"}
    found = {
        f"{name(path)} -> {module}"
        for path in FILES
        if below(name(path), "integration.sop")
        for module in imported(path)
        if module.split(".")[0] in outside
    }
    now = {
        name(path)
        for path in FILES
        if below(name(path), "integration.sop")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
    }
    assert found | now == set()


def test_the_store_knows_the_sop_only() -> None:
    assert wrong("integration.store", may=("integration.sop", "integration.store")) == []


@pytest.mark.parametrize(
    "room",
    [
        "integration.service",
        "integration.worker",
        "integration.effects",
        "integration.intake",
        "integration.mails",
        "integration.documents",
        "integration.letters",
        "integration.register",
    ],
)
def test_the_house_sees_ports_and_never_adapters(room: str) -> None:
    seen = [
        f"{name(path)} -> {module}"
        for path in FILES
        if below(name(path), room)
        for module in imported(path)
        if below(module, "sheets", "drive", "gmail", "integration.workspace")
        or module.split(".")[0] in ("gspread", "googleapiclient", "google", "requests")
    ]
    assert seen == []


def test_the_adapters_know_ports_and_the_workspace() -> None:
    may = ("integration.ports", "integration.workspace", "integration.google_answers")
    for room in ("sheets", "drive", "gmail"):
        assert wrong(room, may=(*may, room)) == [], room


def test_the_local_workspace_and_the_house_do_not_know_each_other() -> None:
    assert wrong("integration.emulator", may=("integration.emulator",)) == []
    assert knows("integration.emulator") == set()


def test_letters_and_mails_know_nothing_of_cases() -> None:
    folder = "integration.templating"
    assert wrong(folder, may=()) == []
    kinds = "integration.filetype"
    assert wrong(kinds, may=()) == []
    assert wrong("integration.letters", may=("integration.letters", folder, kinds)) == []
    assert wrong("integration.mails", may=("integration.mails", folder)) == []


def test_only_the_doors_know_the_pages_and_the_commands() -> None:
    assert knows("integration.web") <= DOORS
    assert knows("integration.cli") <= DOORS


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        name(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and not below(name(path), "integration.emulator")
    }
    # These two hand the whole environment on to the processes they start.
    assert readers <= {"integration.settings", "integration.local", "integration.letters.pictures"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_introduces_itself_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "no docstring"


def test_the_finders_find_what_they_are_for(tmp_path: Path) -> None:
    probe = ROOT / "integration" / "web" / "probe.py"
    source = "import os.path\nfrom .. import ports\nfrom integration.sop import rules as r\n"
    tree = tmp_path / "probe.py"
    tree.write_text(source)
    assert below("integration.sop.rules", "integration.sop")
    assert not below("integration.sopranos", "integration.sop")
    assert name(probe) == "integration.web.probe"
    assert name(ROOT / "gmail" / "__init__.py") == "gmail"
    assert knows("integration.ports") >= {"integration.service", "integration.worker"}
