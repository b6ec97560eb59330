"""The reply while it is a Google Doc: made from the template, exported once, sealed.

In:    outbox entries of kind reply_doc and seal.   Out: a preview with its PDF's SHA-256.
Rule:  what was previewed is what is approved (design decision 9): one export per revision is
       kept; a Doc edited afterwards asks again.
Never: exports a second time to compare; Google's exports are not byte-stable.
"""

from typing import Any

from integration import letters, reply
from integration.effects.context import Done, Save, Skip, Tools
from integration.effects.filing import PDF, folder_name, put
from integration.naming import TITLES
from integration.ports import DocState, File, GiveUp, NotFound, TryLater
from integration.service import draw_code
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.commands import FoundChanged, Previewed
from integration.sop.events import What
from integration.store.outbox import Entry


def make_reply_doc(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """Copy the template, fill it, export its PDF once, and ask for the preview to be recorded."""
    version, edited = entry.data["version"], entry.data["edited"]
    now = tools.service.case(entry.register_no)
    if now.station != "sign" or now.versions != version:
        raise Skip("the draft is no longer waiting for a decision")
    if "doc_id" not in progress:
        progress["doc_id"] = _known_doc(tools, entry) if edited else _new_doc(tools, entry, version)
        save(progress)
    doc_id = progress["doc_id"]
    if tools.service.case(entry.register_no).secret:
        for person in _who_may_edit(tools, entry):
            tools.drafts.share(doc_id, person)
    if not edited and not progress.get("filled"):
        tools.drafts.fill(doc_id, letter_values(tools, entry))
        progress["filled"] = True
        save(progress)
    if "sha256" not in progress:
        progress["code"] = draw_code()
        state, content = exported(tools, doc_id)
        address = tools.links.verification(progress["code"])
        content = letters.stamped(content, address, tools.templates)
        kept = tools.service.keep_file("konsep.pdf", PDF, content)
        progress |= {"sha256": kept["sha256"], "revision": state.revision, "text": state.text}
        save(progress)
    content = tools.service.file(progress["sha256"]) or b""
    suffix = f" v{version}" + (f" (suntingan {entry.data['seq']})" if edited else "")
    title = TITLES["reply_draft"] + suffix
    name = f"{folder_name(entry.register_no)} 08 {title}.pdf"
    file = File(name=name, media_type=PDF, content=content)
    result = put(tools, entry, progress, save, file, {"kind": "reply_draft", "step": "8"})
    preview = Previewed(
        version=version,
        doc_id=doc_id,
        revision=progress["revision"],
        pdf_sha256=progress["sha256"],
        text=progress["text"],
        edited=edited,
        code=progress["code"],
    )
    return Done({**result, "title": title, "doc_id": doc_id}, preview)


def _who_may_edit(tools: Tools, entry: Entry) -> list[str]:
    """Of a confidential case's draft: whoever writes and whoever signs it, and nobody else."""
    case = tools.case_at(entry)
    roles = (Role.GROUP_HEAD, Role.HEAD)
    people = [tools.office.in_charge(role, case, tools.today()).email for role in roles]
    return list(dict.fromkeys(people))


def letter_values(tools: Tools, entry: Entry) -> dict[str, str]:
    """What fills the template's placeholders, signed by whoever is in charge today."""
    case = tools.case_at(entry)
    signs = tools.office.in_charge(Role.HEAD, case, tools.today())
    return reply.values(case, tools.office, signs)


def _new_doc(tools: Tools, entry: Entry, version: int) -> str:
    key = f"{entry.register_no}:draft:{version}"
    found = tools.drafts.find_copy(key)
    if found is not None:
        return found
    name = f"{folder_name(entry.register_no)} Konsep Surat Balasan v{version}"
    folder = tools.folder_of(entry.register_no)
    try:
        unknown = tools.drafts.unknown(tools.template_id(), letter_values(tools, entry))
        if unknown:
            raise GiveUp(f"the template asks for what no letter has: {', '.join(unknown)}")
        return tools.drafts.copy_template(tools.template_id(), name, folder, key)
    except NotFound:
        tools.forget_template()
        raise TryLater("the letter's template is gone and is planted again") from None


def _known_doc(tools: Tools, entry: Entry) -> str:
    previews = [e for e in tools.service.history(entry.register_no) if e.what is What.PREVIEWED]
    return str(previews[-1].data["doc_id"])


def exported(tools: Tools, doc_id: str) -> tuple[DocState, bytes]:
    """A Doc's state and its PDF, of one and the same revision."""
    before = tools.drafts.state(doc_id)
    content = tools.drafts.export_pdf(doc_id)
    after = tools.drafts.state(doc_id)
    if before.revision != after.revision:
        raise TryLater("the draft is being edited at this moment", wait_seconds=2)
    return after, content


def seal(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """After *Ya*: the Doc must still be what was approved; then it is locked."""
    case = tools.case_at(entry)
    approved = case.completions[-1].values
    if case.preview is None:
        raise Skip("nothing was approved")
    state = tools.drafts.state(case.preview.doc_id)
    if state.revision != approved["revision"]:
        changed = FoundChanged(version=approved["version"], revision=state.revision)
        return Done({"changed": True}, changed)
    tools.drafts.lock(case.preview.doc_id, "Disetujui Kepala Balai")
    return Done({"doc_id": case.preview.doc_id, "revision": state.revision})


def find_edits(tools: Tools, case: Case) -> FoundChanged | None:
    """Look whether a draft that waits for a decision was edited after its preview."""
    if case.station != "sign" or case.preview is None:
        return None
    state = tools.drafts.state(case.preview.doc_id)
    if state.revision == case.preview.revision:
        return None
    return FoundChanged(version=case.preview.version, revision=state.revision)
