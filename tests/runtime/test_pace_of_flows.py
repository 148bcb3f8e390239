"""How many members are taken together follows how long it takes, within bounds."""

from collections.abc import Callable
from itertools import count

from app.clock import to_instant
from app.runtime import schedule
from app.runtime.engine import FIRST, Engine
from app.storage import step_claims
from app.storage.flow_runs import Group
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, programme, tell

DAILY = {"every": "day", "time": "13:00"}


def test_a_machine_that_is_slow_does_not_end_with_one_member_at_a_time(
    club: Callable[..., Club],
) -> None:
    found = club(programme(flow("schedule", tell(), options=DAILY)))
    found.join("anna")
    found.wait(hours=2)
    now = count(to_instant(found.now), 10_000_000)
    engine = Engine(spaces=found.spaces, worker="slow", clock=lambda: next(now))
    for _ in range(3):
        schedule.tick(found.spaces, found.workspace_id, found.program_id, now=next(now))
        engine.advance(found.workspace_id, found.program_id)
    release = found.live.catalogue.release_id
    group = Group(release_id=release, flow="flow", step="tell")
    with found.spaces.writing(found.workspace_id) as space:
        claim = step_claims.find(space, found.program_id, group)
    assert claim is not None
    assert claim.size == FIRST
