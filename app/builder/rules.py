"""Every rule a programme has written in it, with its place."""

from collections.abc import Iterator
from typing import Any

from app.program.program import Program


def written_rules(program: Program) -> Iterator[tuple[str, Any]]:
    """Give the conditions of ladders and the expressions of fields."""
    for n, ladder in enumerate(program.ladders):
        if ladder.members is not None:
            yield f"/ladders/{n}/members", ladder.members
        for m, tier in enumerate(ladder.tiers):
            if tier.condition is not None:
                yield f"/ladders/{n}/tiers/{m}/condition", tier.condition
    for n, designed in enumerate(program.designed):
        for m, field in enumerate(designed.fields):
            if field.options.get("expression") is not None:
                path = f"/objects/{n}/fields/{m}/options/expression"
                yield path, field.options["expression"]


def nodes(document: Any) -> Iterator[tuple[str, list[Any]]]:
    """Give each operator of a rule with its arguments, however deep."""
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            for operator, given in each.items():
                arguments = given if isinstance(given, list) else [given]
                yield operator, arguments
                waiting.extend(arguments)
