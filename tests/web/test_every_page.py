"""What holds for every page: headers, failures in Indonesian, health, quiet logs."""

import logging

import pytest
from sqlalchemy.exc import OperationalError
from web_house import House, seen

PAGES = ["/", "/status", "/healthz", "/nowhere", "/aksi/forged", "/kasus/forged", "/status/surat/x"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_kept_referred_indexed_or_guessed_at(house: House, path):
    headers = house.client.get(path).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_pages_own_pdf_may_be_framed_by_the_page_alone(house: House):
    case = house.at("sign")
    path = f"/aksi/{house.token(case)}/berkas/{case.preview.pdf_sha256}"

    response = house.client.get(path)

    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/status"])
def test_pages_need_nothing_from_outside_and_run_no_script(house: House, path):
    page = seen(house.client.get(path))

    tags = [tag for tag, _ in page.tags]
    sheets = [str(said["href"]) for tag, said in page.tags if tag == "link"]
    assert "script" not in tags and "style" not in tags
    assert sheets and all(each.startswith("/static/") for each in sheets)
    for each in sheets:
        response = house.client.get(each)
        assert response.status_code == 200
        assert response.headers.get("Cache-Control") != "no-store"
        response.close()


def test_the_front_door_leads_to_the_form_and_the_status(house: House):
    page = seen(house.client.get("/"))

    assert "http://form.example/f" in page.links
    assert "/status" in page.links


@pytest.mark.parametrize(
    ("method", "path", "status"), [("get", "/nowhere", 404), ("put", "/", 405)]
)
def test_unknown_pages_and_methods_are_answered_in_indonesian(house: House, method, path, status):
    response = getattr(house.client, method)(path)

    page = seen(response)
    assert response.status_code == status
    assert page.forms == []
    assert "Selanjutnya" in page.text


def test_a_failure_of_ours_is_a_page_and_its_log_holds_no_token_and_no_text(
    house: House, monkeypatch, caplog
):
    token = house.token(house.at("review"))

    def broken(*_):
        raise RuntimeError("tirta@usaha.example wrote something")

    monkeypatch.setattr(house.service, "case", broken)
    with caplog.at_level(logging.DEBUG):
        response = house.client.get(f"/aksi/{token}")

    assert response.status_code == 500
    assert "gangguan" in seen(response).text
    assert "RuntimeError" in caplog.text
    assert token not in caplog.text
    assert "tirta" not in caplog.text


def test_health_is_200_while_the_database_answers(house: House, monkeypatch):
    well = house.client.get("/healthz")

    def gone(*_):
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(house.service, "recall", gone)
    ill = house.client.get("/healthz")

    assert (well.status_code, well.get_json()) == (200, {"status": "ok"})
    assert ill.status_code == 503


@pytest.mark.parametrize("path", ["/", "/status", "/healthz"])
def test_head_is_answered(house: House, path):
    response = house.client.head(path)

    assert (response.status_code, response.data) == (200, b"")
