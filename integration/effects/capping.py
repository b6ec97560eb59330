"""A cap on what is answered by itself: loops between two machines end (RFC 3834, section 2).

In:    the acknowledgement of a complaint that came by mail.   Out: nothing, or `Skip`.
Rule:  at most so many to one sender on one day of the office; each is counted once, however often
       the worker begins it again. The complaint itself is registered all the same.
Never: keeps anything from staff, who have their task mail. Start at `count`.
"""

from integration.effects.context import Skip, Tools
from integration.store import cases, files
from integration.store.outbox import Entry

ACKNOWLEDGEMENT = "receipt"
BY_MAIL = "email"


def count(tools: Tools, entry: Entry) -> None:
    """Count an acknowledgement; raises Skip when its sender had enough of them today."""
    if entry.data["template"] != ACKNOWLEDGEMENT:
        return
    service, number = tools.service, entry.register_no
    intake = service.case(number, entry.data["seq"]).intake
    if intake.channel != BY_MAIL or not intake.origin.get("thread_id"):
        return
    day = tools.calendar().day_of(entry.created_at).isoformat()
    key = f"answers:{day}:{intake.email.casefold()}"[:200]
    with service.database.write() as tx:
        cases.case_id_of(tx, number, lock=True)
        answered: list[str] = files.recall(tx, key, [])
        if entry.key in answered:
            return
        if len(answered) >= tools.mail_answers:
            raise Skip(f"more than {tools.mail_answers} answers to one sender on one day")
        files.remember(tx, key, [*answered, entry.key])
