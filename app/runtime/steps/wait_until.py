"""Lets members stay until a date of theirs."""

from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.runtime.wall_clock import at_time
from app.storage import flow_batch, records


class WaitUntil(StepWork):
    key = "wait_until"
    label = PROGRAM["wait_until"].label

    def advance(self, work: Work) -> None:
        chosen, kept = work.options, work.released.catalogue.members
        waiting = [each.member_id for each in work.tokens() if not each.woken]
        rows = records.find_rows(work.space, kept, waiting)
        field, zone = chosen["field"], work.moment.calendar.zone
        until = {}
        for member_id in waiting:
            row = rows.get(member_id, {})
            day = row.get(f"{field}.day", row.get(field))
            if day is not None:
                until[member_id] = at_time(day - chosen["days"], chosen["time"], zone)
        ahead = {each: at for each, at in until.items() if at > work.moment.now}
        flow_batch.stay_until(work.space, work.step.key, ahead)
        past = {each: "past" for each in waiting if each not in ahead}
        flow_batch.set_way_of(work.space, work.step.key, past)
