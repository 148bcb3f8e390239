"""Giving a member a tier for a time: set by a person, tried once, or paid for."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from app.days import Moment
from app.errors import Conflict, Invalid, NotFound
from app.expression.check import Checked
from app.expression.sql import met
from app.program.checked import CheckedLadder
from app.program.ladder import Trial
from app.runtime import layers as at_work
from app.runtime.placing import Placing
from app.runtime.releases import Live
from app.storage import audit, layers, records
from app.storage.layers import Kind, Layer, State
from app.storage.space import Space

DAY = 86_400_000_000
"""Microseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A tier that is to be held besides the earned one; moments are microseconds UTC."""

    member_id: int
    ladder: str
    kind: Kind
    tier: str
    reason: str
    starts_at: int
    ends_at: int | None = None
    offer: str | None = None


def grant(space: Space, live: Live, wanted: Granted, *, now: int, by: str | None) -> Layer:
    """Give a member a tier; it is in force at once when its time has come.

    A paid tier that is held already is extended: the new time begins where the old one ends.
    Raises `NotFound` and `Invalid`.
    """
    ladder = _ladder(live, wanted.ladder)
    columns = live.catalogue.members.ladders[ladder.ladder.key]
    if ladder.ladder.position(wanted.tier) < 0:
        raise NotFound(
            f"等级体系里没有“{wanted.tier}”。", f"There is no tier {wanted.tier!r} on this ladder."
        )
    if not wanted.reason.strip():
        raise Invalid("请写明原因。", "Say why.")
    at_work.turn_members(space, live, [wanted.member_id], now=now)
    _there(space, live, wanted.member_id)
    layer = Layer(
        member_id=wanted.member_id,
        id=space.new_id(),
        ladder_id=columns.id,
        kind=wanted.kind,
        offer=wanted.offer,
        tier_id=columns.tiers[wanted.tier],
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        reason=wanted.reason.strip(),
        created_at=now,
        created_by=by,
        state=State.WAITING,
    )
    if layer.kind is Kind.PAID:
        layer = _behind(space, live, layer)
    if layer.ends_at is not None and layer.ends_at <= max(layer.starts_at, now):
        raise Invalid("结束时间要晚于现在和开始时间。", "The end must be after now and the start.")
    begins = layer.starts_at <= now
    layer = replace(layer, state=State.ACTIVE if begins else State.WAITING)
    layers.add(space, live.catalogue.program_id, [layer])
    if begins:
        at_work.settle(space, live, [layer], at=now)
    _note(space, layer, "layer.granted", now=now, by=by, why=layer.reason)
    return layer


def start_trial(
    space: Space, live: Live, member_id: int, ladder: str, trial: str, *, now: int, by: str | None
) -> Layer:
    """Let a member try a tier: once in a life on each ladder, and only who may (R-21).

    Raises `NotFound`, and `Conflict` saying why not.
    """
    found = _ladder(live, ladder)
    offer = next((each for each in found.ladder.trials if each.key == trial), None)
    if offer is None:
        raise NotFound(f"没有体验“{trial}”。", f"There is no trial {trial!r}.")
    at_work.turn_members(space, live, [member_id], now=now)
    _there(space, live, member_id)
    if refused := no_trial(space, live, found, offer, member_id, now=now):
        raise Conflict(*refused)
    wanted = Granted(
        member_id=member_id,
        ladder=ladder,
        kind=Kind.TRIAL,
        tier=offer.tier,
        reason=offer.label.together,
        starts_at=now,
        ends_at=now + offer.days * DAY,
        offer=offer.key,
    )
    return grant(space, live, wanted, now=now, by=by)


def end(
    space: Space, live: Live, member_id: int, layer_id: int, *, now: int, by: str | None, why: str
) -> Layer:
    """End one layer before its time, or one that has no end; every other stays as it is.

    Raises `NotFound`, `Invalid`, and `Conflict` when it is over already.
    """
    at_work.turn_members(space, live, [member_id], now=now)
    held = layers.of_member(space, live.catalogue.program_id, member_id)
    layer = next((each for each in held if each.id == layer_id), None)
    if layer is None:
        raise NotFound("没有这一层等级。", "There is no such layer.")
    if layer.state is State.CLOSED:
        raise Conflict("它已经结束了。", "It is over already.")
    if not why.strip():
        raise Invalid("请写明原因。", "Say why.")
    layers.close(space, [layer], at=now, by=by, why=why.strip())
    at_work.settle(space, live, [layer], at=now)
    _note(space, layer, "layer.ended", now=now, by=by, why=why.strip())
    return replace(layer, state=State.CLOSED, closed_at=now, closed_by=by, closed_why=why.strip())


def _ladder(live: Live, key: str) -> CheckedLadder:
    found = live.checked.ladders.get(key)
    if found is None:
        raise NotFound(f"没有等级体系“{key}”。", f"There is no ladder {key!r}.")
    return found


def _there(space: Space, live: Live, member_id: int) -> None:
    members = live.catalogue.members
    records.lock(space, members, [member_id])
    found = space.execute(
        records.own(space, members, members.identity).where(members.identity == member_id)
    )
    if found.first() is None:
        raise NotFound("没有这位会员。", "There is no such member.")


def _behind(space: Space, live: Live, layer: Layer) -> Layer:
    """Put a paid time behind the one that is paid for already."""
    held = layers.of_member(space, live.catalogue.program_id, layer.member_id)
    same = [
        each.ends_at
        for each in held
        if each.kind is Kind.PAID
        and (each.ladder_id, each.tier_id) == (layer.ladder_id, layer.tier_id)
        and each.state is not State.CLOSED
        and each.ends_at is not None
    ]
    start = max([layer.starts_at, *same])
    later = None if layer.ends_at is None else layer.ends_at + start - layer.starts_at
    return replace(layer, starts_at=start, ends_at=later)


def no_trial(
    space: Space, live: Live, ladder: CheckedLadder, offer: Trial, member_id: int, *, now: int
) -> tuple[str, str] | None:
    """Say in both languages why a member may not try a tier; None: they may."""
    columns = live.catalogue.members.ladders[ladder.ladder.key]
    held = layers.of_member(space, live.catalogue.program_id, member_id)
    mine = [each for each in held if each.ladder_id == columns.id]
    if any(each.kind is Kind.TRIAL for each in mine):
        return "每位会员只能体验一次。", "A member may try a tier once."
    in_force = [each for each in mine if each.covers(now)]
    if any(each.kind is Kind.LOCK for each in in_force):
        return (
            "会员的等级被锁定，体验不会生效。",
            "The member's tier is locked, so that trying another would change nothing.",
        )
    moment = live.moment(now)
    placing = Placing(live, ladder, moment)
    table = placing.members.table
    found = select(table.c[columns.earned.name]).where(placing.own, table.c.id == member_id)
    earned = space.execute(found).scalar_one()
    tier = columns.key_of(at_work.in_force(placing, earned, in_force))
    if ladder.ladder.position(tier) >= ladder.ladder.position(offer.tier):
        return "会员已经有这个或更高的等级。", "The member has this tier or a higher one already."
    asked = [each for each in (ladder.trials.get(offer.key), ladder.members) if each is not None]
    if not all(_meets(space, placing, each, member_id, moment) for each in asked):
        return "会员不符合体验条件。", "The member does not meet the trial's condition."
    return None


def _meets(space: Space, placing: Placing, asked: Checked, member_id: int, moment: Moment) -> bool:
    table = placing.members.table
    # What is kept is as of the member's last event or evaluation; windows may have moved since.
    source = replace(placing.source(), materialised=False)
    found = space.execute(
        select(table.c.id)
        .where(placing.own)
        .where(table.c.id == member_id)
        .where(met(asked, source, moment))
    )
    return found.first() is not None


def _note(space: Space, layer: Layer, action: str, *, now: int, by: str | None, why: str) -> None:
    audit.note(
        space,
        at=now,
        actor=by,
        action=action,
        subject=f"member:{layer.member_id}",
        detail={"layer": str(layer.id), "kind": layer.kind.value, "why": why},
    )
