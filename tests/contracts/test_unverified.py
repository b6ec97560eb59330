"""What is believed of Google without having been seen, one test each (docs/live-checks.md).

Each asserts the belief that the code leans on. Where the code leans on nothing, the test keeps what
it saw: Google decides, and nobody reads a failure where there is none.
"""

import base64
import hashlib
from io import BytesIO
from typing import Any

import pytest
from google.auth.exceptions import RefreshError
from googleapiclient.errors import HttpError
from pypdf import PdfReader

from drive import access
from drive.drafts import GoogleDrafts
from drive.files import DriveArchive
from drive.search import by_key
from drive.templates import Templates
from gmail.mailbox import GoogleMailbox
from integration.google_answers import sorted_failure
from integration.ports import File, GiveUp, NotFound, OutgoingMail, SignInRefused
from tests.contracts.places import Place

DOCUMENT = "application/vnd.google-apps.document"
FORM_SCOPES = ("https://www.googleapis.com/auth/forms.body",)
NOT_DELEGATED = "https://www.googleapis.com/auth/admin.directory.user.readonly"


class Book:
    """A spreadsheet of its own, asked without our adapters."""

    def __init__(self, place: Place, **properties: Any) -> None:
        self.workspace = place.workspace()
        self.id = place.book("Uji")
        self.url = f"https://sheets.googleapis.com/v4/spreadsheets/{self.id}"
        first = self.ask("get", "?fields=sheets.properties")["sheets"][0]["properties"]
        self.sheet_id, self.title = first["sheetId"], first["title"]
        if properties:
            fields = ",".join(properties)
            self.batch(
                {"updateSpreadsheetProperties": {"properties": properties, "fields": fields}}
            )

    def ask(self, method: str, path: str, body: Any = None, *, safe: bool = True) -> Any:
        sheets = self.workspace.sheets()
        return self.workspace.call(
            lambda: sheets.request(method, self.url + path, json=body).json(), safe=safe
        )

    def batch(self, *requests: dict[str, Any]) -> Any:
        return self.ask("post", ":batchUpdate", {"requests": list(requests)}, safe=False)

    def values(self, cells: str, **how: str) -> list[list[Any]]:
        query = "&".join(f"{name}={value}" for name, value in how.items())
        found = self.ask("get", f"/values/'{self.title}'!{cells}?{query}")
        return list(found.get("values", []))

    def write(self, cells: str, values: list[list[Any]], how: str = "RAW") -> None:
        path = f"/values/'{self.title}'!{cells}?valueInputOption={how}"
        self.ask("put", path, {"values": values})

    def range(self, row: int, end: int, column: int, last: int) -> dict[str, int]:
        return {
            "sheetId": self.sheet_id,
            "startRowIndex": row,
            "endRowIndex": end,
            "startColumnIndex": column,
            "endColumnIndex": last,
        }


@pytest.fixture
def document(place: Place, unique: str):
    """A Doc from HTML; its id."""

    def make(html: str) -> str:
        return Templates(place.workspace()).ensure(f"uji:{unique}", "Uji", place.folder, html)

    return make


# --- 1. who may call ---


def test_a_service_account_that_acts_as_nobody_has_no_mailbox(place, saw):
    with pytest.raises(HttpError) as refused:
        place.robot().service("gmail").users().getProfile(userId="me").execute()

    saw(f"{refused.value.status_code} {refused.value.reason}")
    assert refused.value.status_code == 400
    assert isinstance(sorted_failure(refused.value, safe=True), GiveUp)


def test_one_scope_that_is_not_delegated_refuses_the_whole_sign_in(place, saw):
    asking = place.workspace(scopes=(NOT_DELEGATED,)).service("drive").about().get(fields="user")
    with pytest.raises(RefreshError) as refused:
        asking.execute()

    saw(str(refused.value.args[0]))
    failure = sorted_failure(refused.value, safe=True)
    assert isinstance(failure, SignInRefused) and failure.reason == "unauthorized_client"


# --- 2. limits ---


def test_a_spreadsheet_holds_ten_million_cells_and_no_more(place, saw):
    book = Book(place)
    grid = {"rowCount": 1_000_000, "columnCount": 10}
    with pytest.raises(GiveUp) as refused:
        book.batch({"addSheet": {"properties": {"title": "Besar", "gridProperties": grid}}})

    saw(str(refused.value))


# --- 3. searching and writing ---


def test_a_copy_is_found_by_its_key_at_once_or_a_little_later(place, document, unique, saw):
    original, key = document("<p>Isi</p>"), f"uji:{unique}:salinan"
    copied = GoogleDrafts(place.workspace()).copy_template(original, "Uji", place.folder, key)
    at_once = by_key(place.workspace(), key, DOCUMENT)

    saw("found at once" if at_once else "the search lags")
    assert place.eventually(lambda: by_key(place.workspace(), key, DOCUMENT)) == copied


def test_several_ranges_written_in_one_call_are_written_all_or_none(place):
    book = Book(place)
    data = [
        {"range": f"'{book.title}'!A1", "values": [["satu"]]},
        {"range": f"'{book.title}'!A999999", "values": [["di luar"]]},
    ]
    with pytest.raises(GiveUp):
        book.ask("post", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})

    assert book.values("A1:A1") == []


def test_a_mailbox_publishes_to_one_topic_of_a_project(place, saw):
    first, second = place.topics()
    users = place.workspace().service("gmail").users()
    users.watch(userId="me", body={"topicName": first}).execute()
    try:
        with pytest.raises(HttpError) as refused:
            users.watch(userId="me", body={"topicName": second}).execute()
        saw(f"{refused.value.status_code} {refused.value.reason}")
    finally:
        users.stop(userId="me").execute()


# --- 5. the Form's answers ---


def test_a_new_question_gets_a_column_on_the_right_and_a_renamed_one_a_new_header(place, unique):
    form_id, spreadsheet = place.form()
    workspace = place.workspace(scopes=FORM_SCOPES)
    forms = workspace.service("forms").forms()

    def change(request: dict[str, Any]) -> dict[str, Any]:
        changing = forms.batchUpdate(formId=form_id, body={"requests": [request]})
        return dict(workspace.call(changing, safe=False))

    def headers() -> list[str]:
        sheets = place.workspace().sheets()
        url = f"https://sheets.googleapis.com/v4/spreadsheets/{spreadsheet}"
        fields = "sheets(properties,data.rowData.values.formattedValue)"
        found = sheets.request("get", url, params={"fields": fields, "includeGridData": "true"})
        linked = workspace.call(forms.get(formId=form_id), safe=True)["linkedSheetId"]
        assert linked == spreadsheet
        rows = found.json()["sheets"][0]["data"][0].get("rowData", [{}])
        return [cell.get("formattedValue", "") for cell in rows[0].get("values", [])]

    before = headers()
    item = {"title": f"Baru {unique}", "questionItem": {"question": {"textQuestion": {}}}}
    made = change({"createItem": {"item": item, "location": {"index": 0}}})
    item_id = made["replies"][0]["createItem"]["itemId"]
    try:
        place.answered()
        added = place.eventually(lambda: headers() if f"Baru {unique}" in headers() else [])
        renamed = {**item, "itemId": item_id, "title": f"Lain {unique}"}
        change({"updateItem": {"item": renamed, "location": {"index": 0}, "updateMask": "title"}})
        after = place.eventually(lambda: headers() if f"Lain {unique}" in headers() else [])
    finally:
        change({"deleteItem": {"location": {"index": 0}}})

    assert [one for one in added if one in before] == before
    assert added.index(f"Baru {unique}") == len(before)
    assert after.index(f"Lain {unique}") == len(before)


# --- 6. cells ---


def test_a_strict_validation_does_not_stop_the_api(place, saw):
    book = Book(place)
    one_of = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "ya"}]}
    rule = {"condition": one_of, "strict": True}
    book.batch({"setDataValidation": {"range": book.range(0, 5, 0, 1), "rule": rule}})

    book.write("A1", [["bukan pilihan"]])

    assert book.values("A1:A1") == [["bukan pilihan"]]


def test_an_indonesian_spreadsheet_shows_commas_and_takes_semicolons(place, saw):
    book = Book(place, locale="id_ID", timeZone="Asia/Makassar")
    book.write("A1:A3", [["=ROUND(1,26;1)"], ["1,5"], ["31/12/2026"]], "USER_ENTERED")

    shown = [row[0] for row in book.values("A1:A3")]
    formula = book.values("A1:A1", valueRenderOption="FORMULA")[0][0]

    saw(f"{formula} shows {shown}")
    assert shown[:2] == ["1,3", "1,5"]
    assert book.values("A3:A3", valueRenderOption="UNFORMATTED_VALUE") == [[46387]]


def test_what_marks_a_row_stays_where_it_is_when_people_sort(place, saw):
    book = Book(place)
    book.write("A1:A3", [["c"], ["a"], ["b"]])
    row = {"sheetId": book.sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    mark = {
        "metadataKey": "uji",
        "metadataValue": "c",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": row},
    }
    book.batch({"createDeveloperMetadata": {"developerMetadata": mark}})
    spec = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    book.batch({"sortRange": {"range": book.range(0, 3, 0, 1), "sortSpecs": spec}})

    lookup = {"developerMetadataLookup": {"metadataKey": "uji"}}
    found = book.ask("post", "/developerMetadata:search", {"dataFilters": [lookup]})
    place_now = found["matchedDeveloperMetadata"][0]["developerMetadata"]["location"]
    start = place_now["dimensionRange"].get("startIndex", 0)

    saw("stays at its place" if start == 0 else f"went along to row {start + 1}")
    assert book.values("A1:A3") == [["a"], ["b"], ["c"]]
    assert start == 0


def test_what_marks_a_spreadsheet_has_a_limit_of_thirty_thousand_signs(place, saw):
    book = Book(place)
    mark = {
        "metadataKey": "uji",
        "metadataValue": "x" * 30_100,
        "visibility": "DOCUMENT",
        "location": {"spreadsheet": True},
    }
    with pytest.raises(GiveUp) as refused:
        book.batch({"createDeveloperMetadata": {"developerMetadata": mark}})

    saw(str(refused.value))


# --- 7. letters ---


def test_two_exports_say_the_same_whether_or_not_their_bytes_do(place, document, saw):
    doc = document("<p>Yth. PT Contoh</p><p>Isi surat.</p>")
    drafts = GoogleDrafts(place.workspace())
    one, other = drafts.export_pdf(doc), drafts.export_pdf(doc)

    same = hashlib.sha256(one).digest() == hashlib.sha256(other).digest()
    saw("the same bytes" if same else "other bytes each time")
    assert text_of(one) == text_of(other)
    assert "PT Contoh" in text_of(one)


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_a_placeholder_that_staff_made_half_bold_is_filled_all_the_same(place, document):
    doc = document("<p>Yth. {{pene<b>rima}}</b> di tempat</p>")
    drafts = GoogleDrafts(place.workspace())

    drafts.fill(doc, {"penerima": "PT Contoh"})

    assert drafts.state(doc).text.startswith("Yth. PT Contoh di tempat")


# --- 8. mail ---


@pytest.fixture
def received(place, unique):
    """A mail with a large attachment, as it lies in the other mailbox."""
    mailbox = GoogleMailbox(place.workspace(), place.mailbox, "Layanan Pengaduan")
    content = bytes(range(256)) * 2000
    mail = OutgoingMail(
        key=f"uji:{unique}",
        to=(place.other,),
        subject=f"Uji {unique}",
        text="Isi.",
        html="<p>Isi.</p>",
        files=(File(name="uji.pdf", media_type="application/pdf", content=content),),
    )
    mailbox.send_draft(mailbox.create_draft(mail))
    workspace = place.workspace(place.other)
    messages = workspace.service("gmail").users().messages()

    def look() -> list[dict[str, Any]]:
        listing = messages.list(userId="me", q=f'subject:"Uji {unique}"')
        return list(workspace.call(listing, safe=True).get("messages", []))

    (found,) = place.eventually(look)
    return messages, found["id"], content


def test_an_attachments_id_is_good_at_once_and_the_bytes_are_the_same(received, saw):
    messages, message_id, content = received

    def attachment() -> str:
        parts = messages.get(userId="me", id=message_id).execute()["payload"]["parts"]
        found = [part["body"]["attachmentId"] for part in parts if part.get("filename")]
        return str(found[0])

    one, other = attachment(), attachment()
    saw("the same id each time" if one == other else "another id each time")
    for each in (one, other):
        got = messages.attachments().get(userId="me", messageId=message_id, id=each).execute()
        data = got["data"]
        assert base64.urlsafe_b64decode(data + "=" * (-len(data) % 4)) == content


def test_whether_our_mail_is_signed_is_told_by_who_receives_it(received, saw):
    messages, message_id, _ = received
    got = messages.get(
        userId="me", id=message_id, format="metadata", metadataHeaders=["Authentication-Results"]
    ).execute()

    headers = [one["value"] for one in got["payload"].get("headers", [])]
    signed = any("dkim=pass" in one for one in headers)
    saw("dkim=pass" if signed else "no DKIM seen")


def test_a_closed_folder_opens_to_nobody_by_inheritance_and_its_file_to_whom_it_is_shared(
    place, workspace, unique, saw
):
    archive = DriveArchive(workspace)
    folder = archive.folder(f"Map {unique}", place.folder, f"closed:{unique}")
    (file_id,) = archive.new_ids(1)
    file = File(name="surat.txt", media_type="text/plain", content=b"x")
    archive.put(file, file_id=file_id, parent=folder, properties={})
    access.share(workspace, place.folder, place.other)
    theirs = place.workspace(place.other)

    def opened() -> bool:
        getting = theirs.service("drive").files().get(fileId=file_id, supportsAllDrives=True)
        try:
            theirs.call(getting, safe=True)
        except NotFound:
            return False
        return True

    assert place.eventually(opened)
    if not access.may_close(workspace, folder):
        pytest.skip("only a manager of a shared drive closes a folder: leave LIVE_FOLDER empty")
    access.close(workspace, folder)

    assert archive.closed(folder)
    assert place.eventually(lambda: not opened())
    access.share(workspace, file_id, place.other)
    assert place.eventually(opened)
    saw("closed, and one file of it opened to one person")
