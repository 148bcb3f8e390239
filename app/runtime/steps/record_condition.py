"""Sends members by what the record says that set it in motion."""

from app.expression.python import to_predicate
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.storage import flow_batch, records


class RecordCondition(StepWork):
    key = "record_condition"
    label = PROGRAM["record_condition"].label

    def advance(self, work: Work) -> None:
        asked, named = work.flow.condition(work.step.key), work.options["object"]
        tokens = work.tokens()
        kept = work.released.catalogue.records.get(named)
        ids = [each.record_id for each in tokens if each.record_id is not None]
        rows = {} if kept is None else records.find_rows(work.space, kept, ids)
        meets = None if asked is None else to_predicate(asked)
        ways = {}
        for each in tokens:
            row = rows.get(each.record_id or 0)
            yes = meets is not None and row is not None and meets(row, work.moment)
            ways[each.member_id] = "yes" if yes else "no"
        flow_batch.set_way_of(work.space, work.step.key, ways)
