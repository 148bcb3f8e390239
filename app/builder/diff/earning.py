"""What changes in how members earn."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    as_written,
    changed,
    paired,
    quoted,
    removed,
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
    for pair in paired(old.earning.rules, new.earning.rules):
        there = pair.new or pair.old
        assert there is not None
        name = _name(Words("积分规则", "the earning rule"), there)
        if pair.new is None:
            yield removed(f"/earning/rules/{pair.old_at}", name.zh, name.en)
            continue
        path, said = f"/earning/rules/{pair.new_at}", _rule(new, pair.new)
        if pair.old is None:
            yield added(path, f"{name.zh}：{said.zh}", f"{name.en}: {said.en}")
        elif not same(dump_rule(pair.old), dump_rule(pair.new)):
            yield from _told(path, name, _rule(old, pair.old), said, (pair.old, pair.new))


def _boosts(old: Program, new: Program) -> Iterator[Change]:
    for pair in paired(old.earning.boosts, new.earning.boosts):
        there = pair.new or pair.old
        assert there is not None
        name = _name(Words("加速", "the boost"), there)
        if pair.new is None:
            yield removed(f"/earning/boosts/{pair.old_at}", name.zh, name.en)
            continue
        path, said = f"/earning/boosts/{pair.new_at}", _boost(new, pair.new)
        if pair.old is None:
            yield added(path, f"{name.zh}：{said.zh}", f"{name.en}: {said.en}")
        elif not same(dump_boost(pair.old), dump_boost(pair.new)):
            yield from _told(path, name, _boost(old, pair.old), said, (pair.old, pair.new))


def _budgets(old: Program, new: Program) -> Iterator[Change]:
    for pair in paired(old.budgets, new.budgets):
        there = pair.new or pair.old
        assert there is not None
        name = _name(Words("预算", "the budget"), there)
        if pair.new is None:
            yield removed(f"/budgets/{pair.old_at}", name.zh, name.en)
            continue
        path, said = f"/budgets/{pair.new_at}", budget_words(new, pair.new)
        if pair.old is None:
            yield added(path, f"{name.zh}：{said.zh}", f"{name.en}: {said.en}")
        elif not same(dump_budget(pair.old), dump_budget(pair.new)):
            was = budget_words(old, pair.old)
            yield from _told(path, name, was, said, (pair.old, pair.new))


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
