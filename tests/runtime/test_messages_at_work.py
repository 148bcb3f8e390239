"""A worker sends the messages of every programme, and one that hangs keeps no other waiting."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.outbound import Answer, Door
from app.runtime.messages_at_work import MessagesAtWork
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.sending import SEALS, SECRET, Sending, telling

Clubs = Callable[..., Club]
NOW = datetime(2026, 3, 1, 5, tzinfo=UTC)


class Held:
    """A door where some addresses answer only when they are let go."""

    def __init__(self, slow: str) -> None:
        self.slow = slow
        self.let_go = threading.Event()
        self.both = threading.Semaphore(0)
        self.asked: list[str] = []

    def request(self, method: str, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        self.asked.append(url)
        if self.slow in url:
            self.let_go.wait(30)
        else:
            self.both.release()
        return Answer(status=200, headers={}, body=b"")


@pytest.fixture
def held() -> Held:
    return Held("slow")


def of_team(club: Clubs, key: str, host: str) -> Sending:
    found = Sending(club=club(telling("webhook"), key=key))
    found.account("webhook", url=f"https://{host}.example/", secret=SECRET)
    return found


def test_one_endpoint_that_hangs_has_four_messages_and_the_others_go_out(
    club: Clubs, spaces: Spaces, held: Held
) -> None:
    slow, quick = of_team(club, "one", "slow"), of_team(club, "two", "quick")
    slow.join(*(f"m{n}" for n in range(10)))
    quick.join(*(f"m{n}" for n in range(10)))
    at_work = MessagesAtWork(clock=lambda: NOW, seals=SEALS, door=held)  # type: ignore[arg-type]
    worker = threading.Thread(target=at_work, args=(spaces.engine, NOW))
    worker.start()
    for _ in range(10):
        assert held.both.acquire(timeout=20)
    assert sum("slow" in url for url in held.asked) == 4
    held.let_go.set()
    worker.join()
    assert slow.states() == {("webhook", "sent"): 10}
    assert quick.states() == {("webhook", "sent"): 10}


def test_a_worker_that_is_to_stop_claims_nothing_more_and_lets_what_flies_land(
    club: Clubs, spaces: Spaces, held: Held
) -> None:
    slow = of_team(club, "one", "slow")
    slow.join(*(f"m{n}" for n in range(10)))
    stop = threading.Event()
    at_work = MessagesAtWork(clock=lambda: NOW, seals=SEALS, stop=stop, door=held)  # type: ignore[arg-type]
    worker = threading.Thread(target=at_work, args=(spaces.engine, NOW))
    worker.start()
    while len(held.asked) < 4:
        assert worker.is_alive()
    stop.set()
    held.let_go.set()
    worker.join()
    assert slow.states() == {("webhook", "sent"): 4, ("webhook", "ready"): 6}


def test_a_worker_without_settings_has_a_door_that_leads_to_the_public_only() -> None:
    assert MessagesAtWork(clock=lambda: NOW).door == Door()
