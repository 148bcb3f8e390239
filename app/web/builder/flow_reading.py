"""A flow read aloud for its canvas, right or wrong, as it is being written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.builder.field_palette import OptionChoice, field_palette
from app.builder.flow_palette import flow_palette
from app.builder.flow_starters import STARTERS
from app.days import from_day, local_day
from app.program.almanac import Almanac, named
from app.program.codec import load
from app.program.flow_codec import dump_flow
from app.program.flow_options import Option, Widget
from app.program.flow_reading import findings_in
from app.program.flow_values import Place
from app.program.flow_words import Naming
from app.program.flows import Flow, Step
from app.program.numerals import currency_sign
from app.program.program import Program
from app.program.reader import Unreadable
from app.program.steps import STEP_KINDS
from app.program.triggers import TRIGGER_KINDS
from app.web.builder.flow_model import (
    DayOffered,
    FlowIsland,
    FlowRead,
    FlowRun,
    Mode,
    StarterOffered,
    StepRead,
)
from app.web.frame import Here
from app.words import Words

UNREADABLE = FlowRead(readable=False, trigger=None, steps={})
_KEYED = (Widget.BRANCHES, Widget.VARIANTS)
_LISTS = (*_KEYED, Widget.FIELDS, Widget.CHOICES, Widget.TAGS)
_SAID = (Widget.TEXT, Widget.WHOLE, Widget.DECIMAL)
COMING = 2
"""Next times of a named day that are shown."""
UNSAID = "…"
"""Stands in a sentence for a number or a text that is still to be set."""


def read_flow_aloud(content: Any, key: str) -> FlowRead:
    """Read a flow of a document aloud. Nothing is checked, so that it can be done while typing."""
    try:
        program = load(content)
    except Unreadable:
        return UNREADABLE
    flow = program.find_flow(key)
    return UNREADABLE if flow is None else said(program, flow)


def said(program: Program, flow: Flow) -> FlowRead:
    """Read a flow aloud."""
    naming = Naming(program)
    return FlowRead(
        readable=True,
        trigger=_trigger(program, flow, naming),
        steps={
            each.key: _step(program, flow, each, naming)
            for each in flow.steps
            if each.kind in STEP_KINDS
        },
    )


def _trigger(program: Program, flow: Flow, naming: Naming) -> Words | None:
    if flow.trigger is None or flow.trigger.kind not in TRIGGER_KINDS:
        return None
    kind = TRIGGER_KINDS[flow.trigger.kind]
    options = _sound(Place(program, flow, flow.trigger.options), kind.options)
    return kind.sentence(options, naming)


def _step(program: Program, flow: Flow, step: Step, naming: Naming) -> StepRead:
    kind = STEP_KINDS[step.kind]
    options = _sound(Place(program, flow, step.options), kind.options)
    if any(each.widget in _KEYED for each in kind.options):
        return StepRead(sentence=kind.sentence(options, naming), ways=None)
    ways = tuple(OptionChoice(key=way, label=to) for way, to in kind.ways(options).items())
    return StepRead(sentence=kind.sentence(options, naming), ways=ways)


def _sound(place: Place, declared: Sequence[Option]) -> Mapping[str, Any]:
    """Leave out options whose value is of no use: a sentence is made from the others."""
    wrong = {each.path.split("/")[1] for each in findings_in(place, declared, "")}
    keyed = {each.key for each in declared if each.widget in _KEYED}
    lists = {each.key for each in declared if each.widget in _LISTS}
    asked = {e.key: UNSAID for e in declared if e.required and e.widget in _SAID}
    return asked | {
        key: value
        for key, value in place.options.items()
        if (key not in wrong or key in keyed) and (key not in lists or isinstance(value, list))
    }


def island(here: Here, content: Any, key: str) -> FlowIsland:
    """Give what the canvas needs besides the draft."""
    program = _program(here, content)
    currencies = () if program is None else program.currencies
    almanacs = () if program is None else program.almanacs
    today = local_day(here.now, here.standing.settings.calendar.zone)
    return FlowIsland(
        mode=Mode.EDIT,
        key=key,
        flow=None,
        kinds=flow_palette(),
        read=read_flow_aloud(content, key),
        run=None,
        fields=field_palette(),
        currencies=tuple(OptionChoice(key=each.key, label=each.label) for each in currencies),
        calendars=tuple(OptionChoice(key=each.key, label=each.label) for each in almanacs),
        days=tuple(_days(almanacs, today)),
        starters=tuple(_starters(program)),
        currency=currency_sign(here.standing.settings.currency),
    )


def _days(almanacs: tuple[Almanac, ...], today: int) -> Iterator[DayOffered]:
    for name, day in named(almanacs):
        coming = tuple(from_day(each).isoformat() for each in day.following(today, COMING))
        calendar = name.partition(".")[0]
        yield DayOffered(key=name, label=day.label, calendar=calendar, next=coming)


def _starters(program: Program | None) -> Iterator[StarterOffered]:
    for each in STARTERS.values():
        flow = each.flow(program)
        if "steps" in flow:
            yield StarterOffered(
                key=each.key,
                label=each.label,
                about=each.about,
                lacks=each.lacks(program),
                flow=flow,
            )


def _program(here: Here, content: Any) -> Program | None:
    try:
        return load(content)
    except Unreadable:
        return here.standing.live


def traced(here: Here, program: Program, flow: Flow, run: FlowRun | Mapping[str, Any]) -> Any:
    """Give what the canvas needs to show a run: the flow as it was then, and the run's path."""
    return {
        "mode": Mode.TRACE,
        "key": flow.key,
        "flow": dump_flow(flow),
        "kinds": flow_palette(),
        "read": said(program, flow),
        "run": run,
        "fields": None,
        "currencies": (),
        "calendars": (),
        "days": (),
        "starters": (),
        "currency": currency_sign(here.standing.settings.currency),
    }
