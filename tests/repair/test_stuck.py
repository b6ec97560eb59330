"""A person decides about stuck work, and the history says who did what."""

import pytest

from integration.ports import Unclear
from integration.push.alarm import alarm
from integration.repair.stuck import (
    AGAIN,
    GIVEN_UP,
    MARKED,
    NEVER_MADE,
    NOT_A_MAIL,
    NOWHERE,
    SENT_FOUND,
    STILL_DRAFT,
    NotStuck,
    Stuck,
)
from integration.sop.actors import Door
from integration.store import office_log, outbox
from integration.store.outbox import DONE, SKIPPED, STUCK
from tests.workshop import Workshop

RECEIPT = "ADU/2026/0001:1:receipt_mail:1"


@pytest.fixture
def number(workshop: Workshop) -> str:
    """The receipt's mail left the house, nobody heard of it, and Gmail's search is blind."""
    number = workshop.receive()
    workshop.google.mailbox.search_lag = 10
    workshop.google.outside.fails("mailbox.send_draft", Unclear("lost"), after=True)
    workshop.work()
    workshop.google.mailbox.search_lag = 0
    assert workshop.states(number)[RECEIPT] == STUCK
    return number


def receipts(workshop: Workshop) -> int:
    return sum(one.mail.key == RECEIPT for one in workshop.google.mailbox.posted)


def noted(workshop: Workshop, number: str) -> bool:
    last = workshop.service.history(number)[-1]
    return last.by.door is Door.OPERATOR and bool(last.by.person) and RECEIPT in last.data["text"]


def test_looking_again_finds_what_was_sent_and_sends_nothing(
    workshop: Workshop, number: str
) -> None:
    Stuck(workshop.tools, RECEIPT).look()

    entry = workshop.service.entry(RECEIPT)
    assert entry is not None and (entry.state, entry.result["to_customer"]) == (DONE, True)
    assert receipts(workshop) == 1
    assert noted(workshop, number)


def test_looking_in_vain_says_so_and_leaves_it_stuck(workshop: Workshop, number: str) -> None:
    workshop.google.mailbox.posted.clear()

    assert Stuck(workshop.tools, RECEIPT).look() == NOWHERE
    assert workshop.states(number)[RECEIPT] == STUCK
    assert noted(workshop, number)


def test_again_after_a_vain_search_makes_the_mail_anew_and_sends_it_once(
    workshop: Workshop, number: str
) -> None:
    workshop.google.mailbox.posted.clear()

    Stuck(workshop.tools, RECEIPT).again()
    workshop.work()

    assert workshop.states(number)[RECEIPT] == DONE
    assert receipts(workshop) == 1


def test_a_mail_that_is_still_a_draft_is_sent_by_again_and_not_made_twice(
    workshop: Workshop, number: str
) -> None:
    mailbox = workshop.google.mailbox
    entry = workshop.service.entry(RECEIPT)
    assert entry is not None
    (sent,) = [one for one in mailbox.posted if one.mail.key == RECEIPT]
    mailbox.posted.remove(sent)
    mailbox.drafts[entry.progress["draft_id"]] = sent.mail

    assert Stuck(workshop.tools, RECEIPT).look() == STILL_DRAFT
    Stuck(workshop.tools, RECEIPT).again()
    workshop.work()
    assert receipts(workshop) == 1
    assert workshop.states(number)[RECEIPT] == DONE


def test_again_looks_once_more_before_it_makes_a_second_mail(
    workshop: Workshop, number: str
) -> None:
    assert Stuck(workshop.tools, RECEIPT).again() == SENT_FOUND
    workshop.work()

    assert receipts(workshop) == 1
    assert workshop.states(number)[RECEIPT] == DONE
    assert noted(workshop, number)


@pytest.mark.parametrize("verb", ["look", "again", "sent", "give_up"])
def test_a_verb_and_its_record_are_one_or_neither_happens(
    workshop: Workshop, number: str, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("the record cannot be written")

    monkeypatch.setattr(workshop.service, "act_within", refuse)
    with pytest.raises(RuntimeError):
        getattr(Stuck(workshop.tools, RECEIPT), verb)()

    assert workshop.states(number)[RECEIPT] == STUCK


@pytest.mark.parametrize(
    ("verb", "said"), [("again", AGAIN), ("sent", MARKED), ("give_up", GIVEN_UP)]
)
def test_what_belongs_to_no_case_is_recorded_in_the_offices_log(
    workshop: Workshop, verb: str, said: str
) -> None:
    alarm(workshop.service, "gmail", "403", workshop.clock.now())
    with workshop.service.database.write() as tx:
        (key, *_) = [one.key for one in outbox.in_state(tx, outbox.WAITING)]
        tx.exec_driver_sql("UPDATE outbox SET state = 'stuck'")

    getattr(Stuck(workshop.tools, key), verb)()

    with workshop.service.database.read() as tx:
        (line,) = office_log.lines(tx, office_log.OPERATOR)
    assert (line.data, bool(line.person)) == ({"key": key, "said": said}, True)


def test_marked_as_sent_it_is_done_and_what_waited_goes_on(workshop: Workshop, number: str) -> None:
    Stuck(workshop.tools, RECEIPT).sent()
    workshop.work()

    assert workshop.states(number)[RECEIPT] == DONE
    assert receipts(workshop) == 1
    workshop.finish(number)
    workshop.work()
    assert STUCK not in workshop.states(number).values()


def test_given_up_it_is_skipped_and_recorded(workshop: Workshop, number: str) -> None:
    Stuck(workshop.tools, RECEIPT).give_up()

    assert workshop.states(number)[RECEIPT] == SKIPPED
    assert noted(workshop, number)


@pytest.mark.parametrize("verb", ["look", "again", "sent", "give_up"])
def test_what_is_not_stuck_is_left_alone(workshop: Workshop, verb: str) -> None:
    number = workshop.at("triage")
    before = workshop.service.history(number)

    for key in (RECEIPT, "ADU/2026/0099:1:receipt_mail:1"):
        with pytest.raises(NotStuck):
            getattr(Stuck(workshop.tools, key), verb)()

    assert workshop.service.history(number) == before


def test_a_mail_never_made_and_work_that_is_no_mail_say_so(workshop: Workshop) -> None:
    number = workshop.receive()
    form = f"{number}:1:complaint_form:1"
    with workshop.service.database.write() as tx:
        tx.exec_driver_sql("UPDATE outbox SET state = 'stuck'")

    assert Stuck(workshop.tools, RECEIPT).look() == NEVER_MADE
    assert noted(workshop, number), "a look in vain is recorded, too"
    assert Stuck(workshop.tools, form).look() == NOT_A_MAIL
    assert Stuck(workshop.tools, form).sent() == NOT_A_MAIL
