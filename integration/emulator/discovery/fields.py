"""Partial answers: what the `fields` parameter leaves of an answer.

In:    "files(id,name),nextPageToken" and an answer.   Out: the answer with those fields only.
Rule:  a name the document does not know is Google's 400, as with a misspelt field in real life.
Never: adds anything. Start at `select()`.
"""

from __future__ import annotations

import re
from typing import Any

from ..frame.errors import ApiError
from .documents import Method, document

Tree = dict[str, "Tree"]
TOKEN = re.compile(r"[^,()/.\s]+|[,()/.]")


def _refusal(what: str) -> ApiError:
    return ApiError(
        400,
        f"Invalid field selection {what}",
        reason="invalidParameter",
        location="fields",
    )


def parse(text: str) -> Tree:
    """The tree a selection means; an empty branch is everything below. ApiError 400 if garbled."""
    tokens = TOKEN.findall(text)
    tree, rest = _list(tokens, text)
    if rest:
        raise _refusal(text)
    return tree


def _list(tokens: list[str], text: str) -> tuple[Tree, list[str]]:
    tree: Tree = {}
    while True:
        if not tokens or tokens[0] in ",()/.":
            raise _refusal(text)
        here, tokens = tree.setdefault(tokens[0], {}), tokens[1:]
        while tokens and tokens[0] in "/.":
            if len(tokens) < 2 or tokens[1] in ",()/.":
                raise _refusal(text)
            here, tokens = here.setdefault(tokens[1], {}), tokens[2:]
        if tokens and tokens[0] == "(":
            inner, tokens = _list(tokens[1:], text)
            if not tokens or tokens[0] != ")":
                raise _refusal(text)
            here.update(inner)
            tokens = tokens[1:]
        if not tokens or tokens[0] == ")":
            return tree, tokens
        tokens = tokens[1:]


def check(method: Method, tree: Tree) -> None:
    """ApiError 400 when the selection names what the answer cannot hold."""
    if method.response:
        _check(method.api, {"$ref": method.response}, tree)


def _check(api: str, schema: dict[str, Any], tree: Tree) -> None:
    while True:
        if "$ref" in schema:
            schema = document(api)["schemas"][schema["$ref"]]
        elif schema.get("type") == "array":
            schema = schema["items"]
        else:
            break
    properties = schema.get("properties", {})
    extra = schema.get("additionalProperties")
    if schema.get("type") == "any":
        return
    for name, inner in tree.items():
        if name == "*":
            continue
        below = properties.get(name, extra)
        if below is None:
            raise _refusal(name)
        if inner:
            _check(api, below, inner)


def prune(value: Any, tree: Tree) -> Any:
    """What is left of an answer."""
    if not tree or ("*" in tree and not tree["*"]):
        return value
    if isinstance(value, list):
        return [prune(item, tree) for item in value]
    if not isinstance(value, dict):
        return value
    if "*" in tree:
        return {name: prune(item, tree["*"] | tree.get(name, {})) for name, item in value.items()}
    return {name: prune(value[name], inner) for name, inner in tree.items() if name in value}


def select(method: Method, answer: dict[str, Any], fields: str) -> dict[str, Any]:
    """The partial answer a caller asked for; ApiError 400 when the selection is wrong."""
    tree = parse(fields)
    check(method, tree)
    pruned: dict[str, Any] = prune(answer, tree)
    return pruned
