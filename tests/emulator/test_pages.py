"""The bar, who acts, what pages refuse, the Form, the control room."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from tests.emulator.pages_room import Visitor, visitor

__all__ = ["visitor"]
ROOMS = ["/", "/forms/", "/sheets/", "/mail/", "/drive/", "/docs/", "/control/"]


@pytest.mark.parametrize("path", ROOMS)
def test_every_room_says_it_is_not_google_and_leads_to_the_others(
    visitor: Visitor, path: str
) -> None:
    page = visitor.get(path)

    assert page.status_code == 200
    assert "bukan Google" in page.text
    assert all(f'href="{room}"' in page.text for room in ROOMS)
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert not re.search(r'(?:src|href)="https?://', page.text)


def test_an_address_that_leads_nowhere_is_a_page_too(visitor: Visitor) -> None:
    page = visitor.get("/lorong/buntu")

    assert page.status_code == 404
    assert "Tidak ditemukan" in page.text


def test_googles_own_paths_are_not_the_pages(visitor: Visitor) -> None:
    answer = visitor.get("/drive/v3/files")

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == 401


def test_whoever_is_chosen_in_the_bar_acts_from_then_on(
    visitor: Visitor, office: dict[str, Any]
) -> None:
    head = office["people"]["head"]

    landed = visitor.acts_as(head, "/mail/")

    assert landed.url.endswith("/mail/")
    assert head in landed.text
    assert head in visitor.get("/drive/").text


def test_any_typed_address_may_act_and_an_impossible_one_is_told(visitor: Visitor) -> None:
    typed = {"email": "", "other": "Orang.Baru@contoh.example", "next": "/mail/"}
    assert "orang.baru@contoh.example" in visitor.post("/act-as", typed).text

    wrong = visitor.post("/act-as", {"other": "bukan alamat"})
    assert wrong.status_code == 400
    assert "Alamat tidak dapat dipakai" in wrong.text


@pytest.mark.parametrize("path", ["//jahat.example/", "https://jahat.example/", "/\\jahat.example"])
def test_choosing_someone_never_leads_elsewhere(
    visitor: Visitor, office: dict[str, Any], path: str
) -> None:
    form = {"email": office["people"]["head"], "next": path}

    answer = visitor.post("/act-as", form, allow_redirects=False)

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://jahat.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_change_asked_for_by_another_site_is_refused(
    visitor: Visitor, workspace: Any, headers: dict[str, str]
) -> None:
    before = workspace.door("GET", "clock").json()["offset_seconds"]

    answer = visitor.session.post(
        f"{visitor.origin}/control/clock", {"step": "day"}, headers=headers, timeout=30
    )

    assert answer.status_code == 403
    assert workspace.door("GET", "clock").json()["offset_seconds"] == before


def test_the_cookie_stays_with_our_own_site(visitor: Visitor, office: dict[str, Any]) -> None:
    form = {"email": office["people"]["head"]}

    cookie = visitor.post("/act-as", form, allow_redirects=False).headers["Set-Cookie"]

    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie


# -- Formulir --------------------------------------------------------------------------------


def _fields(html: str) -> dict[str, str]:
    """The names of the form's fields by their question."""
    titles = re.findall(r'class="title" id="t-(entry[^"]+)"[^>]*>(.*?)</(?:label|div)>', html)
    return {re.sub(r"<.*?>|\*", "", title).strip(): name for name, title in titles}


def _answers(workspace: Any, office: dict[str, Any]) -> list[list[str]]:
    sheets = workspace.service("sheets", "v4", office["service_mailbox"])
    found = sheets.spreadsheets().values().get(spreadsheetId=office["register_id"], range="A1:K9")
    return list(found.execute()["values"])[1:]


@pytest.fixture
def form(office: dict[str, Any], workspace: Any) -> str:
    """The form's own address, without the origin."""
    return str(office["form_url"]).removeprefix(workspace.origin)


def test_the_form_is_where_its_address_says_and_an_answer_becomes_a_row(
    visitor: Visitor, workspace: Any, office: dict[str, Any], form: str
) -> None:
    fields = _fields(visitor.get(form).text)
    sent = {fields["Uraian Keluhan"]: "Sertifikat\r\nterlambat", fields["Layanan"]: "Pengujian"}

    thanks = visitor.post(form.replace("viewform", "formResponse"), sent)

    assert "Jawaban Anda telah dicatat." in thanks.text
    (row,) = _answers(workspace, office)
    assert row[5] == "Pengujian"
    assert row[7] == "Sertifikat\nterlambat"


def test_an_answer_without_what_is_required_is_not_taken_and_not_lost(
    visitor: Visitor, workspace: Any, office: dict[str, Any], form: str
) -> None:
    fields = _fields(visitor.get(form).text)
    sent = {fields["Nama"]: "Tirta <b>Cahaya</b>", fields["Uraian Keluhan"]: "   "}

    page = visitor.post(form.replace("viewform", "formResponse"), sent)

    assert page.status_code == 422
    assert "Pertanyaan ini wajib diisi" in page.text
    assert "Tirta &lt;b&gt;Cahaya&lt;/b&gt;" in page.text
    assert _answers(workspace, office) == []


def test_an_answer_is_edited_by_its_link_and_keeps_its_row(
    visitor: Visitor, workspace: Any, office: dict[str, Any], form: str
) -> None:
    fields = _fields(visitor.get(form).text)
    send = form.replace("viewform", "formResponse")
    thanks = visitor.post(
        send, {fields["Uraian Keluhan"]: "lama", fields["Kerahasiaan"]: "Rahasia"}
    )
    link = re.search(r'href="([^"]+edit2=[^"]+)"', thanks.text)
    assert link

    page = visitor.get(link[1])
    assert re.search(r'value="Rahasia" checked', page.text)
    kept = re.search(r'name="edit2" value="([^"]+)"', page.text)
    assert kept
    visitor.post(send, {"edit2": kept[1], fields["Uraian Keluhan"]: "baru"})

    (row,) = _answers(workspace, office)
    assert row[7] == "baru"


def test_a_form_that_takes_no_answers_says_so(
    visitor: Visitor, workspace: Any, office: dict[str, Any], form: str
) -> None:
    forms = workspace.service("forms", "v1", office["service_mailbox"])
    settings = {"publishState": {"isPublished": True, "isAcceptingResponses": False}}
    forms.forms().setPublishSettings(
        formId=office["form_id"], body={"publishSettings": settings}
    ).execute()

    page = visitor.get(form)

    assert page.status_code == 409
    assert "tidak lagi menerima jawaban" in page.text


# -- Ruang kendali ---------------------------------------------------------------------------


def _now(workspace: Any) -> datetime:
    return datetime.fromisoformat(workspace.door("GET", "clock").json()["now"])


def test_the_clock_moves_to_the_opening_of_the_next_working_day(
    visitor: Visitor, workspace: Any
) -> None:
    saturday = datetime.fromisoformat("2029-08-11T15:00:00+08:00")
    workspace.advance((saturday - _now(workspace)).total_seconds())

    page = visitor.post("/control/clock", {"step": "opening"})

    assert "Jam sudah dipindahkan." in page.text
    assert _now(workspace).strftime("%A %Y-%m-%d %H:%M") == "Monday 2029-08-13 08:00"


def test_independence_day_is_no_working_day(visitor: Visitor, workspace: Any) -> None:
    thursday = datetime.fromisoformat("2029-08-16T15:00:00+08:00")
    workspace.advance((thursday - _now(workspace)).total_seconds())

    visitor.post("/control/clock", {"step": "opening"})

    assert _now(workspace).strftime("%A %H:%M") == "Monday 08:00"


@pytest.mark.parametrize("typed", ["", "nan", "1e9", "99999999999"])
def test_a_clock_told_nonsense_stands(visitor: Visitor, workspace: Any, typed: str) -> None:
    told = {"amount": typed, "unit": "detik"}
    assert visitor.post("/control/clock", told).status_code == 400
    assert workspace.door("GET", "clock").json()["offset_seconds"] == 0


def test_the_clock_moves_by_hours_and_back(visitor: Visitor, workspace: Any) -> None:
    before = _now(workspace)

    visitor.post("/control/clock", {"amount": "30", "unit": "jam"})
    visitor.post("/control/clock", {"amount": "-6", "unit": "jam"})

    assert round((_now(workspace) - before).total_seconds() / 3600) == 24


def test_every_mishap_has_a_name_people_understand(visitor: Visitor, workspace: Any) -> None:
    page = visitor.get("/control/").text

    for known in workspace.door("GET", "faults").json()["known"]:
        assert re.search(rf'<option value="{known}">(?!{known}<)[^<]+</option>', page), known


def test_whoever_has_unread_mail_is_named_on_every_page(
    visitor: Visitor, workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    head, customer = office["people"]["head"], office["people"]["customer"]
    assert visitor.get("/waiting.json").json()["unread"] == {}
    visitor.acts_as(customer)
    letter = {"to": f"{head}, {mailbox}", "subject": "Halo", "text": "Selamat pagi"}
    visitor.post("/mail/send", letter)

    told = visitor.get("/waiting.json").json()

    assert told["unread"] == {head: 1}, "the service's own mailbox waits for nobody"
    assert f'value="{head}"' in told["line"]
    for path in ("/", "/mail/", "/drive/", "/control/"):
        assert told["line"].strip() in visitor.get(path).text, path
    thread = re.search(r"/mail/t/(\w+)", visitor.acts_as(head).text)
    assert thread
    visitor.post(f"/mail/t/{thread[1]}/read")
    assert visitor.get("/waiting.json").json()["unread"] == {}


def test_a_fault_ordered_on_the_page_strikes_and_shows_in_the_log(
    visitor: Visitor, workspace: Any, mailbox: str
) -> None:
    order = {"do": "503", "match": "GET /gmail/.*", "times": "1", "account": mailbox}
    assert "503: layanan tidak tersedia" in visitor.post("/control/faults", order).text

    assert workspace.get("/gmail/v1/users/me/profile", mailbox).status_code == 503

    page = visitor.get("/control/", params={"account": mailbox}).text
    assert "/gmail/v1/users/me/profile" in page
    assert "Tidak ada gangguan yang menunggu." in page
    others = visitor.get("/control/", params={"account": "lain@contoh.example"}).text
    assert "/gmail/v1/users/me/profile" not in others


@pytest.mark.parametrize("wrong", [{"match": "("}, {"times": "0"}, {"do": "gempa"}])
def test_a_fault_that_makes_no_sense_is_not_ordered(
    visitor: Visitor, workspace: Any, wrong: dict[str, str]
) -> None:
    order = {"do": "500", "match": ".*", "times": "1", **wrong}

    assert visitor.post("/control/faults", order).status_code == 400
    assert workspace.door("GET", "faults").json()["active"] == []


def test_a_reset_needs_the_tick_and_then_empties_everything(
    visitor: Visitor, workspace: Any, office: dict[str, Any]
) -> None:
    workspace.door("POST", f"forms/{office['form_id']}/responses", {"answers": {"Nama": "Tirta"}})

    assert visitor.post("/control/reset").status_code == 400
    assert len(_answers(workspace, office)) == 1

    visitor.post("/control/reset", {"sure": "1"})
    assert _answers(workspace, office) == []


def test_quotas_are_switched_on_and_off(visitor: Visitor, workspace: Any) -> None:
    visitor.post("/control/quotas", {"on": "1"})
    assert workspace.door("GET", "quotas").json() == {"on": True}

    visitor.post("/control/quotas", {"on": "0"})
    assert workspace.door("GET", "quotas").json() == {"on": False}
