"""Mails: one per intent, whatever fails in between.

In:    outbox entries of kind mail.   Out: the sent message's ids, read back for threading.
Rule:  draft, store, send, store; after doubt look for the draft, then in SENT by the key
       (google-workspace.md 3.2), before anything else.
Never: sends twice, and never sends what nobody waits for any more.
"""

from typing import Any

from integration.effects import capping
from integration.effects.context import Done, Save, Skip, Tools
from integration.effects.wording import Letter, letter
from integration.intake.threads import rfc_key, thread_key
from integration.ports import GiveUp, NotFound, OutgoingMail, SentMail, TryLater
from integration.store.outbox import DONE, Entry

LOOKS = 5
"""How often SENT is looked at before a person is asked: Gmail's search may lag."""


def send(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """Send one mail, or find that it was sent."""
    if "message_id" not in progress:
        progress["message_id"] = _send(tools, entry, progress, save)
        save(progress)
    sent: SentMail = tools.mailbox.sent(progress["message_id"])
    tools.service.remember(thread_key(sent.thread_id), entry.register_no)
    if sent.rfc_id:
        tools.service.remember(rfc_key(sent.rfc_id), entry.register_no)
    return Done(sent_result(sent, bool(progress["to_customer"])))


def sent_result(sent: SentMail, to_customer: bool) -> dict[str, Any]:
    """What is kept of a sent mail, for the mails that follow in its thread."""
    return {
        "message_id": sent.message_id,
        "thread_id": sent.thread_id,
        "rfc_id": sent.rfc_id,
        "to_customer": to_customer,
    }


def _send(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> str:
    try:
        said = letter(tools, entry)
    except Skip:
        # People act on a mail faster than a restarted worker asks whether it was sent.
        found = _look(tools, entry, progress, save) if progress.get("sending") else None
        if found is None:
            raise
        return found
    capping.count(tools, entry)
    mail = _build(tools, entry, said)
    progress |= {"subject": mail.subject, "to_customer": said.to_customer}
    draft_id = _draft(tools, entry, mail, progress, save)
    return _sent(tools, entry, draft_id, progress, save)


def _build(tools: Tools, entry: Entry, said: Letter) -> OutgoingMail:
    thread_id, references = _thread(tools, entry, said)
    return OutgoingMail(
        key=entry.key,
        to=said.to,
        subject=said.subject,
        text=said.text,
        html=said.html,
        files=tuple(said.files),
        calendar=said.calendar,
        thread_id=thread_id,
        in_reply_to=references[-1] if references else "",
        references=references,
    )


def _thread(tools: Tools, entry: Entry, said: Letter) -> tuple[str, tuple[str, ...]]:
    """Everything about one complaint is one thread for the customer."""
    if not said.to_customer:
        return "", ()
    origin = tools.service.case(entry.register_no).intake.origin
    thread_id = origin.get("thread_id", "")
    references = [origin["rfc_id"]] if origin.get("rfc_id") else []
    for earlier in tools.service.effects(entry.register_no):
        if earlier.state == DONE and earlier.result.get("to_customer"):
            thread_id = str(earlier.result["thread_id"])
            references.append(str(earlier.result["rfc_id"]))
    return thread_id, tuple(references)


def _draft(
    tools: Tools, entry: Entry, mail: OutgoingMail, progress: dict[str, Any], save: Save
) -> str:
    if "draft_id" in progress:
        return str(progress["draft_id"])
    draft_id = None
    if progress.get("drafting"):
        draft_id = tools.mailbox.find_draft(mail.key, mail.subject)
    if draft_id is None:
        progress["drafting"] = True
        save(progress)
        draft_id = tools.mailbox.create_draft(mail)
    progress["draft_id"] = draft_id
    save(progress)
    return draft_id


def _sent(tools: Tools, entry: Entry, draft_id: str, progress: dict[str, Any], save: Save) -> str:
    if progress.get("sending"):
        found = _look(tools, entry, progress, save)
        if found is not None:
            return found
    progress["sending"] = True
    save(progress)
    try:
        return tools.mailbox.send_draft(draft_id)
    except NotFound:
        found = _look(tools, entry, progress, save)
        if found is None:
            raise TryLater("the draft was there and was not") from None
        return found


def _look(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> str | None:
    """The message id when it was sent; None when the draft still waits."""
    if tools.mailbox.draft_exists(progress["draft_id"]):
        return None
    found = tools.mailbox.find_sent(entry.key, progress["subject"])
    if found is not None:
        return found
    progress["looks"] = progress.get("looks", 0) + 1
    save(progress)
    if progress["looks"] >= LOOKS:
        raise GiveUp("neither the draft nor the sent mail is there; a person must look")
    raise TryLater("the mail is neither a draft nor in SENT yet")
