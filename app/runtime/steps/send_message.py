"""Writes a message into the outbox, for those who agreed to it."""

from app.program.flows import NEXT
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.storage import outbox
from app.storage.outbox import Message
from app.words import Words


class SendMessage(StepWork):
    key = "send_message"
    label = PROGRAM["send_message"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        consent = work.flow.condition(work.step.key, "consent")
        if consent is None:
            work.choose([], NEXT)
        else:
            work.choose([(work.meets(consent), NEXT)], "refused")
        body = {key: Words.from_json(chosen[key]).to_json() for key in ("title", "text")}
        message = Message(
            channel=chosen["channel"],
            purpose=chosen["purpose"],
            body=body,
            flow=work.flow.flow.key,
            step=work.step.key,
            release_id=work.released.catalogue.release_id,
        )
        program_id = work.live.catalogue.program_id
        outbox.write(work.space, program_id, message, NEXT, now=work.moment.now)
