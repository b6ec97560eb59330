"""Ids drawn before the workspace was cleared do not leave a paper stuck."""

from integration.ports import IdRefused
from integration.store.outbox import DONE


def test_an_id_that_drive_no_longer_takes_is_drawn_anew(workshop):
    workshop.google.outside.fails("archive.put", IdRefused("the file ID is not usable"))
    number = workshop.receive()

    workshop.work()
    workshop.clock.advance(seconds=5)
    workshop.work()

    assert workshop.entry(number, "complaint_form").state == DONE
    assert workshop.entry(number, "receipt").state == DONE
