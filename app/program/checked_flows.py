"""Automations with their conditions typed: what builder and runtime both start from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Finding, Severity
from app.expression.check import Checked, check
from app.program.almanac import NamedDay, named
from app.program.flow_options import About, Option, Widget, values_of
from app.program.flow_reading import findings_in
from app.program.flow_scopes import member_scope, record_scope
from app.program.flow_values import Place
from app.program.flows import Flow, Step
from app.program.objects import ACTIVITY, MEMBER
from app.program.program import Program
from app.program.scope import expand
from app.program.steps import STEP_KINDS, StepKind
from app.program.triggers import TRIGGER_KINDS, TriggerKind
from app.words import Words

TRIGGER = ""
"""Under which name the conditions of the trigger are kept; steps have their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFlow:
    """A flow with its conditions ready for Python and SQL."""

    flow: Flow
    conditions: Mapping[tuple[str, str], Checked]
    """By step and place: the option, or the key of a branch."""
    usable: bool
    """Whether it may run: everything in it is known and fits."""
    days: tuple[NamedDay, ...] = ()
    """The days of calendars that its trigger names."""

    def condition(self, step: str, place: str = "where") -> Checked | None:
        return self.conditions.get((step, place))

    @property
    def over_members(self) -> Iterator[Checked]:
        """Give the conditions that read members and so keep metrics."""
        for (step, place), each in self.conditions.items():
            if about_of(self.flow, step, place) is About.MEMBER:
                yield each


def kind_of(step: Step) -> StepKind | None:
    known = step.kind in STEP_KINDS
    return STEP_KINDS[step.kind] if known else None


def trigger_kind(flow: Flow) -> TriggerKind | None:
    trigger = flow.trigger
    if trigger is None or trigger.kind not in TRIGGER_KINDS:
        return None
    return TRIGGER_KINDS[trigger.kind]


def options_of(step: Step) -> dict[str, Any]:
    """Give the options of a step with what holds where nothing is set."""
    return values_of(STEP_KINDS[step.kind].options, step.options)


def trigger_options(flow: Flow) -> dict[str, Any]:
    if flow.trigger is None:
        return {}
    return values_of(TRIGGER_KINDS[flow.trigger.kind].options, flow.trigger.options)


def about_of(flow: Flow, step: str, place: str) -> About:
    found = flow.find_step(step)
    kind: StepKind | TriggerKind | None = trigger_kind(flow) if found is None else kind_of(found)
    options = () if kind is None else kind.options
    return next((each.about for each in options if each.key == place), About.MEMBER)


def check_flow(program: Program, flow: Flow, path: str, findings: list[Finding]) -> CheckedFlow:
    """Check the options and the conditions of one flow."""
    found: list[Finding] = []
    conditions: dict[tuple[str, str], Checked] = {}
    if flow.trigger is not None:
        kind = trigger_kind(flow)
        place = f"{path}/trigger"
        if kind is None:
            found.append(_no_kind(f"{place}/kind", "触发条件", "trigger", flow.trigger.kind))
        else:
            at = Place(program, flow, flow.trigger.options)
            about = kind.object_of(flow.trigger.options)
            found += findings_in(at, kind.options, f"{place}/options")
            conditions |= _conditions(at, TRIGGER, kind.options, about, f"{place}/options", found)
            if not any(each.severity is Severity.ERROR for each in found):
                conditions |= _asked(program, kind, trigger_options(flow), place, found)
    for n, step in enumerate(flow.steps):
        steps = kind_of(step)
        place = f"{path}/steps/{n}"
        if steps is None:
            found.append(_no_kind(f"{place}/kind", "步骤", "step", step.kind))
        else:
            at = Place(program, flow, step.options)
            about = str(step.options.get("object"))
            found += findings_in(at, steps.options, f"{place}/options")
            found += steps.findings_in(at, f"{place}/options")
            conditions |= _conditions(at, step.key, steps.options, about, f"{place}/options", found)
    findings += found
    return CheckedFlow(
        flow=flow,
        conditions=conditions,
        usable=not any(each.severity is Severity.ERROR for each in found),
        days=_days(program, flow),
    )


def _days(program: Program, flow: Flow) -> tuple[NamedDay, ...]:
    kind = trigger_kind(flow)
    if kind is None or flow.trigger is None:
        return ()
    known = dict(named(program.almanacs))
    wanted = [
        name
        for each in kind.options
        if each.widget is Widget.CALENDAR_DAYS
        for name in flow.trigger.options.get(each.key) or ()
    ]
    return tuple(known[name] for name in wanted if name in known)


def _conditions(
    at: Place,
    step: str,
    declared: tuple[Option, ...],
    about: str | None,
    path: str,
    findings: list[Finding],
) -> Iterator[tuple[tuple[str, str], Checked]]:
    for option in declared:
        value = at.options.get(option.key)
        if value is None:
            continue
        if option.widget is Widget.CONDITION:
            place = f"{path}/{option.key}"
            found = _typed(at.program, value, option.about, about, place, findings)
            if found is not None:
                yield (step, option.key), found
        elif option.widget is Widget.COMPUTED and isinstance(value, Mapping):
            yield from _expressed(at, step, option, value, path, findings)
        elif option.widget is Widget.BRANCHES and isinstance(value, list):
            for n, each in enumerate(value):
                if isinstance(each, Mapping) and each.get("where") is not None:
                    place = f"{path}/{option.key}/{n}/where"
                    found = _typed(at.program, each["where"], About.MEMBER, None, place, findings)
                    if found is not None:
                        yield (step, str(each.get("key"))), found


def _asked(
    program: Program,
    kind: TriggerKind,
    options: Mapping[str, Any],
    path: str,
    findings: list[Finding],
) -> Iterator[tuple[tuple[str, str], Checked]]:
    """Type what a trigger works with besides what an operator wrote."""
    for name, document in kind.asks(options, program).items():
        expanded = expand(document, program, MEMBER)
        found = check(expanded, member_scope(program), expect=None, set_wise=True)
        findings.extend(each.under(f"{path}/options") for each in found.findings)
        yield (TRIGGER, name), found


def _expressed(
    at: Place, step: str, option: Option, value: Mapping[str, Any], path: str, out: list[Finding]
) -> Iterator[tuple[tuple[str, str], Checked]]:
    """Type values that are worked out for each member, kept under the option and their name."""
    for name, document in value.items():
        expanded = expand(document, at.program, MEMBER)
        found = check(expanded, member_scope(at.program), expect=None, set_wise=True)
        out.extend(each.under(f"{path}/{option.key}/{name}") for each in found.findings)
        yield (step, f"{option.key}.{name}"), found


def _typed(
    program: Program,
    document: Any,
    about: About,
    object_key: str | None,
    path: str,
    findings: list[Finding],
) -> Checked | None:
    if about is About.MEMBER:
        scope, of = member_scope(program), MEMBER
    elif object_key is None or program.find_object(object_key) is None:
        return None
    else:
        scope, of = record_scope(program, object_key), object_key
    # What comes with a change is looked at in Python, record by record.
    found = check(expand(document, program, of), scope, set_wise=about is About.MEMBER)
    findings.extend(each.under(path) for each in found.findings)
    return found


def _no_kind(path: str, zh: str, en: str, named: str) -> Finding:
    kinds = STEP_KINDS if en == "step" else TRIGGER_KINDS
    known = [each.key for each in kinds]
    return Finding(
        path=path,
        message=Words(
            f"没有{zh}类型“{named}”。可用：{'、'.join(known)}。",
            f"There is no kind of {en} {named!r}. Known: {', '.join(known)}.",
        ),
    )


__all__ = [
    "ACTIVITY",
    "TRIGGER",
    "CheckedFlow",
    "check_flow",
    "kind_of",
    "options_of",
    "trigger_kind",
    "trigger_options",
]
