"""Docs through Google's own client: templates filled, revisions guarded, PDFs that read."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload
from pypdf import PdfReader

DOCUMENT = "application/vnd.google-apps.document"


@pytest.fixture
def docs(workspace: Any, mailbox: str) -> Any:
    """Docs as the service sees it."""
    return workspace.service("docs", "v1", mailbox)


def written(docs: Any, text: str) -> str:
    """A new document with some text."""
    made: str = docs.documents().create(body={"title": "Surat"}).execute()["documentId"]
    change(docs, made, {"insertText": {"location": {"index": 1}, "text": text}})
    return made


def change(docs: Any, document: str, *requests: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One batchUpdate."""
    body = {"requests": list(requests), **more}
    answer: dict[str, Any] = docs.documents().batchUpdate(documentId=document, body=body).execute()
    return answer


def text_of(docs: Any, document: str) -> str:
    """The plain text of a document."""
    content = docs.documents().get(documentId=document).execute()["body"]["content"]
    return "".join(
        element["textRun"]["content"]
        for block in content
        for element in block.get("paragraph", {}).get("elements", [])
    )


def replace(text: str, by: str) -> dict[str, Any]:
    """A replaceAllText request."""
    return {
        "replaceAllText": {"containsText": {"text": text, "matchCase": True}, "replaceText": by}
    }


def test_placeholders_are_replaced_also_across_style_runs(docs: Any) -> None:
    letter = written(docs, "Yth. {{nama}}\nNomor {{nomor}}, {{nama}}")
    bold = {"textStyle": {"bold": True}, "fields": "bold"}
    change(docs, letter, {"updateTextStyle": {**bold, "range": {"startIndex": 6, "endIndex": 9}}})

    answer = change(docs, letter, replace("{{nama}}", "Ibu Contoh"), replace("{{tiada}}", "x"))

    assert answer["replies"] == [
        {"replaceAllText": {"occurrencesChanged": 2}},
        {"replaceAllText": {}},
    ]
    assert text_of(docs, letter) == "Yth. Ibu Contoh\nNomor {{nomor}}, Ibu Contoh\n"


def test_a_batch_with_one_bad_request_changes_nothing(docs: Any) -> None:
    letter = written(docs, "Isi")
    bad = {"insertText": {"location": {"index": 99}, "text": "x"}}

    with pytest.raises(HttpError) as refused:
        change(docs, letter, replace("Isi", "Lain"), bad)

    assert refused.value.status_code == 400
    assert "must be less than the end index" in refused.value.reason
    assert text_of(docs, letter) == "Isi\n"


def test_a_stale_revision_is_refused(docs: Any) -> None:
    letter = written(docs, "Isi")
    seen = docs.documents().get(documentId=letter).execute()["revisionId"]
    change(docs, letter, replace("Isi", "Lain"))

    with pytest.raises(HttpError) as refused:
        change(docs, letter, replace("Lain", "x"), writeControl={"requiredRevisionId": seen})

    assert refused.value.status_code == 400
    assert text_of(docs, letter) == "Lain\n"


def test_an_edit_we_do_not_do_names_itself(docs: Any) -> None:
    letter = written(docs, "Isi")

    with pytest.raises(HttpError) as refused:
        change(docs, letter, {"insertTable": {"rows": 2, "columns": 2, "location": {"index": 1}}})

    assert refused.value.status_code == 501
    assert "insertTable" in refused.value.reason


def test_indexes_count_utf16_units(docs: Any) -> None:
    letter = written(docs, "😀 surat")

    change(docs, letter, {"deleteContentRange": {"range": {"startIndex": 3, "endIndex": 4}}})

    assert text_of(docs, letter) == "😀surat\n"
    content = docs.documents().get(documentId=letter).execute()["body"]["content"]
    assert content[1]["endIndex"] == 9


def test_a_named_range_moves_with_the_text_and_can_be_refilled(docs: Any) -> None:
    letter = written(docs, "Nomor: ISI")
    span = {"startIndex": 8, "endIndex": 11}
    change(docs, letter, {"createNamedRange": {"name": "nomor", "range": span}})
    change(docs, letter, {"insertText": {"location": {"index": 1}, "text": "Kop\n"}})

    for number in ("001/BSPJI", "002/BSPJI"):
        request = {"namedRangeName": "nomor", "text": number}
        change(docs, letter, {"replaceNamedRangeContent": request})

    assert text_of(docs, letter) == "Kop\nNomor: 002/BSPJI\n"


def test_paragraphs_take_alignment_and_bullets(docs: Any) -> None:
    letter = written(docs, "Judul\nSatu\nDua\n")
    whole = {"startIndex": 7, "endIndex": 15}
    change(
        docs,
        letter,
        {
            "updateParagraphStyle": {
                "range": {"startIndex": 1, "endIndex": 3},
                "paragraphStyle": {"alignment": "CENTER"},
                "fields": "alignment",
            }
        },
        {
            "createParagraphBullets": {
                "range": whole,
                "bulletPreset": "NUMBERED_DECIMAL_ALPHA_ROMAN",
            }
        },
    )
    document = docs.documents().get(documentId=letter).execute()
    title, one, two, last = (block["paragraph"] for block in document["body"]["content"][1:])

    assert title["paragraphStyle"]["alignment"] == "CENTER"
    assert one["bullet"]["listId"] == two["bullet"]["listId"]
    assert one["bullet"]["listId"] in document["lists"]
    assert "bullet" not in title
    assert "bullet" not in last


def test_a_copy_is_independent_and_carries_its_case(docs: Any, drive: Any) -> None:
    template = written(docs, "Yth. {{nama}}")
    body = {"name": "Konsep", "appProperties": {"case": "ADU/2026/0001"}}
    copy = drive.files().copy(fileId=template, body=body).execute()["id"]
    change(docs, copy, replace("{{nama}}", "Bapak"))

    assert text_of(docs, template) == "Yth. {{nama}}\n"
    query = "appProperties has { key='case' and value='ADU/2026/0001' } and trashed=false"
    found = drive.files().list(q=query).execute()["files"]
    assert [file["id"] for file in found] == [copy]


def test_an_exported_pdf_is_a4_and_reads_as_it_was_written(docs: Any, drive: Any) -> None:
    letter = written(docs, "Dengan hormat,\nPengaduan Nomor ADU/2026/0007 telah kami terima.")

    first = drive.files().export(fileId=letter, mimeType="application/pdf").execute()
    second = drive.files().export(fileId=letter, mimeType="application/pdf").execute()

    (page,) = PdfReader(io.BytesIO(first)).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    assert "Pengaduan Nomor ADU/2026/0007 telah kami terima." in page.extract_text()
    assert first != second


def test_any_character_exports_without_failing(docs: Any, drive: Any) -> None:
    odd = '#set "\\" $x$ *a* _b_ `c` @d <e> [f] {g} //h /*i*/ \t é 漢字 العربية 😀 \u200b\u202e ~-'
    letter = written(docs, odd)

    data = drive.files().export(fileId=letter, mimeType="application/pdf").execute()

    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert '#set "\\" $x$ *a* _b_ `c` @d <e> [f] {g}' in text


def test_plain_text_and_html_export_too(docs: Any, drive: Any) -> None:
    letter = written(docs, "Satu <dua>\nTiga")

    text = drive.files().export(fileId=letter, mimeType="text/plain").execute()
    html = drive.files().export(fileId=letter, mimeType="text/html").execute()

    assert text.decode("utf-8-sig") == "Satu <dua>\r\nTiga"
    assert b"Satu &lt;dua&gt;" in html


def test_a_locked_doc_refuses_edits(docs: Any, drive: Any) -> None:
    letter = written(docs, "Isi")
    lock = {"contentRestrictions": [{"readOnly": True, "reason": "disetujui"}]}
    drive.files().update(fileId=letter, body=lock).execute()

    with pytest.raises(HttpError) as refused:
        change(docs, letter, replace("Isi", "x"))

    assert refused.value.status_code == 403


def test_an_unknown_document_is_404_and_an_unshared_one_403(
    workspace: Any, docs: Any, office: dict[str, Any]
) -> None:
    letter = written(docs, "Isi")
    customer = workspace.service("docs", "v1", office["people"]["customer"])

    with pytest.raises(HttpError) as missing:
        docs.documents().get(documentId="tiada").execute()
    with pytest.raises(HttpError) as unshared:
        customer.documents().get(documentId=letter).execute()

    assert missing.value.status_code == 404
    assert unshared.value.status_code == 403


HEAD = """<p>Kop</p><hr><table border="0">
<tr><td style="width:2cm">Nomor</td><td style="width:10pt">:</td><td>{{nomor}}</td>
<td style="text-align:right;width:6cm">{{kota}}</td></tr>
<tr><td>Hal</td><td>:</td><td>Jawaban</td><td></td></tr></table>
<p>Yth. {{nama}}</p>"""


@pytest.fixture
def with_table(docs: Any, workspace: Any, mailbox: str) -> str:
    """A document made from HTML with a rule and a table, by Drive's own conversion."""
    files = workspace.service("drive", "v3", mailbox).files()
    media = MediaInMemoryUpload(HEAD.encode(), mimetype="text/html")
    made = files.create(body={"name": "Templat", "mimeType": DOCUMENT}, media_body=media)
    return str(made.execute()["id"])


def blocks(docs: Any, document: str) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = (
        docs.documents().get(documentId=document).execute()["body"]["content"]
    )
    return content[1:]


def cell_texts(table: dict[str, Any]) -> list[list[str]]:
    return [
        [
            "".join(
                element["textRun"]["content"]
                for block in cell["content"]
                for element in block["paragraph"]["elements"]
            )
            for cell in row["tableCells"]
        ]
        for row in table["tableRows"]
    ]


def test_a_table_from_html_is_a_table_of_the_api_with_an_index_for_each_border(
    docs: Any, with_table: str
) -> None:
    _, rule, table, after = blocks(docs, with_table)

    assert rule["paragraph"]["elements"][0]["horizontalRule"] == {"textStyle": {}}
    assert cell_texts(table["table"]) == [
        ["Nomor\n", ":\n", "{{nomor}}\n", "{{kota}}\n"],
        ["Hal\n", ":\n", "Jawaban\n", "\n"],
    ]
    first = table["table"]["tableRows"][0]
    begin = rule["endIndex"]
    assert table["startIndex"] == begin
    assert first["startIndex"] == begin + 1
    assert first["tableCells"][0]["startIndex"] == begin + 2
    assert first["tableCells"][0]["content"][0]["startIndex"] == begin + 3
    assert first["tableCells"][1]["startIndex"] == first["tableCells"][0]["endIndex"]
    assert table["endIndex"] == table["table"]["tableRows"][1]["endIndex"] + 1
    assert after["startIndex"] == table["endIndex"]
    assert after["paragraph"]["elements"][0]["textRun"]["content"] == "Yth. {{nama}}\n"


def test_text_is_replaced_and_inserted_inside_a_cell_and_behind_the_table(
    docs: Any, with_table: str
) -> None:
    *_, table, after = blocks(docs, with_table)
    cell = table["table"]["tableRows"][0]["tableCells"][2]
    change(docs, with_table, replace("{{nomor}}", "B/1/\nlanjutan"), replace("{{nama}}", "Ibu"))
    change(
        docs,
        with_table,
        {"insertText": {"location": {"index": cell["content"][0]["startIndex"]}, "text": "No. "}},
    )

    *_, table, after = blocks(docs, with_table)

    assert cell_texts(table["table"])[0][2] == "No. B/1/\nlanjutan\n"
    assert after["paragraph"]["elements"][0]["textRun"]["content"] == "Yth. Ibu\n"
    place = {"startIndex": after["startIndex"], "endIndex": after["startIndex"] + 4}
    change(docs, with_table, {"deleteContentRange": {"range": place}})
    *_, after = blocks(docs, with_table)
    assert after["paragraph"]["elements"][0]["textRun"]["content"] == " Ibu\n"


def test_no_text_goes_between_cells_and_none_is_taken_out_across_them(
    docs: Any, with_table: str
) -> None:
    *_, table, _ = blocks(docs, with_table)
    first = table["table"]["tableRows"][0]

    with pytest.raises(HttpError) as refused:
        change(
            docs,
            with_table,
            {"insertText": {"location": {"index": first["startIndex"]}, "text": "x"}},
        )
    assert refused.value.status_code == 400
    span = {"startIndex": first["startIndex"] + 3, "endIndex": first["endIndex"] - 1}
    with pytest.raises(HttpError) as refused:
        change(docs, with_table, {"deleteContentRange": {"range": span}})
    assert refused.value.status_code == 501


def test_a_table_is_printed_in_rows_and_exported_as_html(
    workspace: Any, mailbox: str, with_table: str
) -> None:
    files = workspace.service("drive", "v3", mailbox).files()
    pdf = PdfReader(
        io.BytesIO(files.export(fileId=with_table, mimeType="application/pdf").execute())
    )
    html = files.export(fileId=with_table, mimeType="text/html").execute().decode()

    lines = pdf.pages[0].extract_text(extraction_mode="layout").splitlines()
    assert any(re.search(r"Nomor\s+:\s+\{\{nomor\}\}\s+\{\{kota\}\}", line) for line in lines)
    assert html.count("<td>") == 8 and html.count("<tr>") == 2 and "<hr>" in html
