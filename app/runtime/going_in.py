"""Members who go into a flow at its times: at once as far as only decisions are to be taken.

A run that waits, or is over, before anything was done for its member is written once, as it
stands then. What gives, tells or changes something is left to the worker that claims the step.
"""

import structlog

from app.days import Moment
from app.program.checked_flows import CheckedFlow
from app.runtime.firing import entry_of, let_in, once
from app.runtime.releases import Live, live
from app.runtime.steps import STEPS
from app.runtime.triggers.base import Entering
from app.runtime.walking import walk
from app.storage import flow_entering, step_claims
from app.storage.flow_runs import Group
from app.storage.space import Space
from app.storage.trouble import trouble_of

log = structlog.get_logger(__name__)


def go_in(space: Space, found: Live, flow: CheckedFlow, asked: Entering, moment: Moment) -> int:
    """Put members into a flow, as often as it lets one in; give how many are new."""
    start = flow.flow.find_step(str(flow.flow.start))
    program_id = found.catalogue.program_id
    if (
        start is not None
        and STEPS[start.kind].decides
        and not step_claims.is_paused(space, program_id, flow.flow.key)
    ):
        entered = _go_in(space, found, flow, asked, moment)
        if entered is not None:
            return entered
    return let_in(space, found, flow, asked, moment, "")


def _go_in(
    space: Space, found: Live, flow: CheckedFlow, asked: Entering, moment: Moment
) -> int | None:
    """Do it in a savepoint; None: everybody is still outside."""
    program_id, now = found.catalogue.program_id, moment.now
    entry = entry_of(found, flow, asked, "")
    group = Group(release_id=entry.release_id, flow=entry.flow, step=entry.step)
    who = once(space, found, flow.flow, asked, moment)
    kept = space.connection.begin_nested()
    try:
        count = flow_entering.take(space, program_id, entry, who, asked.values, now=now)
        if count:
            walk(space, found, live(space, program_id), group, now=now, deciding=True)
            flow_entering.write(space, program_id, entry, now=now)
    except Exception as error:
        kept.rollback()
        if trouble_of(error) is not None:
            raise
        # Whoever it was will fail alone, at the step, as others do.
        log.exception("step failed on the way in", flow=entry.flow)
        return None
    if count is None:
        kept.rollback()
    else:
        kept.commit()
    return count
