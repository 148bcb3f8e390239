"""What the canvas of automations is drawn from: kinds of triggers and steps, told by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.builder.field_palette import OptionChoice
from app.program.benefit import Every
from app.program.flow_options import About, Option, Widget
from app.program.flows import CatchUp, Enrol, Reentry
from app.program.steps import STEP_KINDS, StepKind
from app.program.steps.base import Group
from app.program.triggers import TRIGGER_KINDS, TriggerKind
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowOption:
    """Something an operator sets on a trigger or a step."""

    key: str
    label: Words
    widget: Widget
    required: bool
    default: Any
    choices: tuple[OptionChoice, ...]
    least: int
    most: int
    about: About
    of: str | None
    """The option that names the object or the ladder it belongs to; None: the member."""
    kinds: tuple[str, ...]
    """Kinds of fields that will do; none named: every kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKindOffered:
    key: str
    label: Words
    icon: str
    group: str
    options: tuple[FlowOption, ...]
    ways: tuple[OptionChoice, ...]
    """The ways out that it always has, the usual one first; those of branches come before them."""
    acts: bool
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerKindOffered:
    key: str
    label: Words
    icon: str
    options: tuple[FlowOption, ...]
    timed: bool
    stands: bool
    record: str | None
    """The object whose record comes with it, where no option names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPalette:
    groups: tuple[OptionChoice, ...]
    steps: tuple[StepKindOffered, ...]
    triggers: tuple[TriggerKindOffered, ...]
    enrol: tuple[OptionChoice, ...]
    reentry: tuple[OptionChoice, ...]
    period: tuple[OptionChoice, ...]
    catch_up: tuple[OptionChoice, ...]


_LABELS: dict[StrEnum, Words] = {
    Enrol.FUTURE: Words("以后触发的会员", "Whoever it fires for from then on"),
    Enrol.CURRENT: Words("现在已符合的会员，一次", "Those of whom it is true now, once"),
    Enrol.BOTH: Words("现在的和以后的", "Both"),
    Reentry.EACH_TIME: Words("每次都进入", "Each time"),
    Reentry.ONCE: Words("一生一次", "Once"),
    Reentry.EACH_PERIOD: Words("每个周期一次", "Once in each period"),
    Every.DAY: Words("每天", "Day"),
    Every.WEEK: Words("每周", "Week"),
    Every.MONTH: Words("每月", "Month"),
    Every.QUARTER: Words("每季", "Quarter"),
    Every.YEAR: Words("每年", "Year"),
    CatchUp.EACH: Words("逐次补上", "Make up for each"),
    CatchUp.ONCE: Words("只补最后一次", "Make up for the last one"),
    CatchUp.SKIP: Words("跳过并记下", "Skip and note them"),
}


def flow_palette() -> FlowPalette:
    order = list(Group)
    return FlowPalette(
        groups=tuple(OptionChoice(key=each.value, label=each.label) for each in Group),
        steps=tuple(
            _step(each) for each in sorted(STEP_KINDS, key=lambda each: order.index(each.group))
        ),
        triggers=tuple(_trigger(each) for each in TRIGGER_KINDS),
        enrol=_choices(Enrol),
        reentry=_choices(Reentry),
        period=_choices(Every),
        catch_up=_choices(CatchUp),
    )


def _step(kind: StepKind) -> StepKindOffered:
    return StepKindOffered(
        key=kind.key,
        label=kind.label,
        icon=kind.icon,
        group=kind.group.value,
        options=tuple(_options(kind.options)),
        ways=tuple(OptionChoice(key=key, label=label) for key, label in kind.ways({}).items()),
        acts=kind.acts,
        waits=kind.waits,
    )


def _trigger(kind: TriggerKind) -> TriggerKindOffered:
    named = any(each.widget is Widget.OBJECT for each in kind.options)
    return TriggerKindOffered(
        key=kind.key,
        label=kind.label,
        icon=kind.icon,
        options=tuple(_options(kind.options)),
        timed=kind.timed,
        stands=kind.stands,
        record=None if named else kind.object_of({}),
    )


def _options(declared: tuple[Option, ...]) -> Iterator[FlowOption]:
    for each in declared:
        yield FlowOption(
            key=each.key,
            label=each.label,
            widget=each.widget,
            required=each.required,
            default=each.default,
            choices=tuple(OptionChoice(key=key, label=to) for key, to in each.choices.items()),
            least=each.least,
            most=each.most,
            about=each.about,
            of=each.of,
            kinds=each.kinds,
        )


def _choices(words: type[StrEnum]) -> tuple[OptionChoice, ...]:
    return tuple(OptionChoice(key=each.value, label=_LABELS[each]) for each in words)
