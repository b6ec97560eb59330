"""Which cases somebody sees after sign-in.

In:    a case, whoever is signed in.   Out: yes or no.
Rule:  every reader sees open cases; a confidential one shows itself to the desk, the Kepala Balai,
       whoever it waits for and whoever has worked on it.
Never: asked for links in mails: those are for whom they were sent to. Start at `sees`.
"""

from integration.reminders.plan import waits
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.web.sign_in.guard import Staff
from integration.web.site import Site


def sees(site: Site, case: Case, who: Staff) -> bool:
    """Whether this person may open, and find listed, this case."""
    if not case.intake.private or who.roles & {Role.SERVICE_DESK, Role.HEAD}:
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
