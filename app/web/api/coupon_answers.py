"""Shapes and contents of what the API says of coupons and benefits."""

from typing import Any

from app.access import Scope
from app.days import from_day
from app.program.benefit_words import cost_of, terms
from app.program.coupon import CouponDesign
from app.program.fields.base import Reading
from app.runtime.benefits import Having
from app.runtime.redeeming import Seen
from app.runtime.releases import Live
from app.storage.coupons import Coupon, State
from app.storage.grants import Grant
from app.web.api.answers import BOTH, ID, MOMENT, NEXT
from app.web.api.shapes import (
    Anything,
    ByKey,
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Text,
    Whole,
    needed,
    optional,
)
from app.web.api.written import moment_json, moment_or_none
from app.words import Words

MOST_SHOWN = 500
MOST_COUPONS = 100
LONGEST_REASON = 500
READS, WRITES = Scope.STANDING_READ, Scope.STANDING_WRITE
DAY = OrNull(shape=Text(example="2026-04-01"))
CENTS = 100
CAUSE = Text(
    shortest=1,
    longest=190,
    example="complaint-17",
    about=Words("缘由编号：同一会员同一编号只发一次。", "The same cause brings a member it once."),
)
REASON = Text(shortest=1, longest=LONGEST_REASON, example="客诉补偿")
COUPON = Keyed(
    name="Coupon",
    parts=(
        needed("id", ID),
        needed("member_id", ID),
        needed("code", Text(example="7QKM-P2XD-9HVT")),
        needed("coupon", Text(about=Words("设计的标识。", "The key of its design."))),
        needed("label", BOTH),
        needed("terms", BOTH),
        needed("state", OneOf(words=tuple(each.value for each in State))),
        needed(
            "usable",
            Flag(about=Words("现在能不能使用。", "Whether it can be used now.")),
        ),
        needed("why_not", OrNull(shape=BOTH)),
        needed("cause", Text()),
        needed("issued_at", MOMENT),
        needed("starts_on", DAY),
        needed("last_day", DAY),
        needed("used_at", OrNull(shape=MOMENT)),
        needed("used_for", OrNull(shape=Text())),
        needed("closed_at", OrNull(shape=MOMENT)),
        needed("why", OrNull(shape=Text())),
    ),
)
COUPONS = Keyed(name="Coupons", parts=(needed("items", Listed(item=COUPON)), NEXT))
ISSUED = Keyed(name="IssuedCoupons", parts=(needed("items", Listed(item=COUPON)),))
DESIGNS = Keyed(
    name="CouponDesigns",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="CouponDesign",
                    parts=(
                        needed("coupon", Text()),
                        needed("label", BOTH),
                        needed("terms", BOTH),
                        needed(
                            "cost",
                            OrNull(
                                shape=Text(
                                    about=Words(
                                        "一张用掉的成本，主单位。",
                                        "What one costs when used, in the main unit.",
                                    )
                                )
                            ),
                        ),
                        needed(
                            "counts",
                            Keyed(
                                parts=tuple(needed(each.value, Whole(least=0)) for each in State)
                            ),
                        ),
                    ),
                )
            ),
        ),
    ),
)
NEW_COUPONS = Keyed(
    name="NewCoupons",
    parts=(
        needed("coupon", Text(example="ten_off")),
        needed("cause", CAUSE),
        optional("count", Whole(least=1, most=MOST_COUPONS)),
    ),
)
REDEEMING = Keyed(
    name="Redeeming",
    parts=(
        optional(
            "order",
            Text(
                longest=190,
                example="o-1001",
                about=Words(
                    "用于哪笔订单（外部编号）：同一订单重复核销不报错，全额退款时按设计退券。",
                    "The external id of the order: the same one may ask twice, and its full refund"
                    " returns the coupon where its design says so.",
                ),
            ),
        ),
        optional(
            "spent",
            Text(
                example="128.00",
                about=Words(
                    "订单金额，主单位；写了就核对使用门槛。",
                    "What the order comes to; where it is said, the least to spend is checked.",
                ),
            ),
        ),
    ),
)
WHY = Keyed(name="Reason", parts=(needed("reason", REASON),))
BENEFIT = Keyed(
    name="MemberBenefit",
    parts=(
        needed("benefit", Text()),
        needed("kind", Text()),
        needed("label", BOTH),
        needed("value", BOTH),
        needed("options", ByKey(value=Anything())),
        needed("ladder", OrNull(shape=Text())),
        needed("tier", OrNull(shape=Text())),
        needed("grant_id", OrNull(shape=ID)),
        needed("ends_at", OrNull(shape=MOMENT)),
        needed(
            "outdone",
            Flag(
                about=Words(
                    "同类中有更高的一项，以高的为准。",
                    "More of the same kind comes from elsewhere, and that holds.",
                )
            ),
        ),
    ),
)
BENEFITS = Keyed(name="MemberBenefits", parts=(needed("items", Listed(item=BENEFIT)),))
NEW_GRANT = Keyed(
    name="NewGrant",
    parts=(
        needed("benefit", Text(example="adviser")),
        needed("cause", CAUSE),
        needed("reason", REASON),
        optional("options", ByKey(value=Anything())),
        optional("starts_at", Text(example="2026-05-01T00:00:00+08:00")),
        optional("ends_at", OrNull(shape=Text(example="2027-05-01T00:00:00+08:00"))),
    ),
)
GRANT = Keyed(
    name="Grant",
    parts=(
        needed("id", ID),
        needed("member_id", ID),
        needed("benefit", Text()),
        needed("cause", Text()),
        needed("reason", Text()),
        needed("starts_at", MOMENT),
        needed("ends_at", OrNull(shape=MOMENT)),
        needed("ended_at", OrNull(shape=MOMENT)),
        needed("ended_why", OrNull(shape=Text())),
    ),
)
GRANTS = Keyed(name="Grants", parts=(needed("items", Listed(item=GRANT)),))


def coupon_json(live: Live, seen: Seen) -> dict[str, Any]:
    found, design = seen.coupon, seen.design
    label = Words(found.design, found.design) if design is None else design.label
    said = Words("", "") if design is None else terms(live.checked.program, design)
    why_not = None if seen.refusal is None else seen.refusal.words.to_json()
    return {
        "id": str(found.id),
        "member_id": str(found.member_id),
        "code": found.code,
        "coupon": found.design,
        "label": label.to_json(),
        "terms": said.to_json(),
        "state": found.state.value,
        "usable": found.state is State.UNUSED and seen.refusal is None,
        "why_not": why_not,
        "cause": found.cause,
        "issued_at": moment_json(found.issued_at),
        "starts_on": _day(found.starts_on),
        "last_day": _day(None if found.expires_on is None else found.expires_on - 1),
        "used_at": moment_or_none(found.used_at),
        "used_for": found.used_for,
        "closed_at": moment_or_none(found.closed_at),
        "why": found.why,
    }


def _day(day: int | None) -> str | None:
    return None if day is None else from_day(day).isoformat()


def design_json(live: Live, design: CouponDesign, counts: Any) -> dict[str, Any]:
    cost = cost_of(design)
    return {
        "coupon": design.key,
        "label": design.label.to_json(),
        "terms": terms(live.checked.program, design).to_json(),
        "cost": None if cost is None else f"{cost // CENTS}.{cost % CENTS:02}",
        "counts": {each.value: counts.get((design.key, each), 0) for each in State},
    }


def benefit_json(live: Live, having: Having) -> dict[str, Any]:
    settings = live.checked.program.settings
    value = having.sentence(Reading(currency=settings.currency))
    grant = having.grant
    return {
        "benefit": having.benefit.key,
        "kind": having.benefit.kind,
        "label": having.benefit.label.to_json(),
        "value": value.to_json(),
        "options": dict(having.options),
        "ladder": None if having.ladder is None else having.ladder.key,
        "tier": None if having.tier is None else having.tier.key,
        "grant_id": None if grant is None else str(grant.id),
        "ends_at": None if grant is None else moment_or_none(grant.ends_at),
        "outdone": having.outdone,
    }


def grant_json(grant: Grant) -> dict[str, Any]:
    return {
        "id": str(grant.id),
        "member_id": str(grant.member_id),
        "benefit": grant.benefit,
        "cause": grant.cause,
        "reason": grant.reason,
        "starts_at": moment_json(grant.starts_at),
        "ends_at": moment_or_none(grant.ends_at),
        "ended_at": moment_or_none(grant.ended_at),
        "ended_why": grant.ended_why,
    }


def last_id(page: list[Coupon]) -> str:
    return str(page[-1].id)
