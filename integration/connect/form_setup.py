"""The part of `tanggap setup` that makes, adopts and publishes the office's Form.

In:    a run of setup.   Out: the Form with its questions, open for answers; lines about it.
Rule:  questions that are there stay as they are; missing ones are added below them.
Never: removes a question or an answer.
"""

from collections.abc import Mapping
from typing import Any

from drive.search import tagged, within
from integration.connect import wanted
from integration.connect.record import MADE, THERE, Record
from integration.ports import GiveUp

FORM = "application/vnd.google-apps.form"


class FormSetUp(Record):
    """What a run does about the Form."""

    def _form(self) -> None:
        known = self.known("form_id", wanted.FORM_KEY, FORM)
        if known is not None or self.would("Formulir"):
            return
        if self.bench.files_account.owns_nothing:
            self._adopt_form()
            return
        forms = self.bench.files.service("forms").forms()
        title = f"{wanted.FORM_NAME} {self.bench.office.short_name}"
        body = {"info": {"title": title, "documentTitle": title}}
        # forms.create takes neither a key nor a folder: the id is written down at once instead
        made = str(self.bench.files.call(forms.create(body=body), safe=False)["formId"])
        self.made("Formulir", "FORM_ID", made)
        self._tag_form(made)

    def _adopt_form(self) -> None:
        """A robot by itself owns no Form (google-workspace.md 1.1): a person puts one down."""
        # whoever may edit the folder of a Form reads its answers, so it belongs into the closed one
        places = (self.ids["PRIVATE_FOLDER_ID"], self.ids["ARCHIVE_FOLDER_ID"])
        found = [one for place in places for one in within(self.bench.files, place, FORM)]
        if len(found) != 1:
            raise GiveUp(wanted.FORM_BY_HAND.format(found=len(found)))
        self._tag_form(found[0])
        self.write({"FORM_ID": found[0]})
        self.line("Formulir", THERE, found[0])

    def _tag_form(self, form_id: str) -> None:
        drive = self.bench.files.service("drive").files()
        tagging = drive.update(
            fileId=form_id,
            body={"appProperties": tagged(wanted.FORM_KEY)},
            fields="id",
            supportsAllDrives=True,
        )
        self.bench.files.call(tagging, safe=True)

    def _questions(self) -> None:
        form = self._read_form()
        if form is None:
            return
        adding = wanted.missing_questions(form, self.bench.office)
        if not adding:
            self.line("pertanyaan Formulir", THERE)
            return
        if self.would("pertanyaan Formulir"):
            return
        if not form.get("items"):
            info = {"description": wanted.FORM_TEXT}
            adding = [{"updateFormInfo": {"info": info, "updateMask": "description"}}, *adding]
        # bound to the revision that was read, a repeat cannot add a question twice
        body = {
            "requests": adding,
            "writeControl": {"requiredRevisionId": form["revisionId"]},
        }
        forms = self.bench.files.service("forms").forms()
        changing = forms.batchUpdate(formId=form["formId"], body=body)
        self.bench.files.call(changing, safe=False)
        added = sum("createItem" in one for one in adding)
        self.line("pertanyaan Formulir", MADE, f"{added} pertanyaan")

    def _published(self) -> None:
        form = self._read_form()
        if form is None:
            return
        self.write({"FORM_URL": str(form.get("responderUri", ""))})
        state = form.get("publishSettings", {}).get("publishState")
        # a legacy form has no publish settings and is always open (google-workspace.md 5)
        if state is None or state.get("isAcceptingResponses"):
            self.line("penerbitan Formulir", THERE, str(form.get("responderUri", "")))
            return
        if self.would("penerbitan Formulir"):
            return
        wished = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
        forms = self.bench.files.service("forms").forms()
        body = {"publishSettings": wished, "updateMask": "publishState"}
        publishing = forms.setPublishSettings(formId=form["formId"], body=body)
        self.bench.files.call(publishing, safe=True)
        self.line("penerbitan Formulir", MADE, str(form.get("responderUri", "")))

    def _read_form(self) -> Mapping[str, Any] | None:
        form_id = self.ids.get("FORM_ID")
        if form_id is None:
            return None
        forms = self.bench.files.service("forms").forms()
        found: Mapping[str, Any] = self.bench.files.call(forms.get(formId=form_id), safe=True)
        return found
