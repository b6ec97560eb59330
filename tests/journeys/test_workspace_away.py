"""The local workspace is stopped and started in between: the worker waits, then goes on."""

from integration.demo.play import COMPLAINT, Play
from integration.local import LocalHouse


def test_a_step_taken_while_google_is_away_reaches_the_next_person_later(
    house: LocalHouse, play: Play
) -> None:
    customer, desk, head = (play.person(role) for role in ("customer", "service_desk", "head"))
    play.answer_form({**COMPLAINT, "Email": customer.email})
    task = desk.wait_for("Langkah 2:")
    workspace = house.parts[0]
    assert workspace.process is not None
    workspace.process.kill()
    workspace.process.wait()

    desk.act(task.first_link, {"outcome": "complaint"})

    house.restart(workspace)
    head.wait_for("Langkah 3:")
    assert len(head.inbox()) == 1
    assert len(customer.inbox()) == 1
