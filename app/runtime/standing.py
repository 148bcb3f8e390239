"""Where a member stands and why: each tier's conditions with values and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.days import Moment
from app.errors import NotFound
from app.expression.explain import Explained
from app.expression.gap import progress
from app.program.checked import CheckedLadder
from app.program.ladder import Ladder, Stage, Tier
from app.runtime.granting import no_trial
from app.runtime.holding import Holding, Offer, holding
from app.runtime.knowing import Known, explained, values_of, with_cuts
from app.runtime.placing import Placing
from app.runtime.prospect import Prospect, prospect
from app.runtime.releases import Live
from app.storage import cuts, layers, notices, records, standings
from app.storage.cuts import Cut
from app.storage.held import Held
from app.storage.layers import Layer
from app.storage.notices import Notice
from app.storage.space import Space
from app.storage.stages import of_members
from app.storage.standings import Change
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A goal on the way to a tier, as a member sees it."""

    stage: Stage
    explained: Explained
    at: int | None
    """When it was reached; None: not yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierView:
    """One tier as a member sees it."""

    tier: Tier
    held: bool
    reached: bool
    """At or below the member's own tier."""
    explained: Explained | None
    """None for the lowest tier, which asks nothing."""
    stages: tuple[StageView, ...] = ()
    level: int | None = None
    """On which micro-level of the tier the member is, from 1; only of the tier that is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderView:
    """A member on one ladder."""

    ladder: Ladder
    tier: Tier | None
    since: int | None
    tiers: tuple[TierView, ...]
    next: TierView | None
    """The tier above; None at the top."""
    changes: tuple[Change, ...]
    tier_keys: Mapping[int, str]
    """Keys of tiers by the ids that `changes` has."""
    holding: Holding | None = None
    """On what grounds the tier is held; None where a past moment is looked at."""
    prospect: Prospect | None = None
    """What becomes of the tier at its next review as things stand."""
    notices: tuple[Notice, ...] = ()
    """When the member was told that a tier would be lost, newest first."""
    offers: tuple[Offer, ...] = ()
    """Tiers to be tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    member_id: int
    fields: Mapping[str, Any]
    ladders: tuple[LadderView, ...]
    moment: Moment
    ranked_at: int | None
    """As of when ranks are known; None where no ladder asks for one."""


def standing(space: Space, live: Live, member_id: int, *, now: int) -> Standing:
    """Explain a member's tiers with metrics exact as of now, and ranks as of the last evaluation.

    Raises `NotFound`.
    """
    moment = live.moment(now)
    members, program_id = live.catalogue.members, live.catalogue.program_id
    found = space.execute(
        records.own(space, members).where(members.identity == member_id)
    ).one_or_none()
    if found is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    kept = cuts.cuts(space, program_id)
    fields = records.by_field(members, found)
    known = Known(
        values=values_of(space, live, fields, moment),
        moment=moment,
        stages=of_members(space, program_id, [member_id]),
    )
    on = _Member(
        space=space,
        live=live,
        row=found._asdict(),
        known=known,
        layers=layers.of_member(space, program_id, member_id),
        changes=standings.changes_of(space, program_id, member_id),
        notices=notices.of_member(space, program_id, member_id),
    )
    return Standing(
        member_id=member_id,
        fields=fields,
        ladders=tuple(
            on.ladder(each.of(fields["created_at"]), kept) for each in live.checked.ladders.values()
        ),
        moment=moment,
        ranked_at=min((each.at for each in kept.values()), default=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A member as the tables have them now."""

    space: Space
    live: Live
    row: Mapping[str, Any]
    known: Known
    layers: Sequence[Layer]
    changes: Sequence[Change]
    notices: Sequence[Notice]

    def ladder(self, ladder: CheckedLadder, kept: Mapping[str, Cut]) -> LadderView:
        known = with_cuts(self.known, ladder, kept)
        placing = Placing(self.live, ladder, known.moment)
        holds = holding(placing, self.row, self.layers, now=known.moment.now)
        held = Held(tier=holds.tier, since=holds.since)
        mine = tuple(each for each in self.notices if each.ladder_id == placing.columns.id)
        return replace(
            ladder_view(self.live, ladder, held, known, self.changes),
            holding=holds,
            prospect=prospect(self.space, placing, self.row, known, self.layers),
            notices=mine,
            offers=tuple(self._offers(ladder)),
        )

    def _offers(self, ladder: CheckedLadder) -> Iterable[Offer]:
        now, member_id = self.known.moment.now, self.row["id"]
        for each in ladder.ladder.trials:
            refused = no_trial(self.space, self.live, ladder, each, member_id, now=now)
            yield Offer(trial=each, refused=None if refused is None else Words(*refused))


def ladder_view(
    live: Live, ladder: CheckedLadder, held: Held, known: Known, changes: Sequence[Change]
) -> LadderView:
    """Explain one ladder to a member who holds a tier of it, or none."""
    columns = live.catalogue.members.ladders[ladder.ladder.key]
    position = ladder.ladder.position(held.tier)
    tiers = _with_level(
        [
            TierView(
                tier=each,
                held=each.key == held.tier,
                reached=n <= position,
                explained=explained(ladder, ladder.conditions.get(each.key), known),
                stages=_stages(ladder, each, columns.id, known),
            )
            for n, each in enumerate(ladder.ladder.tiers)
        ],
        position,
    )
    return LadderView(
        ladder=ladder.ladder,
        tier=tiers[position].tier if position >= 0 else None,
        since=held.since,
        tiers=tiers,
        next=tiers[position + 1] if position + 1 < len(tiers) else None,
        changes=tuple(each for each in changes if each.ladder_id == columns.id),
        tier_keys={each: key for key, each in columns.tiers.items()},
    )


def _with_level(tiers: list[TierView], position: int) -> tuple[TierView, ...]:
    """Say on which micro-level a member is: as many as the way to the next tier has gone by."""
    if 0 <= position < len(tiers) - 1 and tiers[position].tier.levels > 1:
        above, levels = tiers[position + 1].explained, tiers[position].tier.levels
        gone = 0.0 if above is None else progress(above) or 0.0
        level = min(1 + int(gone * levels), levels)
        tiers[position] = replace(tiers[position], level=level)
    return tuple(tiers)


def _stages(
    ladder: CheckedLadder, tier: Tier, ladder_id: int, known: Known
) -> tuple[StageView, ...]:
    at = {(each.ladder_id, each.tier, each.stage): each.at for each in known.stages}
    return tuple(
        StageView(
            stage=each,
            explained=found,
            at=at.get((ladder_id, tier.key, each.key)),
        )
        for each in tier.stages
        if (found := explained(ladder, ladder.stages[tier.key, each.key], known))
    )
