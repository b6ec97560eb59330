"""Every way Google refuses the sign-in is told apart, in both languages, and stops the calls."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from integration.clock import FixedClock
from integration.connect.circuit import PROBE_SECONDS, Circuit, forget, refusal
from integration.connect.explain import Words, explained
from integration.connect.identity import Account
from integration.connect.scopes import ALL, PREFIX
from integration.connect.signing_in import SignIn, try_sign_in
from integration.ports import SignInRefused, TryLater
from integration.store.database import Database
from integration.workspace import Workspace
from tests.connect.tokens import TokenEndpoint, person_key, robot_key, token_endpoint

MAILBOX = "pengaduan@balai.example"


@pytest.fixture
def endpoint() -> Iterator[TokenEndpoint]:
    with token_endpoint() as made:
        yield made


@pytest.fixture
def robot(endpoint: TokenEndpoint) -> Account:
    return Account("office", robot_key(endpoint.address), MAILBOX, ALL)


@pytest.fixture
def person(endpoint: TokenEndpoint) -> Account:
    return Account("office", person_key(endpoint.address), "", ALL)


def words(found: SignIn, account: Account, age: timedelta | None = None) -> Words:
    assert found.refusal is not None
    return explained(found.refusal, account, missing=found.missing, token_age=age)


def test_a_sign_in_with_everything_granted_is_good(
    endpoint: TokenEndpoint, robot: Account, person: Account
) -> None:
    endpoint.granted = list(ALL)
    assert try_sign_in(robot).good
    assert try_sign_in(person).good


def test_a_delegation_that_lacks_a_scope_is_named_with_the_scope_and_the_client(
    endpoint: TokenEndpoint, robot: Account
) -> None:
    endpoint.delegated = set(ALL) - {f"{PREFIX}gmail.modify"}
    found = try_sign_in(robot)
    assert found.missing == (f"{PREFIX}gmail.modify",)
    said = words(found, robot)
    for text in (said.indonesian, said.english):
        assert "gmail.modify" in text
        assert "1234567890" in text
        assert "Domain Wide Delegation" in text


def test_an_unknown_mailbox_is_told_apart_from_a_dead_key(
    endpoint: TokenEndpoint, robot: Account
) -> None:
    endpoint.error, endpoint.description = "invalid_grant", "Invalid email or User ID"
    assert MAILBOX in words(try_sign_in(robot), robot).indonesian
    endpoint.description = "Invalid JWT Signature."
    assert "Service Accounts > Keys" in words(try_sign_in(robot), robot).indonesian


def test_a_clock_that_is_off_is_named_as_such(endpoint: TokenEndpoint, robot: Account) -> None:
    endpoint.error = "invalid_grant"
    endpoint.description = (
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
    )
    assert "NTP" in words(try_sign_in(robot), robot).english


def test_a_token_that_ends_after_a_week_is_the_consent_screen_in_testing(
    endpoint: TokenEndpoint, person: Account
) -> None:
    endpoint.ends_in = 604_799
    assert try_sign_in(person).testing
    endpoint.error, endpoint.description = "invalid_grant", "Token has been expired or revoked."
    found = try_sign_in(person)
    assert "Testing" in words(found, person, timedelta(days=7)).indonesian
    assert "Testing" not in words(found, person, timedelta(days=40)).indonesian


def test_a_token_without_a_scope_is_found_before_the_first_call_fails(
    endpoint: TokenEndpoint, person: Account
) -> None:
    endpoint.granted = [scope for scope in ALL if "documents" not in scope]
    found = try_sign_in(person)
    assert not found.good
    assert found.missing == (f"{PREFIX}documents",)


def test_google_being_away_is_no_refusal(person: Account, endpoint: TokenEndpoint) -> None:
    away = Account("office", person_key("http://127.0.0.1:9/token"), "", ALL)
    with pytest.raises(TryLater):
        try_sign_in(away)


@pytest.mark.parametrize("language", ["indonesian", "english"])
@pytest.mark.parametrize(
    "reason",
    ["invalid_grant", "unauthorized_client", "invalid_client", "insufficient_scope", "", "strange"],
)
def test_every_refusal_has_words_without_gaps(
    reason: str, language: str, robot: Account, person: Account
) -> None:
    for account in (robot, person):
        said = getattr(explained(SignInRefused("no", reason), account), language)
        assert said and "{" not in said


@pytest.fixture
def seconds() -> list[float]:
    return [0.0]


@pytest.fixture
def circuit(robot: Account, database: Database, clock: FixedClock, seconds: list[float]) -> Circuit:
    return Circuit(robot, database, clock, elapsed=lambda: seconds[0])


@pytest.fixture
def workspace(robot: Account, circuit: Circuit) -> Workspace:
    return Workspace(robot.credentials(), "http://127.0.0.1:9", gate=circuit)


def profile(workspace: Workspace) -> None:
    users = workspace.service("gmail").users()
    workspace.call(users.getProfile(userId="me"), safe=True)


def test_after_a_refusal_nobody_asks_google_until_the_slow_probe(
    endpoint: TokenEndpoint, workspace: Workspace, database: Database, seconds: list[float]
) -> None:
    endpoint.error = "invalid_grant"
    for _ in range(5):
        with pytest.raises(TryLater):
            profile(workspace)
    assert len(endpoint.asked) == 1
    told = refusal(database, "office")
    assert told is not None and told["reason"] == "invalid_grant"
    seconds[0] += PROBE_SECONDS + 1
    for _ in range(5):
        with pytest.raises(TryLater):
            profile(workspace)
    assert len(endpoint.asked) == 2


def test_the_doctors_word_lets_calls_flow_at_once(
    endpoint: TokenEndpoint, workspace: Workspace, database: Database, seconds: list[float]
) -> None:
    endpoint.error = "invalid_grant"
    with pytest.raises(TryLater, match="stopped"):
        profile(workspace)
    endpoint.error = ""
    forget(database, "office")
    seconds[0] += 10
    with pytest.raises(TryLater, match="could not be reached"):
        profile(workspace)
    assert len(endpoint.asked) == 2


def test_a_success_closes_the_circuit_and_is_remembered(
    circuit: Circuit, database: Database
) -> None:
    circuit.refused(SignInRefused("no", "invalid_grant"))
    with pytest.raises(TryLater):
        circuit.enter()
    circuit.passed()
    circuit.enter()
    assert refusal(database, "office") is None
