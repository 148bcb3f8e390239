"""Pages about the coupons of one member."""

from app.access import Can
from app.errors import NotFound
from app.runtime import benefits, redeeming
from app.runtime.releases import Live, live
from app.storage import coupons, records
from app.storage.coupons import State
from app.web.benefits.model import CouponPage, CouponsPage, GivenShown
from app.web.benefits.showing import coupon_shown, having_shown
from app.web.frame import Here
from app.web.records.showing import name_of

PAGE = 50
FEW = 3
MOST = 200
"""Coupons of one member that are looked through for those that can be used."""


def coupons_page(here: Here, member_id: int, before: int | None) -> CouponsPage:
    found = _live(here)
    name = member_name(here, found, member_id)
    rows = coupons.of_member(here.space, here.program_id, member_id, limit=PAGE + 1, before=before)
    page = rows[:PAGE]
    program = found.checked.program
    following = {"member_id": member_id, "before": page[-1].id} if len(rows) > PAGE else None
    return CouponsPage(
        name=name,
        member_url=here.url("records.member", member_id=member_id),
        coupons=tuple(
            coupon_shown(
                here,
                program,
                redeeming.seen_as(found, each, now=here.now),
                url=here.url("benefits.coupon", member_id=member_id, coupon_id=each.id),
            )
            for each in page
        ),
        next_url=None if following is None else here.url("benefits.coupons", **following),
    )


def coupon_page(here: Here, member_id: int, coupon_id: int) -> CouponPage:
    found = _live(here)
    seen = redeeming.seen(here.space, found, member_id, coupon_id, now=here.now)
    may, named = here.visitor.may(Can.GIVE), {"member_id": member_id, "coupon_id": coupon_id}
    state = seen.coupon.state
    return CouponPage(
        name=member_name(here, found, member_id),
        member_url=here.url("records.member", member_id=member_id),
        back_url=here.url("benefits.coupons", member_id=member_id),
        coupon=coupon_shown(here, found.checked.program, seen),
        void_url=here.url("benefits.void", **named) if may and state is State.UNUSED else None,
        reissue_url=here.url("benefits.reissue", **named)
        if may and state is not State.USED
        else None,
    )


def given_shown(here: Here, found: Live, member_id: int) -> GivenShown | None:
    """Give what the page of a member says; nothing where the programme gives nothing."""
    program = found.checked.program
    if not program.benefits and not program.coupons:
        return None
    having = benefits.benefits_of(here.space, found, [member_id], now=here.now)
    rows = coupons.of_member(here.space, here.program_id, member_id, limit=MOST)
    seen = [redeeming.seen_as(found, each, now=here.now) for each in rows]
    usable = [each for each in seen if each.coupon.state is State.UNUSED and not each.refusal]
    usable.sort(key=lambda each: (each.coupon.expires_on is None, each.coupon.expires_on or 0))
    return GivenShown(
        having=tuple(having_shown(here, each) for each in having.get(member_id, ())),
        coupons=tuple(coupon_shown(here, program, each) for each in usable[:FEW]),
        unused=len(usable),
        url=here.url("benefits.coupons", member_id=member_id),
    )


def member_name(here: Here, found: Live, member_id: int) -> str:
    """Call a member. Raises `NotFound`."""
    rows = records.find_rows(here.space, found.catalogue.members, [member_id])
    if member_id not in rows:
        raise NotFound("没有这位会员。", "There is no such member.")
    return name_of(rows[member_id], personal=here.visitor.may(Can.READ_PERSONAL))


def _live(here: Here) -> Live:
    if here.standing.number is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    return live(here.space, here.program_id)
