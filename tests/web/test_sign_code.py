"""Step 9 asks for a code sent to the registered address: a forwarded mail approves nothing."""

import re

import pytest
from web_house import House, opened, seen

from integration.one_time import LASTS, LONGEST_WAIT, TRIES, derived
from integration.settings import Settings
from integration.sop.case import Case
from integration.store.outbox import Entry


@pytest.fixture
def strict(tmp_path):
    """The office's own setting: nothing said about codes, not on the local workspace."""
    with opened(tmp_path, Settings(_env_file=None)) as house:
        yield house


def mails(house: House, case: Case) -> list[Entry]:
    effects = house.service.effects(case.register_no)
    return [one for one in effects if one.data.get("template") == "sign_code"]


def code(house: House, case: Case) -> str:
    """What stands in the newest mail."""
    data = mails(house, case)[-1].data
    secret = house.links.secret
    return derived(secret, case.register_no, case.visit, data["person"], data["nonce"])


def test_the_first_sending_brings_a_code_to_the_registered_address_and_decides_nothing(strict):
    case = strict.at("sign")

    response = strict.post("sign", strict.token(case), outcome="tidak", reason="Nada surat.")

    page = seen(response)
    assert response.status_code == 422
    assert len(page.forms) == 1 and page.named("code")
    assert page.areas["reason"].strip() == "Nada surat."
    assert [one["value"] for one in page.named("outcome") if "checked" in one] == ["tidak"]
    assert "k***@balai.example" in page.text
    assert [one.data["person"] for one in mails(strict, case)] == ["kepala@balai.example"]
    assert strict.service.case(case.register_no).station == "sign"


def test_the_code_from_the_mail_finishes_the_step(strict):
    case = strict.at("sign")
    token = strict.token(case)
    strict.post("sign", token)
    typed = code(strict, case)

    response = strict.post("sign", token, code=f" {typed[:3]} {typed[3:]} ")

    assert response.status_code == 200
    assert strict.service.case(case.register_no).station == "records"
    assert len(mails(strict, case)) == 1


def test_five_wrong_codes_shut_the_door_until_the_time_is_over(strict):
    case = strict.at("sign")
    token = strict.token(case)
    strict.post("sign", token)
    right = code(strict, case)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"

    said = [seen(strict.post("sign", token, code=wrong)).text for _ in range(TRIES)]
    late = strict.post("sign", token, code=right)

    assert "Sisa percobaan: 4" in said[0]
    assert "Terlalu banyak kode" in said[-1]
    assert late.status_code == 422
    strict.clock.advance(seconds=LASTS.total_seconds() + 1)
    assert strict.post("sign", token, code=right).status_code == 422
    assert len(mails(strict, case)) == 2
    assert strict.post("sign", token, code=code(strict, case)).status_code == 200


def test_whoever_goes_on_guessing_waits_longer_for_each_new_code(strict):
    case = strict.at("sign")
    token = strict.token(case)
    tries = 0
    for _ in range(24 * 60 // 10):
        before = len(mails(strict, case))
        strict.post("sign", token)
        if len(mails(strict, case)) > before:
            wrong = f"{(int(code(strict, case)) + 1) % 1_000_000:06d}"
            for _ in range(TRIES):
                strict.post("sign", token, code=wrong)
            tries += TRIES
        strict.clock.advance(seconds=600)

    assert 50 < tries < 80, "of a million, in a day"
    strict.clock.advance(seconds=LONGEST_WAIT.total_seconds())
    strict.post("sign", token)
    assert strict.post("sign", token, code=code(strict, case)).status_code == 200


def test_a_code_is_over_after_ten_minutes_and_belongs_to_one_case(strict):
    case, other = strict.at("sign"), strict.at("sign")
    token = strict.token(case)
    strict.post("sign", token)
    strict.post("sign", strict.token(other))

    assert strict.post("sign", token, code=code(strict, other)).status_code == 422
    old = code(strict, case)
    strict.clock.advance(seconds=LASTS.total_seconds())
    assert strict.post("sign", token, code=old).status_code == 422
    assert strict.service.case(case.register_no).station == "sign"


def test_looking_sends_no_code_and_no_table_holds_one(strict):
    case = strict.at("sign")
    address = f"/aksi/{strict.token(case)}"
    strict.client.get(address)
    strict.client.head(address)
    assert mails(strict, case) == []

    strict.post("sign", strict.token(case))

    with strict.service.database.read() as tx:
        dump = str(tx.exec_driver_sql("SELECT value FROM memory").all())
        dump += str(tx.exec_driver_sql("SELECT data, progress, result FROM outbox").all())
    assert not re.search(rf"\b{code(strict, case)}\b", dump)


@pytest.mark.parametrize(
    ("said", "asks"),
    [({}, True), ({"local": True}, False), ({"local": True, "sign_code": True}, True)],
)
def test_it_is_on_in_the_office_and_off_on_the_local_workspace(said, asks):
    assert Settings(_env_file=None, **said).asks_code is asks
