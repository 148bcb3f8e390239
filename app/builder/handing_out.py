"""Packs and coupons that a draft would have go out, and what they would cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

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
    """So many coupons of a design would be issued."""

    design: CouponDesign
    count: int

    @property
    def cost(self) -> int | None:
        """What they cost if all are used, in the smallest unit; None where nobody says."""
        each = cost_of(self.design)
        return None if each is None else each * self.count

    def to_json(self) -> dict[str, Any]:
        return {"coupon": self.design.key, "count": self.count, "cost": decimal(self.cost)}


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


def coupons_out(sight: Sight, found: Bringing) -> Iterator[CouponsOut]:
    for design in sight.checked.program.coupons:
        if count := found.coupons.get(design.key):
            yield CouponsOut(design=design, count=sight.for_all(count))


def recurring_out(sight: Sight, found: Mapping[str, Foreseeing]) -> Iterator[RecurringOut]:
    for key, ladder in sight.checked.ladders.items():
        on = standing_on(found[key])
        for tier in ladder.ladder.tiers:
            for each in tier.recurring:
                design = sight.checked.program.find_coupon(each.coupon)
                members = sight.for_all(on[tier.key])
                if design is not None and members:
                    coupons = CouponsOut(design=design, count=members * each.count)
                    yield RecurringOut(
                        ladder=key, tier=tier, recurring=each, members=members, coupons=coupons
                    )
