"""What the worker does for messages, again and again: each programme has its turn."""

import os
import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine as Database

from app.clock import Clock, to_instant
from app.outbound import Door
from app.runtime.every import in_every_program
from app.runtime.retries import Retries
from app.runtime.sender import Sender
from app.sealing import Seals
from app.storage.spaces import Spaces

JOB = "messages"
ROUNDS = 200
"""Rounds of turns before the other jobs of this worker are looked at again."""
AT_ONCE = 32
"""Messages that one worker has on their way, to all endpoints together."""
GRACE = 20.0
"""Seconds in which messages that are on their way may land when the worker is to stop."""
LOOK = 0.2


@dataclass(slots=True, kw_only=True)
class MessagesAtWork:
    """The messages of every programme: a few of each, then the next has its turn."""

    clock: Clock
    door: Door = field(default_factory=Door)
    seals: Seals = field(default_factory=Seals)
    retries: Retries = field(default_factory=Retries)
    stop: threading.Event = field(default_factory=threading.Event)
    worker: str = field(default_factory=lambda: f"{os.uname().nodename}:{os.getpid()}")
    _sender: Sender | None = None

    def __call__(self, database: Database, now: datetime) -> int:
        """Send what is due; give how many messages were claimed."""
        sender = self._sender or self._begin(database)
        done = 0
        for _ in range(ROUNDS):
            if self.stop.is_set():
                sender.finish(GRACE)
                break
            claimed = sum(
                in_every_program(
                    sender.spaces, JOB, sender.turn, now=self._instant(), retries=self.retries
                )
            )
            done += claimed
            if not claimed and not sender.flying:
                break
            if not claimed or len(sender.flying) >= AT_ONCE:
                # Whoever is slow keeps a place, and nobody else waiting.
                wait(sender.flying, timeout=LOOK, return_when=FIRST_COMPLETED)
                sender.finish(0)
        return done

    def _begin(self, database: Database) -> Sender:
        self._sender = Sender(
            spaces=Spaces(database),
            worker=self.worker,
            clock=self._instant,
            door=self.door,
            seals=self.seals,
            stop=self.stop,
            pool=ThreadPoolExecutor(AT_ONCE, thread_name_prefix="messages"),
            room=AT_ONCE,
        )
        return self._sender

    def _instant(self) -> int:
        return to_instant(self.clock())
