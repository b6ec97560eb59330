"""Whether a value is what a discovery document allows.

In:    an API, a schema or parameter, a JSON value.   Out: the value, normalised, or Google's 400.
Rule:  unknown names, wrong types and unknown enum words are refused; null means absent.
Never: knows the meaning of a field. Start at `check_body()`.
"""

from __future__ import annotations

import re
from typing import Any

from ..frame.errors import ApiError, field_violation
from .documents import Method, document

WORDS = {"true": True, "false": False}
INTEGER = re.compile(r"-?\d+(\.0+)?")
IGNORED_PARAMETERS = {"drive.files.get": frozenset({"includeItemsFromAllDrives"})}
IGNORED_FIELDS = {("drive", "Permission"): frozenset({"withLink"})}
"""What Google's documents do not know and Drive passes over all the same: gspread sends both with
each call of their kind, and works against Google every day. Nothing else is passed over."""
BOUNDS = {
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
}


def check_body(method: Method, body: Any) -> dict[str, Any]:
    """The body of a request to `method`, normalised; ApiError 400 when Google would not take it."""
    if method.request is None:
        if body:
            raise field_violation("", "Invalid JSON payload received. The method takes no body.")
        return {}
    if not isinstance(body, dict):
        raise field_violation("", 'Invalid JSON payload received. Expected an object, "{".')
    checked: dict[str, Any] = _object(
        method.api, document(method.api)["schemas"][method.request], body, ""
    )
    return checked


def check_answer(method: Method, answer: Any) -> None:
    """Hold our own answer to the same document; ApiError says where it strays."""
    if method.response is None:
        if answer:
            raise field_violation("", f"{method.id} answers nothing")
        return
    schema = document(method.api)["schemas"][method.response]
    _object(method.api, schema, answer, "", strict=True)


def check_params(method: Method, given: dict[str, list[str]]) -> dict[str, Any]:
    """Path and query parameters with their types; ApiError 400 for unknown or ill-typed ones."""
    checked: dict[str, Any] = {}
    for name, values in given.items():
        schema = method.parameters.get(name)
        if schema is None and name in IGNORED_PARAMETERS.get(method.id, ()):
            continue
        if schema is None:
            raise field_violation(
                name,
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query '
                f"parameter. Field '{name}' could not be found in request message.",
            )
        typed = [_parameter(name, schema, value) for value in values]
        checked[name] = typed if schema.get("repeated") else typed[-1]
    for name, schema in method.parameters.items():
        if schema.get("required") and name not in checked:
            raise ApiError(400, f"Required parameter: {name}", reason="required", location=name)
    return checked


def _parameter(name: str, schema: dict[str, Any], value: str) -> Any:
    kind = schema["type"]
    if kind == "boolean":
        if value.lower() not in ("true", "false", "1", "0"):
            raise _wrong(name, "TYPE_BOOL", value)
        return value.lower() in ("true", "1")
    if kind == "integer":
        if not INTEGER.fullmatch(value):
            raise _wrong(name, "TYPE_INT32", value)
        number = int(value.split(".")[0])
        low, high = int(schema.get("minimum", number)), int(schema.get("maximum", number))
        if not low <= number <= high:
            raise ApiError(
                400,
                f"Invalid value '{value}'. Values must be within the range: [{low}, {high}]",
                reason="invalidParameter",
                location=name,
            )
        return number
    if kind == "number":
        try:
            return float(value)
        except ValueError:
            raise _wrong(name, "TYPE_DOUBLE", value) from None
    if "enum" in schema and value not in schema["enum"]:
        raise _wrong(name, "TYPE_ENUM", value)
    return value


def _wrong(path: str, kind: str, value: Any) -> ApiError:
    shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
    return field_violation(path, f"Invalid value at '{path}' ({kind}), {shown}")


def _check(api: str, schema: dict[str, Any], value: Any, path: str, strict: bool) -> Any:
    if "$ref" in schema:
        return _object(api, document(api)["schemas"][schema["$ref"]], value, path, strict=strict)
    kind = schema.get("type", "any")
    if kind == "any":
        return value
    if kind == "array":
        return _array(api, schema, value, path, strict)
    if kind == "object":
        return _object(api, schema, value, path, strict=strict)
    if kind == "boolean":
        if isinstance(value, str) and value.lower() in WORDS and not strict:
            # Google's JSON parser takes the words too; gspread sends "true"
            return WORDS[value.lower()]
        if not isinstance(value, bool):
            raise _wrong(path, "TYPE_BOOL", value)
        return value
    if kind in ("integer", "number"):
        return _number(schema, value, path, strict)
    return _string(schema, value, path, strict)


def _array(api: str, schema: dict[str, Any], value: Any, path: str, strict: bool) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(path, "TYPE_ARRAY", value)
    items = schema["items"]
    if items.get("type") == "array" and items["items"].get("type") == "any":
        # cell values: a register of two million cells is not walked one by one
        for number, row in enumerate(value):
            if not isinstance(row, list):
                raise _wrong(f"{path}[{number}]", "TYPE_ARRAY", row)
        return value
    return [
        _check(api, items, item, f"{path}[{number}]", strict) for number, item in enumerate(value)
    ]


def _object(
    api: str, schema: dict[str, Any], value: Any, path: str, *, strict: bool = False
) -> Any:
    if schema.get("type") == "any":
        return value
    if not isinstance(value, dict):
        raise _wrong(path, f"type.googleapis.com/{schema.get('id', 'object')}", value)
    properties = schema.get("properties", {})
    extra = schema.get("additionalProperties")
    checked: dict[str, Any] = {}
    for name, item in value.items():
        inner = properties.get(name) or properties.get(_camel(name)) or extra
        at = f"{path}.{name}" if path else name
        if inner is None and name in IGNORED_FIELDS.get((api, schema.get("id", "")), ()):
            continue
        if inner is None:
            where = f" at '{path}'" if path else ""
            raise field_violation(
                path,
                f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.',
            )
        if item is None and not strict:
            if extra is not None and name not in properties:
                checked[name] = None
            continue
        known = name if name in properties or _camel(name) not in properties else _camel(name)
        checked[known] = _check(api, inner, item, at, strict)
    return checked


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _number(schema: dict[str, Any], value: Any, path: str, strict: bool) -> Any:
    kind = "TYPE_DOUBLE" if schema["type"] == "number" else "TYPE_INT32"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong(path, kind, value)
    if isinstance(value, str):
        if strict:
            raise _wrong(path, kind, value)
        try:
            value = float(value) if schema["type"] == "number" else int(value)
        except ValueError:
            raise _wrong(path, kind, value) from None
    if schema["type"] == "number":
        return value
    low, high = BOUNDS[schema.get("format", "int32")]
    if value != int(value) or not low <= value <= high:
        raise _wrong(path, kind, value)
    return int(value)


def _string(schema: dict[str, Any], value: Any, path: str, strict: bool) -> str:
    counted = schema.get("format") in ("int64", "uint64")
    if counted and isinstance(value, int) and not isinstance(value, bool) and not strict:
        value = str(value)
    if not isinstance(value, str):
        raise _wrong(path, "TYPE_INT64" if counted else "TYPE_STRING", value)
    if counted and not INTEGER.fullmatch(value):
        raise _wrong(path, "TYPE_INT64", value)
    if "enum" in schema and value not in schema["enum"]:
        raise _wrong(path, "TYPE_ENUM", value)
    return value
