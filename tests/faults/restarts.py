"""What goes on while PostgreSQL is restarted or replaced: events over HTTP, and workers."""

import os
import select
import subprocess
import traceback
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from app.clock import from_instant, to_instant
from app.runtime.flows_at_work import FlowsAtWork
from app.storage.trouble import Trouble, trouble_of
from tests.faults.disks import Disk
from tests.faults.killing import SharedClock
from tests.faults.servers import Pair
from tests.runtime.clubs import Club
from tests.web.api.callers import Caller

SECOND = 1_000_000
A_WHILE = 0.01
"""Seconds between two looks of a worker: a second at work."""
CREATED, AWAY = 201, 503


class Stopped(Disk):
    """The server ends without a word, and is started anew when it is over."""

    trouble = Trouble.AWAY

    def __init__(self, engine: Engine, pair: Pair) -> None:
        super().__init__(engine)
        self.pair = pair

    def fill(self) -> None:
        if not self.full:
            self.full = True
            self.pair.primary.stop()

    def free(self) -> None:
        if self.full:
            self.full = False
            self.pair.primary.start()


class Restarted(Stopped):
    """The server is restarted, as for new settings or a newer version."""

    def fill(self) -> None:
        if not self.full:
            self.full = True
            assert self.pair.primary.restart("fast").wait() == 0

    def free(self) -> None:
        self.full = False


class TakenOver(Stopped):
    """The server is gone for good, and the one that followed it takes its place."""

    def fill(self) -> None:
        if not self.full:
            self.full = True
            self.pair.take_over()

    def free(self) -> None:
        if self.full:
            self.full = False
            self.pair.follow()


@dataclass(slots=True, kw_only=True)
class Traffic:
    """Visits that are sent one after the other, each until it is answered well."""

    shop: Caller
    members: int
    kept: int = 0
    refused: int = 0

    def send(self, *, out: bool) -> None:
        """Send the next visit, or the last one again; only an outage may refuse it."""
        n = min(self.kept, self.members - 1)
        visit = {"kind": "visit", "member": {"external_id": f"m{n}"}}
        answer = self.shop.post("/events", visit, Idempotency_Key=f"visit-{n}")
        if answer.status_code == CREATED:
            self.kept = n + 1
            return
        assert out, answer.text
        assert answer.status_code == AWAY, answer.text
        assert int(answer.headers["Retry-After"]) > 0
        self.refused += 1

    def go_on(self, until: "subprocess.Popen[bytes]") -> None:
        """Send one after the other until a command is over."""
        while until.poll() is None:
            self.send(out=True)
        assert until.returncode == 0
        self.send(out=False)


@dataclass(slots=True, kw_only=True)
class Crew:
    """Workers with processes of their own, which go on until they are told to stop."""

    club: Club
    size: int = 2
    clock: SharedClock = field(init=False)
    _children: dict[int, int] = field(default_factory=dict)
    """Where each process says that it has looked once more."""
    _stop: int = -1

    def __enter__(self) -> Self:
        self.clock = SharedClock(to_instant(self.club.now))
        # What is prepared before a fork need not be prepared in each of them, but for connections.
        assert self.club.live.checked.flows
        self.club.spaces.engine.dispose()
        told, self._stop = os.pipe()
        for n in range(self.size):
            said, say = os.pipe()
            child = os.fork()
            if not child:
                os.close(self._stop)
                self._live(f"worker {n}", say, told)
            os.close(say)
            self._children[child] = said
        os.close(told)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._stop)
        codes = [os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in self._children]
        for said in self._children.values():
            os.close(said)
        assert not any(codes), "a worker failed by itself"

    def look(self, times: int = 2) -> None:
        """Wait until each of them has looked so often from its beginning to its end."""
        for said in self._children.values():
            while select.select([said], [], [], 0)[0] and os.read(said, 65_536):
                pass
            for _ in range(times + 1):
                assert os.read(said, 1), "a worker has ended"

    def go_on(self) -> None:
        """Give everybody the time after which what failed is tried again."""
        for _ in range(3):
            self.clock.move(30 * SECOND)
            self.look()

    def _live(self, name: str, say: int, told: int) -> None:
        code = 1
        try:
            os.set_blocking(say, False)
            self._work(name, say, told)
            code = 0
        except (AssertionError, OSError, SQLAlchemyError):
            traceback.print_exc()
        finally:
            os._exit(code)

    def _work(self, name: str, say: int, told: int) -> None:
        flows = FlowsAtWork(clock=lambda: from_instant(self.clock()), worker=name)
        while not select.select([told], [], [], A_WHILE)[0]:
            try:
                flows(self.club.spaces.engine, from_instant(self.clock()))
            except OperationalError as error:
                # At work, whatever calls it notes that and calls it again a second later.
                if trouble_of(error) is None:
                    raise
            failing = flows.retries.failing()
            assert all(each.trouble is not None for each in failing), failing
            if select.select([], [say], [], 0)[1]:
                os.write(say, b".")
