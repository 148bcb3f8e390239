"""Automations of a ready-made programme, as its page tells of them."""

from app.program.flows import Flow
from app.program.program import Program
from app.program.steps import STEP_KINDS
from app.web.builder.flow_reading import said
from app.web.gallery.model import AutomationShown
from app.words import Words

ENDS = frozenset({"goal", "end"})
ICONS = {
    "near_next_tier": "ladder",
    "tier_changed": "up-arrow",
    "tier_at_risk": "down-arrow",
    "date_field": "benefit",
    "inactive": "moon",
    "segment_changed": "moon",
    "record_created": "members",
    "schedule": "clock",
}
"""What stands before a name, by what sets an automation in motion."""


def automations(program: Program) -> tuple[AutomationShown, ...]:
    """Tell of each automation when it begins and what it does."""
    return tuple(_one(program, each) for each in program.flows)


def _one(program: Program, flow: Flow) -> AutomationShown:
    read = said(program, flow)
    kind = "" if flow.trigger is None else flow.trigger.kind
    steps = (each for each in flow.steps if each.kind in STEP_KINDS and each.kind not in ENDS)
    return AutomationShown(
        label=flow.label,
        icon=ICONS.get(kind, "flow"),
        when=read.trigger or Words("", ""),
        steps=tuple(each.label if each.label.zh else STEP_KINDS[each.kind].label for each in steps),
    )
