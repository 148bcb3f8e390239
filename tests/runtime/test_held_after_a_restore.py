"""A copy sends nothing that the original may have sent, until somebody says so."""

from collections.abc import Callable

import pytest

from app.errors import Conflict
from app.storage import restorations
from app.storage.heartbeat import WORKER, beat
from app.storage.restorations import Waiting
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, step, tell
from tests.runtime.scripted_doors import Doors, answers, with_webhook
from tests.runtime.sending import Sending

Sendings = Callable[..., Sending]
pytestmark = pytest.mark.usefixtures("everything_is_allowed")
DAY = 86_400_000_000


def copied(sending: Sendings, door: Doors, **more: str) -> Sending:
    """Give an installation that has just been brought back."""
    found = sending(door, **more)
    with found.club.spaces.installation() as connection:
        restorations.note(connection, at=found.now, taken_at=found.now - DAY, sends=False)
    return found


def at_work(found: Sending) -> None:
    """Have a worker show signs of life."""
    with found.club.spaces.installation() as connection:
        beat(connection, WORKER, at=found.now, detail={})


def resume(found: Sending, what: Waiting) -> int:
    with found.club.spaces.installation() as connection:
        return restorations.resume(connection, what, now=found.now)


def test_nothing_leaves_a_copy_and_nothing_is_given_up_meanwhile(sending: Sendings) -> None:
    door = answers(200)
    found = copied(sending, door)
    with_webhook(found)
    found.join("anna", "bert")
    for _ in range(10):
        assert found.send() == 0
        found.club.wait(days=1)
    assert door.asked == []
    assert found.states() == {("webhook", "ready"): 2}


def test_without_a_channel_nothing_is_given_up_either(sending: Sendings) -> None:
    found = copied(sending, answers(200))
    found.join("anna")
    found.club.wait(days=10)
    found.send()
    assert found.states() == {("webhook", "ready"): 1}


def test_what_ends_in_the_copy_itself_arrives(sending: Sendings) -> None:
    found = copied(sending, answers(200), channel="inbox", purpose="marketing")
    found.join("anna")
    found.send()
    assert found.states() == {("inbox", "sent"): 1}


def test_what_waited_leaves_once_somebody_says_so(sending: Sendings) -> None:
    door = answers(200)
    found = copied(sending, door)
    with_webhook(found)
    found.join("anna", "bert")
    found.send()
    assert resume(found, Waiting.SEND) == 2
    found.send()
    assert len(door.asked) == 2
    assert found.states() == {("webhook", "sent"): 2}


def test_what_waited_never_leaves_if_somebody_says_so_and_later_messages_do(
    sending: Sendings,
) -> None:
    door = answers(200)
    found = copied(sending, door)
    with_webhook(found)
    (anna,) = found.join("anna")
    found.club.wait(seconds=5)
    at_work(found)
    assert resume(found, Waiting.CANCEL) == 1
    found.send()
    assert door.asked == []
    assert [each.state for each in found.messages(anna)] == ["cancelled"]
    found.join("bert")
    found.send()
    assert found.states() == {("webhook", "cancelled"): 1, ("webhook", "sent"): 1}


def test_a_copy_that_takes_over_sends_at_once(sending: Sendings) -> None:
    door = answers(200)
    found = copied(sending, door)
    with found.club.spaces.installation() as connection:
        restorations.note(connection, at=found.now + 1, taken_at=found.now, sends=True)
    with_webhook(found)
    found.join("anna")
    found.send()
    assert len(door.asked) == 1


def test_what_became_due_since_is_to_pass_before_it_can_be_cancelled(
    club: Callable[..., Club],
) -> None:
    patient = flow(
        "record_created",
        step("rest", "wait", time={"days": 1}),
        tell(channel="webhook", purpose="service"),
        options={"object": "member"},
    )
    found = Sending(club=club(programme(patient)))
    found.join("anna")
    flows = Flowing(found.club)
    found.club.wait(days=2)
    with found.club.spaces.installation() as connection:
        restorations.note(connection, at=found.now, taken_at=found.now - DAY, sends=False)
    with pytest.raises(Conflict, match="Start the worker first"):
        resume(found, Waiting.CANCEL)
    found.club.wait(seconds=5)
    at_work(found)
    with pytest.raises(Conflict, match="1 runs are due"):
        resume(found, Waiting.CANCEL)
    flows.run()
    assert resume(found, Waiting.CANCEL) == 1
    assert found.states() == {("webhook", "cancelled"): 1}
