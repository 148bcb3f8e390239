"""What changes in benefits and coupons, and in what tiers give of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    changed,
    of_each,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.builder.diff.naming import ladder_name, tier_name
from app.program.benefit import Benefit, Packs
from app.program.benefit_codec import dump_benefit
from app.program.benefit_words import (
    benefit_words,
    joined,
    pack_words,
    recurring_words,
    terms,
)
from app.program.coupon import CouponDesign
from app.program.coupon_codec import dump_coupon
from app.program.ladder import Ladder, Tier
from app.program.program import Program
from app.words import Words

NOTHING = Words("（没有）", "(nothing)")
PACKS = {
    Packs.PASSED: Words("途经的每一级都发", "every tier passed"),
    Packs.REACHED: Words("只发到达的那一级", "the tier that is reached alone"),
}
UNUSED = {False: Words("留着", "stay"), True: Words("作废", "become void")}
Both = tuple[Program, Program]


def benefit_changes(old: Program, new: Program) -> Iterator[Change]:
    both = (old, new)
    yield from _benefits(old.benefits, new.benefits)
    yield from _coupons(both)
    for pair in paired(old.ladders, new.ladders):
        if pair.new is not None:
            path = f"/ladders/{pair.new_at}"
            if pair.old is not None:
                yield from _packs(pair.old, pair.new, path)
            yield from _tiers(both, pair.old, pair.new, path)


def _benefits(old: Sequence[Benefit], new: Sequence[Benefit]) -> Iterator[Change]:
    for pair in paired(old, new):
        there = pair.new or pair.old
        assert there is not None
        label = quoted(there.label, there.key)
        name = Words(f"权益{label.zh}", f"the benefit {label.en}")
        if pair.new is None:
            yield removed(f"/benefits/{pair.old_at}", name.zh, name.en)
        elif pair.old is None:
            yield added(f"/benefits/{pair.new_at}", name.zh, name.en)
        else:
            was, now = dump_benefit(pair.old), dump_benefit(pair.new)
            yield from _differences(was, now, name, f"/benefits/{pair.new_at}")


def _coupons(both: Both) -> Iterator[Change]:
    yield from of_each(
        "/coupons",
        (both[0].coupons, both[1].coupons),
        _coupon_name,
        lambda design: terms(both[1], design),
        lambda was, now, path: _coupon(both, was, now, path),
    )


def _coupon_name(design: CouponDesign) -> Words:
    label = quoted(design.label, design.key)
    return Words(f"优惠券{label.zh}", f"the coupon {label.en}")


def _coupon(both: Both, old: CouponDesign, new: CouponDesign, path: str) -> Iterator[Change]:
    name = _coupon_name(new)
    was, now = terms(both[0], old), terms(both[1], new)
    if was != now:
        yield replaced(path, name, was, now)
    told = ("options", "kind", "minimum", "valid", "stores", "goods") if was != now else ()
    left = [{k: v for k, v in dump_coupon(each).items() if k not in told} for each in (old, new)]
    yield from _differences(left[0], left[1], name, path)


WORDED = {
    "label": Words("名称", "the name"),
    "help": Words("说明", "the explanation"),
    "kind": Words("类型", "the kind"),
    "options": Words("设置", "the settings"),
    "minimum": Words("使用门槛", "the least to spend"),
    "valid": Words("有效期", "how long it is valid"),
    "stores": Words("适用门店", "where it may be used"),
    "goods": Words("适用商品", "what it may be used for"),
    "most_each": Words("每人上限", "how many a member may be given"),
    "cost": Words("成本", "what one costs"),
    "budget": Words("预算", "the budget"),
    "transferable": Words("能否转赠", "whether it may be given away"),
    "on_refund": Words("退款时的处理", "what a refund does to it"),
}
READ_ONLY = frozenset({"label", "help"})


def _differences(
    old: dict[str, Any], new: dict[str, Any], name: Words, path: str
) -> Iterator[Change]:
    for key, what in WORDED.items():
        if not same(old.get(key), new.get(key)):
            weight = Importance.WORDS if key in READ_ONLY else Importance.RULES
            zh, en = f"改了{name.zh}的{what.zh}", f"Changed {what.en} of {name.en}"
            yield changed(f"{path}/{key}", zh, en, weight)


def _packs(old: Ladder, new: Ladder, path: str) -> Iterator[Change]:
    if old.packs is not new.packs:
        name = ladder_name(new)
        what = Words(f"{name.zh}连升几级时的礼包", f"whose packs a jump on {name.en} brings")
        yield replaced(f"{path}/packs", what, PACKS[old.packs], PACKS[new.packs])


def _tiers(both: Both, old: Ladder | None, new: Ladder, path: str) -> Iterator[Change]:
    for pair in paired(() if old is None else old.tiers, new.tiers):
        if pair.new is not None:
            before = pair.old or Tier(key=pair.new.key, label=pair.new.label)
            yield from _tier(both, before, pair.new, f"{path}/tiers/{pair.new_at}")


def _tier(both: Both, old: Tier, new: Tier, path: str) -> Iterator[Change]:
    name = tier_name(new)
    if old.benefits != new.benefits or _benefits_of(both[0], old) != _benefits_of(both[1], new):
        what = Words(f"{name.zh}的权益", f"the benefits of {name.en}")
        was, now = _benefits_of(both[0], old), _benefits_of(both[1], new)
        yield replaced(f"{path}/benefits", what, was, now)
    if old.pack != new.pack:
        what = Words(f"{name.zh}的礼包", f"the pack of {name.en}")
        yield replaced(f"{path}/pack", what, _pack_of(both[0], old), _pack_of(both[1], new))
    if old.recurring != new.recurring:
        what = Words(f"{name.zh}的周期权益", f"what {name.en} brings again and again")
        was, now = _recurring_of(both[0], old), _recurring_of(both[1], new)
        yield replaced(f"{path}/recurring", what, was, now)
    if old.void_unused is not new.void_unused:
        what = Words(f"{name.zh}被收回时没用的券", f"unused coupons when {name.en} is taken away")
        was, now = UNUSED[old.void_unused], UNUSED[new.void_unused]
        yield replaced(f"{path}/void_unused", what, was, now)


def _benefits_of(program: Program, tier: Tier) -> Words:
    said = joined((benefit_words(program, each) for each in tier.benefits), "、")
    return said if said.zh else NOTHING


def _pack_of(program: Program, tier: Tier) -> Words:
    if tier.pack is None or tier.pack.is_empty:
        return NOTHING
    said = pack_words(program, tier.pack)
    if not tier.pack.again:
        return said
    return Words(f"{said.zh}（每次晋升）", f"{said.en} (each promotion)")


def _recurring_of(program: Program, tier: Tier) -> Words:
    said = joined((recurring_words(program, each) for each in tier.recurring), "、")
    return said if said.zh else NOTHING
