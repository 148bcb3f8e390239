"""What a member's tier on a ladder is made of: what is earned, and the layers beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.errors import NotFound
from app.program.ladder import Tier, Trial
from app.runtime import layers as at_work
from app.runtime.placing import NOWHERE, Placing
from app.runtime.releases import Live
from app.storage import layers, records
from app.storage.layers import Kind, Layer, State
from app.storage.space import Space
from app.words import Words


class Phase(StrEnum):
    """How far a layer is, whether or not the worker has marked it so."""

    WAITING = "waiting"
    ACTIVE = "active"
    OVER = "over"


class Ended(StrEnum):
    """How a layer came to its end."""

    EXPIRED = "expired"
    CONVERTED = "converted"
    """What was tried was earned meanwhile."""
    BY_PERSON = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerView:
    """A tier held besides the earned one."""

    layer: Layer
    tier: Tier | None
    """None: one that the ladder does not have any more."""
    phase: Phase
    in_force: bool = False
    """Whether it is this layer that decides the member's tier."""

    @property
    def over_at(self) -> int | None:
        """When it came to its end, or will."""
        return self.layer.ends_at if self.layer.closed_at is None else self.layer.closed_at

    @property
    def ended(self) -> Ended | None:
        if self.phase is not Phase.OVER:
            return None
        why = self.layer.closed_why
        if self.layer.state is not State.CLOSED or why == at_work.EXPIRED:
            return Ended.EXPIRED
        return Ended.CONVERTED if why == at_work.CONVERTED else Ended.BY_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Where a member stands on a ladder at a moment, and on what grounds."""

    tier: str | None
    """The tier in force."""
    since: int | None
    earned: Tier | None
    reached: int | None
    """The local day on which the earned tier was reached."""
    layers: tuple[LayerView, ...]
    """Those in force first, then those to come, then those that are over, the latest first."""

    @property
    def by(self) -> LayerView | None:
        """The layer that decides; None: the tier is the earned one."""
        return next((each for each in self.layers if each.in_force), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A tier that may be tried, to one member."""

    trial: Trial
    refused: Words | None
    """Why the member may not; None: may."""


def holdings(space: Space, live: Live, member_id: int, *, now: int) -> dict[str, Holding]:
    """Give where a member stands on each ladder. Raises `NotFound`."""
    members, moment = live.catalogue.members, live.moment(now)
    found = space.execute(
        records.own(space, members).where(members.identity == member_id)
    ).one_or_none()
    if found is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    held = layers.of_member(space, live.catalogue.program_id, member_id)
    return {
        key: holding(Placing(live, ladder, moment), found._asdict(), held, now=now)
        for key, ladder in live.checked.ladders.items()
    }


def holding(
    placing: Placing, row: Mapping[str, Any], held: Sequence[Layer], *, now: int
) -> Holding:
    """Give the standing of a member's row; layers count by the clock, ticked or not."""
    columns, ladder = placing.columns, placing.ladder.ladder
    mine = [each for each in held if each.ladder_id == columns.id]
    active = [each for each in mine if each.covers(now)]
    earned = row[columns.earned.name]
    tier = at_work.in_force(placing, earned, active)
    deciding = _deciding(earned, tier, active)
    since = row[columns.since.name]
    if tier != row[columns.tier.name]:
        since = max((each for one in mine for each in _unmarked(one, now)), default=since)
    key = columns.key_of(earned)
    return Holding(
        tier=columns.key_of(tier),
        since=since,
        earned=None if ladder.position(key) == NOWHERE else ladder.tier(str(key)),
        reached=row[columns.reached.name],
        layers=tuple(
            sorted((_view(placing, each, deciding, now=now) for each in mine), key=_order)
        ),
    )


def _deciding(earned: int | None, tier: int | None, active: Sequence[Layer]) -> Layer | None:
    """Give the layer the tier in force comes from; of equal ones, that which lasts longest."""
    locks = [each for each in active if each.kind is Kind.LOCK and each.tier_id == tier]
    if locks:
        return max(locks, key=lambda each: (each.starts_at, each.id))
    if tier == earned:
        return None
    lifting = [each for each in active if each.kind is not Kind.LOCK and each.tier_id == tier]
    return max(lifting, key=_lasting, default=None)


def _lasting(layer: Layer) -> tuple[bool, int]:
    return layer.ends_at is None, layer.ends_at or 0


def _unmarked(layer: Layer, now: int) -> list[int]:
    """Give when a layer turned without having been marked so yet."""
    if layer.state is State.CLOSED:
        return []
    begun = [layer.starts_at] if layer.state is State.WAITING else []
    over = [] if layer.ends_at is None else [layer.ends_at]
    return [each for each in [*begun, *over] if each <= now]


def _view(placing: Placing, layer: Layer, deciding: Layer | None, *, now: int) -> LayerView:
    ladder = placing.ladder.ladder
    key = placing.columns.key_of(layer.tier_id)
    return LayerView(
        layer=layer,
        tier=None if ladder.position(key) == NOWHERE else ladder.tier(str(key)),
        phase=_phase(layer, now),
        in_force=deciding is not None and layer.id == deciding.id,
    )


def _phase(layer: Layer, now: int) -> Phase:
    if layer.covers(now):
        return Phase.ACTIVE
    waits = layer.state is not State.CLOSED and now < layer.starts_at
    return Phase.WAITING if waits else Phase.OVER


def _order(view: LayerView) -> tuple[int, bool, int]:
    places = {Phase.ACTIVE: 0, Phase.WAITING: 1, Phase.OVER: 2}
    over = view.phase is Phase.OVER
    when = -(view.over_at or 0) if over else view.layer.starts_at
    return places[view.phase], not view.in_force, when
