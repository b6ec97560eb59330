"""Templates are one folder; an office lays its own files over it and sees what becomes of them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from integration import preview, reply
from integration.cli import main
from integration.connect.bench import Bench
from integration.connect.checks import house
from integration.mails.compose import compose
from integration.mails.samples import VALUES
from integration.preview import broken
from integration.settings import Settings
from integration.templating import MAILS, REPLY, SHIPPED, TemplateFolder
from tests.factories import OFFICE, story_at
from tests.mails.test_mails import ADDRESS, Hrefs

SHIPPED_ONES = TemplateFolder()


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents take their time and have tests of their own."""
    monkeypatch.setattr(preview, "_documents", lambda templates: iter(()))


def test_every_shipped_mail_and_message_can_be_looked_at(tmp_path: Path, quick: None) -> None:
    made = CliRunner().invoke(main, ["preview", str(tmp_path)])

    assert made.exit_code == 0
    mails = {path.stem for path in (tmp_path / "surel").glob("*.html")}
    wanted = {path.stem for path in (SHIPPED / MAILS).glob("[a-z]*.txt")}
    assert mails == wanted | {f"{name}.rahasia" for name in wanted}
    assert len(list((tmp_path / "pesan").glob("*.txt"))) == 8
    assert "Rukmini Pradipta" in (tmp_path / "surat_balasan.html").read_text()


def test_every_document_is_in_the_preview() -> None:
    made = {piece.template for piece in preview.pieces(SHIPPED_ONES)}
    typst = {path.name for path in (SHIPPED / "documents").glob("*.typ")}

    # lib and cover_page are pieces of others; the report has figures of its own to show
    shown = typst - {"lib.typ", "cover_page.typ", "report.typ"}
    assert {name for name in made if name.startswith("documents/")} == {
        f"documents/{name}" for name in shown
    }


@pytest.mark.parametrize("name", sorted(path.stem for path in (SHIPPED / MAILS).glob("[a-z]*.txt")))
def test_the_first_address_of_the_html_is_that_of_the_text(name: str) -> None:
    said = compose(name, VALUES, SHIPPED_ONES)

    hrefs = Hrefs(said.html).found
    assert hrefs[:1] == ADDRESS.findall(said.text)[:1]


def test_an_offices_own_subject_text_and_frame_are_used(tmp_path: Path) -> None:
    write(
        tmp_path, "mails/receipt.txt", "Perihal: Sudah sampai\n\n{{ register_no }} kami terima.\n"
    )
    write(tmp_path, "mails/_layout.html", "<h1>{{ office }}</h1>{{ blocks[0].text }}")
    said = compose("receipt", VALUES | {"register_no": "<b>7</b>"}, TemplateFolder(tmp_path))

    assert said.subject == "Sudah sampai"
    assert said.text == "<b>7</b> kami terima.\n"
    assert said.html.endswith("</h1>&lt;b&gt;7&lt;/b&gt; kami terima.")
    other = compose("closed", VALUES, TemplateFolder(tmp_path))
    assert other.subject == compose("closed", VALUES, SHIPPED_ONES).subject


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("mails/receipt.txt", "Perihal: X\n\n{{ registr_no }}", "registr_no"),
        ("mails/receipt.txt", "Tanpa perihal", "Perihal"),
        ("mails/_layout.html", "{{ kantor }}", "kantor"),
        ("chats/reply.txt", "{% if %}", "Expected"),
        ("reply/letter.html", "<p>{{isi_srat}}</p>", "{{isi_srat}}"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_made(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch, name: str, text: str, why: str
) -> None:
    write(tmp_path, f"own/{name}", text)
    monkeypatch.setenv("TEMPLATES_DIR", str(tmp_path / "own"))

    made = CliRunner().invoke(main, ["preview", str(tmp_path / "made")])

    assert made.exit_code != 0
    assert why in made.output
    assert not (tmp_path / "made").exists()
    assert why in " ".join(said for _, said in broken(TemplateFolder(tmp_path / "own")))


def test_a_file_that_stands_for_nothing_is_a_stranger(tmp_path: Path) -> None:
    for name in ("mails/recipt.txt", "documents/receipt.typ", "documents/logo.png", "README.md"):
        write(tmp_path, name, "")

    folder = TemplateFolder(tmp_path)

    assert folder.strangers() == ["mails/recipt.txt"]
    assert folder.replaced() == ["documents/logo.png", "documents/receipt.typ"]


@pytest.mark.parametrize(
    ("files", "states"),
    [
        ({"mails/closed.txt": "Perihal: Selesai\n\nSelesai."}, [("ok", "1 berkas")]),
        ({"mails/close.txt": ""}, [("warning", "mails/close.txt")]),
        ({"mails/closed.txt": "Perihal: X\n\n{{ x }}"}, [("wrong", "mails/closed.txt: 'x'")]),
        (None, [("wrong", "tidak ada")]),
    ],
)
def test_the_doctor_names_what_is_wrong_with_them(
    tmp_path: Path,
    quick: None,
    files: dict[str, str] | None,
    states: list[tuple[str, str]],
) -> None:
    folder = tmp_path / "own"
    for name, text in (files or {}).items():
        write(folder, name, text)

    found = list(house.templates(Bench(Settings(templates_dir=folder))))

    assert [one.state for one in found] == [state for state, _ in states]
    assert all(words in one.said for one, (_, words) in zip(found, states, strict=True))
    assert all(one.remedy for one in found if one.state != "ok")


def test_the_replys_template_asks_only_for_what_every_letter_has() -> None:
    asked = set(reply.PLACEHOLDER.findall(SHIPPED_ONES.file(REPLY, "letter.html").read_text()))
    case = story_at("sign").case

    assert asked == set(reply.SAMPLE) == set(reply.values(case, OFFICE, OFFICE.head))
