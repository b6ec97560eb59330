"""Google's documents as the oracle, over all they know: every method, parameter and request kind.

What the documents do not know is 400; what they know and the workspace does not do is 501 and names
itself. Neither reaches a handler, so neither changes anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from integration.emulator import coverage
from integration.emulator.discovery.documents import Method, document, methods
from integration.emulator.server import all_handlers, refused_parameters

NOBODYS = "tiada_di_google"


@pytest.fixture(scope="module")
def lasting(serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with serve(tmp_path_factory.mktemp("workspace")) as held:
        yield held


@pytest.fixture(scope="module")
def ask(lasting: Any) -> Any:
    """A call of any method with parameters and a body; status and message."""
    token = lasting.token(lasting.office["service_mailbox"])

    def call(method: Method, params: dict[str, str], body: Any = None) -> tuple[int, str]:
        answer = lasting.session.request(
            method.http_method,
            lasting.origin + path_of(method),
            params=required(method) | params,
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        said = answer.json()["error"]["message"] if answer.status_code >= 400 else ""
        return answer.status_code, said

    return call


def path_of(method: Method) -> str:
    """A path of a method with something in the place of each parameter."""

    def sample(found: re.Match[str]) -> str:
        schema = method.parameters[found[1]]
        pattern: str = schema.get("pattern", "1" if schema["type"] == "integer" else "x")
        return pattern.strip("^$").replace("[^/]+", "x").replace(".*", "x")

    return re.sub(r"\{\+?([A-Za-z]+)\}", sample, method.path)


def required(method: Method) -> dict[str, str]:
    """Something for each query parameter a method insists on."""
    needed = {
        name: schema
        for name, schema in method.parameters.items()
        if schema.get("required") and schema["location"] == "query"
    }
    return {name: _value(schema) for name, schema in needed.items()}


def _value(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return str(next(one for one in schema["enum"] if one != schema.get("default")))
    return {"boolean": "true", "integer": "1"}.get(schema["type"], "x")


def done() -> list[Method]:
    return [methods()[name] for name in sorted(all_handlers())]


def test_an_unknown_parameter_is_400_at_every_method(ask: Any) -> None:
    passed = {one.id: ask(one, {NOBODYS: "1"}) for one in done()}

    assert {name for name, (code, said) in passed.items() if code != 400} == set()
    assert {name for name, (code, said) in passed.items() if NOBODYS not in said} == set()


def test_an_unknown_field_is_400_at_every_method_that_takes_a_body(ask: Any) -> None:
    taking = [one for one in done() if one.request is not None]

    passed = {one.id: ask(one, {}, {NOBODYS: 1}) for one in taking}

    assert {name for name, (code, _) in passed.items() if code != 400} == set()
    unnamed = {name: said for name, (_, said) in passed.items() if f'"{NOBODYS}"' not in said}
    assert unnamed == {}


def test_a_body_where_none_is_taken_is_400(ask: Any) -> None:
    bare = [one for one in done() if one.request is None and one.http_method != "GET"]

    assert {one.id for one in bare if ask(one, {}, {"x": 1})[0] != 400} == set()


def test_a_method_that_is_not_done_is_501_and_names_itself(ask: Any) -> None:
    missing = [one for one in methods().values() if one.id not in all_handlers()]

    passed = {one.id: ask(one, {}) for one in missing}

    assert [name for name, (code, said) in passed.items() if code != 501 or name not in said] == []


def test_a_parameter_that_is_not_done_is_501_and_names_itself(ask: Any) -> None:
    asked = [
        (methods()[name], parameter)
        for name, parameters in refused_parameters().items()
        for parameter in parameters
        if parameter in methods()[name].parameters
    ]

    passed = {
        (one.id, parameter): ask(one, {parameter: _value(one.parameters[parameter])})
        for one, parameter in asked
    }

    assert [one for one, (code, said) in passed.items() if code != 501 or one[1] not in said] == []


@pytest.mark.parametrize("batch", sorted(coverage.BATCHES))
def test_a_request_kind_that_is_not_done_is_501_and_names_itself(
    ask: Any, lasting: Any, batch: str
) -> None:
    method, office = methods()[batch], lasting.office
    kinds = document(method.api)["schemas"][coverage.BATCHES[batch]]["properties"]
    missing = sorted(kinds.keys() - coverage.requests_done()[batch])
    mailbox = office["service_mailbox"]
    docs = lasting.service("docs", "v1", mailbox).documents()
    here = {
        "spreadsheetId": office["register_id"],
        "formId": office["form_id"],
        "documentId": docs.create(body={"title": "Konsep"}).execute()["documentId"],
    }
    path = re.sub(r"\{(\w+)\}", lambda found: here[found[1]], method.path)

    wrong = []
    for kind in missing:
        answer = lasting.call("POST", path, mailbox, json={"requests": [{kind: {}}]})
        if answer.status_code != 501 or kind not in answer.json()["error"]["message"]:
            wrong.append((kind, answer.status_code))

    assert wrong == []
