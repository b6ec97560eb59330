"""Which cases somebody sees: after sign-in, and by a link that was once sent to them.

In:    a case, a person.   Out: yes or no.
Rule:  every reader sees open cases; a confidential one shows itself to the desk, the Kepala Balai,
       whoever it waits for and whoever has worked on it. A link in a mail is for whom it was sent
       to, as long as *Pengaturan* has them or the case names them as its reviewer.
Never: shows anything to somebody who has left. Start at `sees` and `still_of_the_office`.
"""

from integration.reminders.plan import waits
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.web.sign_in.guard import Staff
from integration.web.site import Site


def sees(site: Site, case: Case, who: Staff) -> bool:
    """Whether this person may open, and find listed, this case."""
    if not case.secret or who.roles & {Role.SERVICE_DESK, Role.HEAD}:
        return True
    own = who.email.casefold()
    if any(done.by.person.casefold() == own for done in case.completions):
        return True
    office, today = site.service.office, site.today()
    return any(
        office.in_charge(wait.to, case, today, wait.step).email.casefold() == own
        for wait in waits(case, site.calendar())
        if wait.to is not Role.CUSTOMER
    )


def still_of_the_office(site: Site, case: Case, person: str) -> bool:
    """Whether a link made for this person may still show the case."""
    conflict = case.conflict
    reviewer = conflict.reviewer_email if conflict else ""
    return bool(site.name_of(person)) or person.casefold() == reviewer.casefold() != ""
