"""What changes in how members earn."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from app.builder.diff.change import (
    Change,
    Importance,
    as_written,
    changed,
    of_each,
    quoted,
    replaced,
    same,
)
from app.program.boost_codec import dump_boost
from app.program.budget import Budget
from app.program.budget_codec import dump_budget
from app.program.budget_words import budget_words
from app.program.earning import Boost, EarningRule, Together
from app.program.earning_codec import dump_rule
from app.program.earning_words import boost_words, limits_words, rule_words
from app.program.program import Program
from app.words import Words

TOGETHER = {
    Together.BEST: Words("只算最高的一项", "the highest alone"),
    Together.SUM: Words("各项相加", "added up"),
    Together.PRODUCT: Words("各项相乘", "multiplied"),
}
RESTS = Words("已停用", "rests")


class _Labelled(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> Words: ...


T = TypeVar("T", EarningRule, Boost, Budget)


def earning_changes(old: Program, new: Program) -> Iterator[Change]:
    """Compare rules, boosts, ceilings and budgets, as people read them."""
    yield from _rules(old, new)
    yield from _boosts(old, new)
    yield from _budgets(old, new)
    was, now = old.earning, new.earning
    if was.together is not now.together:
        what = Words("多项加速同时有效时", "what holds where several boosts meet")
        yield replaced("/earning/together", what, TOGETHER[was.together], TOGETHER[now.together])
    if was.most != now.most:
        what = Words("最高倍数", "the highest multiplier")
        yield replaced("/earning/most", what, as_written(was.most), as_written(now.most))
    if was.ceilings != now.ceilings:
        what = Words("每人总上限", "what a member may earn in all")
        yield replaced("/earning/ceilings", what, _ceilings(old), _ceilings(new))


def _rules(old: Program, new: Program) -> Iterator[Change]:
    yield from _each(
        Words("积分规则", "the earning rule"),
        "/earning/rules",
        (old.earning.rules, new.earning.rules),
        (lambda rule: _rule(old, rule), lambda rule: _rule(new, rule)),
        dump_rule,
    )


def _boosts(old: Program, new: Program) -> Iterator[Change]:
    yield from _each(
        Words("加速", "the boost"),
        "/earning/boosts",
        (old.earning.boosts, new.earning.boosts),
        (lambda boost: _boost(old, boost), lambda boost: _boost(new, boost)),
        dump_boost,
    )


def _budgets(old: Program, new: Program) -> Iterator[Change]:
    yield from _each(
        Words("预算", "the budget"),
        "/budgets",
        (old.budgets, new.budgets),
        (lambda budget: budget_words(old, budget), lambda budget: budget_words(new, budget)),
        dump_budget,
    )


def _each(
    what: Words,
    path: str,
    both: tuple[Sequence[T], Sequence[T]],
    says: tuple[Callable[[T], Words], Callable[[T], Words]],
    dump: Callable[[T], Any],
) -> Iterator[Change]:
    """Tell of rules, boosts or budgets, which read as sentences under the old and the new rules."""

    def differences(was: T, now: T, place: str) -> Iterator[Change]:
        if not same(dump(was), dump(now)):
            yield from _told(place, _name(what, now), says[0](was), says[1](now), (was, now))

    yield from of_each(path, both, lambda there: _name(what, there), says[1], differences)


def _told(
    path: str, name: Words, was: Words, now: Words, both: Sequence[EarningRule | Boost | Budget]
) -> Iterator[Change]:
    """Say what it was and is; a change of its name alone is one of words."""
    old, new = both
    if not same(old.label, new.label):
        zh, en = f"{name.zh}改名为“{new.label.to('zh')}”", f"Renamed {name.en}"
        yield changed(f"{path}/label", zh, en, Importance.WORDS)
    if was != now or same(old.label, new.label):
        yield replaced(path, name, was, now)


def _name(what: Words, there: _Labelled) -> Words:
    label = quoted(there.label, there.key)
    return Words(f"{what.zh}{label.zh}", f"{what.en} {label.en}")


def _rule(program: Program, rule: EarningRule) -> Words:
    return _resting(rule_words(program, rule), off=rule.off)


def _boost(program: Program, boost: Boost) -> Words:
    return _resting(boost_words(program, boost), off=boost.off)


def _resting(said: Words, *, off: bool) -> Words:
    return Words(f"{RESTS.zh}：{said.zh}", f"{RESTS.en}: {said.en}") if off else said


def _ceilings(program: Program) -> Words:
    parts = []
    for each in program.earning.ceilings:
        found, limits = program.find_currency(each.currency), limits_words(each.limits)
        label = Words(each.currency, each.currency) if found is None else found.label
        zh, en = f"{label.to('zh')} {limits.zh}", f"{label.to('en')} {limits.en}"
        parts.append(Words(zh, en))
    if not parts:
        return Words("不限", "none")
    return Words("；".join(each.zh for each in parts), "; ".join(each.en for each in parts))
