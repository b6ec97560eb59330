"""Who sits where has changed in Pengaturan: whoever sat there and the service desk are told.

In:    the office before and after.   Out: mails in the outbox, lines of the office's log.
Rule:  told are the addresses of before: whoever may edit the spreadsheet must not make himself
       Kepala Balai, or his stand-in, unnoticed. The service tells, and does not judge.
Never: sends, and says nothing of a first office. Start at `tell`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from integration import alarms
from integration.office import Office
from integration.people import Person
from integration.sop.explain import day_in_words
from integration.store import office_log, outbox
from integration.tabs.office_tab import GROUP, ROLES
from integration.words import when

BY = "tab Pengaturan"
"""Who did it, as far as the service knows: the spreadsheet's version history knows better."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One seat that somebody else has, or stands in for."""

    seat: str
    before: Person
    said: str


def tell(tx: Connection, before: Office, after: Office, now: datetime) -> None:
    """Queue and record what changed; in the transaction that puts it in force."""
    for number, change in enumerate(changes(before, after), start=1):
        key = f"seat:{now.isoformat()}:{number}"
        data = {"role": change.seat, "said": change.said, "at": when(now)}
        people = {one.email.casefold(): one for one in (change.before, before.service_desk)}
        lines = alarms.lines(key, alarms.SEAT, data, people.values())
        outbox.queue_once(tx, lines, now)
        said = {"key": key, "said": change.said}
        office_log.write(tx, key, office_log.OPERATOR, BY, now, said)


def changes(before: Office, after: Office) -> Iterator[Change]:
    """Every official's address that is another one or gone, and every new delegation."""
    sits = _seats(after)
    for seat, old in _seats(before).items():
        new = sits.get(seat)
        if new is None:
            yield Change(seat=seat, before=old, said=f"Baris {seat} ({old.email}) tidak ada lagi.")
        elif new.email.casefold() != old.email.casefold():
            said = f"Alamat e-mail {seat} diubah dari {old.email} menjadi {new.email}."
            yield Change(seat=seat, before=old, said=said)
    known = {str(one).casefold() for one in before.delegations}
    for one in after.delegations:
        absent = before.official(one.absent)
        if absent is not None and str(one).casefold() not in known:
            days = f"{day_in_words(one.first)} sampai {day_in_words(one.last)}"
            seat = f"{one.kind} {absent.position}"
            said = f"{one.stand_in.email} menjadi {seat} ({absent.email}), {days}."
            yield Change(seat=seat, before=absent, said=said)


def _seats(office: Office) -> dict[str, Person]:
    heads = office.group_heads.items()
    return {
        **{part: getattr(office, key) for part, key in ROLES.items()},
        **{f"{GROUP} {group}": person for group, person in heads},
    }
