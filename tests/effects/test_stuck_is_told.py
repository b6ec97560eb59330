"""What needs a person is told to a person, once."""

import pytest

from integration.ports import GiveUp
from integration.store.outbox import DONE, STUCK
from integration.worker import alarm_key
from tests.factories import OFFICE


def test_the_desk_gets_one_mail_about_an_effect_that_is_stuck(workshop):
    workshop.google.outside.fails("archive.put", GiveUp("the drive is full"))
    number = workshop.receive()

    workshop.work()

    stuck = next(one for one in workshop.service.effects(number) if one.state == STUCK)
    told = workshop.service.entry(alarm_key(stuck))
    assert told is not None and told.state == DONE
    mails = [
        m for m in workshop.google.mailbox.to(OFFICE.service_desk.email) if "bantuan" in m.subject
    ]
    assert len(mails) == 1
    assert "the drive is full" in mails[0].text


@pytest.mark.parametrize("lack", [OSError(28, "No space left on device"), MemoryError()])
def test_what_this_machine_lacks_for_a_while_makes_nothing_stuck(workshop, lack):
    workshop.google.outside.fails("archive.put", lack)
    number = workshop.receive()

    workshop.work()

    assert set(workshop.states(number).values()) == {DONE}


def test_a_stuck_mail_about_a_stuck_effect_ends_there(workshop):
    workshop.google.outside.fails("mailbox.create_draft", GiveUp("blocked"), times=20)
    number = workshop.receive()

    workshop.work()

    entries = workshop.service.effects(number)
    alarms = {alarm_key(one) for one in entries if one.state == STUCK}
    told = [one.key for one in entries if ":alarm:" in one.key]
    assert told and set(told) < alarms, "an alarm that is stuck itself raises no other"
