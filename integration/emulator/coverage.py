"""COVERAGE.md: what of Google's APIs the workspace does, printed from the code.

In:    Google's documents and what the services register.   Out: a page in Markdown.
Rule:  `python -m integration.emulator.coverage` writes it; a test fails when it is out of date.
Never: written by hand. Start at `page()`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from .discovery.documents import APIS, Method, document, methods
from .server import all_handlers, refused_parameters, service_modules

PATH = Path(__file__).with_name("COVERAGE.md")
BATCHES = {
    "sheets.spreadsheets.batchUpdate": "Request",
    "docs.documents.batchUpdate": "Request",
    "forms.forms.batchUpdate": "Request",
}
HEAD = """# What the local workspace does of Google's APIs

Printed by `python -m integration.emulator.coverage`; do not edit. What Google's documents know and
this page does not list as done answers 501 and names itself; what the documents do not know answers
400 or 404. Standard parameters (`fields`, `alt`, `prettyPrint`, `uploadType` ...) work everywhere.
"""


def requests_done() -> dict[str, frozenset[str]]:
    """The kinds of request each batchUpdate does."""
    found: dict[str, frozenset[str]] = {}
    for module in service_modules():
        found.update(getattr(module, "REQUESTS_DONE", {}))
    import_module(f"{__package__}.sheets.routes")
    registry = import_module(f"{__package__}.sheets.batch.registry")
    found["sheets.spreadsheets.batchUpdate"] = frozenset(registry.REQUESTS)
    return found


def own_parameters(method: Method) -> list[str]:
    """A method's query parameters beside the standard ones."""
    standard = document(method.api)["parameters"]
    return sorted(
        name
        for name, schema in method.parameters.items()
        if schema.get("location") == "query" and name not in standard
    )


def _names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def _api_section(api: str) -> list[str]:
    done, refused = all_handlers(), refused_parameters()
    mine = [method for method in methods().values() if method.api == api]
    count = sum(method.id in done for method in mine)
    lines = [f"\n## {api} {APIS[api]}: {count} of {len(mine)} methods\n"]
    lines += ["| Method | Parameters done | Parameters refused (501) |", "|---|---|---|"]
    for method in sorted(mine, key=lambda method: method.id):
        if method.id in done:
            names = own_parameters(method)
            missing = [name for name in names if name in refused.get(method.id, ())]
            kept = [name for name in names if name not in missing]
            lines.append(f"| `{method.id}` | {_names(kept)} | {_names(missing)} |")
    rest = sorted(method.id for method in mine if method.id not in done)
    if rest:
        lines.append(f"\nRefused: {_names(rest)}.")
    for batch, kinds in sorted(requests_done().items()):
        if batch.startswith(f"{api}."):
            known = set(document(api)["schemas"][BATCHES[batch]]["properties"])
            lines.append(f"\n`{batch}` does {len(kinds & known)} of {len(known)} requests:")
            lines.append(f"{_names(sorted(kinds & known))}.")
            lines.append(f"\nRefused: {_names(sorted(known - kinds))}.")
    return lines


def page() -> str:
    """The whole page."""
    lines = [HEAD]
    for api in APIS:
        lines += _api_section(api)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
