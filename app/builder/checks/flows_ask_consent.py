"""Advertising goes to those who agreed to it."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.words import Words


class FlowsAskConsent(Check):
    key = "flows_ask_consent"
    label = Words("营销消息只发给同意的人", "Advertising goes to those who agreed")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, flow in enumerate(checked.program.flows):
            for m, step in enumerate(flow.steps):
                asked = step.options.get("consent")
                if step.options.get("purpose") == "marketing" and asked is None:
                    yield warning(
                        f"/flows/{n}/steps/{m}/options/consent",
                        "营销消息没有写明谁同意接收，会发给所有走到这一步的会员。",
                        "This advertisement does not say who agreed to it; everybody who comes"
                        " here would get it.",
                    )
