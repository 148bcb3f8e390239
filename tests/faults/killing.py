"""Workers that are killed at the worst moments: real processes, real SIGKILL, a clock of our own.

Each worker is a fork of the test, which opens the database for itself. The clock stands in memory
that all share: it moves by more than a lease whenever one dies, so that those who live lose theirs
as well and must notice.
"""

import mmap
import os
import signal
import struct
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from sqlalchemy.exc import SQLAlchemyError

from app.clock import to_instant
from app.runtime import schedule
from app.runtime.crash_points import armed
from app.runtime.engine import LEASE, Engine
from app.storage.spaces import Spaces
from tests.faults.dying import Died
from tests.runtime.clubs import Club

SECOND = 1_000_000


class SharedClock:
    """A moment that all processes see."""

    def __init__(self, now: int) -> None:
        self._memory = mmap.mmap(-1, 8)
        self.set(now)

    def __call__(self) -> int:
        return int(struct.unpack("q", self._memory[:8])[0])

    def set(self, now: int) -> None:
        self._memory[:8] = struct.pack("q", now)

    def move(self, microseconds: int) -> None:
        self.set(self() + microseconds)


@dataclass(slots=True, kw_only=True)
class Chance:
    """Dies at one crash point in so many, at random."""

    seed: int
    share: float

    def hook(self) -> Callable[[str], None]:
        rng = Random(self.seed)

        def die(_: str) -> None:
            if rng.random() < self.share:
                os.kill(os.getpid(), signal.SIGKILL)

        return die


@dataclass(slots=True, kw_only=True)
class Exactly:
    """Dies at the n-th crash point it passes."""

    n: int

    def hook(self) -> Callable[[str], None]:
        passed = 0

        def die(_: str) -> None:
            nonlocal passed
            passed += 1
            if passed == self.n:
                os.kill(os.getpid(), signal.SIGKILL)

        return die


@dataclass(slots=True, kw_only=True)
class Killing:
    """A club whose workers die."""

    club: Club
    most: int = 50
    clock: SharedClock = field(init=False)
    killed: int = 0
    signals: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.clock = SharedClock(to_instant(self.club.now))
        # What is prepared before a fork need not be prepared in each of them.
        assert self.club.live.checked.flows

    def start(self, fate: Chance | Exactly | None, name: str) -> int:
        """Start a worker; give its process."""
        # No connection outlives a fork; the statements that are compiled already do.
        self.club.spaces.engine.dispose()
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            self._work(fate, name)
            code = 0
        except SQLAlchemyError:
            traceback.print_exc()
        finally:
            os._exit(code)
        return 0

    def _work(self, fate: Chance | Exactly | None, name: str) -> None:
        spaces = Spaces(self.club.spaces.engine)
        engine = Engine(spaces=spaces, worker=name, clock=self.clock, most=self.most)
        with armed((lambda _: None) if fate is None else fate.hook()):
            idle = 0
            while idle < 2:
                now = self.clock()
                done = schedule.tick(spaces, self.club.workspace_id, self.club.program_id, now=now)
                done += engine.advance(self.club.workspace_id, self.club.program_id)
                idle = 0 if done else idle + 1

    def warm_up(self) -> None:
        """Have the statements compiled that the workers will need, and keep nothing of it."""

        def die(name: str) -> None:
            if name == "before commit":
                raise Died(name)

        club = self.club
        with armed(die), suppress(Died):
            engine = Engine(spaces=club.spaces, worker="first", clock=self.clock, most=1)
            schedule.tick(club.spaces, club.workspace_id, club.program_id, now=self.clock())
            engine.advance(club.workspace_id, club.program_id)
        self.clock.move(LEASE + SECOND)

    def reap(self, child: int) -> bool:
        """Wait for a worker; say whether it was killed."""
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            self.killed += 1
            self.signals[os.WTERMSIG(status)] += 1
            self.clock.move(LEASE + SECOND)
            return True
        assert os.WEXITSTATUS(status) == 0, "a worker failed by itself"
        return False

    def finish(self, rounds: int = 2) -> None:
        """Let one worker that nobody kills do what is left."""
        for _ in range(rounds):
            # Who failed alone waits a while before the next attempt.
            self.clock.move(LEASE + SECOND)
            assert not self.reap(self.start(None, "last"))
