"""E-mail addresses as people type them.

In:    what was typed.   Out: an address mail can be sent to, or none; those of a list, with names.
Rule:  a name may stand before an address; a line that leads to nobody is named, never passed over.
Never: asks whether somebody reads there. Start at `usable_email` and `listed`.
"""

import re
from collections.abc import Iterator

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
"""A part of a domain name: 63 signs at most, letters or digits at both ends (RFC 1035 2.3.4)."""
ADDRESS = re.compile(rf"[^@\s<>,;:\"()\[\]\\\x00-\x1f\x7f]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


def usable_email(typed: str) -> str:
    """The address in lower-case domain form, or an empty string when it cannot be one."""
    typed = typed.strip().removeprefix("mailto:")
    if len(typed) > 254 or not ADDRESS.fullmatch(typed):
        return ""
    try:
        typed.encode("ascii")
    except UnicodeEncodeError:
        return ""
    local, _, domain = typed.rpartition("@")
    return f"{local}@{domain.lower()}"


def listed(typed: str) -> tuple[list[str], list[str]]:
    """The addresses in a typed list, each once; the lines that hold none, or a bad one."""
    found: list[str] = []
    wrong: list[str] = []
    for line, people in _lines(typed):
        addresses = [address for _, address in people]
        found += [one for one in addresses if one]
        if not addresses or "" in addresses:
            wrong.append(line)
    return list(dict.fromkeys(found)), wrong


def named(typed: str) -> list[tuple[str, str]]:
    """Name, if one was typed, and address of everybody in such a list; each once."""
    found: dict[str, str] = {}
    for _, people in _lines(typed):
        for name, address in people:
            found[address] = found.get(address) or name
    return [(name, address) for address, name in found.items() if address]


def _lines(typed: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for line in filter(None, (one.strip() for one in re.split(r"[\r\n;]", typed))):
        yield line, [_parted(one.strip()) for one in line.split(",") if "@" in one]


def _parted(part: str) -> tuple[str, str]:
    """Name and address of "a@b.id", "Nama <a@b.id>" or "Nama a@b.id"; none where words follow."""
    bare = part.removesuffix(">")
    cut = max(bare.rfind("<"), -1 if bare != part else bare.rfind(" "))
    if "@" in bare[: cut + 1]:
        return "", ""
    return bare[: max(cut, 0)].strip(' <"'), usable_email(bare[cut + 1 :])
