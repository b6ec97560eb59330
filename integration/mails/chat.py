"""Short messages that staff copy into a chat: the same milestones as the mails, in a few lines.

In:    chats/<name>.txt and values.   Out: plain text.
Rule:  a missing value is an error before anything is shown; every message names the office and
       the register number, and asks for no payment and no password (domain.md 5.3).
Never: sends; and never repeats the complaint. Start at `message`.
"""

from collections.abc import Mapping
from typing import Any

from integration.templating import CHATS, TemplateFolder


def message(name: str, values: Mapping[str, Any], templates: TemplateFolder) -> str:
    """Set the message `name`. Raises jinja2.UndefinedError for a value the template misses."""
    return templates.jinja(CHATS).get_template(f"{name}.txt").render(values).strip() + "\n"
