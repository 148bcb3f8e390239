"""Creates a record for each member."""

from app.clock import from_instant
from app.program.flow_reading import NOW
from app.program.objects import MEMBER
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.batches import KEY, Status
from app.runtime.following import Following
from app.runtime.intake import Entry
from app.runtime.records import record_many
from app.runtime.run_words import refusal_of
from app.runtime.steps.base import StepWork, Work
from app.storage import flow_batch


class CreateRecord(StepWork):
    key = "create_record"
    label = PROGRAM["create_record"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        named = chosen["object"]
        designed = work.live.checked.program.find_object(named)
        if designed is None or named == MEMBER:
            return
        now = from_instant(work.moment.now).isoformat()
        values = {key: now if each == NOW else each for key, each in chosen["values"].items()}
        has_key = designed.find_field(KEY) is not None
        for chain, tokens in work.by_chain():
            entries = [
                Entry(
                    object=named,
                    values={**values, **({KEY: work.cause(each)} if has_key else {})},
                    member={"id": str(each.member_id)},
                )
                for each in tokens
            ]
            outcomes = record_many(
                work.space,
                work.live,
                entries,
                now=work.moment.now,
                cause=f"flow:{work.flow.flow.key}",
                following=Following(chain=chain),
            )
            refused = {
                token.member_id: refusal_of(outcome.findings)
                for token, outcome in zip(tokens, outcomes, strict=True)
                if outcome.status is Status.REFUSED
            }
            flow_batch.fail(work.space, refused)
