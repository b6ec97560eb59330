"""The env file that the set-up keeps its ids in: other lines stay, only the owner reads it.

In:    names and values.   Out: a file of NAME=value lines, mode 0600.
Rule:  written beside and moved into place, so a crash leaves the old or the new one.
Never: takes a value that would break the line.
"""

import os
from collections.abc import Mapping
from pathlib import Path


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """Set these names; every other line stays as it is."""
    for name, value in values.items():
        if any(sign in value for sign in "\r\n'\"#$\\ "):
            raise ValueError(f"{name} cannot stand in an env file")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if line.partition("=")[0].strip() not in values]
    text = "\n".join([*kept, *(f"{name}={value}" for name, value in values.items())]) + "\n"
    new = path.with_name(path.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    new.chmod(0o600)
    new.replace(path)
