"""The one member who fails alone at a step waits longer each time, and is given up at last."""

from dataclasses import replace
from random import Random

import structlog

from app.storage import flow_failures, flow_kin, step_claims
from app.storage.space import Space
from app.storage.step_claims import Claim

log = structlog.get_logger(__name__)
SECOND = 1_000_000
MOST_ATTEMPTS = 5
DIED = "The process ended while it worked on this."


def put_off(space: Space, program_id: int, held: Claim, *, now: int, rng: Random) -> None:
    """Let whoever is first wait, or end their run as failed; all others go on."""
    first = flow_failures.first(space, program_id, held.group, now=now)
    why = held.error or DIED
    if first is not None:
        member_id, run_id, attempts = first
        if attempts + 1 >= MOST_ATTEMPTS:
            flow_failures.give_up(space, member_id, run_id, now=now, error=why)
            flow_kin.wake_parents(space, program_id, now=now, of_batch=False)
            log.error("run failed", flow=held.group.flow, step=held.group.step, error=why)
        else:
            wait = int(SECOND * 2**attempts * (1 + rng.random()))
            flow_failures.put_off(space, member_id, run_id, until=now + wait, error=why)
    step_claims.put(space, program_id, replace(held, attempts=0, error=None, until=0, size=1))
