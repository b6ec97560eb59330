"""Sets a mail from its template: subject, text and HTML say the same.

In:    templates/<name>.txt: a line `Perihal: ...`, an empty line, the text.   Out: `Composed`.
Rule:  `{{ button("Label", address) }}` on a line of its own is the link people press; it stands
       before anything a customer wrote, because the first address of a task mail is its link.
Never: trusts a value: control characters go, HTML is escaped, addresses are not made links.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"
SUBJECT = "Perihal: "
MARK = "\x02"
"""Fences a button in the rendered text; removed from every value, so nobody can forge one."""

LAYOUT = """<!doctype html>
<html lang="id"><body style="margin:0;padding:16px;background:#f4f6f8">
<div style="max-width:640px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px;\
font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1d2733">
<p style="margin:0 0 16px;font-weight:bold;color:#0b4a6f">{office}</p>
{body}
</div></body></html>
"""
PARAGRAPH = '<p style="margin:0 0 14px;white-space:pre-line;overflow-wrap:anywhere">{}</p>'
BUTTON = (
    '<p style="margin:0 0 18px"><a href="{url}" style="display:inline-block;padding:12px 20px;'
    "background:#0b4a6f;color:#ffffff;text-decoration:none;border-radius:6px;"
    'font-weight:bold">{label}</a></p>'
)


@dataclass(frozen=True)
class Composed:
    """A mail's three faces."""

    subject: str
    text: str
    html: str


def _button(label: str, url: str) -> str:
    return f"{MARK}{label}\x1f{url}{MARK}"


@cache
def _environment(folder: Path) -> Environment:
    # The text is escaped paragraph by paragraph when the HTML is set from it.
    made = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["button"] = _button
    return made


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(sign for sign in value if sign in "\n\t" or ord(sign) >= 32)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value


def compose(name: str, values: Mapping[str, Any], templates: Path = TEMPLATES) -> Composed:
    """Set the mail `name`. Raises jinja2.UndefinedError for a value the template misses."""
    rendered = _environment(templates).get_template(f"{name}.txt").render(_clean(values))
    head, _, body = rendered.partition("\n\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"mail template {name} does not begin with '{SUBJECT}'")
    subject = " ".join(head.removeprefix(SUBJECT).split())
    blocks = [block.strip("\n") for block in body.split("\n\n") if block.strip()]
    return Composed(
        subject=subject,
        text="\n\n".join(_as_text(block) for block in blocks) + "\n",
        html=LAYOUT.format(
            office=escape(str(values["office"])), body="\n".join(_as_html(b) for b in blocks)
        ),
    )


def _is_button(block: str) -> bool:
    return block.startswith(MARK) and block.endswith(MARK)


def _as_text(block: str) -> str:
    if _is_button(block):
        label, _, url = block.strip(MARK).partition("\x1f")
        return f"{label}:\n{url}"
    return block


def _as_html(block: str) -> str:
    if _is_button(block):
        label, _, url = block.strip(MARK).partition("\x1f")
        return BUTTON.format(url=escape(url, quote=True), label=escape(label))
    return PARAGRAPH.format(escape(block))
