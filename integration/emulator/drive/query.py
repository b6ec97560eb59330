"""Drive's search language: the `q` of files.list.

In:    "name = 'x' and 'FOLDER' in parents and trashed = false".   Out: a test for entries.
Rule:  what Google would not parse is its 400 `Invalid Value`, location q.
Never: looks at who may see; the caller filters first. Start at `compile_query()`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..frame.errors import ApiError
from ..world import World
from .entries import Entry, content, in_trash, root_of, shown_modified
from .resource import grants_on

Test = Callable[[Entry], bool]
TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")|(?P<word>[A-Za-z][A-Za-z0-9_.]*)"
    r"|(?P<op><=|>=|!=|[=<>(){}]))"
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _refusal() -> ApiError:
    return ApiError(400, "Invalid Value", reason="invalid", location="q")


@dataclass
class _Looking:
    world: World
    account: str
    client: str


def compile_query(text: str, world: World, account: str, client: str) -> Test:
    """The test a query means; ApiError 400 when it cannot be read."""
    tokens: list[tuple[str, str]] = []
    at = 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        if not found:
            raise _refusal()
        kind = str(found.lastgroup)
        value = found[kind]
        tokens.append((kind, re.sub(r"\\(.)", r"\1", value[1:-1]) if kind == "text" else value))
        at = found.end()
    if not tokens:
        return lambda entry: True
    parser = _Parser(tokens, _Looking(world, account, client))
    test = parser.either()
    if parser.tokens:
        raise _refusal()
    return test


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], looking: _Looking) -> None:
        self.tokens = tokens
        self.looking = looking

    def next(self) -> tuple[str, str]:
        if not self.tokens:
            raise _refusal()
        return self.tokens.pop(0)

    def here(self, *words: str) -> bool:
        return bool(self.tokens) and self.tokens[0][0] != "text" and self.tokens[0][1] in words

    def need(self, word: str) -> None:
        if not self.here(word):
            raise _refusal()
        self.tokens.pop(0)

    def text(self) -> str:
        kind, value = self.next()
        if kind != "text":
            raise _refusal()
        return value

    def either(self) -> Test:
        tests = [self.both()]
        while self.here("or"):
            self.next()
            tests.append(self.both())
        return tests[0] if len(tests) == 1 else lambda entry: any(test(entry) for test in tests)

    def both(self) -> Test:
        tests = [self.single()]
        while self.here("and"):
            self.next()
            tests.append(self.single())
        return tests[0] if len(tests) == 1 else lambda entry: all(test(entry) for test in tests)

    def single(self) -> Test:
        if self.here("not"):
            self.next()
            inner = self.single()
            return lambda entry: not inner(entry)
        if self.here("("):
            self.next()
            inner = self.either()
            self.need(")")
            return inner
        kind, value = self.next()
        if kind == "text":
            self.need("in")
            return self._membership(value, self.next()[1])
        if kind != "word":
            raise _refusal()
        if value in ("properties", "appProperties"):
            return self._has(value)
        if value == "parents":
            # not documented, and what gspread asks: parents in "<folder>"
            self.need("in")
            return self._membership(self.text(), value)
        operator = self.next()[1]
        return self._comparison(value, operator)

    def _membership(self, value: str, collection: str) -> Test:
        world = self.looking.world
        if collection == "parents":
            wanted = root_of(world, self.looking.account) if value == "root" else value
            return lambda entry: entry["parent"] == wanted
        roles = {"owners": ("owner",), "writers": ("owner", "organizer", "fileOrganizer", "writer")}
        if collection == "readers" or collection in roles:
            enough = roles.get(collection)
            return lambda entry: any(
                grant.get("email") == value and (enough is None or grant["role"] in enough)
                for grant in grants_on(world, entry)
            )
        raise _refusal()

    def _has(self, field: str) -> Test:
        self.need("has")
        self.need("{")
        pair = {}
        for number, name in enumerate(("key", "value")):
            if number:
                self.need("and")
            self.need(name)
            self.need("=")
            pair[name] = self.text()
        self.need("}")
        if field == "properties":
            return lambda entry: entry["properties"].get(pair["key"]) == pair["value"]
        client = self.looking.client
        return lambda entry: (
            entry["appProperties"].get(client, {}).get(pair["key"]) == pair["value"]
        )

    def _comparison(self, field: str, operator: str) -> Test:
        world = self.looking.world
        if field in ("trashed", "starred", "sharedWithMe"):
            return self._truth(field, operator)
        value = self.text()
        if field in ("modifiedTime", "createdTime"):
            if operator not in COMPARE:
                raise _refusal()
            moment, compare = millis(value), COMPARE[operator]
            if field == "createdTime":
                return lambda entry: compare(entry["created"], moment)
            return lambda entry: compare(shown_modified(world, entry), moment)
        if field == "fullText" and operator == "contains":
            return lambda entry: _contains_words(_text_of(world, entry), value)
        key = {"name": "name", "mimeType": "mime"}.get(field)
        if key and operator == "contains":
            return lambda entry: _starts_a_word(entry[key], value)
        if key and operator in ("=", "!="):
            # names are compared without regard to case, as Drive does
            return lambda entry: (entry[key].lower() == value.lower()) == (operator == "=")
        raise _refusal()

    def _truth(self, field: str, operator: str) -> Test:
        wanted = self.next()[1]
        if operator not in ("=", "!=") or wanted not in ("true", "false"):
            raise _refusal()
        right = (wanted == "true") == (operator == "=")
        world, account = self.looking.world, self.looking.account
        if field == "trashed":
            return lambda entry: in_trash(world, entry) == right
        if field == "starred":
            return lambda entry: bool(entry["meta"].get("starred")) == right
        return lambda entry: (
            (
                entry["owner"] not in (None, account)
                and any(grant.get("email") == account for grant in entry["permissions"])
            )
            == right
        )


def millis(value: str) -> int:
    """A moment as callers write it, in milliseconds since 1970; ApiError 400 when it is none."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise _refusal() from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000)


def _starts_a_word(name: str, value: str) -> bool:
    """`contains` on names matches the beginning of a word only, as Drive documents."""
    return re.search(rf"(?<![^\W_]){re.escape(value)}", name, re.IGNORECASE) is not None


def _text_of(world: World, entry: Entry) -> str:
    text = f"{entry['name']} {entry['meta'].get('description', '')}"
    native = world.natives.get(entry["mime"])
    if native and "text/plain" in native.exports:
        return text + " " + native.exports["text/plain"](world, entry["id"]).decode()
    if entry["mime"].startswith("text/") and entry["revisions"]:
        return text + " " + content(world, entry).decode("utf-8", "replace")
    return text


def _contains_words(text: str, value: str) -> bool:
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        return value[1:-1].lower() in text.lower()
    words = set(re.findall(r"\w+", text.lower()))
    return all(word in words for word in re.findall(r"\w+", value.lower()))
