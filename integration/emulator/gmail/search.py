"""Gmail's search language, as far as it is used.

In:    `in:sent subject:"..." -from:x after:2026/11/01`.   Out: a test for messages.
Rule:  terms are joined by and; `OR`, `{}`, `()` and `-` as in Gmail; spam and trash only when
       asked for. An operator that is not done is 501, never a guess.
Never: changes anything. Start at `compile_search()`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from ..frame.errors import not_done
from .box import Box, Record

Test = Callable[[Record], bool]
TOKEN = re.compile(
    r'\s*(?:([({})])|(-?)(?:([A-Za-z][\w-]*):)?("[^"]*"|\([^()]*\)|[^\s(){}"]+)|(-))'
)
SPANS = {"d": 1, "m": 30, "y": 365}
STATES = {"unread": "UNREAD", "starred": "STARRED", "important": "IMPORTANT", "sent": "SENT"}
PLACES = {
    "inbox": "INBOX",
    "sent": "SENT",
    "draft": "DRAFT",
    "drafts": "DRAFT",
    "trash": "TRASH",
    "spam": "SPAM",
}


def asks_for_everything(query: str) -> bool:
    """Whether the search reaches into spam and trash by itself."""
    return re.search(r"\bin:(anywhere|spam|trash)\b", query, re.IGNORECASE) is not None


def compile_search(query: str, box: Box) -> Test:
    """The test a search means."""
    tokens = [found for found in TOKEN.finditer(query.strip())]
    test, rest = _group(tokens, box, "")
    if rest:
        test_more, _ = _group(rest[1:], box, "")
        return lambda record: test(record) and test_more(record)
    return test


Tokens = list[re.Match[str]]


def _group(tokens: Tokens, box: Box, closing: str) -> tuple[Test, Tokens]:
    terms: list[list[Test]] = []
    joined = False
    while tokens:
        found, tokens = tokens[0], tokens[1:]
        bracket, minus, operator, value, _ = found.groups()
        if bracket and bracket in ")}":
            if bracket == closing:
                break
            return _all(terms, closing), [found, *tokens]
        if bracket:
            test, tokens = _group(tokens, box, ")" if bracket == "(" else "}")
        elif value is None:
            continue
        elif value == "OR" and not operator and not minus:
            joined = True
            continue
        elif value == "AND" and not operator and not minus:
            continue
        else:
            test = _term(operator, value, box)
            if minus:
                test = _negated(test)
        if joined and terms:
            terms[-1].append(test)
        else:
            terms.append([test])
        joined = False
    return _all(terms, closing), tokens


def _negated(test: Test) -> Test:
    return lambda record: not test(record)


def _all(terms: list[list[Test]], closing: str) -> Test:
    if closing == "}":
        return lambda record: any(test(record) for either in terms for test in either)
    return lambda record: all(any(test(record) for test in either) for either in terms)


def _term(operator: str | None, value: str, box: Box) -> Test:
    if operator and value.startswith("("):
        parts = [_term(operator, part, box) for part in value[1:-1].split()]
        return lambda record: all(part(record) for part in parts)
    exact = value.startswith('"')
    text = value.strip('"').lower()
    name = (operator or "").lower()
    if not name:
        return lambda record: _has_words(_everything(record), text, exact)
    if name in ("from", "to", "cc", "bcc", "subject"):
        return lambda record: _has_words(_field(record, name), text, exact)
    if name == "rfc822msgid":
        wanted = "<" + value.strip('"').strip("<>") + ">"
        return lambda record: wanted in record["message_ids"]
    if name in ("in", "is", "label"):
        return _labelled(name, text, box)
    if name == "has" and text == "attachment":
        return lambda record: bool(record["files"])
    if name == "filename":
        return lambda record: any(text in file.lower() for file in record["files"])
    if name in ("after", "newer", "before", "older"):
        moment = _moment(text, box)
        if name in ("after", "newer"):
            return lambda record: record["date"] >= moment
        return lambda record: record["date"] < moment
    if name in ("newer_than", "older_than"):
        limit = box.world.clock.now() - _span(text)
        millis = int(limit.timestamp() * 1000)
        if name == "newer_than":
            return lambda record: record["date"] >= millis
        return lambda record: record["date"] < millis
    raise not_done(f"the Gmail search operator {name}:{text}")


def _field(record: Record, name: str) -> str:
    if name == "to":
        return f"{record['to']} {record['cc']} {record['bcc']}"
    return str(record[name])


def _everything(record: Record) -> str:
    names = ("subject", "from", "to", "cc", "text")
    return " ".join([*(str(record[name]) for name in names), *record["files"]])


def _has_words(text: str, wanted: str, exact: bool) -> bool:
    """Whole words, as Gmail searches; an address counts as its parts and as a whole."""
    words = re.findall(r"\w+", text.lower())
    sought = re.findall(r"\w+", wanted)
    if not sought:
        return wanted in text.lower()
    if exact or len(sought) > 1:
        size = len(sought)
        return any(words[at : at + size] == sought for at in range(len(words) - size + 1))
    return sought[0] in words


def _labelled(operator: str, text: str, box: Box) -> Test:
    if operator == "in" and text == "anywhere":
        return lambda record: True
    if operator == "is" and text == "read":
        return lambda record: "UNREAD" not in record["labels"]
    label = (STATES if operator == "is" else PLACES).get(text)
    if label is None:
        wanted = re.sub(r"[\s/-]", "-", text)
        for label_id, held in box.labels.items():
            if re.sub(r"[\s/-]", "-", held["name"].lower()) == wanted or label_id.lower() == text:
                label = label_id
    if label is None and operator != "is":
        label = text.upper()
    if label is None:
        raise not_done(f"the Gmail search operator {operator}:{text}")
    found = label
    return lambda record: found in record["labels"]


def _moment(text: str, box: Box) -> int:
    if re.fullmatch(r"\d{9,}", text):
        return int(text) * 1000
    parts = re.split(r"[/-]", text)
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        year, month, day = (int(part) for part in parts)
        try:
            moment = datetime(year, month, day, tzinfo=box.world.zone)
        except ValueError:
            raise not_done(f"the Gmail search date {text}") from None
        return int(moment.timestamp() * 1000)
    raise not_done(f"the Gmail search date {text}")


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"(\d+)([dmy])", text)
    if not found:
        raise not_done(f"the Gmail search span {text}")
    return timedelta(days=int(found[1]) * SPANS[found[2]])
