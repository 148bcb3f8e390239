"""An automation does not set itself in motion."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.flows import Flow, Step
from app.program.objects import ENTRY, MEMBER
from app.words import Words


class FlowsRestAfterThemselves(Check):
    key = "flows_rest_after_themselves"
    label = Words("自动化不会触发自己", "An automation does not set itself in motion")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, flow in enumerate(checked.program.flows):
            for m, step in enumerate(flow.steps):
                if _sets_off(flow, step):
                    yield warning(
                        f"/flows/{n}/steps/{m}",
                        "这一步会触发它自己所在的自动化；运行时只跑一次就会停下，并写明原因。",
                        "This step sets off its own automation; at work it stops after one round"
                        " and says why.",
                    )


def _sets_off(flow: Flow, step: Step) -> bool:
    trigger = flow.trigger
    if trigger is None or step.off:
        return False
    about = trigger.options.get("object")
    match trigger.kind, step.kind:
        case "record_created", "create_record":
            return bool(about == step.options.get("object"))
        case "record_created", "grant_points":
            return bool(about == ENTRY)
        case "record_changed", "change_field" | "tag":
            fields = trigger.options.get("fields")
            return about == MEMBER and (not fields or step.options.get("field") in fields)
        case _:
            return False
