"""Benefits, coupons and packs in words, as members, operators and a list of changes read them."""

from collections.abc import Iterable

from app.days import from_day
from app.program.benefit import Every, Pack, PackCoupon, Recurring, TierBenefit
from app.program.benefits import BENEFIT_KINDS
from app.program.coupon import CouponDesign, Validity
from app.program.coupons import COUPON_KINDS
from app.program.declared import values_of
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading
from app.program.objects import GIVEN, ORDER
from app.program.program import Program
from app.words import Words

EVERY = {
    Every.DAY: Words("每天", "every day"),
    Every.WEEK: Words("每周", "every week"),
    Every.MONTH: Words("每月", "every month"),
    Every.QUARTER: Words("每季度", "every quarter"),
    Every.YEAR: Words("每年", "every year"),
}
UNTIL = {
    Every.DAY: Words("当天有效", "valid on the day"),
    Every.WEEK: Words("当周有效", "valid until the end of the week"),
    Every.MONTH: Words("当月有效", "valid until the end of the month"),
    Every.QUARTER: Words("当季有效", "valid until the end of the quarter"),
    Every.YEAR: Words("当年有效", "valid until the end of the year"),
}
_MONEY = GIVEN[ORDER].field("amount")


def joined(parts: Iterable[Words], zh: str = "，", en: str = ", ") -> Words:
    """Join what is said, and leave out what says nothing."""
    said = [each for each in parts if each.zh or each.en]
    return Words(zh.join(each.to("zh") for each in said), en.join(each.to("en") for each in said))


def money(amount: int, program: Program) -> str:
    reading = Reading(currency=program.settings.currency)
    return FIELD_KINDS["money"].show(amount, _MONEY, "zh", reading)


def benefit_label(program: Program, key: str) -> Words:
    found = program.find_benefit(key)
    return Words(key, key) if found is None else found.label


def coupon_label(program: Program, key: str) -> Words:
    found = program.find_coupon(key)
    return Words(key, key) if found is None else found.label


def currency_label(program: Program, key: str) -> Words:
    found = program.find_currency(key)
    return Words(key, key) if found is None else found.label


def benefit_value(program: Program, given: TierBenefit) -> Words:
    """Say how much of a benefit a tier gives: 9 折; empty where there is nothing to be said."""
    found = program.find_benefit(given.benefit)
    if found is None or found.kind not in BENEFIT_KINDS:
        return Words("", "")
    kind = BENEFIT_KINDS[found.kind]
    values = values_of(kind.options, found.options, given.options)
    return kind.sentence(values, Reading(currency=program.settings.currency))


def benefit_words(program: Program, given: TierBenefit) -> Words:
    """Call a benefit of a tier, with how much it is."""
    label, value = benefit_label(program, given.benefit), benefit_value(program, given)
    zh, en = label.to("zh"), label.to("en")
    return Words(
        f"{zh}（{value.zh}）" if value.zh else zh, f"{en} ({value.en})" if value.en else en
    )


def worth(program: Program, design: CouponDesign) -> Words:
    """Say what a coupon gets its holder: 满 ¥100 减 ¥20."""
    if design.kind not in COUPON_KINDS:
        return Words("", "")
    kind = COUPON_KINDS[design.kind]
    reading = Reading(currency=program.settings.currency)
    said = kind.sentence(values_of(kind.options, design.options), reading)
    if not design.minimum:
        return said
    least = money(design.minimum, program)
    return Words(f"满 {least} {said.zh}", f"{said.en} from {least}")


def cost_of(design: CouponDesign) -> int | None:
    """Give what one coupon costs when it is used, in the smallest unit; None where nobody says."""
    if design.cost is not None or design.kind not in COUPON_KINDS:
        return design.cost
    kind = COUPON_KINDS[design.kind]
    return kind.cost(values_of(kind.options, design.options))


def validity(valid: Validity) -> Words:
    """Say how long a coupon holds; empty where it always does."""
    if valid.is_fixed:
        first, last = (
            None if each is None else from_day(each).isoformat()
            for each in (valid.first, valid.last)
        )
        if first and last:
            return Words(f"{first} 至 {last} 有效", f"valid from {first} to {last}")
        if last:
            return Words(f"有效期至 {last}", f"valid until {last}")
        return Words(f"{first} 起有效", f"valid from {first}")
    if valid.days is not None:
        days = "1 day" if valid.days == 1 else f"{valid.days} days"
        return Words(f"{valid.days} 天内有效", f"valid for {days}")
    if valid.months is not None:
        months = "1 month" if valid.months == 1 else f"{valid.months} months"
        return Words(f"{valid.months} 个月内有效", f"valid for {months}")
    return Words("", "") if valid.until_end_of is None else UNTIL[valid.until_end_of]


def terms(program: Program, design: CouponDesign) -> Words:
    """Say what a coupon is worth, and where and how long it may be used."""
    stores = design.stores or Words("", "")
    goods = design.goods or Words("", "")
    return joined([worth(program, design), goods, stores, validity(design.valid)])


def coupons_words(program: Program, given: PackCoupon) -> Words:
    """Call so many coupons of a design."""
    label = coupon_label(program, given.coupon)
    if given.count == 1:
        return Words(label.to("zh"), label.to("en"))
    return Words(f"{label.to('zh')} × {given.count}", f"{given.count} × {label.to('en')}")


def pack_words(program: Program, pack: Pack) -> Words:
    """Say what is in a pack."""
    points = (
        Words(
            f"{each.amount:,} {currency_label(program, each.currency).to('zh')}",
            f"{each.amount:,} {currency_label(program, each.currency).to('en').lower()}",
        )
        for each in pack.points
    )
    return joined([*(coupons_words(program, each) for each in pack.coupons), *points], "、")


def recurring_words(program: Program, given: Recurring) -> Words:
    """Say what comes again and again."""
    coupons = coupons_words(program, PackCoupon(coupon=given.coupon, count=given.count))
    every = EVERY[given.every]
    return Words(f"{every.zh}{coupons.zh}", f"{coupons.en} {every.en}")
