"""Engines with a mistake on purpose."""

from dataclasses import replace
from typing import Any

import pytest

from app.runtime import engine, flow_control, walking
from app.runtime.crash_points import crash_point
from app.runtime.engine import Engine
from app.runtime.releases import live, live_release
from app.runtime.walking import walk
from app.storage import flow_batch, occurrences, step_claims
from app.storage.flow_batch import BATCH
from app.storage.flow_runs import Group
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.storage.step_claims import Claim
from tests.faults.dying import DAY


def two_transactions(patch: pytest.MonkeyPatch) -> None:
    """What is given is committed, and only then how far the run has come."""

    def take(self: Engine, workspace_id: int, program_id: int, group: Group) -> int:
        with self.spaces.writing(workspace_id) as space:
            claim = _claim(self, space, program_id, group)
            if claim is None:
                return 0
        with self.spaces.writing(workspace_id) as space:
            _walked(self, space, program_id, claim)
            rows = _batch(space)
        crash_point("between")
        with self.spaces.writing(workspace_id) as space:
            _fill(space, rows)
            flow_batch.put_back(space, now=self.clock())
            step_claims.put(space, program_id, replace(claim, until=0, attempts=0))
        return len(rows)

    patch.setattr(Engine, "_take", take)


def keys_by_attempt(patch: pytest.MonkeyPatch) -> None:
    """The same in two transactions, under keys that differ each time it is tried."""
    two_transactions(patch)
    usual = flow_batch.take

    def take(space: Space, program_id: int, group: Group, **more: Any) -> int:
        count = usual(space, program_id, group, **more)
        salt = space.new_id() * 1_000
        space.execute(BATCH.update().values(visits=BATCH.c.visits + salt))
        return count

    patch.setattr(flow_batch, "take", take)
    patch.setattr(walking, "MOST_VISITS", 10**15)


def mark_before_effect(patch: pytest.MonkeyPatch) -> None:
    """How far the run has come is committed, and only then what is given."""

    def take(self: Engine, workspace_id: int, program_id: int, group: Group) -> int:
        with self.spaces.writing(workspace_id) as space:
            claim = _claim(self, space, program_id, group)
            if claim is None:
                return 0
        with self.spaces.writing(workspace_id) as space:
            foreseen = space.connection.begin_nested()
            _walked(self, space, program_id, claim)
            after = _batch(space)
            foreseen.rollback()
            flow_batch.take(space, program_id, group, size=claim.size, now=self.clock())
            before = _batch(space)
            _fill(space, after)
            flow_batch.put_back(space, now=self.clock())
            step_claims.put(space, program_id, replace(claim, until=0, attempts=0))
        crash_point("between")
        with self.spaces.writing(workspace_id) as space:
            _fill(space, before)
            released = live_release(space, program_id, group.release_id)
            walk(space, released, live(space, program_id), group, now=self.clock())
        return len(before)

    patch.setattr(Engine, "_take", take)


def no_fence(patch: pytest.MonkeyPatch) -> None:
    """Whoever has lost a claim writes nevertheless."""
    usual = vars(Engine)["_work"]

    def work(self: Engine, space: Space, program_id: int, claim: Claim, **more: Any) -> int:
        held = step_claims.find(space, program_id, claim.group)
        assert held is not None
        done: int = usual(self, space, program_id, replace(claim, fence=held.fence), **more)
        return done

    patch.setattr(Engine, "_work", work)


def attempts_not_counted(patch: pytest.MonkeyPatch) -> None:
    """A claim leaves no word of how often it was tried."""
    usual = step_claims.put

    def put(space: Space, program_id: int, claim: Claim) -> bool:
        return usual(space, program_id, replace(claim, attempts=0))

    patch.setattr(step_claims, "put", put)


def lease_without_end(patch: pytest.MonkeyPatch) -> None:
    """Nobody takes over from the dead."""
    patch.setattr(engine, "LEASE", 10_000 * DAY)


def deferred_begin(patch: pytest.MonkeyPatch) -> None:
    """A transaction of SQLite that writes begins as one that reads."""
    usual = Spaces.__init__

    def begin(self: Spaces, database: Any) -> None:
        usual(self, database.execution_options(begin="BEGIN"))

    patch.setattr(Spaces, "__init__", begin)


def entries_without_key(patch: pytest.MonkeyPatch) -> None:
    """What sets a member in motion is not told apart from what did so before."""
    usual = vars(flow_control)["_named"]

    def named(space: Space, member_ids: Any, cause: str) -> Any:
        return usual(space, member_ids, f"{cause}:{space.new_id()}")

    patch.setattr(flow_control, "_named", named)


def occurrences_without_key(patch: pytest.MonkeyPatch) -> None:
    """A time is written down by each who sees it."""
    usual = occurrences.add

    def add(space: Space, program_id: int, found: Any) -> None:
        usual(space, program_id, [replace(e, key=f"{e.key} {space.new_id()}") for e in found])

    patch.setattr(occurrences, "add", add)


def _claim(worker: Engine, space: Space, program_id: int, group: Group) -> Claim | None:
    claim: Claim | None = vars(Engine)["_claim"](worker, space, program_id, group)
    return claim


def _walked(worker: Engine, space: Space, program_id: int, claim: Claim) -> None:
    now = worker.clock()
    released = live_release(space, program_id, claim.group.release_id)
    flow_batch.take(space, program_id, claim.group, size=claim.size, now=now)
    walk(space, released, live(space, program_id), claim.group, now=now)


def _batch(space: Space) -> list[dict[str, Any]]:
    return [dict(each) for each in space.execute(BATCH.select()).mappings()]


def _fill(space: Space, rows: list[dict[str, Any]]) -> None:
    flow_batch.take(space, 0, Group(release_id=0, flow="", step=""), size=0, now=0)
    if rows:
        space.execute(BATCH.insert(), rows)
