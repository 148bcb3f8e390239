"""What is asked of every coupon and every benefit besides what its kind declares, as fields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.builder.offers import Offer
from app.program.benefit import Every
from app.program.benefits import BENEFIT_KINDS, BenefitKind
from app.program.coupon import OnRefund
from app.program.coupon_codec import LONGEST, MOST_EACH
from app.program.coupons import COUPON_KINDS, CouponKind
from app.program.field import Field
from app.words import Words

Kind = CouponKind | BenefitKind
OPTIONS = "options."
"""How the names of inputs begin that a kind asks for."""
ZH, EN = ".zh", ".en"
MONTHS = 120
NO, YES = "no", "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some fields of a form under one heading."""

    key: str
    title: Words
    about: Words
    fields: tuple[Field, ...]


def _field(key: str, kind: str, zh: str, en: str, **more: Any) -> Field:
    return Field(key=key, kind=kind, label=Words(zh, en), **more)


def _said(key: str, zh: str, en: str, hint: Words, kind: str = "text") -> tuple[Field, Field]:
    """Ask for a text in both languages."""
    return (
        _field(key + ZH, kind, f"{zh}（中文）", f"{en} (Chinese)", help=hint),
        _field(key + EN, kind, f"{zh}（英文）", f"{en} (English)"),
    )


def _choices(*found: tuple[str, str, str]) -> dict[str, Any]:
    choices = [{"key": key, "label": {"zh": zh, "en": en}} for key, zh, en in found]
    return {"choices": choices}


LABEL = _said("label", "名称", "Name", Words("会员看到的名字。", "What members see."))
HELP = _said(
    "help",
    "补充说明",
    "What is told besides",
    Words("可不填，会员看得到。", "May be blank; members see it."),
    "long_text",
)
NOTHING = Words("", "")
MINIMUM = _field(
    "minimum",
    "money",
    "满多少元可用",
    "From an order of",
    options={"not_negative": True},
    help=Words("可不填：没有门槛。", "May be blank: any order."),
)
WAYS = (
    ("always", Words("一直有效", "Always valid")),
    ("days", Words("领取后多少天内", "A number of days from the day it is issued")),
    ("months", Words("领取后多少个月内", "A number of months from the day it is issued")),
    ("end", Words("到当天、当周、当月……结束", "Until the end of the day, week, month …")),
    ("dates", Words("固定的起止日期", "Between two dates")),
)
"""In which ways a coupon says how long it holds."""
WAY = "valid.way"
DAYS = _field("valid.days", "integer", "天数", "Days", options={"min": 1, "max": LONGEST})
MONTHS_FIELD = _field(
    "valid.months", "integer", "月数", "Months", options={"min": 1, "max": MONTHS}
)
END = _field(
    "valid.end",
    "choice",
    "到什么时候结束",
    "Until the end of",
    options=_choices(
        (Every.DAY, "领取当天", "the day"),
        (Every.WEEK, "领取当周", "the week"),
        (Every.MONTH, "领取当月", "the month"),
        (Every.QUARTER, "领取当季", "the quarter"),
        (Every.YEAR, "领取当年", "the year"),
    ),
)
FROM = _field("valid.from", "date", "从", "From")
UNTIL = _field("valid.until", "date", "到（含）", "Until (included)")
VALIDITY = {"days": (DAYS,), "months": (MONTHS_FIELD,), "end": (END,), "dates": (FROM, UNTIL)}
"""What each way asks for."""
GOODS = _said(
    "goods", "哪些商品", "For which goods", Words("可不填：全场可用。", "May be blank: everything.")
)
STORES = _said(
    "stores", "哪些门店", "In which shops", Words("可不填：都能用。", "May be blank: everywhere.")
)
MOST = _field(
    "most_each",
    "integer",
    "每位会员最多领几张",
    "At most for each member",
    options={"min": 1, "max": MOST_EACH},
    help=Words("一共，可不填：不限。", "In all; may be blank: no limit."),
)
TRANSFERABLE = _field(
    "transferable",
    "choice",
    "能不能转赠",
    "May be given away",
    required=True,
    options=_choices((NO, "只能本人用", "No"), (YES, "可以转赠", "Yes")),
)
ON_REFUND = _field(
    "on_refund",
    "choice",
    "用券的订单全额退款时",
    "When the order is refunded in full",
    required=True,
    options=_choices(
        (OnRefund.RETURN, "退回券，有效期不变", "It can be used again until it expires"),
        (OnRefund.KEEP, "仍算已用", "It stays used"),
    ),
)


def kinds_of(offer: Offer) -> Sequence[Kind]:
    return tuple(COUPON_KINDS) if offer is Offer.COUPON else tuple(BENEFIT_KINDS)


def find_kind(offer: Offer, key: str) -> Kind | None:
    """Find a kind of coupon or benefit; None where there is no such file."""
    return next((each for each in kinds_of(offer) if each.key == key), None)


def asked_by(kind: Kind) -> tuple[Field, ...]:
    """Give the options of a kind under the names that their inputs have."""
    return tuple(replace(each, key=OPTIONS + each.key) for each in kind.options)


def parts_of(offer: Offer, kind: Kind) -> Iterator[Part]:
    """Give what a form asks for; how long a coupon holds is asked in a way of its own."""
    kept = kind.kept if isinstance(kind, BenefitKind) else NOTHING
    yield Part(key="name", title=Words("叫什么", "What it is called"), about=kept, fields=LABEL)
    asked = asked_by(kind)
    if offer is Offer.COUPON:
        title = Words("给会员什么", "What it is worth")
        yield Part(key="worth", title=title, about=NOTHING, fields=(*asked, MINIMUM))
        where = Words("在哪里能用", "Where it may be used")
        yield Part(key="where", title=where, about=NOTHING, fields=(*GOODS, *STORES))
        limits = Words("限制与退款", "Limits and refunds")
        fields = (MOST, TRANSFERABLE, ON_REFUND)
        yield Part(key="limits", title=limits, about=NOTHING, fields=fields)
    elif asked:
        title = Words("给会员什么", "What it is")
        about = Words(
            "各级可以不同：这里写通常的，“各级给什么”里写某一级的。",
            "Tiers may differ: what is usual is said here, what one tier gives on “What tiers"
            " give”.",
        )
        yield Part(key="worth", title=title, about=about, fields=asked)
    told = Words("还想告诉会员什么", "What else members are told")
    yield Part(key="told", title=told, about=NOTHING, fields=HELP)


def names_of(offer: Offer, kind: Kind) -> Iterator[Field]:
    """Give every field that a form of this kind may send."""
    for part in parts_of(offer, kind):
        yield from part.fields
    if offer is Offer.COUPON:
        for fields in VALIDITY.values():
            yield from fields
