"""Changes the records that set runs in motion, with everything that follows."""

from app.clock import from_instant
from app.program.flow_reading import NOW
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.batches import Status
from app.runtime.changes import change_many
from app.runtime.steps.base import StepWork, Work
from app.storage import flow_batch


class ChangeRecord(StepWork):
    key = "change_record"
    label = PROGRAM["change_record"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        refused: dict[int, str] = {}
        now = from_instant(work.moment.now).isoformat()
        values = {key: now if each == NOW else each for key, each in chosen["values"].items()}
        for chain, tokens in work.by_chain():
            about = {each.record_id: each.member_id for each in tokens if each.record_id}
            outcomes = change_many(
                work.space,
                work.live,
                chosen["object"],
                dict.fromkeys(about, values),
                now=work.moment.now,
                cause=f"flow:{work.flow.flow.key}",
                chain=chain,
            )
            refused |= {
                each.member_id: "refused"
                for each in tokens
                if each.record_id not in outcomes
                or outcomes[each.record_id].status is Status.REFUSED
            }
        flow_batch.set_way_of(work.space, work.step.key, refused)
