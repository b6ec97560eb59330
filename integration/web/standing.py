"""Whether the one who opens an action link may still act by it: its moment, and its person.

In:    a link that is ours, the case as it stands, the office of the day.   Out: why not, or None.
Rule:  a step has one person in charge on a day (Plh., Plt., a new official): the links of all
       others rest, and wake again when the step is theirs again.
Never: looks at the clock. Start at `moved_on` and `somebody_else`.
"""

from datetime import date

from integration.links import ActionLink
from integration.office import Office
from integration.people import Person
from integration.sop import errors
from integration.sop.actors import Role
from integration.sop.asked import ASKED, RECHECK
from integration.sop.case import DECIDED_ON_PDF, Case
from integration.sop.rules import outcome_label
from integration.sop.table import STATIONS

RESTS = (
    "Pada hari ini tugas tersebut dijalankan oleh {label}, {position}. Tautan untuk mengerjakannya "
    "dikirim kepada beliau."
)
NOTHING_TO_DO = (
    "Anda tidak perlu melakukan apa pun. Bila penugasan ini keliru, mohon Petugas Pelayanan "
    "memperbaiki tab Pengaturan; tautan ini kemudian dapat dipakai kembali."
)


def moved_on(link: ActionLink, case: Case) -> errors.SopError | None:
    """Why a link's moment has passed; None while the case waits for exactly this."""
    if link.step == RECHECK.key:
        return _rechecked(link, case)
    if case.visit == link.visit and case.station == link.step:
        bound = link.step in DECIDED_ON_PDF
        if bound and (not case.to_decide or case.to_decide != link.pdf_sha256):
            return errors.LetterChanged(register_no=case.register_no)
        return None
    done = next((each for each in case.completions if each.visit == link.visit), None)
    if done is not None:
        return errors.AlreadyDone(
            step=STATIONS[done.step].short,
            outcome=outcome_label(done.step, done.outcome),
            by=done.by,
            at=done.at,
        )
    if link.step == case.station and link.step in DECIDED_ON_PDF:
        return errors.LetterChanged(register_no=case.register_no)
    if case.final:
        return errors.Closed(register_no=case.register_no, status=case.final)
    return errors.NotHere(step=STATIONS[link.step].short, at=case.status)


def _rechecked(link: ActionLink, case: Case) -> errors.SopError | None:
    if case.recheck is not None and case.recheck.visit == link.visit:
        return None
    done = next((each for each in case.rechecks if each.visit == link.visit), None)
    if done is None:
        return errors.NotHere(step=RECHECK.short, at=case.status)
    outcome = outcome_label(done.step, done.outcome)
    return errors.AlreadyDone(step=RECHECK.short, outcome=outcome, by=done.by, at=done.at)


def somebody_else(link: ActionLink, case: Case, office: Office, today: date) -> Person | None:
    """Who is in charge today instead of the link's person; None where it is that person."""
    if link.role is Role.CUSTOMER:
        return None
    in_charge = office.in_charge(link.role, case, today, ASKED[link.step])
    return None if in_charge.email.casefold() == link.person.casefold() else in_charge
