"""Everything that leaves the office, with sample data: documents, mails, messages, the reply.

In:    a folder of templates.   Out: `Piece`s, each a file name and what makes its bytes.
Rule:  a missing value is an error here as it is in life, so what can be previewed can be sent.
Never: asks the database or Google; nobody in it is real. Start at `pieces`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path

from integration import letters, reply
from integration.letters import SAMPLE_LETTERHEAD, Part
from integration.letters.stamp import notes_for, signature
from integration.mails.chat import message
from integration.mails.compose import Composed, compose
from integration.mails.samples import VALUES
from integration.templating import CHATS, MAILS, TemplateFolder

PRIVATE = VALUES | {"private": True, "unreachable": True}
"""The same complaint, confidential and without an address."""


A4 = (595.28, 841.89)
ROOM = (200.0, 40.0)


class Unfilled(Exception):
    """A template asks for what no letter has; `str()` names it."""


@dataclass(frozen=True)
class Piece:
    """One thing to look at: its template, the file it becomes, what makes the bytes."""

    template: str
    name: str
    made: Callable[[], bytes]


def pieces(templates: TemplateFolder) -> Iterator[Piece]:
    """Every piece, in the order in which a case meets them."""
    yield from _documents(templates)
    yield from _mails(templates)
    for name in _names(CHATS):
        said = partial(message, name, VALUES, templates)
        yield Piece(f"chats/{name}.txt", f"pesan/{name}.txt", _bytes_of(said))
    yield Piece(
        "reply/letter.html", "surat_balasan.html", lambda: filled(reply.html(templates)).encode()
    )


def _documents(templates: TemplateFolder) -> Iterator[Piece]:
    for kind in letters.KINDS:
        made = partial(letters.render, kind, letters.sample(kind), SAMPLE_LETTERHEAD, templates)
        yield Piece(f"documents/{kind}.typ", f"dokumen/{kind}.pdf", made)
    note = partial(notes_for, [A4], f"{VALUES['status_url']}/K7QM2R4X9P", templates)
    yield Piece("documents/letter_note.typ", "dokumen/letter_note.pdf", note)
    seen = partial(
        signature,
        ROOM,
        reply.SAMPLE["nama_penandatangan"],
        "6 Mei 2025 pukul 09.00 WITA",
        templates,
    )
    yield Piece("documents/letter_signature.typ", "dokumen/letter_signature.pdf", seen)
    yield Piece("documents/whole_file.typ", "dokumen/whole_file.pdf", lambda: _bound(templates))


def _bound(templates: TemplateFolder) -> bytes:
    receipt = letters.render("receipt", letters.sample("receipt"), SAMPLE_LETTERHEAD, templates)
    parts = [Part.of("Tanda Terima", receipt)]
    return letters.whole_file(letters.sample("cover"), parts, SAMPLE_LETTERHEAD, templates)


def _mails(templates: TemplateFolder) -> Iterator[Piece]:
    for name in _names(MAILS):
        for ending, values in (("", VALUES), (".rahasia", PRIVATE)):
            said = partial(compose, name, values, templates)
            file = f"surel/{name}{ending}"
            yield Piece(f"mails/{name}.txt", f"{file}.txt", _bytes_of(partial(_plain, said)))
            yield Piece(f"mails/{name}.txt", f"{file}.html", _bytes_of(partial(_html, said)))


def _plain(say: Callable[[], Composed]) -> str:
    said = say()
    return f"Perihal: {said.subject}\n\n{said.text}"


def _html(say: Callable[[], Composed]) -> str:
    return say().html


def _bytes_of(say: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: say().encode()


def _names(part: str) -> list[str]:
    """The shipped texts of a part; an office's own folder adds none."""
    (shipped,) = TemplateFolder().folders(part)
    return sorted(path.stem for path in shipped.glob("[a-z]*.txt"))


def filled(html: str) -> str:
    """The reply's template with a sample letter in it. Raises Unfilled."""
    unknown = sorted(set(reply.PLACEHOLDER.findall(html)) - set(reply.SAMPLE))
    if unknown:
        raise Unfilled(", ".join("{{" + name + "}}" for name in unknown))
    return reply.PLACEHOLDER.sub(
        lambda found: escape(reply.SAMPLE[found[1]]).replace("\n", "<br>"), html
    )


def broken(templates: TemplateFolder) -> Iterator[tuple[str, str]]:
    """(template, why) of each template that cannot be set."""
    for template, group in groupby(pieces(templates), key=lambda piece: piece.template):
        for piece in group:
            try:
                piece.made()
            except Exception as why:  # whatever a person may write into a template
                yield template, str(why)
                break


def write(folder: Path, templates: TemplateFolder) -> Iterator[Path]:
    """Make every piece below `folder`. Raises what a broken template raises."""
    for piece in pieces(templates):
        content = piece.made()
        path = folder / piece.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield path
