"""What changes on the ladders: tiers, their conditions and their order."""

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
from app.builder.diff.naming import ladder_name, renamed, rule_of, stay_of, tier_name
from app.builder.diff.stages import rules_of_tier, stage_changes
from app.builder.diff.terms import term_changes, terms_of
from app.program.checked import CheckedLadder, CheckedProgram
from app.program.ladder import Promotion, Tier
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
            name = ladder_name(pair.old)
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
        name = ladder_name(new[n])
        yield moved(
            f"/ladders/{n}",
            f"{name.zh}移到了第 {n + 1} 位",
            f"Moved {name.en} to place {n + 1}",
            Importance.WORDS,
        )


def _new_ladder(found: CheckedLadder, path: str) -> Change:
    """Tell a new ladder with all its tiers in one go."""
    name = ladder_name(found.ladder)
    rules = [
        (quoted(each.label, each.key), rules_of_tier(found, each)) for each in found.ladder.tiers
    ]
    zh = "；".join(f"{tier.zh}：{rule.zh}" for tier, rule in rules) or "没有等级"
    en = "; ".join(f"{tier.en}: {rule.en}" for tier, rule in rules) or "no tiers"
    more = terms_of(found)
    return added(path, f"{name.zh}（{zh}）{more.zh}", f"{name.en} ({en}){more.en}")


def _ladder(
    old: CheckedLadder, new: CheckedLadder, *, old_path: str, path: str
) -> Iterator[Change]:
    yield from _tiers(old, new, old_path=old_path, path=path)
    before, after = old.ladder, new.ladder
    name = ladder_name(after)
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
    yield from term_changes(old, new, old_path=old_path, path=path)
    if not same(before.label, after.label):
        yield renamed(f"{path}/label", Words("等级体系", "the ladder"), before.label, after.label)


def _who(found: CheckedLadder) -> Words:
    if found.members is None:
        return Words("全部会员", "everybody")
    return sentence(found.members, found.scope)


def _tiers(old: CheckedLadder, new: CheckedLadder, *, old_path: str, path: str) -> Iterator[Change]:
    before, after = old.ladder.tiers, new.ladder.tiers
    for pair in paired(before, after):
        if pair.new is None:
            assert pair.old is not None
            name = tier_name(pair.old)
            yield removed(f"{old_path}/tiers/{pair.old_at}", name.zh, name.en)
        elif pair.old is None:
            name, rules = tier_name(pair.new), rules_of_tier(new, pair.new)
            yield added(
                f"{path}/tiers/{pair.new_at}", f"{name.zh}：{rules.zh}", f"{name.en}: {rules.en}"
            )
        else:
            places = (f"{old_path}/tiers/{pair.old_at}", f"{path}/tiers/{pair.new_at}")
            yield from _tier(old, new, (pair.old, pair.new), places)
    for n in out_of_order(before, after):
        name = tier_name(after[n])
        yield moved(
            f"{path}/tiers/{n}",
            f"{name.zh}移到了从低到高的第 {n + 1} 级",
            f"Moved {name.en} to place {n + 1} from below",
        )


def _tier(
    old: CheckedLadder, new: CheckedLadder, pair: tuple[Tier, Tier], places: tuple[str, str]
) -> Iterator[Change]:
    (before, after), (_, path) = pair, places
    name = tier_name(after)
    if not same(before.condition, after.condition):
        what = Words(f"{name.zh}的条件", f"the condition of {name.en}")
        yield replaced(f"{path}/condition", what, rule_of(old, before), rule_of(new, after))
    if not same(before.retention, after.retention):
        what = Words(f"{name.zh}的保级条件", f"what it takes to stay on {name.en}")
        yield replaced(f"{path}/retention", what, stay_of(old, before), stay_of(new, after))
    yield from stage_changes(old, new, pair, places)
    if before.levels != after.levels:
        what = Words(f"{name.zh}的小级数", f"in how many small steps {name.en} is shown")
        was, now = (Words(str(each), str(each)) for each in (before.levels, after.levels))
        yield replaced(f"{path}/levels", what, was, now, Importance.WORDS)
    if not same(before.label, after.label):
        yield renamed(f"{path}/label", Words("等级", "the tier"), before.label, after.label)
    if before.color != after.color:
        what = Words(f"{name.zh}的颜色", f"the colour of {name.en}")
        was, now = (Words(each, each) for each in (before.color, after.color))
        yield replaced(f"{path}/color", what, was, now, Importance.WORDS)
