"""Sets a mail from its template: subject, text and HTML say the same.

In:    mails/<name>.txt: a line `Perihal: ...`, an empty line, the text; mails/_layout.html, the
       frame of every HTML; values.   Out: `Composed`.
Rule:  `{{ button("Label", address) }}` on a line of its own is the link people press; it stands
       before anything a customer wrote, because the first address of a task mail is its link.
Never: trusts a value: control characters go, HTML is escaped, addresses are not made links.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integration.templating import MAILS, TemplateFolder

LAYOUT = "_layout.html"
SUBJECT = "Perihal: "
MARK = "\x02"
"""Fences a button in the rendered text; removed from every value, so nobody can forge one."""
BETWEEN = "\x1f"


@dataclass(frozen=True)
class Composed:
    """A mail's three faces."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Block:
    """A paragraph, or a button where it has an address."""

    text: str
    url: str = ""

    @property
    def plain(self) -> str:
        """As the text part shows it."""
        return f"{self.text}:\n{self.url}" if self.url else self.text


def _button(label: str, url: str) -> str:
    return f"{MARK}{label}{BETWEEN}{url}{MARK}"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(sign for sign in value if sign in "\n\t" or ord(sign) >= 32)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value


def compose(name: str, values: Mapping[str, Any], templates: TemplateFolder) -> Composed:
    """Set the mail `name`. Raises jinja2.UndefinedError for a value the template misses."""
    jinja = templates.jinja(MAILS)
    rendered = jinja.get_template(f"{name}.txt").render(_clean(values) | {"button": _button})
    head, _, body = rendered.partition("\n\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"mail template {name} does not begin with '{SUBJECT}'")
    blocks = [_block(part.strip("\n")) for part in body.split("\n\n") if part.strip()]
    return Composed(
        subject=" ".join(head.removeprefix(SUBJECT).split()),
        text="\n\n".join(block.plain for block in blocks) + "\n",
        html=jinja.get_template(LAYOUT).render(office=str(values["office"]), blocks=blocks),
    )


def _block(said: str) -> Block:
    if not (said.startswith(MARK) and said.endswith(MARK)):
        return Block(said)
    label, _, url = said.strip(MARK).partition(BETWEEN)
    return Block(label, url)
