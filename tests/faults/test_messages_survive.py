"""Whatever kills senders, every message leaves, and again only under the same key."""

import fcntl
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.outbound import Answer
from app.runtime.crash_points import armed
from app.runtime.sender import LEASE, Sender
from app.storage import outbox, outgoing
from app.storage.spaces import Spaces
from tests.faults.killing import Chance, Exactly, SharedClock
from tests.runtime.clubs import Club
from tests.runtime.sending import SEALS, SECRET, Sending, telling

Clubs = Callable[..., Club]
SECOND = 1_000_000


class Arrived:
    """What arrived on the other side, written to a file that outlives whoever sends."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.touch()

    def request(self, method: str, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        with self.file.open("a") as written:
            fcntl.flock(written, fcntl.LOCK_EX)
            written.write(headers["webhook-id"] + "\n")
            written.flush()
        return Answer(status=200, headers={}, body=b"")

    def keys(self) -> Counter[str]:
        return Counter(self.file.read_text().split())


@dataclass(slots=True, kw_only=True)
class Senders:
    """Forks that send, and die."""

    sending: Sending
    arrived: Arrived
    clock: SharedClock = field(init=False)
    killed: int = 0

    def __post_init__(self) -> None:
        self.clock = SharedClock(self.sending.now)

    def start(self, fate: Chance | Exactly | None, name: str) -> int:
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            self._work(fate, name)
            code = 0
        finally:
            os._exit(code)
        return 0

    def _work(self, fate: Chance | Exactly | None, name: str) -> None:
        club = self.sending.club
        url = club.spaces.engine.url.render_as_string(hide_password=False)
        sender = Sender(
            spaces=Spaces.at(url),
            worker=name,
            clock=self.clock,
            door=self.arrived,  # type: ignore[arg-type]  # It answers as a door does.
            seals=SEALS,
        )
        with armed((lambda _: None) if fate is None else fate.hook()):
            while sender.turn(club.workspace_id, club.program_id):
                pass

    def reap(self, *children: int) -> bool:
        """Wait for senders, after which the leases of the dead end; say whether one was killed."""
        before = self.killed
        for child in children:
            _, status = os.waitpid(child, 0)
            died = os.WIFSIGNALED(status)
            self.killed += died
            assert died or os.WEXITSTATUS(status) == 0, "a sender failed by itself"
        # Only now: whoever lived loses no lease, so that what is sent again is of the dead.
        self.clock.move(LEASE + SECOND)
        return self.killed > before

    def left(self) -> int:
        club = self.sending.club
        with club.spaces.reading(club.workspace_id) as space:
            counted = outbox.counts(space, club.program_id)
        return sum(count for (_, state), count in counted.items() if state != "sent")


def of_club(club: Clubs, folder: Path, members: int, key: str = "team") -> Senders:
    """A club that has something to tell everybody."""
    found = Sending(club=club(telling("webhook"), key=key))
    found.account("webhook", url="https://club.example/", secret=SECRET, per_minute=100_000)
    found.join(*(f"m{n}" for n in range(members)))
    return Senders(sending=found, arrived=Arrived(folder / f"{key}.txt"))


def test_a_sender_that_dies_at_any_crash_point_loses_no_message(
    club: Clubs, tmp_path: Path
) -> None:
    members, n, killed, wrong = 3, 1, True, []
    while killed:
        one = of_club(club, tmp_path, members, key=f"at{n}")
        killed = one.reap(one.start(Exactly(n=n), "dies"))
        one.reap(one.start(None, "lives"))
        keys = one.arrived.keys()
        if one.left() or len(keys) != members or sum(keys.values()) > members + 1:
            wrong.append((n, keys))
        n += 2
    assert wrong == []
    assert n > 3


def test_senders_killed_at_random_lose_no_message_and_send_few_twice(
    club: Clubs, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """T1 for messages: three senders; `--kills` and `--flow-members` make it the long form."""
    kills = request.config.getoption("--kills")
    members = request.config.getoption("--flow-members")
    rng = Random(request.config.getoption("--kills-seed"))
    work = of_club(club, tmp_path, members)
    while work.left():
        share = 0.1 if work.killed < kills else 0.0
        children = [
            work.start(Chance(seed=rng.getrandbits(32), share=share), f"sender {n}")
            for n in range(3)
        ]
        work.reap(*children)
        # Whoever lost the connection to the database tries again later.
        work.clock.move(60 * SECOND)
    keys = work.arrived.keys()
    again = sum(keys.values()) - len(keys)
    with capsys.disabled():
        print(  # noqa: T201  # What the long form is run for.
            f"\n{work.sending.club.spaces.engine.dialect.name}: {members} messages,"
            f" {work.killed} kills, {members - len(keys)} lost, {again} sent again"
        )
    assert len(keys) == members
    assert work.killed > 0
    # At most what was on its way when somebody died is sent again.
    assert again <= work.killed


@pytest.mark.parametrize(("at", "again"), [("claimed message", 0), ("sent before mark", 4)])
def test_who_was_away_for_longer_than_a_lease_sends_at_most_what_was_in_hand_again(
    club: Clubs, tmp_path: Path, at: str, again: int
) -> None:
    """Under the same keys: whoever loses a lease in the middle of it cannot know."""
    work = of_club(club, tmp_path, 6)
    late, other = (work.sending.sender(name) for name in ("late", "other"))
    for each in (late, other):
        each.door = work.arrived  # type: ignore[assignment]  # It answers as a door does.
    where = work.sending.club.workspace_id, work.sending.club.program_id
    away = iter([True])

    def meanwhile(name: str) -> None:
        if name == at and next(away, False):
            work.sending.club.wait(seconds=LEASE / SECOND + 1)
            while other.turn(*where):
                pass

    with armed(meanwhile):
        late.turn(*where)
    keys = work.arrived.keys()
    assert work.left() == 0
    assert sorted(keys.values()) == [1] * (6 - again) + [2] * again


def test_a_sender_that_marked_before_it_sends_would_be_noticed(
    club: Clubs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what it dies over is marked, and lost."""
    work = of_club(club, tmp_path, 3)
    usual = Sender._send  # noqa: SLF001  # It is what is broken here.

    def marks_first(self: Sender, *arguments: Any) -> None:
        with self.spaces.writing(work.sending.club.workspace_id) as space:
            outgoing.mark_sent(space, arguments[4].claimed, now=self.clock())
        usual(self, *arguments)

    monkeypatch.setattr(Sender, "_send", marks_first)
    monkeypatch.setattr(Arrived, "request", dying)
    work.reap(work.start(None, "dies"))
    monkeypatch.undo()
    work.reap(work.start(None, "lives"))
    assert len(work.arrived.keys()) < 3


def dying(*_: object, **__: object) -> Answer:
    os.kill(os.getpid(), 9)
    raise AssertionError
