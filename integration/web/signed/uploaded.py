"""The signed letter as the records office uploads it: looked at, doubted, vouched for.

In:    the case, the values of the records step, what was typed about this very file.
Out:   the findings that the rules judge and the history keeps; what the page shows of them.
Rule:  a reason counts only for the file it was given for: browsers forget files between two tries.
Never: judges; `sop.rules.must_be_vouched_for` does. Start at `looked_at`.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import request

from integration.signed.looking import look
from integration.signed.telling import report
from integration.sop import errors
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.step import Step
from integration.sop.table import RECORDS
from integration.sop.values import checked
from integration.web.site import Site

REASON, CONFIRMED = "difference_reason", "confirmed"
BY_PAGE = "by_page"
"""Sent by the page's own button: a person is there who can be asked. A program that finishes the
step in one call (design section 5) cannot; what it was told stands in the history, and the Kepala
Balai gets a mail."""


def looked_at(site: Site, case: Case, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What there is to say of the letter in a form without faults."""
    said = checked(RECORDS, "issued", sent, site.service.office.lists, site.today())
    content = said["final_pdf"].content
    found = compared(site, case, content, said["letter_no"], said["letter_date"])
    digest = hashlib.sha256(content).hexdigest()
    reason = request.form.get(REASON, "").strip()
    if found["bare"] and request.form.get(BY_PAGE):
        found["doubts"].append(found["bare"])
    if reason and request.form.get(CONFIRMED) == digest:
        found["reason"] = reason
    return found


def compared(
    site: Site, case: Case, content: bytes, letter_no: str, letter_date: str
) -> dict[str, Any]:
    """What there is to say of a signed letter beside the approved one."""
    service, approved = site.service, case.last("sign")
    draft = service.file(case.preview.pdf_sha256) if case.preview else None
    head = service.office.in_charge(Role.HEAD, case, site.today())
    signs = [head.position, head.name, service.office.head.position]
    if approved is not None:
        signs.append(approved.by.name)
    return look(content, draft or b"", letter_no, letter_date, signs)


def doubted(
    sent: Mapping[str, Any], check: Mapping[str, Any], why: errors.SopError
) -> dict[str, Any] | None:
    """What the page shows of a letter in doubt: the findings, and which file they are of."""
    if not isinstance(why, errors.LetterInDoubt):
        return None
    digest = hashlib.sha256(sent["final_pdf"].content).hexdigest()
    return {"lines": report(check), "sha256": digest}


def told(case: Case, step: Step) -> list[str]:
    """What the records office is told of the letter it has just uploaded."""
    if step.key not in ("records", "e_sign") or not case.letter or not case.letter.check:
        return []
    return report(case.letter.check)
