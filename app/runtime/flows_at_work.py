"""What the worker does for automations, again and again: each programme has its turn."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine as Database

from app.clock import Clock, to_instant
from app.runtime import schedule
from app.runtime.engine import Engine
from app.runtime.every import in_every_program
from app.runtime.retries import Retries
from app.storage.spaces import Spaces

JOB = "automations"
BUSY = 20
"""Rounds of turns before the other jobs of this worker are looked at again."""


@dataclass(slots=True, kw_only=True)
class FlowsAtWork:
    """The automations of every programme, in turns of a second at most."""

    clock: Clock
    retries: Retries = field(default_factory=Retries)
    stop: threading.Event = field(default_factory=threading.Event)
    worker: str = field(default_factory=lambda: f"{os.uname().nodename}:{os.getpid()}")
    _engine: Engine | None = None

    def __call__(self, database: Database, now: datetime) -> int:
        """Do what is due; give how many members went on."""
        engine = self._engine or self._begin(database)
        spaces, done = engine.spaces, 0
        for _ in range(BUSY):
            at = self._instant()
            found = in_every_program(
                spaces, JOB, self._one(spaces, engine), now=at, retries=self.retries
            )
            done += sum(found)
            if not sum(found) or self.stop.is_set():
                break
        return done

    def _begin(self, database: Database) -> Engine:
        # It remembers what it could not tell a database that took nothing.
        self._engine = Engine(
            spaces=Spaces(database), worker=self.worker, clock=self._instant, stop=self.stop
        )
        return self._engine

    def _instant(self) -> int:
        return to_instant(self.clock())

    def _one(self, spaces: Spaces, engine: Engine) -> Callable[[int, int], int]:
        def turn(workspace_id: int, program_id: int) -> int:
            entered = schedule.tick(spaces, workspace_id, program_id, now=self._instant())
            return entered + engine.advance(workspace_id, program_id)

        return turn
