"""Members of a batch go from step to step, in one transaction, until they wait or are at an end."""

from collections import Counter, deque
from typing import Protocol

from app.program.checked_flows import kind_of
from app.program.flows import NEXT
from app.runtime.crash_points import crash_point
from app.runtime.releases import Live
from app.runtime.steps import STEPS
from app.runtime.steps.base import Work
from app.storage import flow_batch, flow_leaving, flow_runs, flow_stopping, step_passes
from app.storage.flow_runs import Group
from app.storage.space import Space

MOST_STEPS = 40
"""Steps in one transaction; whoever has further to go does so in the next."""
MOST_VISITS = 500


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
    most: int = MOST_STEPS,
    deciding: bool = False,
) -> None:
    """Let everybody in the batch go from step to step until they wait or are at an end.

    With `deciding`, they stop where there is more to do than to decide where they go.
    """
    program_id = released.catalogue.program_id
    checked = released.checked.flows[claimed.flow]
    moment = current.moment(now)
    # Whoever was found a moment ago is there still, where nobody else can write meanwhile.
    if not (deciding and space.is_sqlite):
        flow_stopping.gone(space, current.catalogue.members.table, "No such member.")
    anybody = flow_batch.anybody_at(space, claimed.step)
    standing, left = deque([claimed.step] if anybody else []), Counter[tuple[str, str]]()
    for _ in range(most):
        step = checked.flow.find_step(standing.popleft()) if standing else None
        if step is None:
            break
        if deciding and not STEPS[step.kind].decides:
            continue
        work = Work(
            space=space, released=released, live=current, flow=checked, step=step, moment=moment
        )
        if not step.off:
            _do(work, watch)
        for way, (many, to) in _leave(work).items():
            left[step.key, way] += many
            if to is not None and to not in standing:
                standing.append(to)
    step_passes.note(space, program_id, claimed, left)
    flow_stopping.looped(space, MOST_VISITS, f"{MOST_VISITS} steps: {claimed.flow}")


def _do(work: Work, watch: Watch | None) -> None:
    if watch is not None:
        watch.before(work)
    STEPS[work.step.kind].advance(work)
    crash_point(f"did {work.step.kind}")
    if watch is not None:
        watch.after(work)


def _leave(work: Work) -> dict[str, tuple[int, str | None]]:
    """Let members leave a step; give how many took each way, and the step it leads to."""
    space, step = work.space, work.step
    kind = kind_of(step)
    assert kind is not None
    ways = list(kind.ways(step.options))
    usual = next(iter(ways), NEXT)
    leads = {way: to for way, to in step.next.items() if work.flow.flow.find_step(to)}
    taken = flow_leaving.count(space, step.key, usual, [*ways, *leads])
    if taken:
        program_id = work.released.catalogue.program_id
        flow_leaving.leave(space, program_id, step.key, usual, leads, now=work.moment.now)
        if step.kind == "goal":
            flow_batch.end(space, step.key, flow_runs.GOAL)
    return {way: (many, leads.get(way)) for way, many in taken.items()}
