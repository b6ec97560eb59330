"""The grammar of formulas: text to pieces, pieces to a tree.

In:    a formula's text and the locale's decimal sign.   Out: tokens, or a tree of tuples.
Rule:  where the comma is the decimal sign it separates no arguments; `;` always does (6.3).
Never: evaluates. Start at `parsed()`.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

REFERENCE = (
    r"(?:(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?"
    r"(?:\$?[A-Za-z]{1,3}\$?[1-9]\d*(?::\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?)?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?|\$?[1-9]\d*:\$?[1-9]\d*)(?![\w(!.])"
)
_ERROR = r"#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|ERROR!|NULL!)"
_TEXT = r'"(?:[^"]|"")*"'
_OPERATOR = r"<>|<=|>=|[-+*/^&=<>%(),;:{}]"


class Token(NamedTuple):
    """One piece: `kind` is text, error, ref, number, name, op, space or odd."""

    kind: str
    text: str


class BadFormula(ValueError):
    """The text is no formula; Sheets shows `#ERROR!`."""


def _pattern(decimal: str) -> re.Pattern[str]:
    number = rf"\d+(?:{re.escape(decimal)}\d+)?(?:[eE][+-]?\d+)?|{re.escape(decimal)}\d+"
    return re.compile(
        rf"(?P<text>{_TEXT})|(?P<error>{_ERROR})|(?P<ref>{REFERENCE})|(?P<number>{number})"
        rf"|(?P<name>[A-Za-z_][\w.]*)|(?P<op>{_OPERATOR})|(?P<space>\s+)|(?P<odd>.)"
    )


_PATTERNS = {sign: _pattern(sign) for sign in (".", ",")}


@lru_cache(maxsize=4096)
def tokens(source: str, decimal: str = ".") -> tuple[Token, ...]:
    """The pieces of a formula without its leading `=`; joined they give the text back."""
    return tuple(
        Token(m.lastgroup or "odd", m[0]) for m in _PATTERNS[decimal].finditer(source.lstrip("="))
    )


def parsed(source: str, decimal: str) -> Any:
    """The tree of a formula such as `=SUM(A1:A3)*2`.

    Raises:
        BadFormula: it does not follow the grammar.
    """
    reader = _Reader([t for t in tokens(source, decimal) if t.kind != "space"], decimal)
    tree = reader.comparison()
    if reader.at < len(reader.tokens):
        raise BadFormula(source)
    return tree


class _Reader:
    """Recursive descent, one method per level of binding."""

    def __init__(self, found: list[Token], decimal: str) -> None:
        self.tokens, self.decimal, self.at = found, decimal, 0
        self.separators = (";",) if decimal == "," else (";", ",")

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self) -> Token:
        if self.at >= len(self.tokens):
            raise BadFormula("it ends too early")
        self.at += 1
        return self.tokens[self.at - 1]

    def _left(self, operators: tuple[str, ...], below: Any) -> Any:
        tree = below()
        while self.peek() in operators and self.tokens[self.at].kind == "op":
            operator = self.take().text
            tree = ("op", operator, tree, below())
        return tree

    def comparison(self) -> Any:
        return self._left(("=", "<>", "<", ">", "<=", ">="), self.joined)

    def joined(self) -> Any:
        return self._left(("&",), self.summed)

    def summed(self) -> Any:
        return self._left(("+", "-"), self.multiplied)

    def multiplied(self) -> Any:
        return self._left(("*", "/"), self.raised)

    def raised(self) -> Any:
        return self._left(("^",), self.signed)

    def signed(self) -> Any:
        if self.peek() in ("-", "+"):
            sign = self.take().text
            tree = self.signed()
            return ("negative", tree) if sign == "-" else tree
        tree = self.atom()
        while self.peek() == "%":
            self.take()
            tree = ("op", "/", tree, ("value", 100))
        return tree

    def atom(self) -> Any:
        kind, text = self.take()
        if kind == "number":
            plain = float(text.replace(self.decimal, "."))
            return ("value", int(plain) if plain.is_integer() and plain < 1e15 else plain)
        if kind == "text":
            return ("value", text[1:-1].replace('""', '"'))
        if kind == "error":
            return ("error", text)
        if kind == "ref":
            return ("ref", text)
        if kind == "name":
            return self._named(text)
        if text == "(":
            tree = self.comparison()
            if self.take().text != ")":
                raise BadFormula("a bracket is not closed")
            return tree
        raise BadFormula(text)

    def _named(self, text: str) -> Any:
        if self.peek() == "(":
            return ("call", text.upper(), self._arguments())
        if text.upper() in ("TRUE", "FALSE"):
            return ("value", text.upper() == "TRUE")
        return ("name", text)

    def _arguments(self) -> list[Any]:
        self.take()
        found: list[Any] = []
        if self.peek() == ")":
            self.take()
            return found
        while True:
            empty = self.peek() in (*self.separators, ")")
            found.append(("value", "") if empty else self.comparison())
            mark = self.take().text
            if mark == ")":
                return found
            if mark not in self.separators:
                raise BadFormula(mark)
