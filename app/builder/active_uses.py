"""What goes by the kinds of activity that count as being active."""

from collections.abc import Iterator

from app.builder.rule_places import place_of
from app.builder.rules import nodes, written_rules
from app.builder.uses import Use
from app.program.activity_kinds import ACTIVE
from app.program.program import Program
from app.words import Words

_UNLESS = {"inactive": "kinds", "score_dropped": "field"}
"""The triggers that go by them, and the option by which one goes by something else."""


def uses_of_active_kinds(program: Program) -> tuple[Use, ...]:
    """List the rules that name them and the automations that begin by them."""
    return (*_rules(program), *_flows(program))


def _rules(program: Program) -> Iterator[Use]:
    for path, rule in written_rules(program):
        if any(operator == "var" and given[:1] == [ACTIVE] for operator, given in nodes(rule)):
            yield Use(path=path, where=place_of(program, path)[2])


def _flows(program: Program) -> Iterator[Use]:
    for n, flow in enumerate(program.flows):
        trigger = flow.trigger
        if trigger is None or trigger.kind not in _UNLESS:
            continue
        if not trigger.options.get(_UNLESS[trigger.kind]):
            zh, en = flow.label.to("zh"), flow.label.to("en")
            yield Use(path=f"/flows/{n}/trigger", where=Words(f"自动化“{zh}”", f"Automation {en}"))
