"""Forms through Google's own client, and answers through the workspace's door."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from googleapiclient.errors import HttpError

QUESTIONS = [
    "Nama",
    "Email",
    "Nomor WhatsApp",
    "Instansi/Perusahaan",
    "Layanan",
    "Nomor Order/LHU/Sertifikat",
    "Uraian Keluhan",
    "Harapan Penyelesaian",
    "Kerahasiaan",
    "Bukti",
]


@pytest.fixture
def forms(workspace: Any, mailbox: str) -> Any:
    """Forms as the service sees it."""
    return workspace.service("forms", "v1", mailbox)


def answer(workspace: Any, office: dict[str, Any], answers: dict[str, str], **more: Any) -> Any:
    """Fill the office's form."""
    body = {"answers": answers, **more}
    return workspace.door("POST", f"forms/{office['form_id']}/responses", body)


def rows(workspace: Any, office: dict[str, Any], **more: Any) -> list[list[Any]]:
    """The linked tab."""
    sheets = workspace.service("sheets", "v4", office["service_mailbox"])
    values = sheets.spreadsheets().values()
    got: list[list[Any]] = (
        values.get(spreadsheetId=office["register_id"], range="'Form Responses 1'", **more)
        .execute()
        .get("values", [])
    )
    return got


def test_the_planted_form_asks_what_the_office_needs(
    workspace: Any, forms: Any, office: dict[str, Any]
) -> None:
    form = forms.forms().get(formId=office["form_id"]).execute()

    assert [item["title"] for item in form["items"]] == QUESTIONS
    required = [
        item["title"] for item in form["items"] if item["questionItem"]["question"].get("required")
    ]
    assert required == ["Uraian Keluhan"]
    assert form["linkedSheetId"] == office["register_id"]
    assert form["responderUri"] == office["form_url"]
    assert form["publishSettings"]["publishState"] == {
        "isPublished": True,
        "isAcceptingResponses": True,
    }
    assert rows(workspace, office) == [["Timestamp", *QUESTIONS]]


def test_an_answer_is_a_response_and_a_row_with_a_real_moment(
    workspace: Any, forms: Any, office: dict[str, Any]
) -> None:
    given = {"Nama": "Tirta", "Nomor WhatsApp": "0812", "Uraian Keluhan": "=IMPORTXML(1)"}
    assert answer(workspace, office, given).status_code == 200

    (response,) = forms.forms().responses().list(formId=office["form_id"]).execute()["responses"]
    _, row = rows(workspace, office, valueRenderOption="UNFORMATTED_VALUE")

    said = [held["textAnswers"]["answers"][0]["value"] for held in response["answers"].values()]
    assert sorted(said) == sorted(given.values())
    assert [row[1], row[3], row[7]] == ["Tirta", "0812", "=IMPORTXML(1)"]
    moment = datetime(1899, 12, 30) + timedelta(days=row[0])
    zone = ZoneInfo("Asia/Makassar")
    submitted = datetime.fromisoformat(response["lastSubmittedTime"]).astimezone(zone)
    assert abs(moment.replace(tzinfo=zone) - submitted) < timedelta(seconds=2)


def test_an_edited_answer_rewrites_its_row_and_moment(
    workspace: Any, forms: Any, office: dict[str, Any]
) -> None:
    first = answer(workspace, office, {"Nama": "A", "Uraian Keluhan": "lama"}).json()["responseId"]
    answer(workspace, office, {"Nama": "B", "Uraian Keluhan": "lain"})
    before = rows(workspace, office)
    workspace.advance(3600)
    answer(workspace, office, {"Uraian Keluhan": "baru"}, response_id=first)

    after = rows(workspace, office)

    assert len(after) == 3
    assert after[1][7] == "baru"
    assert after[1][1] == ""
    assert after[1][0] != before[1][0]
    assert after[2] == before[2]
    held = forms.forms().responses().get(formId=office["form_id"], responseId=first).execute()
    assert held["lastSubmittedTime"] > held["createTime"]


def test_an_unknown_question_is_named_and_nothing_is_kept(
    workspace: Any, office: dict[str, Any]
) -> None:
    refused = answer(workspace, office, {"Nama": "A", "Warna": "biru"})

    assert refused.status_code == 400
    assert "Warna" in refused.json()["error"]
    assert len(rows(workspace, office)) == 1
    assert answer(workspace, {"form_id": "tiada"}, {"Nama": "A"}).status_code == 404


def test_a_renamed_question_renames_its_header_and_a_new_one_stands_right(
    workspace: Any, forms: Any, office: dict[str, Any]
) -> None:
    form = forms.forms().get(formId=office["form_id"]).execute()
    renamed = {**form["items"][0], "title": "Nama Lengkap"}
    requests = [
        {"updateItem": {"item": renamed, "location": {"index": 0}, "updateMask": "title"}},
        {
            "createItem": {
                "item": {
                    "title": "Kota",
                    "questionItem": {"question": {"textQuestion": {"paragraph": False}}},
                },
                "location": {"index": 1},
            }
        },
    ]
    forms.forms().batchUpdate(formId=office["form_id"], body={"requests": requests}).execute()

    assert answer(workspace, office, {"Nama": "A"}).status_code == 400
    assert answer(workspace, office, {"Nama Lengkap": "A", "Kota": "Contoh"}).status_code == 200
    header, row = rows(workspace, office)
    assert header == ["Timestamp", "Nama Lengkap", *QUESTIONS[1:], "Kota"]
    assert (row[1], row[-1]) == ("A", "Contoh")


def test_answers_follow_their_columns_wherever_staff_moved_them(
    workspace: Any, office: dict[str, Any]
) -> None:
    sheets = workspace.service("sheets", "v4", office["service_mailbox"]).spreadsheets()
    book = sheets.get(spreadsheetId=office["register_id"]).execute()
    tab = book["sheets"][0]["properties"]["sheetId"]
    insert = {
        "insertDimension": {
            "range": {"sheetId": tab, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
            "inheritFromBefore": False,
        }
    }
    sheets.batchUpdate(spreadsheetId=office["register_id"], body={"requests": [insert]}).execute()
    answer(workspace, office, {"Nama": "A"})

    header, row = rows(workspace, office)

    assert header[:3] == ["", "Timestamp", "Nama"]
    assert row[2] == "A"


def test_responses_are_filtered_by_moment_only(
    workspace: Any, forms: Any, office: dict[str, Any]
) -> None:
    answer(workspace, office, {"Nama": "A"})
    workspace.advance(3600)
    answer(workspace, office, {"Nama": "B"})
    responses = forms.forms().responses()
    first, second = responses.list(formId=office["form_id"]).execute()["responses"]

    at = second["lastSubmittedTime"]
    since = responses.list(formId=office["form_id"], filter=f"timestamp >= {at}").execute()
    after = responses.list(formId=office["form_id"], filter=f"timestamp > {at}").execute()
    page = responses.list(formId=office["form_id"], pageSize=1).execute()

    assert [held["responseId"] for held in since["responses"]] == [second["responseId"]]
    assert after == {}
    assert page["responses"][0]["responseId"] == first["responseId"]
    rest = responses.list(formId=office["form_id"], pageToken=page["nextPageToken"]).execute()
    assert len(rest["responses"]) == 1
    with pytest.raises(HttpError) as refused:
        responses.list(formId=office["form_id"], filter="name = x").execute()
    assert refused.value.status_code == 400


def test_a_new_form_starts_unpublished_and_takes_only_a_title(forms: Any) -> None:
    with pytest.raises(HttpError) as refused:
        body = {"info": {"title": "x", "description": "y"}}
        forms.forms().create(body=body).execute()
    form = forms.forms().create(body={"info": {"title": "Survei"}}).execute()

    assert refused.value.status_code == 400
    assert form["publishSettings"]["publishState"]["isPublished"] is False
    state = {"publishState": {"isPublished": False, "isAcceptingResponses": True}}
    with pytest.raises(HttpError):
        forms.forms().setPublishSettings(
            formId=form["formId"], body={"publishSettings": state}
        ).execute()


def test_a_form_that_takes_no_answers_says_so(
    workspace: Any, forms: Any, office: dict[str, Any]
) -> None:
    state = {"publishState": {"isPublished": True, "isAcceptingResponses": False}}
    forms.forms().setPublishSettings(
        formId=office["form_id"], body={"publishSettings": state}
    ).execute()

    assert answer(workspace, office, {"Nama": "A"}).status_code == 409


def test_a_batch_with_one_bad_request_changes_nothing(forms: Any, office: dict[str, Any]) -> None:
    before = forms.forms().get(formId=office["form_id"]).execute()
    info = {"info": {"title": "Lain"}, "updateMask": "title"}
    requests = [{"updateFormInfo": info}, {"deleteItem": {"location": {"index": 99}}}]

    with pytest.raises(HttpError) as refused:
        forms.forms().batchUpdate(formId=office["form_id"], body={"requests": requests}).execute()

    assert refused.value.status_code == 400
    assert forms.forms().get(formId=office["form_id"]).execute() == before


def test_a_watch_lasts_a_week_and_there_is_one_a_kind(
    workspace: Any, forms: Any, office: dict[str, Any]
) -> None:
    watches = forms.forms().watches()
    target = {"topic": {"topicName": "projects/contoh/topics/jawaban"}}
    body = {"watch": {"target": target, "eventType": "RESPONSES"}}
    made = watches.create(formId=office["form_id"], body=body).execute()

    with pytest.raises(HttpError) as refused:
        watches.create(formId=office["form_id"], body=body).execute()
    assert refused.value.status_code == 409
    renewed = watches.renew(formId=office["form_id"], watchId=made["id"], body={}).execute()
    assert renewed["expireTime"] >= made["expireTime"]
    workspace.advance(8 * 86_400)
    assert watches.list(formId=office["form_id"]).execute() == {}
    with pytest.raises(HttpError) as ended:
        watches.renew(formId=office["form_id"], watchId=made["id"], body={}).execute()
    assert ended.value.status_code == 404


def test_any_text_can_be_answered(workspace: Any, forms: Any, office: dict[str, Any]) -> None:
    odd = "😀" * 3000 + "\x00 عربي =1+1 \ud800"
    assert answer(workspace, office, {"Uraian Keluhan": odd}).status_code == 200

    _, row = rows(workspace, office)
    assert row[7].startswith("😀" * 3000)
    assert "عربي =1+1 " in row[7]


def test_an_answer_longer_than_a_cell_is_whole_in_the_response_alone(
    workspace: Any, forms: Any, office: dict[str, Any]
) -> None:
    long = "a" * 100_000
    assert answer(workspace, office, {"Uraian Keluhan": long}).status_code == 200

    (response,) = forms.forms().responses().list(formId=office["form_id"]).execute()["responses"]
    (held,) = response["answers"].values()
    assert held["textAnswers"]["answers"][0]["value"] == long
    _, row = rows(workspace, office)
    assert row[7] == long[:50_000]
