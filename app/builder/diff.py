"""What one version of a programme changes against another, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from app.builder.sentences import sentence
from app.program.checked import CheckedLadder, CheckedProgram, check_program
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.ladder import Ladder, Period, Promotion, Tier
from app.program.objects import Object
from app.program.program import Program, Settings
from app.words import Words


class Sort(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One change, as a colleague would tell it."""

    sort: Sort
    text: Words


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)

PERIODS = {
    Period.LIFETIME: Words("不分周期", "no period"),
    Period.MONTH: Words("每月", "monthly"),
    Period.QUARTER: Words("每季", "quarterly"),
    Period.YEAR: Words("每年", "yearly"),
}
PROMOTIONS = {
    Promotion.JUMP: Words("直升", "at once to the highest"),
    Promotion.STEP: Words("逐级", "one tier at a time"),
}


def differences(old: Program | None, new: Program) -> tuple[Difference, ...]:
    """Tell what `new` changes; against nothing, everything is added."""
    before = check_program(old or Program(key=new.key, label=new.label))
    after = check_program(new)
    return tuple(_all(before, after))


def _all(before: CheckedProgram, after: CheckedProgram) -> Iterator[Difference]:
    old, new = before.program, after.program
    yield from _named(Words("方案名称", "the name of the programme"), old.label, new.label)
    yield from _named(Words("方案简介", "the summary"), old.summary, new.summary)
    yield from _settings(old.settings, new.settings)
    yield from _objects(old, new)
    yield from _ladders(before, after)


def _named(what: Words, old: Words, new: Words) -> Iterator[Difference]:
    if old != new:
        yield _changed(
            f"{what.zh}由“{old.to('zh')}”改为“{new.to('zh')}”",
            f"Changed {what.en} from “{old.to('en')}” to “{new.to('en')}”",
        )


def _settings(old: Settings, new: Settings) -> Iterator[Difference]:
    pairs = (
        (Words("时区", "the time zone"), old.calendar.timezone, new.calendar.timezone),
        (Words("货币", "the currency"), old.currency, new.currency),
        (Words("一周的第一天", "the first day of a week"), *_weeks(old, new)),
        (
            Words("2 月 29 日的纪念日", "yearly dates of 29 February"),
            old.calendar.leap_day.value,
            new.calendar.leap_day.value,
        ),
        (
            Words("算作活跃的行为", "what counts as being active"),
            "、".join(old.active_kinds),
            "、".join(new.active_kinds),
        ),
    )
    for what, before, after in pairs:
        yield from _named(what, Words(before, before), Words(after, after))


def _weeks(old: Settings, new: Settings) -> tuple[str, str]:
    names = {0: "monday", 6: "sunday"}
    return names[old.calendar.week_starts], names[new.calendar.week_starts]


def _objects(old: Program, new: Program) -> Iterator[Difference]:
    before, after = _by_key(old.designed), _by_key(new.designed)
    # A given object is always there; only its further fields come and go.
    given = {each.key for each in Program(key="", label=Words("", "")).objects}
    for key in sorted({*before, *after}, key=list({**before, **after}).index):
        yield from _object(before.get(key), after.get(key), given=key in given)


def _object(old: Object | None, new: Object | None, *, given: bool) -> Iterator[Difference]:
    there = new or old
    assert there is not None
    if not given and old is None:
        yield _added(f"对象“{there.label.to('zh')}”", f"the object “{there.label.to('en')}”")
    if not given and new is None:
        yield _removed(f"对象“{there.label.to('zh')}”", f"the object “{there.label.to('en')}”")
        return
    yield from _fields(
        there, _by_key(old.fields if old else ()), _by_key(new.fields if new else ())
    )


def _fields(
    where: Object, old: Mapping[str, Field], new: Mapping[str, Field]
) -> Iterator[Difference]:
    zh, en = where.label.to("zh"), where.label.to("en")
    for key, field in new.items():
        if key not in old:
            kind = FIELD_KINDS[field.kind].label if field.kind in FIELD_KINDS else Words("", "")
            yield _added(
                f"{zh}字段“{field.label.to('zh')}”（{kind.zh}）",
                f"the {en.lower()} field “{field.label.to('en')}” ({kind.en.lower()})",
            )
        elif field != old[key]:
            yield _changed(
                f"修改{zh}字段“{field.label.to('zh')}”：{_what(old[key], field).zh}",
                f"Changed the {en.lower()} field “{field.label.to('en')}”: "
                f"{_what(old[key], field).en}",
            )
    for key, field in old.items():
        if key not in new:
            yield _removed(
                f"{zh}字段“{field.label.to('zh')}”（数据保留）",
                f"the {en.lower()} field “{field.label.to('en')}” (its data are kept)",
            )


def _what(old: Field, new: Field) -> Words:
    parts = [
        (old.label != new.label, Words("名称", "name")),
        (old.kind != new.kind, Words("类型", "kind")),
        (old.required != new.required, Words("是否必填", "required or not")),
        (old.unique != new.unique, Words("是否唯一", "unique or not")),
        (old.default != new.default, Words("默认值", "default")),
        (old.options != new.options, Words("选项", "options")),
        (old.help != new.help, Words("说明", "help")),
    ]
    found = [words for differs, words in parts if differs]
    return Words("、".join(each.zh for each in found), ", ".join(each.en for each in found))


def _ladders(before: CheckedProgram, after: CheckedProgram) -> Iterator[Difference]:
    for key, found in after.ladders.items():
        if key in before.ladders:
            yield from _ladder(before.ladders[key], found)
            continue
        label = found.ladder.label
        yield _added(f"等级体系“{label.to('zh')}”", f"the ladder “{label.to('en')}”")
        yield from _tiers(None, found)
    for key, found in before.ladders.items():
        if key not in after.ladders:
            yield _removed(
                f"等级体系“{found.ladder.label.to('zh')}”",
                f"the ladder “{found.ladder.label.to('en')}”",
            )


def _ladder(old: CheckedLadder, new: CheckedLadder) -> Iterator[Difference]:
    before, after = old.ladder, new.ladder
    yield from _named(Words("等级体系名称", "the name of the ladder"), before.label, after.label)
    yield from _named(
        Words("考核周期", "the qualification period"), PERIODS[before.period], PERIODS[after.period]
    )
    yield from _named(
        Words("晋升方式", "how members rise"),
        PROMOTIONS[before.promotion],
        PROMOTIONS[after.promotion],
    )
    if before.members != after.members:
        yield from _named(Words("适用会员", "who is on the ladder"), _who(old), _who(new))
    yield from _tiers(old, new)


def _who(found: CheckedLadder) -> Words:
    if found.members is None:
        return Words("全部会员", "everybody")
    return sentence(found.members, found.scope)


def _tiers(old: CheckedLadder | None, new: CheckedLadder) -> Iterator[Difference]:
    before = _by_key(old.ladder.tiers if old else ())
    after = _by_key(new.ladder.tiers)
    for key, tier in after.items():
        if key not in before:
            yield _added(
                f"等级“{tier.label.to('zh')}”：{_rule(new, key).zh}",
                f"the tier “{tier.label.to('en')}”: {_rule(new, key).en}",
            )
        elif old is not None:
            yield from _tier(old, new, before[key], tier)
    for key, tier in before.items():
        if key not in after:
            yield _removed(f"等级“{tier.label.to('zh')}”", f"the tier “{tier.label.to('en')}”")
    if old is not None:
        yield from _order(old.ladder, new.ladder)


def _tier(
    old: CheckedLadder, new: CheckedLadder, before: Tier, after: Tier
) -> Iterator[Difference]:
    yield from _named(Words("等级名称", "the name of a tier"), before.label, after.label)
    if before.condition != after.condition:
        yield _changed(
            f"“{after.label.to('zh')}”的条件由“{_rule(old, before.key).zh}”"
            f"改为“{_rule(new, after.key).zh}”",
            f"Changed the condition of “{after.label.to('en')}” from "
            f"“{_rule(old, before.key).en}” to “{_rule(new, after.key).en}”",
        )
    if before.color != after.color:
        yield _changed(
            f"“{after.label.to('zh')}”的颜色由 {before.color} 改为 {after.color}",
            f"Changed the colour of “{after.label.to('en')}” from {before.color} to {after.color}",
        )


def _order(old: Ladder, new: Ladder) -> Iterator[Difference]:
    shared = {each.key for each in old.tiers} & {each.key for each in new.tiers}
    before = [each.key for each in old.tiers if each.key in shared]
    after = [each for each in new.tiers if each.key in shared]
    if before != [each.key for each in after]:
        yield _changed(
            f"等级从低到高改为：{'、'.join(each.label.to('zh') for each in after)}",
            f"Tiers from low to high are now: {', '.join(each.label.to('en') for each in after)}",
        )


def _rule(found: CheckedLadder, tier: str) -> Words:
    checked = found.conditions.get(tier)
    if checked is None:
        return Words("没有条件", "no condition")
    return sentence(checked, found.scope)


def _by_key(items: Sequence[K]) -> dict[str, K]:
    return {each.key: each for each in items}


def _added(zh: str, en: str) -> Difference:
    return Difference(sort=Sort.ADDED, text=Words(f"新增{zh}", f"Added {en}"))


def _removed(zh: str, en: str) -> Difference:
    return Difference(sort=Sort.REMOVED, text=Words(f"移除{zh}", f"Removed {en}"))


def _changed(zh: str, en: str) -> Difference:
    return Difference(sort=Sort.CHANGED, text=Words(zh, en))
