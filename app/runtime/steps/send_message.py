"""Writes a message into the outbox, for those who meet its condition."""

from collections.abc import Mapping
from typing import Any

from app.program.flows import NEXT
from app.program.message_syntax import is_plain
from app.program.message_template import Purpose
from app.program.steps import STEP_KINDS as PROGRAM
from app.runtime.steps.base import StepWork, Work
from app.storage import outbox
from app.storage.outbox import Message
from app.words import Words

TEXTS = ("title", "text")


class SendMessage(StepWork):
    key = "send_message"
    label = PROGRAM["send_message"].label

    def advance(self, work: Work) -> None:
        chosen = work.options
        consent = work.flow.condition(work.step.key, "consent")
        if consent is not None:
            work.choose([(work.meets(consent), NEXT)], "refused")
        program = work.released.checked.program
        template = program.find_template(str(chosen["template"] or ""))
        purpose = chosen["purpose"] if template is None else template.purpose.value
        body = _body(chosen)
        message = Message(
            channel=chosen["channel"],
            purpose=purpose,
            body=body,
            flow=work.flow.flow.key,
            step=work.step.key,
            release_id=work.released.catalogue.release_id,
            as_it_is=_says_the_same_to_all(body)
            and purpose != Purpose.MARKETING
            and not program.messages.holds_back(purpose),
        )
        program_id = work.live.catalogue.program_id
        outbox.write(work.space, program_id, message, NEXT, now=work.moment.now)


def _body(chosen: Mapping[str, Any]) -> dict[str, Any]:
    if chosen["template"]:
        return {"template": chosen["template"]}
    return {key: Words.from_json(chosen[key] or "").to_json() for key in TEXTS}


def _says_the_same_to_all(body: Mapping[str, Any]) -> bool:
    if "template" in body:
        return False
    return all(is_plain(source) for words in body.values() for source in words.values())
