"""Coupons and benefits over the API: seen, issued, redeemed, made void; granted and ended."""

from typing import Any

from app.errors import Conflict, Finding, Invalid, NotFound
from app.program.dates import instant_of
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Refused
from app.runtime import benefits, redeeming
from app.runtime import coupons as issuing
from app.runtime.benefits import Granting
from app.runtime.coupons import Issuance
from app.runtime.naming import find_member, number_of
from app.storage import budget_charges, coupons
from app.storage.coupons import Coupon, short
from app.web.api import coupon_answers as said
from app.web.api.departed import refuse_departed
from app.web.api.here import Here, here
from app.web.api.operations import Answer, Asked
from app.words import Words

USUAL = 50
_SPENT = Field(
    key="spent", kind="money", label=Words("订单金额", "Spent"), options={"not_negative": True}
)


def list_designs(_asked: Asked) -> Answer:
    found = here()
    counts = coupons.counts(found.space, found.live.catalogue.program_id)
    designs = found.live.checked.program.coupons
    items = [said.design_json(found.live, each, counts) for each in designs]
    return Answer(content={"items": items})


def list_coupons(asked: Asked) -> Answer:
    found = here()
    member_id = find_member(found.space, found.live, asked.path["member"])
    size = asked.query.get("limit", USUAL)
    before = asked.query.get("before")
    rows = coupons.of_member(
        found.space,
        found.live.catalogue.program_id,
        member_id,
        limit=size + 1,
        before=None if before is None else _id(before, "?before"),
    )
    page = rows[:size]
    return Answer(
        content={
            "items": [_coupon(found, each) for each in page],
            "next": said.last_id(page) if len(rows) > size else None,
        }
    )


def _coupon(found: Here, coupon: Coupon) -> dict[str, Any]:
    return said.coupon_json(found.live, redeeming.seen_as(found.live, coupon, now=found.now))


def _id(text: str, place: str) -> int:
    number = number_of(text)
    if number is None:
        words = ("这里应是编号。", "An id is expected here.")
        raise Invalid(*words, (Finding.of(place, *words),))
    return number


def issue_coupons(asked: Asked) -> Answer:
    found, body = here(), asked.body
    member_id = find_member(found.space, found.live, asked.path["member"])
    refuse_departed(found, member_id)
    if found.live.checked.program.find_coupon(body["coupon"]) is None:
        words = (f"没有优惠券“{body['coupon']}”。", f"There is no coupon {body['coupon']!r}.")
        raise Invalid(*words, (Finding.of("/coupon", *words),))
    wanted = [
        Issuance(
            member_id=member_id,
            design=body["coupon"],
            cause=f"{found.cause}:{body['cause']}",
            count=body.get("count", 1),
        )
    ]
    issuing.lock_members(found.space, found.live, wanted)
    new = issuing.issue(found.space, found.live, wanted, now=found.now)
    if not new:
        _refuse_used_up(found, member_id, wanted[0].cause)
    return Answer(
        content={"items": [_coupon(found, each) for each in new]}, status=201 if new else 200
    )


def _refuse_used_up(found: Here, member_id: int, cause: str) -> None:
    """Say that a budget was in the way, rather than that there is nothing new."""
    program = found.live.checked.program
    under = (short(cause),)
    for each in budget_charges.refused_under(
        found.space, found.live.catalogue.program_id, member_id, under
    ):
        budget = program.find_budget(each.budget)
        named = Words(each.budget, each.budget) if budget is None else budget.label
        raise Conflict(
            f"预算“{named.to('zh')}”已用完，没有发出。",
            f"The budget {named.to('en')} is used up: nothing was given.",
        )


def find_coupon(asked: Asked) -> Answer:
    found = here()
    seen = redeeming.look_up(found.space, found.live, asked.path["code"], now=found.now)
    return Answer(content=said.coupon_json(found.live, seen))


def redeem_coupon(asked: Asked) -> Answer:
    found, body = here(), asked.body
    seen = redeeming.redeem(
        found.space,
        found.live,
        asked.path["code"],
        now=found.now,
        by=found.cause,
        order=body.get("order"),
        spent=_spent(body.get("spent")),
    )
    return Answer(content=said.coupon_json(found.live, seen))


def _spent(raw: Any) -> int | None:
    try:
        spent: int | None = FIELD_KINDS["money"].parse(raw, _SPENT)
    except Refused as refused:
        raise Invalid(*refused.words, (Finding.of("/spent", *refused.words),)) from refused
    return spent


def void_coupon(asked: Asked) -> Answer:
    return _closed(asked, redeeming.void, status=200)


def reissue_coupon(asked: Asked) -> Answer:
    return _closed(asked, redeeming.reissue, status=201)


def _closed(asked: Asked, do: Any, *, status: int) -> Answer:
    found = here()
    member_id = find_member(found.space, found.live, asked.path["member"])
    coupon_id = number_of(asked.path["coupon"])
    if coupon_id is None:
        raise NotFound("没有这张券。", "There is no such coupon.")
    seen = do(
        found.space,
        found.live,
        member_id,
        coupon_id,
        now=found.now,
        by=found.cause,
        why=asked.body["reason"],
    )
    return Answer(content=said.coupon_json(found.live, seen), status=status)


def list_benefits(asked: Asked) -> Answer:
    found = here()
    member_id = find_member(found.space, found.live, asked.path["member"])
    having = benefits.benefits_of(found.space, found.live, [member_id], now=found.now)
    items = [said.benefit_json(found.live, each) for each in having.get(member_id, ())]
    return Answer(content={"items": items})


def grant_benefit(asked: Asked) -> Answer:
    found, body = here(), asked.body
    member_id = find_member(found.space, found.live, asked.path["member"])
    refuse_departed(found, member_id)
    granting = Granting(
        member_id=member_id,
        benefit=body["benefit"],
        cause=f"{found.cause}:{body['cause']}",
        reason=body["reason"],
        options=body.get("options", {}),
        starts_at=_moment(found, body, "starts_at"),
        ends_at=_moment(found, body, "ends_at"),
    )
    new = benefits.grant(found.space, found.live, [granting], now=found.now, by=found.cause)
    if not new:
        _refuse_used_up(found, member_id, granting.cause)
    return Answer(
        content={"items": [said.grant_json(each) for each in new]}, status=201 if new else 200
    )


def _moment(found: Here, body: dict[str, Any], key: str) -> int | None:
    text = body.get(key)
    if text is None:
        return None
    at = instant_of(text, found.live.checked.program.settings.calendar.zone)
    if at is None:
        words = ("这不是时刻。", "This is no moment.")
        raise Invalid(*words, (Finding.of(f"/{key}", *words),))
    return at


def end_benefit(asked: Asked) -> Answer:
    found = here()
    member_id = find_member(found.space, found.live, asked.path["member"])
    grant_id = number_of(asked.path["grant"])
    if grant_id is None:
        raise NotFound("没有这项权益。", "There is no such benefit.")
    ended = benefits.end(
        found.space,
        found.live,
        member_id,
        grant_id,
        now=found.now,
        by=found.cause,
        why=asked.body["reason"],
    )
    return Answer(content=said.grant_json(ended))
