"""The page at the counter: a code, what it is, and using it."""

from dataclasses import replace

from app.access import Can
from app.runtime import redeeming
from app.runtime.redeeming import Seen
from app.runtime.releases import Live, live
from app.web.benefits.coupons import member_name
from app.web.benefits.forms import RedeemForm
from app.web.benefits.model import CounterPage
from app.web.benefits.showing import coupon_shown
from app.web.frame import Here


def blank(here: Here, code: str = "") -> CounterPage:
    return CounterPage(
        url=here.url("benefits.counter"),
        redeem_url=here.url("benefits.redeem"),
        code=code,
        coupon=None,
        member=None,
        member_url=None,
        minimum=0,
    )


def look_up(here: Here, code: str) -> CounterPage:
    """Show what a code stands for. Raises `NotFound` and `NothingLive`."""
    found = live(here.space, here.program_id)
    return _shown(here, found, redeeming.look_up(here.space, found, code, now=here.now))


def redeem(here: Here, form: RedeemForm) -> CounterPage:
    """Use a coupon. Raises `NotFound`, `CannotUse` and `Invalid`."""
    found = live(here.space, here.program_id)
    seen = redeeming.redeem(
        here.space,
        found,
        form.code.data or "",
        now=here.now,
        by=here.visitor.user.name,
        order=form.order.data,
        spent=form.cents,
    )
    return replace(_shown(here, found, seen), done=True)


def _shown(here: Here, found: Live, seen: Seen) -> CounterPage:
    member_id = seen.coupon.member_id
    reads = here.visitor.may(Can.READ_MEMBERS)
    return replace(
        blank(here, seen.coupon.code),
        coupon=coupon_shown(here, found.checked.program, seen),
        member=member_name(here, found, member_id),
        member_url=here.url("records.member", member_id=member_id) if reads else None,
        minimum=0 if seen.design is None else seen.design.minimum,
    )
