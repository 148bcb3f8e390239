"""Lets members into another automation, and waits for its end where it is waited for."""

from sqlalchemy import literal, select

from app.program.checked_flows import trigger_kind
from app.program.flows import NEXT
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.firing import loop_in
from app.runtime.steps.base import StepWork, Work
from app.runtime.waiting import length_of
from app.storage import flow_batch, flow_kin, flow_runs
from app.storage.flow_batch import BATCH, at
from app.storage.flow_runs import DONE, GOAL, Entry
from app.storage.types import BIG

FOR_EVER = 3_650 * 86_400_000_000


class SubFlow(StepWork):
    key = "sub_flow"
    label = PROGRAM["sub_flow"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        self._enter(work)
        ended = flow_kin.ends_of_children(work.space, work.step.key)
        ways, until = {}, {}
        now = work.moment.now
        last = now + (length_of(chosen["time"]) if chosen["time"] else FOR_EVER)
        for each in work.tokens():
            state = ended.get(each.member_id, "missing")
            if not chosen["wait"]:
                ways[each.member_id] = "failed" if state in _FAILED else NEXT
            elif state in {DONE, GOAL}:
                ways[each.member_id] = "done"
            elif state in _FAILED:
                ways[each.member_id] = "failed"
            elif each.woken:
                ways[each.member_id] = "timeout"
            else:
                until[each.member_id] = last
        flow_batch.set_way_of(work.space, work.step.key, ways)
        flow_batch.stay_until(work.space, work.step.key, until)
        flow_kin.await_children(work.space, work.step.key)

    def _enter(self, work: Work) -> None:
        """Put those who have just come into the other automation, once."""
        space, here = work.space, BATCH.c
        flow = work.released.checked.flows.get(work.options["flow"])
        if flow is None or not flow.usable or not flow.flow.enabled:
            return
        start = flow.flow.find_step(flow.flow.start)
        if start is None:
            return
        about = trigger_kind(work.flow.flow)
        own = work.flow.flow.trigger
        record_of = None if about is None or own is None else about.object_of(own.options)
        for chain, _ in work.by_chain():
            looped = loop_in(flow.flow, chain)
            found = select(
                here.member_id,
                literal(space.new_id(), BIG).label("id"),
                here.record_id,
                flow_kin.cause_of_child(here.run_id, here.step, here.visits).label("cause"),
            ).where(at(work.step.key), here.woken == 0, here.chain == flow_kin.before(chain))
            entry = Entry(
                flow=flow.flow.key,
                release_id=work.released.catalogue.release_id,
                step=start.key,
                chain=chain,
                object=record_of,
                looped=looped,
            )
            program_id = work.live.catalogue.program_id
            flow_runs.enrol(space, program_id, entry, found, {}, now=work.moment.now)


_FAILED = {"failed", "cancelled", "looped", "missing"}
