"""A coupon at the counter: what it is, using it once, making it void, and issuing another."""

from dataclasses import dataclass, replace

from app.days import from_day
from app.errors import Conflict, Invalid, NotFound
from app.program.benefit_words import money
from app.program.coupon import CouponDesign
from app.runtime import firing
from app.runtime.budget_books import give_back
from app.runtime.coupons import LENGTH, LETTERS, Issuance, issue
from app.runtime.happenings import Ticket
from app.runtime.releases import Live
from app.storage import audit, coupons, records
from app.storage.budget_charges import COUPON
from app.storage.coupons import TIER_LOST, Coupon, State
from app.storage.space import Space
from app.words import Words

LONGEST = 190
"""Characters of the order a coupon is used for."""
REISSUED = "reissue:"


class CannotUse(Conflict):
    """A coupon that is there and cannot be used; it says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A coupon with its design, as somebody at a counter needs it."""

    coupon: Coupon
    design: CouponDesign | None
    """None where the live release has it no more."""
    refusal: CannotUse | None
    """Why it cannot be used; None: it can."""


def tidy(code: str) -> str:
    """Read a code as people type it: in small letters, with blanks, without dashes."""
    letters = [each for each in code.upper() if each in LETTERS]
    if len(letters) != LENGTH:
        return code.strip().upper()
    return "-".join("".join(letters[n : n + 4]) for n in range(0, LENGTH, 4))


def look_up(space: Space, live: Live, code: str, *, now: int) -> Seen:
    """Find a coupon by its code. Raises `NotFound`."""
    found = coupons.find_code(space, live.catalogue.program_id, tidy(code))
    if found is None:
        raise NotFound("没有这个券码，请核对。", "There is no coupon with this code: check it.")
    return seen_as(live, found, now=now)


def seen(space: Space, live: Live, member_id: int, coupon_id: int, *, now: int) -> Seen:
    """Find a coupon of a member. Raises `NotFound`."""
    found = coupons.find(space, live.catalogue.program_id, member_id, coupon_id)
    if found is None:
        raise NotFound("没有这张券。", "There is no such coupon.")
    return seen_as(live, found, now=now)


def seen_as(live: Live, found: Coupon, *, now: int) -> Seen:
    """Give a coupon that was read with its design, and whether it can be used."""
    return Seen(
        coupon=found,
        design=live.checked.program.find_coupon(found.design),
        refusal=_refusal(live, found, now=now),
    )


def _refusal(live: Live, found: Coupon, *, now: int) -> CannotUse | None:
    today = live.moment(now).today
    match found.state:
        case State.USED:
            when = _moment(live, found.used_at)
            return CannotUse(f"这张券已于 {when} 使用。", f"This coupon was used on {when}.")
        case State.VOID:
            said = why_of(found)
            why, because = (f"：{said.zh}", f": {said.en}") if said else ("", "")
            return CannotUse(f"这张券已失效{why}。", f"This coupon is void{because}.")
        case State.EXPIRED:
            return _over(found)
    if found.expires_on is not None and found.expires_on <= today:
        return _over(found)
    if found.starts_on is not None and found.starts_on > today:
        day = from_day(found.starts_on).isoformat()
        return CannotUse(f"这张券从 {day} 起才能使用。", f"This coupon can be used from {day} on.")
    return None


def why_of(found: Coupon) -> Words | None:
    """Say why a coupon is void, as far as that was written down."""
    if found.why == TIER_LOST:
        return Words("等级已收回，没用的券作废", "the tier was taken away with what was unused")
    return Words(found.why, found.why) if found.why else None


def _over(found: Coupon) -> CannotUse:
    last = from_day((found.expires_on or 1) - 1).isoformat()
    return CannotUse(
        f"这张券已过期，有效期到 {last}。", f"This coupon expired: {last} was its last day."
    )


def _moment(live: Live, at: int | None) -> str:
    day = live.moment(at or 0).today
    return from_day(day).isoformat()


def redeem(
    space: Space,
    live: Live,
    code: str,
    *,
    now: int,
    by: str | None,
    order: str | None = None,
    spent: int | None = None,
) -> Seen:
    """Use a coupon, once: of several who try at the same time one succeeds.

    `order` is the external id of the order it is used for, `spent` what that comes to; the same
    coupon for the same order again is known and not refused. Raises `NotFound`, `CannotUse` and
    `Invalid`.
    """
    reference = (order or "").strip() or None
    if reference is not None and len(reference) > LONGEST:
        raise Invalid(
            f"订单号最多 {LONGEST} 个字符。", f"An order has at most {LONGEST} characters."
        )
    found = look_up(space, live, code, now=now)
    if _is_known(found.coupon, reference):
        return replace(found, refusal=None)
    if found.refusal is not None:
        raise found.refusal
    _refuse_small(live, found.design, spent)
    today, program_id = live.moment(now).today, live.catalogue.program_id
    if not coupons.use(
        space, program_id, found.coupon, at=now, today=today, by=by, used_for=reference
    ):
        return _too_late(space, live, found.coupon, reference, now=now)
    _note(space, found.coupon, "coupon.redeemed", now=now, by=by, why=reference)
    ticket = Ticket(
        member_id=found.coupon.member_id,
        coupon_id=found.coupon.id,
        design=found.coupon.design,
    )
    firing.used(space, live, [ticket], now=now)
    return seen(space, live, found.coupon.member_id, found.coupon.id, now=now)


def _too_late(space: Space, live: Live, coupon: Coupon, reference: str | None, *, now: int) -> Seen:
    """Say what somebody who was faster did with it."""
    found = seen(space, live, coupon.member_id, coupon.id, now=now)
    if _is_known(found.coupon, reference):
        return replace(found, refusal=None)
    raise found.refusal or CannotUse("请再试一次。", "Try again.")


def _is_known(coupon: Coupon, reference: str | None) -> bool:
    return coupon.state is State.USED and reference is not None and coupon.used_for == reference


def _refuse_small(live: Live, design: CouponDesign | None, spent: int | None) -> None:
    if design is not None and spent is not None and spent < design.minimum:
        least = money(design.minimum, live.checked.program)
        raise Invalid(
            f"没有达到使用门槛：要满 {least}。", f"Too little is spent to use it: {least} at least."
        )


def void(
    space: Space, live: Live, member_id: int, coupon_id: int, *, now: int, by: str | None, why: str
) -> Seen:
    """Make a coupon void that is not used. Raises `NotFound`, `Invalid` and `CannotUse`."""
    if not why.strip():
        raise Invalid("请写明原因。", "Say why.")
    found = seen(space, live, member_id, coupon_id, now=now)
    program_id = live.catalogue.program_id
    done = coupons.close(
        space, program_id, [found.coupon], State.VOID, at=now, by=by, why=why.strip()
    )
    if not done:
        current = seen(space, live, member_id, coupon_id, now=now)
        raise current.refusal or CannotUse("这张券不能作废。", "This coupon cannot be made void.")
    give_back(space, program_id, COUPON, [(member_id, coupon_id)])
    _note(space, found.coupon, "coupon.voided", now=now, by=by, why=why.strip())
    return seen(space, live, member_id, coupon_id, now=now)


def reissue(
    space: Space, live: Live, member_id: int, coupon_id: int, *, now: int, by: str | None, why: str
) -> Seen:
    """Issue another coupon in place of one that is lost, expired or void; once for each.

    One that could still be used is made void. Its validity counts from today. Raises `NotFound`,
    `Invalid`, and `CannotUse` for one that was used.
    """
    if not why.strip():
        raise Invalid("请写明原因。", "Say why.")
    records.lock(space, live.catalogue.members, [member_id])
    found = seen(space, live, member_id, coupon_id, now=now)
    if found.coupon.state is State.USED:
        raise found.refusal or CannotUse("这张券已使用。", "This coupon was used.")
    if found.coupon.state is State.UNUSED:
        void(space, live, member_id, coupon_id, now=now, by=by, why=why)
    asked = Issuance(
        member_id=member_id, design=found.coupon.design, cause=f"{REISSUED}{coupon_id}"
    )
    new = issue(space, live, [asked], now=now)
    if not new:
        raise CannotUse(
            "不能补发：已经补发过、达到每人上限，或现行方案已没有这种券。",
            "It cannot be issued again: it has been before, the member has had as many as may be,"
            " or the live programme has no such coupon.",
        )
    _note(space, new[0], "coupon.reissued", now=now, by=by, why=why.strip())
    return seen(space, live, member_id, new[0].id, now=now)


def _note(
    space: Space, coupon: Coupon, action: str, *, now: int, by: str | None, why: str | None
) -> None:
    audit.note(
        space,
        at=now,
        actor=by,
        action=action,
        subject=f"member:{coupon.member_id}",
        detail={"coupon": str(coupon.id), "design": coupon.design, "why": why},
    )
