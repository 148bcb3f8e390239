"""Advertising goes to those who agreed to it."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.flows import Step
from app.program.message_template import CHANNELS, Consented, Purpose
from app.program.program import Program
from app.words import Words


class FlowsAskConsent(Check):
    key = "flows_ask_consent"
    label = Words("营销消息只发给同意的人", "Advertising goes to those who agreed")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for n, flow in enumerate(program.flows):
            for m, step in enumerate(flow.steps):
                channel = str(step.options.get("channel") or "inbox")
                if step.options.get("consent") is not None or not _advertises(program, step):
                    continue
                if program.messages.consent(channel) is Consented.ASSUMED:
                    called = CHANNELS.get(channel, Words(channel, channel))
                    yield warning(
                        f"/flows/{n}/steps/{m}/options/consent",
                        f"营销消息没有写明谁同意接收，{called.zh}会发给所有没有退订的会员。",
                        f"This advertisement does not say who agreed to it: by {called.en} it goes"
                        " to everybody who has not ended it.",
                    )


def _advertises(program: Program, step: Step) -> bool:
    if step.kind != "send_message":
        return False
    template = program.find_template(str(step.options.get("template")))
    purpose = step.options.get("purpose") if template is None else template.purpose
    return bool(purpose == Purpose.MARKETING)
