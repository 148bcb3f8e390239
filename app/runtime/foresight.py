"""What an evaluation would come to, told without writing anything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from app.expression.check import Checked
from app.expression.tree import Typed, children
from app.program.checked import CheckedLadder, CheckedProgram
from app.program.objects import MEMBER
from app.runtime.anew import stale_forms
from app.runtime.moves import bound_day
from app.runtime.placing import Placing
from app.runtime.releases import Live
from app.runtime.sight import Sight
from app.runtime.terms import Terms
from app.storage.stages import not_yet

StageKey = tuple[str, str]
"""A tier and a stage on the way to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Where one member stands on a ladder, and where they would."""

    member_id: int
    old: str | None
    """The tier in force."""
    new: str | None
    old_earned: str | None
    new_earned: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseeing:
    """What would become of the members of one ladder."""

    members: tuple[Foreseen, ...]
    on_it: int
    """How many the ladder is for."""
    met: Mapping[str, int]
    """How many of them meet the condition of a tier."""
    stages: Mapping[StageKey, int]
    """How many of them reach a stage that they have not reached before."""


def foresee(sight: Sight, *, up_to: str | None = None) -> dict[str, Foreseeing]:
    """Place the members as an evaluation would that applies these rules at this moment.

    Ranks and metrics are taken before anybody moves; a ladder sees the tiers that the ladders
    above it in the document have just given. After the ladder `up_to` nothing more is looked at.
    """
    found = {}
    for key, ladder in sight.checked.ladders.items():
        placing = sight.placing(key, _asked(ladder))
        found[key] = _foreseen(sight, placing)
        if key == up_to:
            break
        if _is_read(key, sight.checked):
            sight = replace(sight, rules=_moved(sight, placing))
    return found


def _asked(ladder: CheckedLadder) -> Iterator[Checked]:
    """Give the conditions that placing members and giving them their stages asks."""
    if ladder.members is not None:
        yield ladder.members
    for group in (ladder.conditions, ladder.retention, ladder.stages):
        yield from group.values()
    if ladder.elders is not None:
        yield from _asked(ladder.elders.ladder)


def _foreseen(sight: Sight, placing: Placing) -> Foreseeing:
    """Place everybody and ask each condition, by one statement."""
    columns, ladder = placing.columns, placing.ladder
    key_of = {each: key for key, each in columns.tiers.items()}
    members, on_it = [], 0
    counts = [0] * (len(ladder.conditions) + len(ladder.stages))
    rows: Iterable[Any] = sight.space.execute(_statement(sight, placing))
    for row in rows:
        old, new, old_earned, new_earned = (key_of.get(each) for each in row[1:5])
        members.append(
            Foreseen(
                member_id=row[0], old=old, new=new, old_earned=old_earned, new_earned=new_earned
            )
        )
        if row[5]:
            on_it += 1
            counts = [n + each for n, each in zip(counts, row[6:], strict=True)]
    return Foreseeing(
        members=tuple(members),
        on_it=on_it,
        met=dict(zip(ladder.conditions, counts, strict=False)),
        stages=dict(zip(ladder.stages, counts[len(ladder.conditions) :], strict=True)),
    )


def _statement(sight: Sight, placing: Placing) -> Select[Any]:
    table = placing.members.readable
    placed = placing.placed(sight.whom(table)).subquery()
    asked: list[ColumnElement[bool]] = [
        placing.meets(each) for each in placing.ladder.conditions.values()
    ]
    asked += [
        and_(placing.meets(each), not_yet(table, placing.columns.id, *key))
        for key, each in placing.ladder.stages.items()
    ]
    names = ("id", "old", "new", "old_earned", "new_earned")
    told = [placing.meets(placing.ladder.members), *asked]
    columns = [case((each, 1), else_=0).label(f"met_{n}") for n, each in enumerate(told)]
    return (
        select(*(placed.c[each] for each in names), *columns)
        .select_from(placed.join(table, table.c.id == placed.c.id))
        .order_by(placed.c.id)
    )


def _moved(sight: Sight, placing: Placing) -> Live:
    """Give the members as the next ladder finds them: already on their new tiers."""
    members, columns = placing.members, placing.columns
    table = members.readable
    placed = placing.placed(sight.whom(table)).subquery()
    day = placing.moment.today
    terms = Terms(placing, day)
    rises = placed.c.new_earned.is_distinct_from(placed.c.old_earned)
    changes = placed.c.new.is_distinct_from(placed.c.old)
    since = table.c[columns.since_day.name]
    new: dict[str, ColumnElement[Any]] = {
        columns.earned.name: placed.c.new_earned,
        columns.tier.name: placed.c.new,
        columns.since_day.name: case((changes, bound_day(day)), else_=since),
    }
    if terms.kept_at_all:
        begun = table.c[columns.begun.name]
        new[columns.begun.name] = case((rises, terms.begun()), else_=begun)
    seen = (
        select(*(new.get(each.name, each).label(each.name) for each in table.c))
        .select_from(table.join(placed, placed.c.id == table.c.id))
        .subquery()
    )
    stale = stale_forms(placing.live, {placing.ladder.ladder.key}, {"tier", "period"})
    kept = {form: each for form, each in members.metrics.items() if form not in stale}
    catalogue = placing.live.catalogue
    found = replace(members, seen=seen, metrics=kept)
    return replace(
        placing.live, catalogue=replace(catalogue, records={**catalogue.records, MEMBER: found})
    )


def _is_read(ladder: str, checked: CheckedProgram) -> bool:
    """Say whether a condition asks on which tier of this ladder somebody stands, or since when."""
    return any(
        _reads([each.tree for each in one.everything], ladder)
        or any(each.window.ladder == ladder for asked in one.everything for each in asked.rollups)
        for key, one in checked.ladders.items()
        if key != ladder
    )


def _reads(waiting: Sequence[Typed], ladder: str) -> bool:
    waiting = list(waiting)
    while waiting:
        node = waiting.pop()
        if getattr(node, "operator", None) == "tier" and getattr(node, "words", ())[:1] == (
            ladder,
        ):
            return True
        waiting.extend(children(node))
    return False


def count(sight: Sight, ladder: str, conditions: Sequence[Checked]) -> list[int]:
    """Count who is on a ladder, and who of them meets each condition."""
    members = sight.checked.ladders[ladder].members
    placing = sight.placing(ladder, [*conditions, *([] if members is None else [members])])
    counted = [
        func.sum(case((placing.meets(each), 1), else_=0)).label(f"met_{n}")
        for n, each in enumerate(conditions)
    ]
    row = sight.space.execute(of_ladder(sight, placing, [func.count(), *counted])).one()
    return [int(each or 0) for each in row]


def of_ladder(sight: Sight, placing: Placing, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
    """Select of the members whom a ladder is for."""
    table = placing.members.readable
    on_it = placing.meets(placing.ladder.members)
    return select(*columns).select_from(table).where(placing.own, sight.whom(table), on_it)
