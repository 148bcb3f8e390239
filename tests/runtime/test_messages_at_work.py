"""A worker sends the messages of every programme, and one that hangs keeps no other waiting."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from app.outbound import Answer, Door
from app.runtime import messages_at_work
from app.runtime.messages_at_work import MessagesAtWork
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.sending import SEALS, SECRET, Sending, telling

Clubs = Callable[..., Club]
NOW = datetime(2026, 3, 1, 5, tzinfo=UTC)
PATIENCE = 60
"""Seconds until it is said that a message never left."""


class Held:
    """A door where some addresses answer only when they are let go."""

    def __init__(self, slow: str) -> None:
        self.slow = slow
        self.let_go = threading.Event()
        self.asked: list[str] = []
        self._held = threading.Semaphore(0)
        self._answered = threading.Semaphore(0)

    def request(self, method: str, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        self.asked.append(url)
        if self.slow in url:
            self._held.release()
            self.let_go.wait()
        else:
            self._answered.release()
        return Answer(status=200, headers={}, body=b"")

    def holds(self, count: int) -> None:
        """Wait until so many messages more are held."""
        for _ in range(count):
            assert self._held.acquire(timeout=PATIENCE)

    def answers(self, count: int) -> None:
        """Wait until so many messages more have been answered."""
        for _ in range(count):
            assert self._answered.acquire(timeout=PATIENCE)

    @contextmanager
    def before(self, at_work: MessagesAtWork, spaces: Spaces) -> Iterator[None]:
        """Have a worker send meanwhile, and let go of everything in the end."""
        worker = threading.Thread(target=at_work, args=(spaces.engine, NOW))
        worker.start()
        try:
            yield
        finally:
            self.let_go.set()
            worker.join()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Give such a door; the worker looks again when something comes back, not after a while."""
    monkeypatch.setattr(messages_at_work, "LOOK", PATIENCE)
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
    with held.before(at_work, spaces):
        held.holds(4)
        held.answers(10)
        assert sum("slow" in url for url in held.asked) == 4
    assert slow.states() == {("webhook", "sent"): 10}
    assert quick.states() == {("webhook", "sent"): 10}


def test_a_worker_that_is_to_stop_claims_nothing_more_and_lets_what_flies_land(
    club: Clubs, spaces: Spaces, held: Held
) -> None:
    slow = of_team(club, "one", "slow")
    slow.join(*(f"m{n}" for n in range(10)))
    stop = threading.Event()
    at_work = MessagesAtWork(clock=lambda: NOW, seals=SEALS, stop=stop, door=held)  # type: ignore[arg-type]
    with held.before(at_work, spaces):
        held.holds(4)
        stop.set()
    assert slow.states() == {("webhook", "sent"): 4, ("webhook", "ready"): 6}


def test_a_worker_without_settings_has_a_door_that_leads_to_the_public_only() -> None:
    assert MessagesAtWork(clock=lambda: NOW).door == Door()
