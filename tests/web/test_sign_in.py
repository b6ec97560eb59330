"""Staff sign in with the office's Google accounts: Google says who, Pengaturan says what."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from web_house import COMPLAINT, MONDAY, House, seen
from werkzeug.test import TestResponse

from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import FixedClock
from integration.connect.oauth_client import BadClient, Client
from integration.links import Links
from integration.office import Office
from integration.service import Service
from integration.settings import Settings
from integration.store.database import Database
from integration.web.app import create_app
from integration.web.sign_in.pages import own_path
from tests.local_google import Google, local_google

DOMAIN = "bspji-contoh.example"
DESK, HEAD, AUDITOR = (f"{name}@{DOMAIN}" for name in ("petugas.pelayanan", "kepala.balai", "mutu"))
STRANGER, CUSTOMER = f"orang.lain@{DOMAIN}", "pelanggan@contoh-usaha.example"
WEB = "http://127.0.0.1:8080"


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    with local_google(tmp_path_factory.mktemp("google")) as served:
        yield served


def build(google: Google, folder: Path, **more: str) -> House:
    web = more.get("public_url", WEB)
    registered = {"redirect_uris": [f"{web}/masuk/kembali"]}
    client = google.doors.post(f"{google.origin}/_emulator/oauth_client", json=registered)
    office = Office.from_json(google.office["office"] | {"auditors": [AUDITOR]})
    database = Database(f"sqlite:///{folder / 'tanggap.db'}")
    database.migrate()
    clock = FixedClock(MONDAY)
    service = Service(database, clock, office)
    links = Links("a-secret-for-tests", web, clock)
    app = create_app(
        service=service,
        book=CaseBook(database),
        links=links,
        calendar=shipped_calendar,
        settings=Settings(
            _env_file=None,
            google_origin=google.origin,
            sign_in_client_json=client.text,
            **more,
        ),
        form_url="http://form.example/f",
    )
    return House(app, service, links, clock)


@pytest.fixture
def house(google: Google, tmp_path: Path) -> Iterator[House]:
    made = build(google, tmp_path)
    yield made
    made.service.database.close()


def to_google(browser: FlaskClient, onward: str = "") -> str:
    """Press the button; the address of Google's account chooser."""
    answer = browser.get("/masuk/google", query_string={"ke": onward} if onward else None)
    assert answer.status_code == 302
    return answer.headers["Location"]


def choose(address: str, email: str, **changed: str) -> str:
    """Choose an account there; the address it sends the browser back to."""
    asked = dict(parse_qsl(urlsplit(address).query)) | changed
    said = {**asked, "choice": email}
    answer = requests.post(address.partition("?")[0], said, allow_redirects=False, timeout=30)
    return answer.headers["Location"]


def back(browser: FlaskClient, address: str) -> TestResponse:
    """Come back from Google."""
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def sign_in(house: House, email: str, onward: str = "") -> tuple[FlaskClient, TestResponse]:
    browser = house.client
    return browser, back(browser, choose(to_google(browser, onward), email))


def test_the_way_in_is_google_and_back_to_the_page_that_was_asked_for(house: House) -> None:
    house.receive()
    browser = house.client
    asked = browser.get("/petugas/kasus/ADU-2026-0001?lagi=1")
    (button,) = [link for link in seen(asked).links if "/masuk/google" in link]
    going = browser.get(button)
    answer = back(browser, choose(going.headers["Location"], DESK))

    assert asked.status_code == 401
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/petugas/kasus/ADU-2026-0001?lagi=1"
    assert COMPLAINT.name in browser.get(answer.headers["Location"]).get_data(as_text=True)


def test_google_is_asked_with_pkce_state_nonce_and_the_offices_domain_for_no_more_than_who(
    house: House,
) -> None:
    asked = dict(parse_qsl(urlsplit(to_google(house.client)).query))

    assert asked["scope"] == "openid email"
    assert (asked["code_challenge_method"], asked["hd"]) == ("S256", DOMAIN)
    assert len(asked["state"]) >= 20 and len(asked["nonce"]) >= 20
    assert asked["prompt"] == "select_account"


def test_the_session_page_says_who_since_when_and_what_waits(house: House) -> None:
    case = house.at("triage")
    browser, _ = sign_in(house, DESK)

    page = seen(browser.get("/sesi"))

    for said in ("Rani Melati Contoh", DESK, "Petugas Pelayanan", "Senin, 23 November 2026"):
        assert said in page.text
    (task,) = [link for link in page.links if "/aksi/" in link]
    assert case.register_no in page.text
    done = seen(browser.get(urlsplit(task).path))
    assert done.forms and "Rani Melati Contoh" in done.text


@pytest.mark.parametrize(
    ("email", "status", "said"),
    [
        (STRANGER, 403, "tidak tercantum pada tab Pengaturan"),
        (CUSTOMER, 403, "bukan akun kantor ini"),
        ("cancel", 403, "membatalkan"),
    ],
)
def test_whoever_is_not_of_the_office_or_not_in_pengaturan_stays_outside(
    house: House, email: str, status: int, said: str
) -> None:
    browser = house.client
    # the domain in the request is a wish that a browser can take out; the token's is the proof
    answer = back(browser, choose(to_google(browser), email, hd=""))

    assert answer.status_code == status
    assert said in seen(answer).text
    assert seen(answer).forms == []
    assert "tanggap=" not in str(answer.headers)
    assert browser.get("/petugas").status_code == 401


def test_an_answer_that_another_browser_asked_for_is_not_taken(house: House) -> None:
    address = choose(to_google(house.client), HEAD)
    victim = house.client
    to_google(victim)

    answer = back(victim, address)

    assert answer.status_code == 400
    assert victim.get("/petugas").status_code == 401


def test_an_answer_is_taken_once(house: House) -> None:
    browser = house.client
    address = choose(to_google(browser), DESK)

    assert [back(browser, address).status_code for _ in range(2)] == [303, 400]


@pytest.mark.parametrize(
    "changed", ["nonce", "aud", "issuer", "expired", "key", "unverified", "not hosted"]
)
def test_a_token_with_a_flaw_proves_nothing(
    house: House, google: Google, monkeypatch, changed: str
) -> None:
    from integration.emulator.doors import openid

    if changed == "key":
        monkeypatch.setattr(openid, "key_set", lambda world: {"keys": [other_key(world)]})
    encode = openid.jwt.encode

    def flawed(signer, claims):
        said = dict(claims)
        if changed == "nonce":
            said["nonce"] = "another"
        if changed == "aud":
            said |= {"aud": "another.client", "azp": said["aud"]}
        if changed == "issuer":
            said["iss"] = "https://accounts.example"
        if changed == "unverified":
            said["email_verified"] = False
        if changed == "not hosted":
            del said["hd"]
        if changed == "expired":
            said |= {"iat": said["iat"] - 7200, "exp": said["exp"] - 7200}
        return encode(signer, said)

    monkeypatch.setattr(openid.jwt, "encode", flawed)
    browser, answer = sign_in(house, DESK)

    assert answer.status_code == (403 if changed == "not hosted" else 400)
    assert browser.get("/petugas").status_code == 401


def other_key(world) -> dict:
    """A key that has our key's name and did not sign."""
    from joserfc.jwk import RSAKey

    from integration.emulator.doors import oauth

    kid = oauth.key(world)["id"]
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}).as_dict(private=False)


def test_while_google_is_away_the_page_says_so_and_links_go_on_working(
    house: House, google: Google
) -> None:
    google.fails("GET /.well-known/.*", "503", 2)
    case = house.at("review")

    answer = house.client.get("/masuk/google")

    assert answer.status_code == 503
    assert "beberapa menit" in seen(answer).text
    assert house.post("review", house.token(case)).status_code == 200
    google.doors.delete(f"{google.origin}/_emulator/faults")


def test_a_session_ends_when_its_person_is_taken_out_of_pengaturan(house: House) -> None:
    browser, _ = sign_in(house, AUDITOR)
    before = browser.get("/petugas").status_code

    office = house.service.office
    house.service.office = replace(office, auditors=())
    gone = browser.get("/petugas")
    house.service.office = office

    assert (before, gone.status_code) == (200, 403)
    assert "tidak lagi, tercantum" in seen(gone).text
    assert browser.get("/petugas").status_code == 401, "it does not come back with the row"


@pytest.mark.parametrize(
    ("used_after", "status"),
    [
        ([timedelta(minutes=59), timedelta(minutes=59)], 200),
        ([timedelta(minutes=60)], 401),
        ([timedelta(minutes=50)] * 14, 200),
        ([timedelta(minutes=50)] * 15, 401),
    ],
    ids=["in use", "idle", "nearly a long day", "a long day"],
)
def test_a_session_ends_unused_after_an_hour_and_used_after_twelve(
    house: House, used_after: list[timedelta], status: int
) -> None:
    browser = house.signed_in(DESK)

    for pause in used_after:
        house.clock.advance(seconds=pause.total_seconds())
        last = browser.get("/sesi").status_code

    assert last == status


def leave(browser: FlaskClient, **more: str) -> TestResponse:
    csrf = seen(browser.get("/sesi")).named("csrf")[0]["value"]
    return browser.post("/keluar", data={"csrf": csrf, **more})


def test_signing_out_ends_this_session_or_all_of_them(house: House) -> None:
    first, second, third = (house.signed_in(DESK) for _ in range(3))
    head = house.signed_in(HEAD)

    assert leave(first).status_code == 200
    assert [one.get("/sesi").status_code for one in (first, second, head)] == [401, 200, 200]
    leave(third, everywhere="1")
    assert [one.get("/sesi").status_code for one in (second, third, head)] == [401, 401, 200]


def test_nobody_is_signed_out_by_a_page_elsewhere(house: House) -> None:
    browser = house.signed_in(DESK)

    assert browser.get("/keluar").status_code == 405
    assert browser.post("/keluar", data={"csrf": ""}).status_code == 403
    assert browser.get("/sesi").status_code == 200


def test_the_cookie_is_out_of_reach_for_scripts_other_sites_and_plain_http(
    google: Google, tmp_path: Path
) -> None:
    house = build(google, tmp_path, public_url="https://balai.example/pengaduan")
    browser = house.app.test_client()
    base = {"base_url": "https://balai.example/pengaduan"}

    going = browser.get("/masuk/google", **base)
    parts = urlsplit(choose(going.headers["Location"], DESK))
    answer = browser.get(f"/masuk/kembali?{parts.query}", **base)

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "tanggap=" in one]
    for said in ("__Secure-tanggap=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/pengaduan"):
        assert said in cookie
    assert parts.path == "/pengaduan/masuk/kembali"
    assert answer.headers["Location"] == "/pengaduan/petugas"
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    for pending in going.headers.getlist("Set-Cookie"):
        assert all(said in pending for said in ("Secure", "HttpOnly", "SameSite=Lax"))
    house.service.database.close()


def test_what_is_kept_of_a_session_does_not_open_one(house: House) -> None:
    browser, _ = sign_in(house, DESK)
    cookie = browser.get_cookie("tanggap")
    with house.service.database.read() as tx:
        kept = str(tx.exec_driver_sql("SELECT key, value FROM memory").fetchall())

    assert cookie is not None and cookie.value not in kept
    assert "session:" in kept


def test_neither_addresses_nor_codes_stand_in_the_log(house: House, caplog) -> None:
    with caplog.at_level(logging.INFO):
        sign_in(house, DESK)
        sign_in(house, STRANGER)

    text = caplog.text + str([vars(record) for record in caplog.records])
    assert "signed in" in text and "unknown" in text
    assert "@" not in text and "4/0A" not in text


@pytest.mark.parametrize(
    "typed",
    [
        *("//evil.example", "/\\evil.example", "https://evil.example"),
        *("petugas", "/a b", "/" + "a" * 600),
    ],
)
def test_nobody_is_sent_on_to_another_place(house: House, typed: str) -> None:
    _, answer = sign_in(house, DESK, typed)

    assert own_path(typed) == ""
    assert answer.headers["Location"] == "/petugas"


@pytest.mark.parametrize("said", ["{", "[]", '{"installed": {"client_id": "a"}}', '{"web": {}}'])
def test_a_client_file_of_another_kind_is_named_at_the_start(said: str) -> None:
    with pytest.raises(BadClient, match="SIGN_IN_CLIENT"):
        Client.of(Settings(_env_file=None, sign_in_client_json=said))
