"""The approved letter with its number and date: a copy of the Doc, its blanks filled, exported.

In:    outbox entries of kind final_letter.   Out: the PDF's SHA-256, to be signed by certificate.
Rule:  the copy must read word for word as the approved letter but for the two blanks (decision 9).
Never: touches the approved Doc, and never signs.
"""

from typing import Any

from integration import letters, reply
from integration.effects.context import Done, Save, Skip, Tools
from integration.effects.filing import PDF, folder_name
from integration.effects.replying import exported
from integration.naming import TITLES
from integration.ports import GiveUp
from integration.sop.case import Case
from integration.sop.commands import LetterPrepared
from integration.sop.traces import Preview
from integration.store.outbox import Entry


def prepare(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """Copy, fill, export, and ask for it to be recorded."""
    visit = int(entry.data["visit"])
    now = tools.service.case(entry.register_no)
    if now.station != "e_sign" or now.visit != visit:
        raise Skip("the letter no longer waits for a certificate")
    case = tools.case_at(entry)
    preview = case.preview
    assert preview is not None  # no letter is numbered that was not approved
    if "doc_id" not in progress:
        progress["doc_id"] = _copy(tools, entry, preview)
        save(progress)
    doc_id = str(progress["doc_id"])
    if "sha256" not in progress:
        tools.drafts.write(doc_id, _blanks(case))
        state, content = exported(tools, doc_id)
        wanted = preview.text
        for blank, said in _blanks(case).items():
            wanted = wanted.replace(blank, said)
        if state.text != wanted:
            raise GiveUp("the numbered letter does not read as the approved one")
        address = tools.links.verification(preview.code)
        content = letters.stamped(content, address, tools.templates)
        progress["sha256"] = tools.service.keep_file("surat.pdf", PDF, content)["sha256"]
        save(progress)
    tools.drafts.lock(doc_id, "Surat bernomor")
    prepared = LetterPrepared(visit=visit, pdf_sha256=progress["sha256"])
    return Done({"doc_id": doc_id}, prepared)


def _blanks(case: Case) -> dict[str, str]:
    said = case.completions[-1].values
    return reply.blanks(said["letter_no"], said["letter_date"])


def _copy(tools: Tools, entry: Entry, preview: Preview) -> str:
    key = f"{entry.register_no}:numbered:{entry.data['seq']}"
    found = tools.drafts.find_copy(key)
    if found is not None:
        return found
    name = f"{folder_name(entry.register_no)} 09 {TITLES['outgoing_letter']} bernomor"
    folder = tools.folder_of(entry.register_no)
    return tools.drafts.copy_template(preview.doc_id, name, folder, key)
