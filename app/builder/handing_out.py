"""Packs and coupons that a draft would have go out, and what they would cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.builder.rations import Ration, Rations, Wanted
from app.program.benefit import Recurring
from app.program.benefit_words import cost_of
from app.program.coupon import CouponDesign
from app.program.ladder import Tier
from app.runtime.foresight import Foreseeing
from app.runtime.pack_sight import Bringing, standing_on
from app.runtime.sight import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class PacksOut:
    """So many members would be given the pack of a tier."""

    ladder: str
    tier: Tier
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponsOut:
    """So many coupons of a design would be issued, and so many not: a budget has too little."""

    design: CouponDesign
    ration: Ration

    @property
    def count(self) -> int:
        return self.ration.count

    @property
    def cost(self) -> int | None:
        """What they cost if all are used, in the smallest unit; None where nobody says."""
        each = cost_of(self.design)
        return None if each is None else each * self.count

    def to_json(self) -> dict[str, Any]:
        return {
            "coupon": self.design.key,
            "count": self.count,
            "cost": decimal(self.cost),
            "refused": self.ration.refused,
            "at_most": self.ration.at_most,
            "budget": None if self.ration.budget is None else self.ration.budget.key,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringOut:
    """What a tier would bring each time, from the next stretch on."""

    ladder: str
    tier: Tier
    recurring: Recurring
    members: int
    coupons: CouponsOut

    def to_json(self) -> dict[str, Any]:
        return {
            "ladder": self.ladder,
            "tier": self.tier.key,
            "every": self.recurring.every.value,
            "members": self.members,
        } | self.coupons.to_json()


def decimal(amount: int | None) -> str | None:
    """Write an amount in the main unit."""
    return None if amount is None else f"{amount // 100}.{amount % 100:02}"


def packs_out(sight: Sight, found: Bringing) -> Iterator[PacksOut]:
    for key, ladder in sight.checked.ladders.items():
        for tier in ladder.ladder.tiers:
            if members := found.packs.get((key, tier.key)):
                yield PacksOut(ladder=key, tier=tier, members=sight.for_all(members))


def wanted_of(sight: Sight, found: Bringing) -> dict[str, Wanted]:
    """Give how many coupons of each design packs would bring all members."""
    return {
        key: Wanted(design=key, count=sight.for_all(count)) for key, count in found.coupons.items()
    }


def coupons_out(sight: Sight, given: Mapping[str, Ration]) -> Iterator[CouponsOut]:
    for design in sight.checked.program.coupons:
        if design.key in given:
            yield CouponsOut(design=design, ration=given[design.key])


def recurring_out(
    sight: Sight, found: Mapping[str, Foreseeing], rations: Rations
) -> Iterator[RecurringOut]:
    """Say what comes each time; `rations` is what is left once the draft is published."""
    members = {
        (key, tier): many
        for key in sight.checked.ladders
        for tier, many in standing_on(found[key]).items()
    }
    rules = {
        (key, tier.key, each.key): (tier, each)
        for key, ladder in sight.checked.ladders.items()
        for tier in ladder.ladder.tiers
        for each in tier.recurring
        if sight.for_all(members.get((key, tier.key), 0))
    }
    wanted = {
        (key, tier, rule): Wanted(
            design=each.coupon,
            count=sight.for_all(members[key, tier]) * each.count,
            every=each.every,
        )
        for (key, tier, rule), (_, each) in rules.items()
    }
    given = rations.shared(wanted)
    for place, (tier, each) in rules.items():
        design = sight.checked.program.find_coupon(each.coupon)
        if design is not None:
            yield RecurringOut(
                ladder=place[0],
                tier=tier,
                recurring=each,
                members=sight.for_all(members[place[:2]]),
                coupons=CouponsOut(design=design, ration=given[place]),
            )
