"""What is wrong with the options of a trigger or a step, by how the builder asks for each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from app.errors import Finding
from app.program import flow_values
from app.program.almanac import named
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Refused
from app.program.flow_options import Option, Widget
from app.program.flow_values import Asked, Place, Reading, is_list, keyed, unknown, wrong
from app.words import Words

ALL_PERCENT = 100
NOW = "now"
"""Stands for the moment at which the step is done, in a date or a date-time."""


def findings_in(place: Place, declared: Sequence[Option], path: str) -> Iterator[Finding]:
    known = {each.key: each for each in declared}
    for key, value in place.options.items():
        if key not in known:
            yield unknown(f"{path}/{key}", Words("选项", "option"), key, list(known))
        elif value is not None:
            yield from _READERS[known[key].widget](Asked(place, known[key], value, f"{path}/{key}"))
    for each in declared:
        if each.required and place.options.get(each.key) in (None, "", [], {}):
            yield Finding.of(
                f"{path}/{each.key}",
                f"请填写“{each.label.zh}”。",
                f"{each.label.en} must be set.",
            )


def _typed_elsewhere(_: Asked) -> Iterator[Finding]:
    """Conditions are typed where they are checked."""
    yield from ()


def _branches(at: Asked) -> Iterator[Finding]:
    yield from keyed(at.value, at.path)
    for n, each in enumerate(at.value if is_list(at.value) else ()):
        if isinstance(each, Mapping) and each.get("where") is None:
            yield from wrong(
                f"{at.path}/{n}/where", "这一路还没有条件。", "This way has no condition yet."
            )


def _variants(at: Asked) -> Iterator[Finding]:
    found = list(keyed(at.value, at.path))
    yield from found
    if found:
        return
    shares = [each.get("percent") for each in at.value]
    held = at.place.options.get("holdout") or 0
    if not all(isinstance(each, int) and each > 0 for each in (*shares,)):
        yield from wrong(at.path, "每组要有占比 percent。", "Each group needs its share: percent.")
    elif isinstance(held, int) and sum(shares) + held != ALL_PERCENT:
        yield from wrong(
            at.path,
            f"各组和对照组加起来是 {sum(shares) + held}%，应是 100%。",
            f"Groups and those held out make {sum(shares) + held} %, and should make 100 %.",
        )


def _field(at: Asked) -> Iterator[Finding]:
    owner = at.place.object_of(at.option)
    if owner is None:
        return
    found = owner.find_field(str(at.value))
    fit = [e for e in owner.in_use if not at.option.kinds or e.kind in at.option.kinds]
    if found is None:
        yield unknown(at.path, Words("字段", "field"), str(at.value), [each.key for each in fit])
    elif at.option.kinds and found.kind not in at.option.kinds:
        yield from wrong(
            at.path,
            f"“{found.label.to('zh')}”不是所需类型的字段：{'、'.join(at.option.kinds)}。",
            f"{found.label.to('en')} is not of the kind needed: {', '.join(at.option.kinds)}.",
        )


def _fields(at: Asked) -> Iterator[Finding]:
    for n, each in enumerate(at.value if is_list(at.value) else [at.value]):
        yield from _field(at.other(each, f"{at.path}/{n}"))


def _calendar_days(at: Asked) -> Iterator[Finding]:
    known = [name for name, _ in named(at.place.program.almanacs)]
    for n, each in enumerate(at.value if is_list(at.value) else [at.value]):
        if each not in known:
            yield unknown(
                f"{at.path}/{n}", Words("日历里的日子", "day of a calendar"), str(each), known
            )


def _expressions(at: Asked) -> Iterator[Finding]:
    owner = at.place.object_of(at.option)
    if owner is None:
        return
    if not isinstance(at.value, Mapping):
        yield from wrong(at.path, "这里应是按字段写的内容。", "Values by field are expected here.")
        return
    for key, each in at.value.items():
        if owner.find_field(str(key)) is None:
            known = [field.key for field in owner.in_use]
            yield unknown(f"{at.path}/{key}", Words("字段", "field"), str(key), known)
        yield from flow_values.expression_value(at.other(each, f"{at.path}/{key}"))


def _values(at: Asked) -> Iterator[Finding]:
    owner = at.place.object_of(at.option)
    if owner is None:
        return
    if not isinstance(at.value, Mapping):
        yield from wrong(at.path, "这里应是按字段写的内容。", "Values by field are expected here.")
        return
    for key, each in at.value.items():
        found = owner.find_field(str(key))
        if found is None:
            known = [field.key for field in owner.in_use]
            yield unknown(f"{at.path}/{key}", Words("字段", "field"), str(key), known)
        elif each != NOW:
            try:
                FIELD_KINDS[found.kind].parse(each, found)
            except Refused as refused:
                yield Finding(path=f"{at.path}/{key}", message=refused.words)


def _value(at: Asked) -> Iterator[Finding]:
    field = at.place.options.get(at.option.of or "")
    one = Option(key="values", label=at.option.label, widget=Widget.VALUES)
    if isinstance(field, str):
        yield from _values(Asked(at.place, one, {field: at.value}, at.path))


def _among(what: Words, known: Callable[[Asked], Sequence[str] | None]) -> Reading:
    def read(at: Asked) -> Iterator[Finding]:
        found = known(at)
        if found is not None and at.value not in found:
            yield unknown(at.path, what, str(at.value), found)

    return read


def _keys(things: Sequence[Any]) -> list[str]:
    return [each.key for each in things]


def _of_ladder(what: str) -> Callable[[Asked], Sequence[str] | None]:
    def known(at: Asked) -> Sequence[str] | None:
        named = at.place.options.get(at.option.of or "")
        found = next((each for each in at.place.program.ladders if each.key == named), None)
        return None if found is None else _keys(getattr(found, what))

    return known


def _computed(at: Asked) -> Iterator[Finding]:
    if not isinstance(at.value, Mapping):
        yield from wrong(
            at.path, "这里应是按名字写的表达式。", "Expressions by name are expected here."
        )


_READERS: dict[Widget, Reading] = {
    Widget.TEXT: flow_values.text_value,
    Widget.WORDS: flow_values.words_value,
    Widget.LONG_WORDS: flow_values.words_value,
    Widget.WHOLE: flow_values.whole_value,
    Widget.DECIMAL: flow_values.decimal_value,
    Widget.FLAG: flow_values.flag_value,
    Widget.CHOICE: flow_values.choice_value,
    Widget.CHOICES: flow_values.choices_value,
    Widget.TIME: flow_values.time_value,
    Widget.DURATION: flow_values.duration_value,
    Widget.HOURS: flow_values.hours_value,
    Widget.CRON: flow_values.cron_value,
    Widget.CONDITION: _typed_elsewhere,
    Widget.BRANCHES: _branches,
    Widget.VARIANTS: _variants,
    Widget.VALUES: _values,
    Widget.VALUE: _value,
    Widget.FIELD: _field,
    Widget.FIELDS: _fields,
    Widget.CALENDAR_DAYS: _calendar_days,
    Widget.EXPRESSION: flow_values.expression_value,
    Widget.EXPRESSIONS: _expressions,
    Widget.TAGS: flow_values.tags_value,
    Widget.OBJECT: _among(Words("对象", "object"), lambda at: _keys(at.place.program.objects)),
    Widget.LADDER: _among(Words("等级体系", "ladder"), lambda at: _keys(at.place.program.ladders)),
    Widget.COUPON: _among(Words("优惠券", "coupon"), lambda at: _keys(at.place.program.coupons)),
    Widget.CURRENCY: _among(
        Words("币种", "currency"), lambda at: _keys(at.place.program.currencies)
    ),
    Widget.SEGMENT: _among(Words("人群", "segment"), lambda at: _keys(at.place.program.segments)),
    Widget.FLOW: _among(Words("自动化", "automation"), lambda at: _keys(at.place.program.flows)),
    Widget.BENEFIT: _among(Words("权益", "benefit"), lambda at: _keys(at.place.program.benefits)),
    Widget.COMPUTED: _computed,
    Widget.FORM: _among(Words("表单", "form"), lambda at: _keys(at.place.program.forms)),
    Widget.TEMPLATE: _among(
        Words("消息模板", "message template"), lambda at: _keys(at.place.program.templates)
    ),
    Widget.STEP: _among(Words("步骤", "step"), lambda at: _keys(at.place.flow.steps)),
    Widget.TIER: _among(Words("等级", "tier"), _of_ladder("tiers")),
    Widget.TRIAL: _among(Words("体验", "trial"), _of_ladder("trials")),
}
