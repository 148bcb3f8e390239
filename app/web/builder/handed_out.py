"""Packs and coupons that would go out, and what they would cost, in words."""

from collections.abc import Iterator

from app.builder.handing_out import CouponsOut
from app.builder.outgoing import Outgoing
from app.builder.rations import Ration
from app.program.benefit_words import EVERY, money, pack_words, terms
from app.program.program import Program
from app.web.builder.model import NO_NOTE, Sent
from app.words import Words

MEMBERS = Words("位会员", "members")
COUPONS = Words("张", "coupons")
COUPONS_AT_MOST = Words("张（至多）", "coupons at most")
UNKNOWN = Words("成本未知", "cost unknown")


def handed_out(program: Program, found: Outgoing) -> Iterator[Sent]:
    for pack in found.packs:
        label = pack.tier.label
        yield Sent(
            icon="benefit",
            name=Words(f"{label.to('zh')}礼包", f"Pack of {label.to('en')}"),
            detail=Words("", "") if pack.tier.pack is None else pack_words(program, pack.tier.pack),
            count=pack.members,
            what=MEMBERS,
        )
    for each in found.coupons:
        yield _coupons(program, each, each.design.label)
    if found.coupons:
        unknown = [each.design.label for each in found.of_unknown_cost]
        yield Sent(
            icon="coins",
            name=Words("券成本合计", "What the coupons cost"),
            detail=_besides(unknown),
            count=0,
            what=Words("", ""),
            amount=money(found.cost, program),
        )
    for each_time in found.recurring:
        every, tier = EVERY[each_time.recurring.every], each_time.tier.label
        label = each_time.coupons.design.label
        name = Words(
            f"下一期起，{every.zh}给{tier.to('zh')}：{label.to('zh')}",
            f"From the next one on, {every.en} to {tier.to('en')}: {label.to('en')}",
        )
        yield _coupons(program, each_time.coupons, name)


def _coupons(program: Program, found: CouponsOut, name: Words) -> Sent:
    said, cost = terms(program, found.design), UNKNOWN
    if found.cost is not None:
        amount = money(found.cost, program)
        cost = Words(f"最多花 {amount}", f"at most {amount}")
    return Sent(
        icon="ticket",
        name=name,
        detail=Words(f"{said.zh} · {cost.zh}", f"{said.en} · {cost.en}"),
        count=found.count,
        what=COUPONS_AT_MOST if found.ration.at_most else COUPONS,
        note=rationed(found.ration),
    )


def rationed(found: Ration) -> Words:
    """Say which budget stops some of these coupons, and how many; nothing where none does."""
    if found.budget is None:
        return NO_NOTE
    zh, en = found.budget.label.to("zh"), found.budget.label.to("en")
    if found.at_most:
        least = Words("", "")
        if found.refused:
            least = Words(
                f"，至少 {found.refused:,} 张不发", f", and at least {found.refused:,} are not"
            )
        return Words(
            f"预算“{zh}”不够全部：几种券一起用，至多发 {found.count:,} 张{least.zh}",
            f"The budget {en} is too small for all that draw on it: at most {found.count:,} are"
            f" issued{least.en}",
        )
    return Words(
        f"预算“{zh}”只够 {found.count:,} 张，另外 {found.refused:,} 张不发",
        f"The budget {en} has room for {found.count:,}; {found.refused:,} are not issued",
    )


def _besides(labels: list[Words]) -> Words:
    if not labels:
        return Words("", "")
    zh = "、".join(each.to("zh") for each in labels)
    en = ", ".join(each.to("en") for each in labels)
    return Words(f"不含成本未知的：{zh}", f"without those of unknown cost: {en}")
