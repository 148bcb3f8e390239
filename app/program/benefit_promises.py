"""What members read of the benefits, packs and coupons of a tier."""

from collections.abc import Iterator

from app.program.benefit import Packs
from app.program.benefit_words import (
    benefit_label,
    benefit_value,
    pack_words,
    recurring_words,
    terms,
)
from app.program.ladder import Ladder, Tier
from app.program.program import Program
from app.program.rules_page import Section, Topic
from app.words import Words

SEVERAL = 2
"""Packs from which a jump may bring more than one."""
VOID_UNUSED = Words(
    "等级被收回时，其中没用的券作废。",
    "Should the tier be taken away, those of its coupons that are not used become void.",
)


def tier_gives(program: Program, tier: Tier) -> Iterator[Section]:
    if tier.benefits:
        yield Section(topic=Topic.BENEFITS, lines=tuple(_benefits(program, tier)))
    if tier.pack is not None and not tier.pack.is_empty:
        yield Section(topic=Topic.PACK, lines=tuple(_pack(program, tier)))
    if tier.recurring:
        yield Section(topic=Topic.RECURRING, lines=tuple(_recurring(program, tier)))


def on_a_jump(ladder: Ladder) -> Words | None:
    """Say whose packs one gets who rises by several tiers, where that makes a difference."""
    packs = [each for each in ladder.tiers[1:] if each.pack and not each.pack.is_empty]
    if len(packs) < SEVERAL:
        return None
    if ladder.packs is Packs.PASSED:
        return Words("连升几级，途经各级的礼包都送。", "Rise several tiers, get each one's pack.")
    return Words("连升几级，送所到达等级的礼包。", "Rise several tiers, get the last one's pack.")


def _benefits(program: Program, tier: Tier) -> Iterator[Words]:
    for each in tier.benefits:
        label, value = benefit_label(program, each.benefit), benefit_value(program, each)
        found = program.find_benefit(each.benefit)
        zh, en = label.to("zh"), label.to("en")
        if value.zh:
            zh, en = f"{zh}：{value.zh}", f"{en}: {value.en}"
        if found is not None and found.help is not None:
            zh, en = f"{zh}。{found.help.to('zh')}", f"{en}. {found.help.to('en')}"
        yield Words(_ended(zh, "。"), _ended(en, "."))


def _pack(program: Program, tier: Tier) -> Iterator[Words]:
    assert tier.pack is not None
    said, label = pack_words(program, tier.pack), tier.label
    often = Words("首次升为", "The first time you reach")
    if tier.pack.again:
        often = Words("每次升为", "Each time you reach")
    yield Words(
        f"{often.zh}{label.to('zh')}，送 {said.zh}。",
        f"{often.en} {label.to('en')}: {said.en}.",
    )
    yield from _terms(program, {each.coupon for each in tier.pack.coupons})
    if tier.void_unused and tier.pack.coupons:
        yield VOID_UNUSED


def _recurring(program: Program, tier: Tier) -> Iterator[Words]:
    for each in tier.recurring:
        said = recurring_words(program, each)
        yield Words(f"{said.zh}。", f"{said.en}.")
    yield from _terms(program, {each.coupon for each in tier.recurring})
    if tier.void_unused:
        yield VOID_UNUSED


def _terms(program: Program, keys: set[str]) -> Iterator[Words]:
    """Say what coupons are worth, once each."""
    for design in program.coupons:
        if design.key in keys:
            said = terms(program, design)
            if said.zh:
                zh, en = design.label.to("zh"), design.label.to("en")
                yield Words(f"{zh}：{said.zh}。", f"{en}: {said.en}.")


def _ended(text: str, stop: str) -> str:
    return text if text.endswith((stop, "！", "!", "？", "?", "。", ".")) else f"{text}{stop}"
