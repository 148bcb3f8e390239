"""Where a member stands and why: each tier's conditions with values and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from app.days import Moment
from app.errors import NotFound
from app.expression.explain import Explained, explain
from app.expression.sql import to_sql
from app.program.checked import CheckedLadder
from app.program.ladder import Ladder, Tier
from app.runtime.refresh import whole
from app.runtime.releases import Live
from app.runtime.source import TableSource, cut_form
from app.storage import cuts, records, standings
from app.storage.cuts import Cut
from app.storage.space import Space
from app.storage.standings import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class TierView:
    """One tier as a member sees it."""

    tier: Tier
    held: bool
    reached: bool
    """At or below the member's own tier."""
    explained: Explained | None
    """None for the lowest tier, which asks nothing."""


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
    known = cuts.cuts(space, live.catalogue.program_id)
    fields = records.by_field(members, found)
    values = values_of(space, live, fields, moment)
    changes = standings.changes_of(space, live.catalogue.program_id, member_id)
    ladders = tuple(
        _ladder(live, each, found, _with_cuts(values, each, known), moment, changes)
        for each in live.checked.ladders.values()
    )
    return Standing(
        member_id=member_id,
        fields=fields,
        ladders=ladders,
        moment=moment,
        ranked_at=min((each.at for each in known.values()), default=None),
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
    return values


def _with_cuts(
    values: Mapping[str, Any], ladder: CheckedLadder, known: Mapping[str, Cut]
) -> dict[str, Any]:
    found = {}
    for checked in ladder.conditions.values():
        for each in checked.ranks:
            cut = known.get(cut_form(ladder.ladder.key, each))
            found[each.normal_form] = None if cut is None else cut.value
    return {**values, **found}


def _ladder(
    live: Live,
    ladder: CheckedLadder,
    row: Row[Any],
    values: Mapping[str, Any],
    moment: Moment,
    changes: list[Change],
) -> LadderView:
    columns = live.catalogue.members.ladders[ladder.ladder.key]
    held = columns.key_of(row._asdict()[columns.tier.name])
    position = ladder.ladder.position(held)
    tiers = tuple(
        TierView(
            tier=each,
            held=each.key == held,
            reached=n <= position,
            explained=_explained(ladder, each, values, moment),
        )
        for n, each in enumerate(ladder.ladder.tiers)
    )
    return LadderView(
        ladder=ladder.ladder,
        tier=tiers[position].tier if position >= 0 else None,
        since=row._asdict()[columns.since.name],
        tiers=tiers,
        next=tiers[position + 1] if position + 1 < len(tiers) else None,
        changes=tuple(each for each in changes if each.ladder_id == columns.id),
        tier_keys={each: key for key, each in columns.tiers.items()},
    )


def _explained(
    ladder: CheckedLadder, tier: Tier, values: Mapping[str, Any], moment: Moment
) -> Explained | None:
    checked = ladder.conditions.get(tier.key)
    if checked is None:
        return None
    forms = [each.normal_form for each in checked.rollups]
    forms += [each.normal_form for each in checked.ranks]
    kept = {each: each for each in forms}
    return explain(checked, values, moment, ladder.scope, materialised=kept)
