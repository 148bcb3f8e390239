"""The kinds of activity that a programme speaks of, wherever it does."""

from collections.abc import Iterator
from typing import Any

from app.program.flows import Flow
from app.program.objects import ACTIVITY
from app.program.program import Program

ACTIVE = "active_kinds"
"""What a condition names the kinds by that count as being active."""
PURCHASE = "purchase"
"""The kind that the product itself writes, with each paid order."""


def kinds_spoken_of(program: Program) -> tuple[str, ...]:
    """Give them without order of importance: of settings, earning rules and automations."""
    found = [PURCHASE, *program.settings.active_kinds]
    found += [each.kind for each in program.earning.rules if each.kind]
    for flow in program.flows:
        found += _of_flow(flow)
    return tuple(dict.fromkeys(each for each in found if each.strip()))


def _of_flow(flow: Flow) -> Iterator[str]:
    for part in (flow.trigger, *flow.steps):
        if part is not None:
            options = part.options
            if part.kind == ACTIVITY:
                yield from _texts(options.get("kind"))
            if part.kind == "inactive":
                yield from _texts(options.get("kinds"))


def _texts(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each
