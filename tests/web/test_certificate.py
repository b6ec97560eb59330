"""A letter is signed with the office's own certificate: the passphrase is used and forgotten."""

import base64
import hashlib
import logging
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import chain

import pytest
from letters import BODY, SIGNER, key_file, letter
from pypdf import PdfReader
from sqlalchemy import MetaData, select
from web_house import PASSPHRASE, House, opened, pdf, seen

from integration.settings import Settings
from integration.signed.signatures import signatures
from integration.sop.case import Case
from tests.fakes import Crash

NUMBER = "B/1/BSPJI/MS.08.01/XI/2026"
PLACE = "Nusa Contoh, 23 November 2026"


@pytest.fixture
def keys(tmp_path):
    path = tmp_path / "kantor.p12"
    path.write_bytes(key_file(PASSPHRASE))
    return path


def office_with(keys):
    return Settings(sign_code=False, signing_certificate=keys, _env_file=None)


@pytest.fixture
def certified(tmp_path, keys):
    """An office with a certificate of its own, and a letter that waits for it."""
    with opened(tmp_path, office_with(keys)) as house:
        house.drafted = letter()
        house.numbered = letter(number=NUMBER, place=PLACE)
        yield house


def press(house: House, case: Case, **said: str):
    return house.post("e_sign", house.token(case), **said)


def issued(house: House, case: Case) -> bytes:
    """The letter as it was issued."""
    found = house.service.case(case.register_no).letter
    assert found is not None
    content = house.service.file(found.pdf["sha256"])
    assert content is not None
    return content


def unsigned(house: House, case: Case) -> bool:
    after = house.service.case(case.register_no)
    return (after.station, after.letter) == ("e_sign", None)


def test_without_a_certificate_the_records_office_sees_what_it_always_saw(house):
    case = house.at("records")

    page = seen(house.client.get(f"/aksi/{house.token(case)}"))

    assert [each["value"] for each in page.named("outcome")] == ["issued"]
    assert "required" in page.named("final_pdf")[0] and "Wajib bila memilih" not in page.text
    sent = house.post("records", house.token(case), outcome="numbered")
    assert sent.status_code == 422
    assert house.service.case(case.register_no).station == "records"


def test_with_one_the_records_office_may_give_the_number_only_or_upload_as_before(certified):
    case = certified.at("records")

    page = seen(certified.client.get(f"/aksi/{certified.token(case)}"))
    assert [each["value"] for each in page.named("outcome")] == ["issued", "numbered"]
    assert "Wajib bila memilih “Surat Keluar terbit”." in page.text
    given = certified.post(
        "records", certified.token(case), outcome="numbered", final_pdf=None, letter_no=NUMBER
    )

    assert given.status_code == 200
    assert "Nomor dan tanggal sedang dibubuhkan" in seen(given).text
    assert certified.service.case(case.register_no).station == "e_sign"


def test_the_signed_letter_passes_our_own_check_and_anybodys(certified):
    case = certified.at("e_sign")

    page = seen(press(certified, case))

    content = issued(certified, case)
    (signature,) = signatures(content)
    assert (signature.name, signature.intact, signature.whole) == (SIGNER, True, True)
    assert content.startswith(certified.numbered)
    assert f"Bertanda tangan elektronik oleh {SIGNER}, isinya utuh." in page.text
    assert "Isinya sama dengan konsep yang disetujui." in page.text
    found = certified.service.case(case.register_no).letter
    assert (found.number, found.date) == (NUMBER, "2026-11-23")
    for asked in (certified.code, hashlib.sha256(content).hexdigest()):
        answer = certified.client.get(f"/verifikasi/{asked}")
        assert answer.status_code == 200 and NUMBER in seen(answer).text
        assert case.intake.name not in seen(answer).text


def test_the_signature_is_seen_between_position_and_name_and_covers_no_word(certified):
    case = certified.at("e_sign")
    press(certified, case)

    page = PdfReader(BytesIO(issued(certified, case))).pages[-1]

    (field,) = [one.get_object() for one in page["/Annots"]]
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    lines = {}
    page.extract_text(
        visitor_text=lambda text, cm, tm, _font, _size: lines.setdefault(
            text.strip(),
            (tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]),
        )
    )
    assert lines[SIGNER][1] < bottom < top < lines["Kepala Balai,"][1]
    assert left == pytest.approx(lines[SIGNER][0], abs=1) and right - left > 120
    seen_there = field["/AP"]["/N"]["/Resources"]["/XObject"]["/Picture"]
    fonts = [one.get_object() for one in seen_there["/Resources"]["/Font"].values()]
    assert all("/FontFile3" in str(one["/DescendantFonts"][0]["/FontDescriptor"]) for one in fonts)


def test_where_the_letter_leaves_no_room_it_is_signed_unseen(certified):
    certified.drafted = letter(room="0pt")
    certified.numbered = letter(number=NUMBER, place=PLACE, room="0pt")
    case = certified.at("e_sign")

    press(certified, case)

    content = issued(certified, case)
    (field,) = [one.get_object() for one in PdfReader(BytesIO(content)).pages[-1]["/Annots"]]
    assert [float(side) for side in field["/Rect"]] == [0, 0, 0, 0]
    assert signatures(content)[0].whole


@pytest.mark.parametrize(("typed", "said"), [("", "Mohon ketik"), ("salah", "Sisa percobaan: 4")])
def test_without_the_right_passphrase_nothing_is_signed(certified, typed, said):
    case = certified.at("e_sign")

    response = press(certified, case, passphrase=typed)

    page = seen(response)
    assert response.status_code == 422 and said in page.text
    assert len(page.forms) == 1 and not page.named("passphrase")[0].get("value")
    assert unsigned(certified, case)


def test_five_wrong_passphrases_end_in_a_rest_even_for_the_right_one(certified):
    case = certified.at("e_sign")
    for _ in range(5):
        press(certified, case, passphrase="salah")

    refused = press(certified, case)

    assert refused.status_code == 422 and "Terlalu banyak" in seen(refused).text
    assert unsigned(certified, case)
    certified.clock.advance(minutes=11)
    assert press(certified, case).status_code == 200


@pytest.mark.parametrize("days", [-60, 60], ids=["expired", "not yet valid"])
def test_a_certificate_outside_its_time_signs_nothing(certified, keys, days):
    since = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=days)
    keys.write_bytes(key_file(PASSPHRASE, since=since))
    case = certified.at("e_sign")

    response = press(certified, case)

    assert response.status_code == 422 and "tidak berlaku saat ini" in seen(response).text
    assert unsigned(certified, case)


@pytest.mark.parametrize("content", [b"", b"no PKCS#12", b"\x30\x82\x01\x00\x02\x01\x03junk", None])
def test_a_file_that_is_no_certificate_is_said_to_be_of_no_use(certified, keys, content):
    keys.unlink() if content is None else keys.write_bytes(content)
    case = certified.at("e_sign")

    response = press(certified, case)

    assert response.status_code == 422 and unsigned(certified, case)
    assert "dikembalikan" not in seen(response).text


def test_anothers_certificate_is_named_and_signs_only_when_that_is_said(certified, keys):
    keys.write_bytes(key_file(PASSPHRASE, name="Orang Lain Contoh"))
    case = certified.at("e_sign")

    asked = press(certified, case)
    page = seen(asked)
    assert asked.status_code == 422 and unsigned(certified, case)
    assert f"atas nama Orang Lain Contoh, bukan {SIGNER}" in page.text
    assert page.named("holder")[0]["value"] == "Orang Lain Contoh"
    assert press(certified, case, holder="Siapa Saja").status_code == 422

    signed = press(certified, case, holder="Orang Lain Contoh")
    assert "oleh Orang Lain Contoh" in seen(signed).text


@pytest.mark.parametrize(
    "name",
    [
        "BIMA ARGA CONTOH",
        f"{SIGNER}, S.T., M.T.",
        "Balai Standardisasi dan Pelayanan Jasa Industri Nusa Contoh",
    ],
)
def test_the_signers_name_or_the_offices_needs_no_word_more(certified, keys, name):
    keys.write_bytes(key_file(PASSPHRASE, name=name))

    assert press(certified, certified.at("e_sign")).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [letter(BODY.replace("telah", "tidak akan"), number=NUMBER), letter(number="B/9/X"), pdf()],
    ids=["another text", "another number", "no text"],
)
def test_what_does_not_read_as_approved_cannot_be_signed(certified, monkeypatch, changed):
    certified.numbered = changed
    signed = []
    monkeypatch.setattr("integration.signed.signing.sign", lambda *given: signed.append(given))
    case = certified.at("e_sign")

    response = press(certified, case)

    assert response.status_code == 422 and "tidak terbaca sama" in seen(response).text
    assert unsigned(certified, case) and not signed


def test_a_used_link_signs_no_second_time(certified):
    case = certified.at("e_sign")
    token = certified.token(case)

    first, again = certified.post("e_sign", token), certified.post("e_sign", token)

    assert (first.status_code, again.status_code) == (200, 409)
    assert certified.client.get(f"/aksi/{token}").status_code == 409


def test_a_letter_sent_back_opens_no_certificate(certified):
    case = certified.at("e_sign")

    response = press(certified, case, outcome="returned", reason="Nomor keliru.", passphrase="")

    assert response.status_code == 200
    back = certified.service.case(case.register_no)
    page = seen(certified.client.get(f"/aksi/{certified.token(back)}"))
    assert back.station == "records" and "Nomor keliru." in page.text


@pytest.mark.parametrize("place", ["keep_file", "act"])
def test_killed_between_signing_and_storing_there_is_one_signed_letter(
    certified, tmp_path, keys, monkeypatch, place
):
    case = certified.at("e_sign")

    def dies(*_given: object, **_said: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(certified.service, place, dies)
        with pytest.raises(Crash):
            press(certified, case)
    assert unsigned(certified, case)

    with opened(tmp_path, office_with(keys)) as reborn:
        assert press(reborn, case).status_code == 200
        assert press(reborn, case).status_code == 409
        after = reborn.service.case(case.register_no)
        assert len(after.letters) == 1
        filed = [one for one in reborn.service.effects(case.register_no) if one.kind == "upload"]
        assert [one.data["file"]["sha256"] for one in filed if "Surat" in one.data["title"]] == [
            after.letter.pdf["sha256"]
        ]


def test_the_passphrase_is_nowhere_afterwards(certified, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    case = certified.at("e_sign")
    press(certified, case, passphrase="salah sama sekali")
    page = press(certified, case).get_data(as_text=True)

    said = [caplog.text, page, certified.client.get(f"/aksi/{certified.token(case)}").text]
    schema = MetaData()
    with certified.service.database.read() as tx:
        schema.reflect(tx)
        assert {"events", "outbox", "memory", "blobs"} <= set(schema.tables)
        rows = chain.from_iterable(tx.execute(select(one)) for one in schema.sorted_tables)
        said += [str([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in rows]
    stored = b"".join(one.read_bytes() for one in tmp_path.glob("tanggap.db*"))
    for secret in (PASSPHRASE, "salah sama sekali"):
        for shape in (secret, base64.b64encode(secret.encode()).decode(), secret.replace(" ", "+")):
            assert not [text for text in said if shape in text]
            assert shape.encode() not in stored
