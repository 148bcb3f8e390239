"""Flows at work: members who stand at a step are taken together, and go on in one transaction.

A claim says who advances a step and counts the attempts: it is committed before the work, so that
work which kills its process counts too. The work itself, what it gives, tells and writes down, and
how far each run has come are one transaction, which checks that the claim is still its own.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Protocol

import structlog
from sqlalchemy import select

from app.program.checked_flows import kind_of
from app.program.flows import NEXT
from app.runtime.crash_points import crash_point
from app.runtime.releases import Live, live, live_release
from app.runtime.steps import STEPS
from app.runtime.steps.base import Work
from app.storage import flow_batch, flow_kin, flow_runs, step_claims, step_passes
from app.storage.flow_batch import BATCH
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
FIRST, MOST = 500, 20_000
"""Members who are taken at once, to begin with and at most."""
LONGEST = SECOND // 2
"""A transaction that took longer is made smaller the next time."""
FEWER, MORE = 8, 4
MOST_STEPS = 40
"""Steps in one transaction; whoever has further to go does so in the next."""
MOST_VISITS = 500
MOST_ATTEMPTS = 5
DIED = "The process ended while it worked on this."


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
    _owed: list[tuple[int, int, Claim]] = field(default_factory=list)
    """Claims to let go of, as soon as the database takes anything."""

    def advance(self, workspace_id: int, program_id: int, *, turn: int = TURN) -> int:
        """Let members go on for a while; give how many steps were claimed and done."""
        self._settle()
        until, done = self.clock() + turn, 0
        while not self.stop.is_set():
            group = self.due(workspace_id, program_id)
            if group is None:
                break
            done += self._take(workspace_id, program_id, group)
            if self.clock() >= until:
                break
        return done

    def due(self, workspace_id: int, program_id: int) -> Group | None:
        """Give a group to take; one looks before writing, for SQLite has one writer."""
        now = self.clock()
        with self.spaces.reading(workspace_id) as space:
            held = step_claims.held_by_others(space, program_id, now=now)
            return flow_runs.first_due(space, program_id, held, now=now)

    def _take(self, workspace_id: int, program_id: int, group: Group) -> int:
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
                self._put_off(space, program_id, held, now=now)
                return None
            size = max(1, held.size // FEWER)
        claim = replace(
            held,
            worker=self.worker,
            until=now + LEASE,
            fence=held.fence + 1,
            attempts=held.attempts + 1,
            size=size,
        )
        return claim if step_claims.put(space, program_id, claim) else None

    def _put_off(self, space: Space, program_id: int, held: Claim, *, now: int) -> None:
        """Let the one member who fails alone wait, and give up at last; all others go on."""
        first = flow_batch.first(space, program_id, held.group, now=now)
        why = held.error or DIED
        if first is not None:
            member_id, run_id, attempts = first
            if attempts + 1 >= MOST_ATTEMPTS:
                flow_batch.give_up(space, member_id, run_id, now=now, error=why)
                flow_kin.wake_parents(space, program_id, now=now, of_batch=False)
                log.error("run failed", flow=held.group.flow, step=held.group.step, error=why)
            else:
                wait = int(SECOND * 2**attempts * (1 + self.rng.random()))
                flow_batch.put_off(space, member_id, run_id, until=now + wait, error=why)
        step_claims.put(space, program_id, replace(held, attempts=0, error=None, until=0, size=1))

    def _work(self, space: Space, program_id: int, claim: Claim, *, began: int) -> int:
        held = step_claims.find(space, program_id, claim.group)
        if held is None or held.fence != claim.fence:
            return 0
        now = self.clock()
        released = live_release(space, program_id, claim.group.release_id)
        count = flow_batch.take(space, program_id, claim.group, size=claim.size, now=now)
        crash_point("taken")
        if count:
            walk(space, released, live(space, program_id), claim.group, now=now)
            flow_batch.put_back(space, now=now)
            if _has_sub_flows(released):
                flow_kin.wake_parents(space, program_id, now=now, of_batch=True)
            crash_point("put back")
        long = self.clock() - began > LONGEST
        # Fewer than the first ones take hardly less time, and a slow machine would end with one.
        least = min(FIRST, claim.size)
        size = max(least, claim.size // 2) if long else min(claim.size * MORE, self.most)
        step_claims.put(
            space, program_id, replace(claim, until=0, attempts=0, error=None, size=size)
        )
        return count

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


class Watch(Protocol):
    """Looks on while members go from step to step."""

    def before(self, work: Work) -> None:
        """Be told of a step that is about to be done."""

    def after(self, work: Work) -> None:
        """Be told of a step that is done, before anybody leaves it."""


def walk(
    space: Space,
    released: Live,
    current: Live,
    claimed: Group,
    *,
    now: int,
    watch: Watch | None = None,
) -> None:
    """Let everybody in the batch go from step to step until they wait or are at an end."""
    program_id = released.catalogue.program_id
    checked = released.checked.flows[claimed.flow]
    moment = current.moment(now)
    members = current.catalogue.members.table
    # Each is looked up: a list of all members would be read through for every few of them.
    there = select(members.c.id).where(
        members.c.workspace_id == space.workspace_id, members.c.id == BATCH.c.member_id
    )
    flow_batch.stop(space, ~there.exists(), flow_runs.CANCELLED, "No such member.")
    for _ in range(MOST_STEPS):
        key = flow_batch.where_they_stand(space)
        step = checked.flow.find_step(key)
        if key is None or step is None:
            break
        kind = kind_of(step)
        assert kind is not None
        ways = kind.ways(step.options)
        usual = next(iter(ways), NEXT)
        if not step.off:
            work = Work(
                space=space, released=released, live=current, flow=checked, step=step, moment=moment
            )
            if watch is not None:
                watch.before(work)
            STEPS[step.kind].advance(work)
            crash_point(f"did {step.kind}")
            if watch is not None:
                watch.after(work)
        flow_batch.go_on(space, key, usual)
        leads = {way: to for way, to in step.next.items() if checked.flow.find_step(to)}
        step_passes.note(space, program_id, claimed, key)
        flow_batch.leave(space, program_id, key, leads, now=now)
        if step.kind == "goal":
            flow_batch.end(space, key, flow_runs.GOAL)
    too_many = BATCH.c.visits >= MOST_VISITS
    flow_batch.stop(space, too_many, flow_runs.LOOPED, f"{MOST_VISITS} steps: {claimed.flow}")


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
