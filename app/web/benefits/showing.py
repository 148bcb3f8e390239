"""Coupons and benefits as pages show them."""

from app.access import Can
from app.days import Moment
from app.program.benefit_words import terms
from app.program.fields.base import Reading
from app.program.program import Program
from app.runtime.benefits import Having
from app.runtime.postings import PACK
from app.runtime.recurring import RECURRING
from app.runtime.redeeming import REISSUED, Seen, why_of
from app.storage.coupons import State
from app.web.benefits.model import STATES, TONES, CouponShown, HavingShown
from app.web.frame import Here
from app.words import Words

MERGED = "merge:"
SHOWN = 4
"""Characters of a code that anybody may see who may not redeem."""


def coupon_shown(
    here: Here, program: Program, seen: Seen, *, url: str | None = None
) -> CouponShown:
    found, design = seen.coupon, seen.design
    open_now = found.state is State.UNUSED
    state = State.EXPIRED if open_now and _is_over(here, seen) else found.state
    return CouponShown(
        code=_code(here, found.code),
        label=Words(found.design, found.design) if design is None else design.label,
        terms=Words("", "") if design is None else terms(program, design),
        state=state,
        tone=TONES[state],
        state_label=STATES[state],
        why=came_by(program, found.cause),
        issued_at=found.issued_at,
        starts_on=found.starts_on,
        last_day=None if found.expires_on is None else found.expires_on - 1,
        used_at=found.used_at,
        used_for=found.used_for,
        closed_at=found.closed_at,
        by=found.by,
        note=why_of(found),
        refusal=None if seen.refusal is None else seen.refusal.words,
        url=url,
    )


def _is_over(here: Here, seen: Seen) -> bool:
    """Say whether its last day is over, though nobody has written that down yet."""
    calendar = here.standing.settings.calendar
    today = Moment.of(here.now, calendar).today
    return seen.coupon.expires_on is not None and seen.coupon.expires_on <= today


def _code(here: Here, code: str) -> str:
    return code if here.visitor.may(Can.REDEEM) else f"••••-••••-{code[-SHOWN:]}"


def came_by(program: Program, cause: str) -> Words:
    """Say what brought a coupon."""
    if cause.startswith(MERGED):
        rest = came_by(program, cause.split(":", 2)[-1])
        return Words(f"{rest.zh}（合并而来）", f"{rest.en} (by a merge)")
    kind, _, rest_of = cause.partition(":")
    parts = rest_of.split(":")
    if f"{kind}:" == PACK and len(parts) > 1:
        tier = _tier(program, parts[0], parts[1])
        return Words(f"{tier.zh}礼包", f"Pack of {tier.en}")
    if f"{kind}:" == RECURRING and len(parts) > 1:
        tier = _tier(program, parts[0], parts[1])
        return Words(f"{tier.zh}周期权益 {parts[-1]}", f"Recurring, {tier.en}, {parts[-1]}")
    if f"{kind}:" == REISSUED:
        return Words("补发", "Issued again")
    if kind == "api":
        return Words(f"接口：{parts[-1]}", f"API: {parts[-1]}")
    return Words(cause, cause)


def _tier(program: Program, ladder: str, key: str) -> Words:
    on = next((each for each in program.ladders if each.key == ladder), None)
    found = next((each for each in on.tiers if each.key == key), None) if on else None
    label = Words(key, key) if found is None else found.label
    return Words(label.to("zh"), label.to("en"))


def having_shown(here: Here, having: Having) -> HavingShown:
    settings = here.standing.settings
    source = Words("另外授予", "Granted")
    if having.tier is not None:
        source = Words(having.tier.label.to("zh"), having.tier.label.to("en"))
    return HavingShown(
        label=having.benefit.label,
        value=having.sentence(Reading(currency=settings.currency)),
        source=source,
        until=None if having.grant is None else having.grant.ends_at,
        outdone=having.outdone,
    )
