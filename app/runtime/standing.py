"""Where a member stands and why: each tier's conditions with values and what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from app.days import Moment
from app.errors import NotFound
from app.expression.check import Checked
from app.expression.explain import Explained, explain
from app.expression.gap import progress
from app.expression.sql import to_sql
from app.expression.tree import Quantifier, Typed, children
from app.program.checked import CheckedLadder
from app.program.ladder import Ladder, Stage, Tier
from app.program.objects import ORDER
from app.runtime.refresh import whole
from app.runtime.releases import Live
from app.runtime.source import TableSource, cut_form
from app.storage import cuts, records, standings
from app.storage.catalogue import Records
from app.storage.cuts import Cut
from app.storage.held import Held
from app.storage.space import Space
from app.storage.stages import StageReached, of_members
from app.storage.standings import Change


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
    members = live.catalogue.members
    found = space.execute(
        records.own(space, members).where(members.identity == member_id)
    ).one_or_none()
    if found is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    kept = cuts.cuts(space, live.catalogue.program_id)
    fields = records.by_field(members, found)
    known = Known(
        values=values_of(space, live, fields, moment),
        moment=moment,
        stages=of_members(space, live.catalogue.program_id, [member_id]),
    )
    changes = standings.changes_of(space, live.catalogue.program_id, member_id)
    ladders = tuple(
        ladder_view(live, each, _held(live, each, found), with_cuts(known, each, kept), changes)
        for each in (one.of(found.created_at) for one in live.checked.ladders.values())
    )
    return Standing(
        member_id=member_id,
        fields=fields,
        ladders=ladders,
        moment=moment,
        ranked_at=min((each.at for each in kept.values()), default=None),
    )


def values_of(
    space: Space, live: Live, fields: Mapping[str, Any], moment: Moment
) -> dict[str, Any]:
    """Give what conditions may read of a member: fields, references, and metrics exact as of now.

    Metrics stand under their normal forms.
    """
    members = live.catalogue.members
    values: dict[str, Any] = dict(fields)
    for each in members.object.of_kind("reference"):
        other = live.catalogue.records[str(each.options["object"])]
        if fields.get(each.key) is not None:
            there = records.find_rows(space, other, [fields[each.key]])
            values[each.key] = there.get(fields[each.key])
    source = TableSource(
        catalogue=live.catalogue,
        records=members,
        table=members.table,
        moment=moment,
        materialised=False,
    )
    rollups = live.checked.rollups["member"]
    columns = [to_sql(whole(each), source, moment).label(f"v{n}") for n, each in enumerate(rollups)]
    if columns:
        row = space.execute(
            records.own(space, members, *columns).where(members.identity == fields["id"])
        ).one()
        values |= {each.normal_form: row[n] for n, each in enumerate(rollups)}
    for key, columns_of in members.ladders.items():
        tier = space.execute(
            records.own(space, members, columns_of.tier).where(members.identity == fields["id"])
        ).scalar()
        values[f"tier:{key}"] = columns_of.key_of(tier)
    values |= {
        each: rows_of_member(space, live, each, fields["id"]) for each in read_row_by_row(live)
    }
    return values


def read_row_by_row(live: Live) -> frozenset[str]:
    """Name the objects whose records the words all, some and none go through in a condition."""
    conditions = [each for one in live.checked.ladders.values() for each in one.everything]
    return frozenset(relation for each in conditions for relation in _gone_through(each.tree))


def _gone_through(tree: Typed) -> Iterator[str]:
    if isinstance(tree, Quantifier) and tree.relation is not None:
        yield tree.relation
    for each in children(tree):
        yield from _gone_through(each)


def rows_of_member(
    space: Space, live: Live, object_key: str, member_id: int
) -> list[dict[str, Any]]:
    """Give a member's records of one object that count."""
    kept = live.catalogue.records[object_key]
    rows = space.execute(records.own(space, kept).where(kept.table.c.member_id == member_id))
    return [
        each for each in (records.by_field(kept, row) for row in rows) if that_counts(kept, each)
    ]


def that_counts(kept: Records, row: Mapping[str, Any]) -> bool:
    """Say of a record what `source.counts` says in SQL: a fully refunded order does not count."""
    return kept.object.key != ORDER or row["status"] != "refunded"


def _held(live: Live, ladder: CheckedLadder, row: Row[Any]) -> Held:
    columns = live.catalogue.members.ladders[ladder.ladder.key]
    found = row._asdict()
    return Held(tier=columns.key_of(found[columns.tier.name]), since=found[columns.since.name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What conditions may read of a member at a moment."""

    values: Mapping[str, Any]
    moment: Moment
    stages: Sequence[StageReached] = ()
    """The stages that were reached."""


def with_cuts(known: Known, ladder: CheckedLadder, kept: Mapping[str, Cut]) -> Known:
    """Add the cuts that the conditions of a ladder compare with."""
    found = {}
    for checked in ladder.conditions.values():
        for each in checked.ranks:
            cut = kept.get(cut_form(ladder.ladder.key, each))
            found[each.normal_form] = None if cut is None else cut.value
    return replace(known, values={**known.values, **found})


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
                explained=_explained(ladder, ladder.conditions.get(each.key), known),
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
            explained=explained,
            at=at.get((ladder_id, tier.key, each.key)),
        )
        for each in tier.stages
        if (explained := _explained(ladder, ladder.stages[tier.key, each.key], known))
    )


def _explained(ladder: CheckedLadder, checked: Checked | None, known: Known) -> Explained | None:
    if checked is None:
        return None
    forms = [each.normal_form for each in checked.rollups]
    forms += [each.normal_form for each in checked.ranks]
    kept = {each: each for each in forms}
    return explain(checked, known.values, known.moment, ladder.scope, materialised=kept)
