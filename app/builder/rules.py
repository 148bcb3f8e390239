"""Every rule a programme has written in it, with its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.program.flows import Flow, Step, Trigger
from app.program.forms import Form
from app.program.ladder import Ladder
from app.program.program import Program


def written_rules(program: Program) -> Iterator[tuple[str, Any]]:
    """Give the conditions of ladders and parameters, the expressions and checks of fields."""
    for n, ladder in enumerate(program.ladders):
        for place, rule in _of_ladder(ladder):
            if rule is not None:
                yield f"/ladders/{n}/{place}", rule
    for n, segment in enumerate(program.segments):
        if segment.where is not None:
            yield f"/segments/{n}/where", segment.where
    for n, flow in enumerate(program.flows):
        for place, rule in _of_flow(flow):
            yield f"/flows/{n}/{place}", rule
    yield from _of_earning(program)
    for n, parameter in enumerate(program.parameters):
        for m, case in enumerate(parameter.cases):
            yield f"/parameters/{n}/cases/{m}/when", case.when
    for n, designed in enumerate(program.designed):
        for m, field in enumerate(designed.fields):
            if field.options.get("expression") is not None:
                path = f"/objects/{n}/fields/{m}/options/expression"
                yield path, field.options["expression"]
            if field.check is not None and field.check.condition is not None:
                yield f"/objects/{n}/fields/{m}/check/condition", field.check.condition


def _of_earning(program: Program) -> Iterator[tuple[str, Any]]:
    for n, rule in enumerate(program.earning.rules):
        if rule.where is not None:
            yield f"/earning/rules/{n}/where", rule.where
        if isinstance(rule.amount, Mapping):
            yield f"/earning/rules/{n}/amount", rule.amount
    for n, boost in enumerate(program.earning.boosts):
        if boost.where is not None:
            yield f"/earning/boosts/{n}/where", boost.where


def rules_of_forms(program: Program) -> Iterator[Any]:
    """Give the conditions of forms; they speak about answers and not about records."""
    for form in program.forms:
        yield from rules_of_form(form)


def rules_of_form(form: Form) -> Iterator[Any]:
    yield from (page.visible for page in form.pages)
    for each in form.items:
        for item in (each, *each.items):
            yield from (item.visible, item.required, item.computed)


def _of_ladder(ladder: Ladder) -> Iterator[tuple[str, Any]]:
    yield "members", ladder.members
    for m, tier in enumerate(ladder.tiers):
        yield f"tiers/{m}/condition", tier.condition
        yield f"tiers/{m}/retention", tier.retention
        for k, stage in enumerate(tier.stages):
            yield f"tiers/{m}/stages/{k}/condition", stage.condition
    for m, trial in enumerate(ladder.trials):
        yield f"trials/{m}/who", trial.who


def _of_flow(flow: Flow) -> Iterator[tuple[str, Any]]:
    """Give the conditions of a flow, whatever they are about."""
    places: list[tuple[str, Trigger | Step]] = [
        (f"steps/{n}", each) for n, each in enumerate(flow.steps)
    ]
    if flow.trigger is not None:
        places.append(("trigger", flow.trigger))
    for place, each in places:
        for key in ("where", "consent"):
            if each.options.get(key) is not None:
                yield f"{place}/options/{key}", each.options[key]
        branches = each.options.get("branches")
        for m, branch in enumerate(branches if isinstance(branches, list) else ()):
            if isinstance(branch, Mapping) and branch.get("where") is not None:
                yield f"{place}/options/branches/{m}/where", branch["where"]


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
