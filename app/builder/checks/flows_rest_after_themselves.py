"""Automations do not set themselves in motion, one alone or several in a ring."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.flows import Flow, Step
from app.program.objects import ACTIVITY, ENTRY, MEMBER
from app.words import Words


class FlowsRestAfterThemselves(Check):
    key = "flows_rest_after_themselves"
    label = Words("自动化不会触发自己", "An automation does not set itself in motion")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        flows = checked.program.flows
        for n, flow in enumerate(flows):
            for m, step in enumerate(flow.steps):
                if _sets_off(flow, step):
                    yield warning(
                        f"/flows/{n}/steps/{m}",
                        "这一步会触发它自己所在的自动化；运行时只跑一次就会停下，并写明原因。",
                        "This step sets off its own automation; at work it stops after one round"
                        " and says why.",
                    )
        for ring in _rings(flows):
            names = [flows[n].label for n in (*ring, ring[0])]
            zh = " → ".join(each.to("zh") for each in names)
            en = " → ".join(each.to("en") for each in names)
            yield warning(
                f"/flows/{ring[0]}",
                f"这几个自动化会互相触发：{zh}。运行时转回来就会停下，并写明经过。",
                f"These automations set one another off: {en}. At work they stop where they come"
                " round, and say so.",
            )


def _rings(flows: tuple[Flow, ...]) -> Iterator[tuple[int, ...]]:
    """Give each ring of several automations once, beginning with the first of them."""
    following = [
        [m for m, other in enumerate(flows) if m != n and _leads(each, other)]
        for n, each in enumerate(flows)
    ]
    for first in range(len(flows)):
        ring = _way_back(following, first)
        if ring is not None:
            yield ring


def _way_back(following: list[list[int]], first: int) -> tuple[int, ...] | None:
    """Find the shortest way from an automation to itself by later ones."""
    ways: list[tuple[int, ...]] = [(first,)]
    seen = {first}
    for way in ways:
        for after in following[way[-1]]:
            if after == first:
                return way
            if after > first and after not in seen:
                seen.add(after)
                ways.append((*way, after))
    return None


def _leads(flow: Flow, other: Flow) -> bool:
    return other.enabled and any(_sets_off(other, step) for step in flow.steps)


def _sets_off(flow: Flow, step: Step) -> bool:
    trigger = flow.trigger
    if step.kind == "sub_flow" and not step.off:
        return bool(step.options.get("flow") == flow.key)
    if trigger is None or step.off:
        return False
    about, named = trigger.options.get("object"), step.options.get("object")
    match trigger.kind, step.kind:
        case "record_created", "create_record":
            return bool(about == named)
        case "activity", "create_record":
            values = step.options.get("values") or {}
            return named == ACTIVITY and values.get("kind") == trigger.options.get("kind")
        case "record_created", "grant_points":
            return bool(about == ENTRY)
        case "record_changed", "change_field" | "tag":
            return about == MEMBER and _touches(trigger.options, {step.options.get("field")})
        case "record_changed", "change_record":
            values = step.options.get("values") or {}
            return about == named and _touches(trigger.options, set(values))
        case _:
            return False


def _touches(options: Mapping[str, Any], written: set[object]) -> bool:
    fields = options.get("fields")
    return not fields or bool(written & set(fields))
