"""What changes on the way to a tier: the goals that are reached once."""

from collections.abc import Iterator

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    moved,
    out_of_order,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.builder.diff.naming import currency_of, rule_of, stay_of, tier_name
from app.program.checked import CheckedLadder
from app.program.ladder import Stage, Tier
from app.program.sentences import sentence
from app.words import Words


def rules_of_tier(found: CheckedLadder, tier: Tier) -> Words:
    """Say all that a tier asks for."""
    rule = rule_of(found, tier)
    zh, en = [rule.zh], [rule.en]
    if tier.retention is not None:
        stay = stay_of(found, tier)
        zh.append(f"保级：{stay.zh}")
        en.append(f"to stay: {stay.en}")
    for each in tier.stages:
        name, goal = quoted(each.label, each.key), _goal(found, tier, each)
        zh.append(f"途中目标{name.zh}：{goal.zh}")
        en.append(f"on the way {name.en}: {goal.en}")
    return Words("，".join(zh), ", ".join(en))


def stage_changes(
    old: CheckedLadder, new: CheckedLadder, pair: tuple[Tier, Tier], places: tuple[str, str]
) -> Iterator[Change]:
    (before, after), (old_path, path) = pair, places
    tier = tier_name(after)
    for each in paired(before.stages, after.stages):
        there = each.new or each.old
        assert there is not None
        name = quoted(there.label, there.key)
        what = Words(f"{tier.zh}的途中目标{name.zh}", f"the goal {name.en} on the way to {tier.en}")
        if each.new is None:
            yield removed(f"{old_path}/stages/{each.old_at}", what.zh, what.en)
        elif each.old is None:
            goal = _goal(new, after, each.new)
            place = f"{path}/stages/{each.new_at}"
            yield added(place, f"{what.zh}：{goal.zh}", f"{what.en}: {goal.en}")
        else:
            asked = (_asked(old, before, each.old), _asked(new, after, each.new))
            yield from _stage(each.old, each.new, asked, what, f"{path}/stages/{each.new_at}")
            if each.old.currency != each.new.currency:
                of = Words(f"{what.zh}奖励的种类", f"in what {what.en} is paid")
                paid = (currency_of(old, each.old.currency), currency_of(new, each.new.currency))
                yield replaced(f"{path}/stages/{each.new_at}/currency", of, *paid)
    for n in out_of_order(before.stages, after.stages):
        name = quoted(after.stages[n].label, after.stages[n].key)
        yield moved(
            f"{path}/stages/{n}",
            f"{tier.zh}的途中目标{name.zh}移到了第 {n + 1} 位",
            f"Moved the goal {name.en} on the way to {tier.en} to place {n + 1}",
            Importance.WORDS,
        )


def _stage(
    old: Stage, new: Stage, asked: tuple[Words, Words], what: Words, path: str
) -> Iterator[Change]:
    if not same(old.condition, new.condition):
        of = Words(f"{what.zh}的条件", f"what {what.en} asks for")
        yield replaced(f"{path}/condition", of, *asked)
    if old.points != new.points:
        of = Words(f"{what.zh}的奖励", f"what {what.en} is worth")
        was, now = (Words(f"{each.points:,}", f"{each.points:,}") for each in (old, new))
        yield replaced(f"{path}/points", of, was, now)
    if not same(old.label, new.label):
        of = Words("途中目标的名称", "the name of a goal")
        yield replaced(f"{path}/label", of, old.label, new.label, Importance.WORDS)


def _asked(found: CheckedLadder, tier: Tier, stage: Stage) -> Words:
    return sentence(found.stages[tier.key, stage.key], found.scope)


def _goal(found: CheckedLadder, tier: Tier, stage: Stage) -> Words:
    asked = _asked(found, tier, stage)
    if not stage.points:
        return asked
    number, paid = f"{stage.points:,}", currency_of(found, stage.currency)
    return Words(f"{asked.zh}（奖励 {number} {paid.zh}）", f"{asked.en} (worth {number} {paid.en})")
