"""One warm Typst compiler for each templates folder.

In:    a template's file name and JSON data.   Out: PDF/A-2a bytes, tagged (PDF/UA-1 as well).
Rule:  data travels as JSON in `sys.inputs`; text is never spliced into markup. Only the fonts
       inside the typst package are used, so a letter looks the same on every machine.
Never: decides what a document says. Start at `Engine.pdf()`.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from integration.letters.printable import Printer, plain, visibly_changed

STANDARDS: list[Any] = ["a-2a", "ua-1"]
_PROBE = b'#set document(title: "x")\n#set text(lang: "id")\n#sys.inputs.at("text")\n'
_REFUSED = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_FONT_TROUBLE = ("could not be displayed", "codepoint")


class BadTemplate(RuntimeError):
    """A template does not compile: somebody edited it. Says which, where, and Typst's own hint."""

    code = "bad_template"


class _Crashed(Exception):
    """Typst panicked (seen with scripts mixed within a word), which Python sees as no Exception."""


class Engine:
    """Compiles the templates of one folder; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._compiler = self._new_compiler()

    def pdf(self, template: str, data: Mapping[str, Any], at: int) -> bytes:
        """Set one template with data; `at` is the creation date in Unix seconds.

        The same arguments give the same bytes. Raises BadTemplate.
        """
        cleaned = _each_text(data, _printer().clean)
        try:
            return self._compile(template, _marked(data, cleaned), at)
        except _Crashed:
            pass
        except typst.TypstError as refused:
            if not any(sign in refused.message for sign in _FONT_TROUBLE):
                raise self._bad(template, refused) from refused
        cleaned = _each_text(data, plain)
        try:
            return self._compile(template, _marked(data, cleaned), at)
        except typst.TypstError as refused:
            raise self._bad(template, refused) from refused
        except _Crashed as crash:
            raise BadTemplate(f"{template}: {crash}") from crash

    def _compile(self, template: str, data: Mapping[str, Any], at: int) -> bytes:
        with self._lock:
            try:
                made = self._compiler.compile(
                    input=str(self.folder / template),
                    format="pdf",
                    pdf_standards=STANDARDS,
                    timestamp=at,
                    sys_inputs={"data": json.dumps(data)},
                )
            except BaseException as failed:
                if _is_panic(failed):  # the compiler's inside may be half done: take a new one
                    self._compiler = self._new_compiler()
                    raise _Crashed(str(failed)) from failed
                raise
        assert isinstance(made, bytes)
        return made

    def _new_compiler(self) -> typst.Compiler:
        return typst.Compiler(root=str(self.folder), font_paths=_fonts(), ignore_system_fonts=True)

    def _bad(self, template: str, refused: typst.TypstError) -> BadTemplate:
        hints = " ".join(refused.hints)
        return BadTemplate(f"{template}: {refused.diagnostic or refused.message} {hints}".strip())


@cache
def engine(folder: Path) -> Engine:
    """The warm engine for this folder, made on first use."""
    return Engine(folder)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


@cache
def _printer() -> Printer:
    return Printer(_unshowable)


def _unshowable(characters: str) -> set[str]:
    """Ask Typst itself, one word a character: its complaint lists every one it cannot show."""
    try:
        typst.compile(
            _PROBE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=STANDARDS,
            sys_inputs={"text": " ".join(characters)},
        )
    except typst.TypstError as refused:
        found = "".join(_REFUSED.findall(refused.diagnostic))
        return set(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), found))
    except BaseException as failed:
        if not _is_panic(failed):
            raise
        if len(characters) == 1:
            return {characters}
        return set().union(*(_unshowable(one) for one in characters))
    return set()


def _is_panic(failed: BaseException) -> bool:
    return type(failed).__name__ == "PanicException"


def texts_in(data: Any) -> Iterator[str]:
    """Every text inside plain JSON data, in order."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for inner in data.values():
            yield from texts_in(inner)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from texts_in(inner)


def _each_text(data: Any, change: Callable[[str], str]) -> Any:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {key: _each_text(inner, change) for key, inner in data.items()}
    if isinstance(data, list | tuple):
        return [_each_text(inner, change) for inner in data]
    return data


def _marked(before: Mapping[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {**after, "boxes": visibly_changed(texts_in(before), texts_in(after))}
