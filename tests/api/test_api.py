"""Other systems read where a case stands and add notes, with a key, within limits."""

import re
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from integration.api import doors as api_doors
from integration.api import state as api_state
from integration.api.doors import A_MINUTE, WRONG_A_MINUTE, Doors
from integration.api.limits import Limit
from integration.api.openapi import CASE, description
from integration.api.state import State
from integration.calendar_seed import shipped_calendar
from integration.cli import main
from integration.connect.finding import good, wrong
from integration.connect.kept import LAST, Examination
from integration.push.tally import Tally
from integration.service import Service
from integration.settings import Settings
from integration.sop.actors import Door
from integration.sop.events import What
from integration.store.schema import memory
from tests.workshop import Workshop


class System:
    """Another program with its key."""

    def __init__(self, client: FlaskClient, key: str) -> None:
        self.client = client
        self.key = key

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, headers=self._headers(more))

    def post(self, path: str, said: Any, **more: Any) -> TestResponse:
        return self.client.post(path, json=said, headers=self._headers(more))

    def _headers(self, more: dict[str, Any]) -> dict[str, str]:
        own = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return own | {name.replace("_", "-"): value for name, value in more.items()}


@pytest.fixture
def doors(service: Service) -> Doors:
    return Doors(service, shipped_calendar, "https://tanggap.example")


@pytest.fixture
def app(doors: Doors) -> Flask:
    made = Flask("api")
    made.register_blueprint(api_doors.blueprint(doors))
    return made


@pytest.fixture
def system(app: Flask, doors: Doors) -> System:
    return System(app.test_client(), doors.keys.add("dasbor"))


def path(number: str, rest: str = "") -> str:
    return f"/api/cases/{number.replace('/', '-')}{rest}"


def test_a_case_is_read_without_any_personal_data(system: System, workshop: Workshop) -> None:
    number = workshop.receive()
    answer = system.get(path(number))
    assert answer.status_code == 200
    said = answer.get_json()
    assert said["register_no"] == number
    assert said["step"] == 2 and said["due_at"] and not said["final"]
    case = workshop.service.case(number)
    for secret in (case.intake.name, case.intake.email, case.intake.description, case.access_code):
        assert secret not in answer.get_data(as_text=True)


def test_the_number_may_be_written_with_strokes(system: System, workshop: Workshop) -> None:
    number = workshop.receive()
    assert system.get(f"/api/cases/{number}").get_json()["register_no"] == number


def test_without_a_good_key_nothing_is_said(
    app: Flask, system: System, workshop: Workshop, doors: Doors
) -> None:
    number = workshop.receive()
    for key in ("", "tgp_guess", system.key[:-1], system.key.upper(), "x" * 5000):
        assert System(app.test_client(), key).get(path(number)).status_code == 401
    assert doors.keys.drop("dasbor")
    assert system.get(path(number)).status_code == 401


def test_the_key_itself_is_kept_nowhere(system: System, service: Service) -> None:
    with service.database.read() as tx:
        kept = str(tx.execute(memory.select()).all())
    assert "dasbor" in kept
    assert system.key not in kept and system.key[4:] not in kept


def test_a_note_stands_in_the_history_with_its_sender(system: System, workshop: Workshop) -> None:
    number = workshop.receive()
    assert system.post(path(number, "/notes"), {"text": "Order dibayar."}).status_code == 201
    event = workshop.service.history(number)[-1]
    assert event.what is What.NOTED
    assert event.by.door is Door.API and event.by.name == "dasbor"
    assert event.data["text"] == "Order dibayar."


def test_a_repeated_note_is_added_once(system: System, workshop: Workshop) -> None:
    number, other = workshop.receive(), workshop.receive()
    said = {"text": "Order dibayar."}
    first = system.post(path(number, "/notes"), said, Idempotency_Key="42")
    again = system.post(path(number, "/notes"), said, Idempotency_Key="42")
    elsewhere = system.post(path(other, "/notes"), said, Idempotency_Key="42")
    assert [one.status_code for one in (first, again, elsewhere)] == [201, 200, 201]
    noted = [one for one in workshop.service.history(number) if one.what is What.NOTED]
    assert len(noted) == 1


@pytest.mark.parametrize(
    "said",
    [
        *(None, [], {}, {"text": ""}, {"text": 7}, {"text": "x" * 4001}, {"text": "a", "b": 1}),
        *({"text": "\x00\x01"}, {"text": "\ud800"}),
    ],
)
def test_a_note_without_usable_text_is_refused(
    said: Any, system: System, workshop: Workshop
) -> None:
    number = workshop.receive()
    assert system.post(path(number, "/notes"), said).status_code == 422
    assert len(workshop.service.history(number)) == 1


def test_a_note_of_bottomless_json_is_refused(system: System, workshop: Workshop) -> None:
    number = workshop.receive()
    answer = system.client.post(
        path(number, "/notes"),
        data="[" * 100_000,
        content_type="application/json",
        headers={"Authorization": f"Bearer {system.key}"},
    )
    assert answer.status_code == 422


def test_halves_of_signs_in_a_note_are_left_out(system: System, workshop: Workshop) -> None:
    number = workshop.receive()
    assert system.post(path(number, "/notes"), {"text": "Sampel\ud800 tiba."}).status_code == 201
    assert workshop.service.history(number)[-1].data["text"] == "Sampel tiba."


def test_an_unknown_case_is_404_also_for_notes(system: System) -> None:
    for number in ("ADU-2026-0999", "nothing", "ADU-2026-0001-x"):
        assert system.get(path(number)).status_code == 404
        assert system.post(path(number, "/notes"), {"text": "x"}).status_code == 404


def test_too_many_calls_are_told_how_long_to_wait(
    app: Flask, system: System, workshop: Workshop, doors: Doors
) -> None:
    number, seconds = workshop.receive(), [0.0]
    doors.calls = Limit(A_MINUTE, elapsed=lambda: seconds[0])
    doors.wrong = Limit(WRONG_A_MINUTE, elapsed=lambda: seconds[0])
    answers = [system.get(path(number)) for _ in range(A_MINUTE + 1)]
    assert {one.status_code for one in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61
    stranger = System(app.test_client(), "tgp_guess")
    tries = [stranger.get(path(number)).status_code for _ in range(WRONG_A_MINUTE + 1)]
    assert tries[-2:] == [401, 429]
    seconds[0] += 61
    assert system.get(path(number)).status_code == 200


def test_the_description_names_every_route_and_every_field(
    app: Flask, system: System, workshop: Workshop
) -> None:
    said = app.test_client().get("/api/openapi.json").get_json()
    assert said == description("https://tanggap.example")
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.endpoint != "api.openapi"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(name, method) for name, entry in said["paths"].items() for method in entry}
    assert routes == told
    case = system.get(path(workshop.receive())).get_json()
    assert set(case) == set(CASE["required"]) == set(CASE["properties"])


def test_an_address_offers_the_methods_that_are_described(app: Flask, system: System) -> None:
    for name, entry in description("https://tanggap.example")["paths"].items():
        address = name.replace("{number}", "ADU/2026/0001")
        offered = set(app.test_client().options(address).headers["Allow"].split(", "))
        assert offered - {"OPTIONS", "HEAD"} == {method.upper() for method in entry}


def test_keys_are_made_listed_and_dropped_by_command(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    run = CliRunner()
    made = run.invoke(main, ["key", "add", "dasbor"])
    assert made.exit_code == 0 and made.output.startswith("tgp_")
    assert run.invoke(main, ["key", "add", "dasbor"]).exit_code == 1
    assert run.invoke(main, ["key", "add", "../x"]).exit_code == 1
    assert "dasbor" in run.invoke(main, ["key", "list"]).output
    assert run.invoke(main, ["key", "drop", "dasbor"]).exit_code == 0
    assert run.invoke(main, ["key", "drop", "dasbor"]).exit_code == 1


# -- state ----------------------------------------------------------------------------------------


@pytest.fixture
def threads() -> list[threading.Thread]:
    return []


NOWHERE = Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def visitor(service: Service, threads: list[threading.Thread], tmp_path: Path) -> FlaskClient:
    made = Flask("state")
    told = State(
        service=service,
        tally=Tally(service.database, service.clock),
        examination=Examination(NOWHERE, service),
        threads=lambda: threads,
        calls=lambda: {"gmail": 7},
        folder=tmp_path,
    )
    told.tally.taken("drive")
    made.register_blueprint(api_state.blueprint(told))
    return made.test_client()


def test_a_process_is_ready_while_its_threads_run_and_its_tables_fit(
    visitor: FlaskClient, threads: list[threading.Thread], service: Service
) -> None:
    assert visitor.get("/readyz").status_code == 200
    ended = threading.Thread(target=lambda: None, name="worker-0")
    ended.start()
    ended.join()
    threads.append(ended)
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["lacking"] == ["worker-0"]
    threads.clear()
    with service.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert visitor.get("/readyz").get_json()["lacking"] == ["migration"]


def test_a_process_is_not_ready_without_room_for_what_people_send(
    visitor: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=2**20)
    with monkeypatch.context() as crowded:
        crowded.setattr(shutil, "disk_usage", lambda _: full)
        answer = visitor.get("/readyz")
    assert (answer.status_code, answer.get_json()["lacking"]) == (503, ["disk"])
    assert visitor.get("/readyz").status_code == 200
    tmp_path.rename(tmp_path.with_name("moved"))
    assert visitor.get("/readyz").get_json()["lacking"] == ["disk"]


def test_metrics_count_what_waits_and_name_nobody(visitor: FlaskClient, workshop: Workshop) -> None:
    workshop.receive()
    said = visitor.get("/metrics").get_data(as_text=True)
    assert re.search(r'tanggap_outbox\{state="waiting"\} [1-9]', said)
    assert 'tanggap_google_calls_total{api="gmail"} 7.0' in said
    assert 'tanggap_pushes_total{door="drive",outcome="taken"} 1.0' in said
    assert "@" not in said


def test_metrics_say_what_the_doctor_found_last(visitor: FlaskClient, service: Service) -> None:
    assert "tanggap_doctor{" not in visitor.get("/metrics").get_data(as_text=True)
    found = [wrong("disk", "0,1 GB tersisa", "kosongkan diska").plain(), good("form", "").plain()]
    service.remember(LAST, {"at": service.clock.now().isoformat(), "findings": found})
    said = visitor.get("/metrics").get_data(as_text=True)
    assert 'tanggap_doctor{check="disk",state="wrong"} 1.0' in said
    assert "tanggap_doctor_age_seconds 0.0" in said


def test_metrics_are_for_this_machine_alone(visitor: FlaskClient) -> None:
    far = {"REMOTE_ADDR": "203.0.113.9"}
    assert visitor.get("/metrics", environ_overrides=far).status_code == 403


def test_behind_a_proxy_metrics_need_the_token(service: Service, tmp_path: Path) -> None:
    made = Flask("state")
    tally = Tally(service.database, service.clock)
    for name, token in (("shut", ""), ("open", "a-token")):
        told = State(
            service=service,
            tally=tally,
            examination=Examination(NOWHERE, service),
            threads=list,
            calls=dict,
            folder=tmp_path,
            token=token,
            proxied=True,
        )
        made.register_blueprint(api_state.blueprint(told), name=name, url_prefix=f"/{name}")
    visitor = made.test_client()
    assert visitor.get("/shut/metrics").status_code == 403
    assert visitor.get("/open/metrics").status_code == 403
    sent = {"Authorization": "Bearer a-token"}
    assert visitor.get("/open/metrics", headers=sent).status_code == 200
