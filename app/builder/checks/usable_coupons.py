"""A coupon can be used before it expires, and what it costs does not run away."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.coupon import CouponDesign
from app.program.coupons import COUPON_KINDS
from app.program.declared import values_of
from app.program.ladder import Tier
from app.program.program import Program
from app.words import Words


class UsableCoupons(Check):
    key = "usable_coupons"
    label = Words("优惠券发出来就用得上", "Coupons can be used when they are given")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for n, design in enumerate(program.coupons):
            yield from _design(design, f"/coupons/{n}")
        for n, ladder in enumerate(program.ladders):
            for m, tier in enumerate(ladder.tiers):
                yield from _tier(program, tier, f"/ladders/{n}/tiers/{m}")


def _design(design: CouponDesign, path: str) -> Iterator[Finding]:
    first, last = design.valid.first, design.valid.last
    if first is not None and last is not None and last < first:
        yield Finding(
            path=f"{path}/valid/until",
            message=Words(
                f"“{design.label.to('zh')}”还没到开始日就过期了。",
                f"{design.label.to('en')} expires before it can be used.",
            ),
        )
    if design.kind not in COUPON_KINDS:
        return
    values = values_of(COUPON_KINDS[design.kind].options, design.options)
    amount = values.get("amount")
    if amount is not None and design.minimum and amount >= design.minimum:
        yield warning(
            f"{path}/minimum",
            f"“{design.label.to('zh')}”减的不少于门槛，一单可以一分不付。",
            f"{design.label.to('en')} takes off as much as must be spent: an order may cost"
            " nothing.",
        )


def _tier(program: Program, tier: Tier, path: str) -> Iterator[Finding]:
    """Say which coupons that go out for years have an end of their own."""
    named = [(f"{path}/recurring/{n}/coupon", each.coupon) for n, each in enumerate(tier.recurring)]
    if tier.pack is not None:
        named += [
            (f"{path}/pack/coupons/{n}", each.coupon) for n, each in enumerate(tier.pack.coupons)
        ]
    for place, key in named:
        design = program.find_coupon(key)
        if design is not None and design.valid.last is not None:
            yield warning(
                place,
                f"“{design.label.to('zh')}”到固定日期就过期，之后发给"
                f"“{tier.label.to('zh')}”的都用不了，系统会不再发。",
                f"{design.label.to('en')} ends on a fixed day; after it {tier.label.to('en')} would"
                " get what has expired, so that none is issued any more.",
                fix=Words("改用相对有效期，如 30d。", "Let it hold for days, such as 30d."),
            )
