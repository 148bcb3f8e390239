"""What tiers give is designed, and benefits and coupons are of a kind with options that fit."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.benefit import Benefit
from app.program.benefits import BENEFIT_KINDS
from app.program.budget import Of, charged
from app.program.checked import CheckedProgram
from app.program.coupon import CouponDesign
from app.program.coupons import COUPON_KINDS
from app.program.declared import findings_in
from app.program.face_value import face_of
from app.program.ladder import Tier
from app.program.program import Program
from app.words import Words

BENEFIT, COUPON = Words("权益", "benefit"), Words("优惠券", "coupon")
BUDGETS = {
    Of.COUPONS: Words("优惠券的预算", "budget of coupons"),
    Of.BENEFITS: Words("权益的预算", "budget of benefits"),
}


class KnownBenefits(Check):
    key = "known_benefits"
    label = Words("权益和优惠券都写得对", "Benefits and coupons are designed as they should be")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for n, each in enumerate(program.benefits):
            yield from _benefit(program, each, f"/benefits/{n}")
            yield from _budgets(program, Of.BENEFITS, each.budgets, f"/benefits/{n}/budget")
        for n, design in enumerate(program.coupons):
            yield from _coupon(design, f"/coupons/{n}")
            yield from _budgets(program, Of.COUPONS, design.budgets, f"/coupons/{n}/budget")
            yield from _priced(program, design, f"/coupons/{n}")
        for n, ladder in enumerate(program.ladders):
            for m, tier in enumerate(ladder.tiers):
                yield from _tier(program, tier, f"/ladders/{n}/tiers/{m}")


def _benefit(program: Program, benefit: Benefit, path: str) -> Iterator[Finding]:
    kinds = [each.key for each in BENEFIT_KINDS]
    if benefit.kind not in kinds:
        yield _unknown(f"{path}/kind", Words("权益类型", "kind of benefit"), benefit.kind, kinds)
        return
    kind = BENEFIT_KINDS[benefit.kind]
    # A tier may say what the benefit leaves open.
    yield from findings_in(kind.options, benefit.options, f"{path}/options", part=True)
    yield from _named(program, kind.key, benefit.options, f"{path}/options")


def _coupon(design: CouponDesign, path: str) -> Iterator[Finding]:
    kinds = [each.key for each in COUPON_KINDS]
    if design.kind not in kinds:
        yield _unknown(f"{path}/kind", Words("优惠券类型", "kind of coupon"), design.kind, kinds)
        return
    yield from findings_in(COUPON_KINDS[design.kind].options, design.options, f"{path}/options")


def _budgets(program: Program, of: Of, named: Sequence[str], path: str) -> Iterator[Finding]:
    """Say which budgets that are named there are not, or count something else."""
    known = [each.key for each in program.budgets if each.of is of]
    for n, each in enumerate(named):
        if each not in known:
            place = path if len(named) == 1 else f"{path}/{n}"
            yield _unknown(place, BUDGETS[of], each, known)


def _priced(program: Program, design: CouponDesign, path: str) -> Iterator[Finding]:
    """Say of a coupon in a budget of money that nobody knows what it comes to."""
    if design.kind not in COUPON_KINDS:
        return
    if any(findings_in(COUPON_KINDS[design.kind].options, design.options, path)):
        return
    for each in charged(program.budgets, Of.COUPONS, design.budgets):
        if each.in_money and not face_of(design):
            yield Finding.of(
                f"{path}/cost",
                f"预算“{each.label.to('zh')}”按面值算，请写明每张的成本 cost。",
                f"The budget {each.label.to('en')} goes by face value: say what one costs.",
            )


def _tier(program: Program, tier: Tier, path: str) -> Iterator[Finding]:
    known = [each.key for each in program.benefits]
    for n, given in enumerate(tier.benefits):
        place = f"{path}/benefits/{n}"
        found = program.find_benefit(given.benefit)
        if found is None:
            yield _unknown(place, BENEFIT, given.benefit, known)
        elif found.kind in BENEFIT_KINDS:
            kind = BENEFIT_KINDS[found.kind]
            yield from findings_in(kind.options, given.options, f"{place}/options", part=True)
            joined = {**found.options, **given.options}
            for each in kind.options:
                if each.required and joined.get(each.key) is None:
                    yield _open(place, tier, found, each.label)
            yield from _named(program, kind.key, given.options, f"{place}/options")
    for n, recurring in enumerate(tier.recurring):
        yield from _coupon_named(program, recurring.coupon, f"{path}/recurring/{n}/coupon")
    for n, coupons in enumerate(tier.pack.coupons if tier.pack else ()):
        yield from _coupon_named(program, coupons.coupon, f"{path}/pack/coupons/{n}")


def _named(program: Program, kind: str, options: Mapping[str, Any], path: str) -> Iterator[Finding]:
    """Say which coupon or currency that an option names there is not."""
    option = BENEFIT_KINDS[kind].coupon_option
    named = options.get(option) if option else None
    if isinstance(named, str) and named:
        yield from _coupon_named(program, named, f"{path}/{option}")
    currency = options.get("currency")
    known = [each.key for each in program.currencies]
    if isinstance(currency, str) and currency and currency not in known:
        yield _unknown(f"{path}/currency", Words("币种", "currency"), currency, known)


def _coupon_named(program: Program, key: str, path: str) -> Iterator[Finding]:
    if program.find_coupon(key) is None:
        yield _unknown(path, COUPON, key, [each.key for each in program.coupons])


def _open(path: str, tier: Tier, benefit: Benefit, option: Words) -> Finding:
    return Finding(
        path=path,
        message=Words(
            f"“{tier.label.to('zh')}”的“{benefit.label.to('zh')}”没有写明“{option.zh}”。",
            f"{benefit.label.to('en')} of {tier.label.to('en')} does not say: {option.en}.",
        ),
    )


def _unknown(path: str, what: Words, named: str, known: Sequence[str]) -> Finding:
    near = get_close_matches(named, known, n=1, cutoff=0.6)
    return Finding(
        path=path,
        message=Words(
            f"没有{what.zh}“{named}”。可用：{'、'.join(known) or '（还没有）'}。",
            f"There is no {what.en} {named!r}. Known: {', '.join(known) or 'none yet'}.",
        ),
        fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?") if near else None,
    )
