"""What changes on the ladders: tiers, their conditions and their order."""

from collections.abc import Iterator

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    changed,
    moved,
    out_of_order,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.program.checked import CheckedLadder, CheckedProgram
from app.program.ladder import Ladder, Promotion, Tier
from app.program.sentences import sentence
from app.words import Words

PROMOTIONS = {
    Promotion.JUMP: Words("直升", "at once to the highest"),
    Promotion.STEP: Words("逐级", "one tier at a time"),
}


def ladder_changes(before: CheckedProgram, after: CheckedProgram) -> Iterator[Change]:
    old, new = before.program.ladders, after.program.ladders
    for pair in paired(old, new):
        if pair.new is None:
            assert pair.old is not None
            name = _ladder_name(pair.old)
            yield removed(f"/ladders/{pair.old_at}", name.zh, name.en)
        elif pair.old is None:
            yield _new_ladder(after.ladders[pair.new.key], f"/ladders/{pair.new_at}")
        else:
            yield from _ladder(
                before.ladders[pair.old.key],
                after.ladders[pair.new.key],
                old_path=f"/ladders/{pair.old_at}",
                path=f"/ladders/{pair.new_at}",
            )
    for n in out_of_order(old, new):
        name = _ladder_name(new[n])
        yield moved(
            f"/ladders/{n}",
            f"{name.zh}移到了第 {n + 1} 位",
            f"Moved {name.en} to place {n + 1}",
            Importance.WORDS,
        )


def _ladder_name(ladder: Ladder) -> Words:
    name = quoted(ladder.label, ladder.key)
    return Words(f"等级体系{name.zh}", f"the ladder {name.en}")


def _tier_name(tier: Tier) -> Words:
    name = quoted(tier.label, tier.key)
    return Words(f"等级{name.zh}", f"the tier {name.en}")


def _new_ladder(found: CheckedLadder, path: str) -> Change:
    """Tell a new ladder with all its tiers in one go."""
    name = _ladder_name(found.ladder)
    rules = [(quoted(each.label, each.key), _rule(found, each)) for each in found.ladder.tiers]
    zh = "；".join(f"{tier.zh}：{rule.zh}" for tier, rule in rules) or "没有等级"
    en = "; ".join(f"{tier.en}: {rule.en}" for tier, rule in rules) or "no tiers"
    return added(path, f"{name.zh}（{zh}）", f"{name.en} ({en})")


def _ladder(
    old: CheckedLadder, new: CheckedLadder, *, old_path: str, path: str
) -> Iterator[Change]:
    yield from _tiers(old, new, old_path=old_path, path=path)
    before, after = old.ladder, new.ladder
    name = _ladder_name(after)
    if not same(before.members, after.members):
        what = Words(f"{name.zh}的适用会员", f"who is on {name.en}")
        yield replaced(f"{path}/members", what, _who(old), _who(new))
    if before.period != after.period:
        what = Words(f"{name.zh}的考核周期", f"the qualification period of {name.en}")
        yield replaced(f"{path}/period", what, before.period.words, after.period.words)
    if before.promotion is not after.promotion:
        what = Words(f"{name.zh}的晋升方式", f"how members rise on {name.en}")
        was, now = PROMOTIONS[before.promotion], PROMOTIONS[after.promotion]
        yield replaced(f"{path}/promotion", what, was, now)
    if not same(before.label, after.label):
        yield _renamed(f"{path}/label", Words("等级体系", "the ladder"), before.label, after.label)


def _renamed(path: str, what: Words, old: Words, new: Words) -> Change:
    if old.to("zh") == new.to("zh"):
        what = Words(f"{what.zh}“{new.to('zh')}”的英文名", what.en)
        old, new = Words(old.en, old.en), Words(new.en, new.en)
    elif old.to("en") == new.to("en"):
        what = Words(what.zh, f"the Chinese name of {what.en} “{new.to('en')}”")
        old, new = Words(old.zh, old.zh), Words(new.zh, new.zh)
    return changed(
        path,
        f"{what.zh}“{old.zh}”改名为“{new.zh}”",
        f"Renamed {what.en} “{old.en}” to “{new.en}”",
        Importance.WORDS,
    )


def _who(found: CheckedLadder) -> Words:
    if found.members is None:
        return Words("全部会员", "everybody")
    return sentence(found.members, found.scope)


def _tiers(old: CheckedLadder, new: CheckedLadder, *, old_path: str, path: str) -> Iterator[Change]:
    before, after = old.ladder.tiers, new.ladder.tiers
    for pair in paired(before, after):
        if pair.new is None:
            assert pair.old is not None
            name = _tier_name(pair.old)
            yield removed(f"{old_path}/tiers/{pair.old_at}", name.zh, name.en)
        elif pair.old is None:
            name, rule = _tier_name(pair.new), _rule(new, pair.new)
            yield added(
                f"{path}/tiers/{pair.new_at}", f"{name.zh}：{rule.zh}", f"{name.en}: {rule.en}"
            )
        else:
            yield from _tier(old, new, pair.old, pair.new, f"{path}/tiers/{pair.new_at}")
    for n in out_of_order(before, after):
        name = _tier_name(after[n])
        yield moved(
            f"{path}/tiers/{n}",
            f"{name.zh}移到了从低到高的第 {n + 1} 级",
            f"Moved {name.en} to place {n + 1} from below",
        )


def _tier(
    old: CheckedLadder, new: CheckedLadder, before: Tier, after: Tier, path: str
) -> Iterator[Change]:
    name = _tier_name(after)
    if not same(before.condition, after.condition):
        what = Words(f"{name.zh}的条件", f"the condition of {name.en}")
        yield replaced(f"{path}/condition", what, _rule(old, before), _rule(new, after))
    if not same(before.label, after.label):
        yield _renamed(f"{path}/label", Words("等级", "the tier"), before.label, after.label)
    if before.color != after.color:
        what = Words(f"{name.zh}的颜色", f"the colour of {name.en}")
        was, now = (Words(each, each) for each in (before.color, after.color))
        yield replaced(f"{path}/color", what, was, now, Importance.WORDS)


def _rule(found: CheckedLadder, tier: Tier) -> Words:
    checked = found.conditions.get(tier.key)
    if checked is None and tier.condition is None:
        return Words("没有条件", "no condition")
    if checked is None:
        return Words("（最低一级不该有的条件）", "(a condition the lowest tier cannot have)")
    return sentence(checked, found.scope)
