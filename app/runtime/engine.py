"""Flows at work: members who stand at a step are taken together, and go on in one transaction.

A claim says who advances a step and counts the attempts: it is committed before the work, so that
work which kills its process counts too. The work itself, what it gives, tells and writes down, and
how far each run has come are one transaction, which checks that the claim is still its own.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

import structlog

from app.runtime import failing_alone
from app.runtime.crash_points import crash_point
from app.runtime.releases import Live, live, live_release
from app.runtime.walking import MOST_STEPS, walk
from app.storage import flow_batch, flow_kin, flow_runs, step_claims
from app.storage.flow_runs import Group
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.storage.step_claims import Claim
from app.storage.trouble import trouble_of

log = structlog.get_logger(__name__)
SECOND = 1_000_000
LEASE = 60 * SECOND
TURN = SECOND
"""How long one programme has the worker before the next has its turn."""
FIRST, MOST = 1_000, 20_000
"""Members who are taken at once, to begin with and at most."""
LONGEST = SECOND // 2
"""How long a transaction is to take; the next one is made larger or smaller by that."""
HELD = 50_000
"""How long it may work on SQLite, where everybody else who writes waits meanwhile.

Of the processor: where that is elsewhere, or the disk is slow, fewer members would not help.
"""
FEWER, MORE = 8, 4


@dataclass(slots=True, kw_only=True)
class Engine:
    """One worker; any number of them may work on the same database."""

    spaces: Spaces
    worker: str
    clock: Callable[[], int]
    """Gives the moment in microseconds UTC."""
    rng: Random = field(default_factory=Random)
    stop: threading.Event = field(default_factory=threading.Event)
    most: int = MOST
    effort: Callable[[], int] = lambda: time.thread_time_ns() // 1_000
    """Gives the microseconds for which this thread has had the processor."""
    _until: int = 0
    """When the turn is over."""
    _kept: Claim | None = None
    """A claim that was renewed with the work before it, for there is more of the same."""
    _renewed: Claim | None = None
    """The same, before it is known to be committed."""
    _owed: list[tuple[int, int, Claim]] = field(default_factory=list)
    """Claims to let go of, as soon as the database takes anything."""

    def advance(self, workspace_id: int, program_id: int, *, turn: int = TURN) -> int:
        """Let members go on for a while; give how many steps were claimed and done."""
        self._settle()
        self._until, done = self.clock() + turn, 0
        while not self.stop.is_set():
            group = self._kept.group if self._kept else self.due(workspace_id, program_id)
            if group is None:
                break
            done += self._take(workspace_id, program_id, group)
            if self.clock() >= self._until:
                break
        if self._kept is not None:
            kept, self._kept = self._kept, None
            self._leave(workspace_id, program_id, replace(kept, attempts=0))
        return done

    def due(self, workspace_id: int, program_id: int) -> Group | None:
        """Give a group to take; one looks before writing, for SQLite has one writer."""
        now = self.clock()
        with self.spaces.reading(workspace_id) as space:
            held = step_claims.held_by_others(space, program_id, now=now)
            return flow_runs.first_due(space, program_id, held, now=now)

    def _take(self, workspace_id: int, program_id: int, group: Group) -> int:
        claim, self._kept = self._kept, None
        if claim is None:
            with self.spaces.writing(workspace_id) as space:
                claim = self._claim(space, program_id, group)
        if claim is None:
            return 0
        crash_point("claimed")
        try:
            began = self.clock()
            with self.spaces.writing(workspace_id) as space:
                count = self._work(space, program_id, claim, began=began)
                crash_point("before commit")
            self._kept = self._renewed
        except Exception as error:
            if trouble_of(error) is not None:
                # The database said no: nothing is wrong with the members or the step.
                self._leave(workspace_id, program_id, replace(claim, attempts=0))
                raise
            # Whatever it is, only those at this step have to do with it.
            log.exception("step failed", flow=group.flow, step=group.step, size=claim.size)
            said = f"{type(error).__name__}: {error}"
            self._leave(workspace_id, program_id, replace(claim, error=said))
            return 1
        crash_point("committed")
        return count

    def _claim(self, space: Space, program_id: int, group: Group) -> Claim | None:
        now = self.clock()
        held = step_claims.find(space, program_id, group)
        if held is None:
            held = Claim(
                group=group, worker="", until=0, fence=0, size=FIRST, attempts=0, error=None
            )
        if held.until > now:
            return None
        size = min(held.size, self.most)
        if held.attempts:
            if held.size <= 1:
                failing_alone.put_off(space, program_id, held, now=now, rng=self.rng)
                return None
            size = max(1, held.size // FEWER)
        claim = self._next(replace(held, size=size), now=now)
        return claim if step_claims.put(space, program_id, claim) else None

    def _next(self, held: Claim, *, now: int) -> Claim:
        """Give the claim that follows one."""
        return replace(
            held,
            worker=self.worker,
            until=now + LEASE,
            fence=held.fence + 1,
            attempts=held.attempts + 1,
        )

    def _work(self, space: Space, program_id: int, claim: Claim, *, began: int) -> int:
        self._renewed, worked = None, self.effort()
        held = step_claims.find(space, program_id, claim.group)
        if held is None or held.fence != claim.fence:
            return 0
        now, group = self.clock(), claim.group
        resting = step_claims.is_paused(space, program_id, group.flow)
        size = 0 if resting else claim.size
        count = flow_batch.take(space, program_id, group, size=size, now=now)
        crash_point("taken")
        if count:
            released = live_release(space, program_id, group.release_id)
            # After a failure one step is done at a time: whoever fails stands where it fails.
            most = 1 if claim.attempts > 1 else MOST_STEPS
            walk(space, released, live(space, program_id), group, now=now, most=most)
            flow_batch.put_back(space, now=now)
            if _has_sub_flows(released):
                flow_kin.wake_parents(space, program_id, now=now, of_batch=True)
            crash_point("put back")
        left = replace(claim, until=0, attempts=0, error=None)
        if count == claim.size:
            took, worked = self.clock() - began, self.effort() - worked
            left = replace(left, size=self._size(space, claim.size, took=took, worked=worked))
            if self.clock() < self._until:
                left = self._renewed = self._next(left, now=self.clock())
        step_claims.put(space, program_id, left)
        return count

    def _size(self, space: Space, size: int, *, took: int, worked: int) -> int:
        """Say how many members to take next, by how long it took for so many."""
        # SQLite works in this thread; another machine's work is seen by the clock alone.
        share = HELD / max(worked, 1) if space.is_sqlite else LONGEST / max(took, 1)
        # Fewer than the first ones take hardly less time, and a slow machine would end with one.
        return max(min(FIRST, size), min(int(size * min(share, MORE)), self.most))

    def _leave(self, workspace_id: int, program_id: int, left: Claim) -> None:
        """Leave word of how it went: now, or as soon as the database takes it."""
        self._owed.append((workspace_id, program_id, left))
        self._settle()

    def _settle(self) -> None:
        while self._owed:
            workspace_id, program_id, left = self._owed[0]
            with self.spaces.writing(workspace_id) as space:
                held = step_claims.find(space, program_id, left.group)
                # Unless somebody else holds the step by now.
                if held is not None and held.fence == left.fence:
                    step_claims.put(space, program_id, replace(left, until=0))
            del self._owed[0]


def _has_sub_flows(released: Live) -> bool:
    flows = released.checked.program.flows
    return any(step.kind == "sub_flow" for flow in flows for step in flow.steps)


def run_until_idle(engine: Engine, workspace_id: int, program_id: int, *, most: int = 1_000) -> int:
    """Go on until nothing is due now; give how many members took part in transactions."""
    done = 0
    for _ in range(most):
        count = engine.advance(workspace_id, program_id)
        if not count and engine.due(workspace_id, program_id) is None:
            return done
        done += count
    return done
