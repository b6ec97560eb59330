"""The mail with the one-time code of step 9.

In:    an outbox entry queued when somebody sent the approval's form.   Out: `Letter`.
Rule:  to the registered address alone; what is decided or expired meanwhile is skipped.
Never: puts the code into a subject, which telephones show while they are locked.
"""

from datetime import datetime

from integration.effects.context import Skip, Tools
from integration.effects.letter import Letter, moment
from integration.mails.compose import compose
from integration.one_time import TEMPLATE, derived
from integration.store.outbox import Entry


def letter(tools: Tools, entry: Entry) -> Letter:
    """Say it. Raises Skip when it is no use any more."""
    data, case = entry.data, tools.service.case(entry.register_no)
    until = datetime.fromisoformat(data["until"])
    if case.visit != data["visit"] or tools.service.clock.now() >= until:
        raise Skip("the code is no longer wanted")
    person = str(data["person"])
    said = {
        "office": tools.office.name,
        "register_no": case.register_no,
        "person": tools.office.name_of(person) or person,
        "code": derived(tools.links.secret, case.register_no, data["visit"], person, data["nonce"]),
        "until": moment(until),
    }
    composed = compose(TEMPLATE, said, tools.templates)
    return Letter(to=(person,), subject=composed.subject, text=composed.text, html=composed.html)
