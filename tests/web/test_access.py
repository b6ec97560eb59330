"""Every door has a rule: for anybody, for links, for staff who signed in, for programs."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from web_house import House, seen

from integration import wiring
from integration.access import Kind, rule_of
from integration.settings import Settings
from integration.sop.proof import PROOFS
from integration.tabs.keeper import OFFICE_IN_FORCE
from integration.web.sign_in.guard import A_MINUTE
from integration.wiring import build
from tests.local_google import local_google

FOR_ANYBODY = {
    *("front", "static", "status", "verification", "verified", "healthz"),
    *("sign_in", "sign_in_google", "sign_in_back", "state.readyz", "api.openapi"),
}
DESK, HEAD, OTHER_GROUP, AUDITOR = (
    f"{name}@balai.example" for name in ("petugas", "kepala", "kalibrasi", "mutu")
)
KEY = {"type": "authorized_user", "client_id": "a", "client_secret": "b", "refresh_token": "c"}


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    with local_google(folder / "google") as google:
        return google.write_office(folder / "office.json")


def as_served(office_file: Path, folder: Path, **more: str) -> wiring.House:
    """The whole house with every door, as it is served."""
    return build(
        Settings(
            _env_file=None,
            data_dir=folder,
            office_file=office_file,
            google_credentials_json=json.dumps(KEY),
            form_id="form-1",
            register_id="register-1",
            archive_folder_id="folder-1",
            **more,
        )
    )


@pytest.fixture
def whole(office_file: Path, tmp_path: Path) -> Iterator[Flask]:
    """Its pages and doors."""
    house = as_served(office_file, tmp_path)
    yield house.app
    house.database.close()


def asked(app: Flask, kind: Kind) -> Iterator[tuple[str, str]]:
    """Every method and address of the doors of one kind."""
    for rule in app.url_map.iter_rules():
        access = rule_of(app.view_functions[rule.endpoint])
        assert access is not None, f"{rule.endpoint} has no access rule"
        if access.kind is kind:
            with app.test_request_context():
                address = app.url_map.bind("localhost").build(
                    rule.endpoint, dict.fromkeys(rule.arguments, "ADU-2026-0001")
                )
            for method in (rule.methods or set()) - {"OPTIONS"}:
                yield method, address


def test_every_door_has_a_rule_and_what_is_open_to_all_is_listed_here(whole: Flask) -> None:
    open_to_all = {
        endpoint
        for endpoint, view in whole.view_functions.items()
        if (rule := rule_of(view)) is not None and rule.kind is Kind.PUBLIC
    }

    assert open_to_all == FOR_ANYBODY
    for kind in Kind:
        assert list(asked(whole, kind))


def test_staff_pages_ask_for_sign_in_whatever_is_sent(whole: Flask) -> None:
    for method, address in asked(whole, Kind.STAFF):
        answer = whole.test_client().open(address, method=method, data={"csrf": "x"})
        assert answer.status_code == 401, f"{method} {address}"


def test_doors_for_programs_refuse_whoever_brings_no_proof(whole: Flask) -> None:
    for method, address in asked(whole, Kind.MACHINE):
        caller = {"REMOTE_ADDR": "192.0.2.1"}
        answer = whole.test_client().open(address, method=method, environ_overrides=caller)
        assert answer.status_code in (401, 403), f"{method} {address}"


def test_pages_behind_links_refuse_whoever_has_none(whole: Flask) -> None:
    for method, address in asked(whole, Kind.LINK):
        answer = whole.test_client().open(address, method=method)
        assert answer.status_code == 400, f"{method} {address}"


def test_a_door_that_somebody_forgot_to_rule_stays_shut(house: House, caplog) -> None:
    house.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    with caplog.at_level(logging.ERROR):
        answer = house.client.get("/forgotten")

    assert answer.status_code == 403
    assert "secret" not in answer.get_data(as_text=True)
    assert [one.endpoint for one in caplog.records] == ["forgotten"]


@pytest.mark.parametrize(
    ("email", "status"), [(DESK, 200), (HEAD, 200), (OTHER_GROUP, 200), (AUDITOR, 403)]
)
def test_whoever_only_reads_enters_nothing(house: House, email: str, status: int) -> None:
    browser = house.signed_in(email)

    assert browser.get("/petugas/pengaduan-baru").status_code == status
    links = seen(browser.get("/petugas")).links
    assert ("/petugas/pengaduan-baru" in links) == (status == 200)


@pytest.mark.parametrize("email", [DESK, HEAD, OTHER_GROUP, AUDITOR])
def test_every_reader_opens_an_open_case_and_its_files(house: House, email: str) -> None:
    case = house.at("sign")
    browser = house.signed_in(email)

    page = seen(browser.get("/petugas/kasus/ADU-2026-0001"))

    assert "Telusuri penyebabnya." in page.text
    own = f"/petugas/kasus/ADU-2026-0001/berkas/{case.preview.pdf_sha256}"
    assert own in page.links
    assert browser.get(own).mimetype == "application/pdf"
    assert not [link for link in page.links if link.startswith("/kasus/")]


def test_a_case_that_does_not_exist_is_404(house: House) -> None:
    assert house.signed_in(DESK).get("/petugas/kasus/ADU-2026-0099").status_code == 404


@pytest.mark.parametrize(
    ("email", "status"),
    [
        (DESK, 200),
        (HEAD, 200),
        ("pengujian@balai.example", 200),
        (OTHER_GROUP, 403),
        (AUDITOR, 403),
    ],
)
def test_a_confidential_case_opens_for_those_who_handle_it_and_that_is_recorded(
    house: House, email: str, status: int
) -> None:
    case = house.at("review", confidentiality="confidential")
    browser = house.signed_in(email)

    answer = browser.get("/petugas/kasus/ADU-2026-0001")

    assert answer.status_code == status
    opened = {person for person, _ in house.service.case(case.register_no).openings}
    assert opened == ({email} if status == 200 else set())
    assert ("ADU/2026/0001" in browser.get("/petugas").text) == (status == 200)


def test_what_is_posted_needs_the_field_of_this_very_session(house: House) -> None:
    browser, other = house.signed_in(DESK), house.signed_in(DESK)
    page = seen(other.get("/petugas/pengaduan-baru"))
    said = {name: page.named(name)[0]["value"] for name in ("csrf", "nonce")}
    said |= {"channel": "walk_in", "description": "LHU salah cetak."}
    assert "walk_in" not in {name for name, fields in PROOFS.items() if fields}

    stolen = browser.post("/petugas/pengaduan-baru", data=said)
    own = other.post("/petugas/pengaduan-baru", data=said)

    assert (stolen.status_code, own.status_code) == (403, 303)
    shown = other.get(own.headers["Location"])
    assert "ADU/2026/0001 tercatat" in shown.get_data(as_text=True)
    assert house.service.history("ADU/2026/0001")[0].by.person == DESK
    assert house.receive() == "ADU/2026/0002"


def test_a_process_of_pages_alone_learns_who_was_taken_out_of_pengaturan(
    office_file: Path, tmp_path: Path
) -> None:
    said = json.loads(office_file.read_text()) | {"auditors": ["mutu@bspji-contoh.example"]}
    house = as_served(office_file, tmp_path, role="web")
    house.service.remember(OFFICE_IN_FORCE, said)
    pages = House(house.app, house.service, house.tools.links, house.service.clock)
    browser = pages.signed_in("mutu@bspji-contoh.example")

    before = browser.get("/petugas").status_code
    house.service.remember(OFFICE_IN_FORCE, said | {"auditors": []})

    assert (before, browser.get("/petugas").status_code) == (200, 403)
    house.database.close()


def test_pages_for_anybody_answer_one_address_so_often_and_hold_up_nobody_else(
    house: House,
) -> None:
    token, staff = house.token(house.at("review")), house.signed_in(DESK)
    browser = house.client

    answers = [browser.get("/status") for _ in range(A_MINUTE + 1)]
    other = {"REMOTE_ADDR": "192.0.2.7"}

    assert {one.status_code for one in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61
    assert "Terlalu banyak permintaan" in seen(answers[-1]).text
    assert browser.get("/status", environ_overrides=other).status_code == 200
    assert browser.get("/healthz").status_code == 200
    assert browser.get(f"/aksi/{token}").status_code == 200
    assert staff.get("/petugas").status_code == 200


def test_links_from_mails_need_no_sign_in_and_mind_none(house: House) -> None:
    case = house.at("review")
    token = house.token(case)

    assert house.client.get(f"/aksi/{token}").status_code == 200
    assert house.post("review", token).status_code == 200
    assert house.service.case(case.register_no).station == "cause"
