"""E-mail addresses as people type them.

In:    what was typed.   Out: an address mail can be sent to, or none; the addresses of a list.
Rule:  a name may stand before an address; a line that leads to nobody is named, never passed over.
Never: asks whether somebody reads there. Start at `usable_email` and `listed`.
"""

import re

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
    for line in filter(None, (one.strip() for one in re.split(r"[\r\n;]", typed))):
        parts = [one.strip() for one in line.split(",") if "@" in one]
        known = [_after_name(one) for one in parts]
        found += [one for one in known if one]
        if not known or "" in known:
            wrong.append(line)
    return list(dict.fromkeys(found)), wrong


def _after_name(part: str) -> str:
    """The address of "a@b.id", "Nama <a@b.id>" or "Nama a@b.id"; empty where words follow it."""
    bare = part.removesuffix(">")
    cut = max(bare.rfind("<"), -1 if bare != part else bare.rfind(" "))
    return "" if "@" in bare[: cut + 1] else usable_email(bare[cut + 1 :])
