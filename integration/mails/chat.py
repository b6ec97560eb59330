"""Short messages that staff copy into a chat: the same milestones as the mails, in a few lines.

In:    chats/<name>.txt and values.   Out: plain text.
Rule:  a missing value is an error before anything is shown; every message names the office and
       the register number, and asks for no payment and no password (domain.md 5.3).
Never: sends; and never repeats the complaint. Start at `message`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

CHATS = Path(__file__).parent / "chats"

_environment = Environment(
    loader=FileSystemLoader(CHATS),
    undefined=StrictUndefined,
    autoescape=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


def message(name: str, values: Mapping[str, Any]) -> str:
    """Set the message `name`. Raises jinja2.UndefinedError for a value the template misses."""
    return _environment.get_template(f"{name}.txt").render(values).strip() + "\n"
