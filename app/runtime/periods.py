"""Periods of members: when each begins, and when their tiers are reviewed for the first time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, func, null
from sqlalchemy import update as updating

from app.days import local_day
from app.program.objects import MEMBER
from app.runtime.moves import bound_day
from app.runtime.pace import Pace
from app.runtime.placing import Placing
from app.runtime.terms import Terms
from app.runtime.upkeep import Run, pieces
from app.storage.buckets import mark_unfilled
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standings import last_earned_changes, note_review, reviewed_as

PIECE = 2_000
MOST = 50_000


def begin(run: Run) -> None:
    """Give everybody on a ladder whose periods or reviews are new their days, from today on.

    Whoever holds a tier then holds it for a whole validity, or until the period ends.
    """
    for ladder in run.live.checked.ladders.values():
        placing = Placing(run.live, ladder, run.moment)
        with run.spaces.reading(run.workspace_id) as space:
            known = reviewed_as(space, placing.columns.id)
        settings = settings_of(placing)
        if known == settings:
            continue
        for after, up_to, _ in pieces(run, placing.members, Pace(PIECE, MOST)):
            with run.spaces.writing(run.workspace_id) as space:
                table = placing.members.table
                among = and_(table.c.id > after, table.c.id <= up_to)
                space.execute(_begun(placing, run.moment.today).where(among))
        with run.spaces.writing(run.workspace_id) as space:
            mark_unfilled(space, _counted_since(placing))
            note_review(space, placing.columns.id, settings)


def _counted_since(placing: Placing) -> list[int]:
    """Give the metrics that count from the day on which a member's own period began."""
    ladder, kept = placing.ladder.ladder, placing.members.metrics
    if not ladder.own_periods:
        return []
    return [
        kept[each.normal_form].id
        for each in placing.live.checked.rollups[MEMBER]
        if each.window.needs == "period" and each.window.ladder == ladder.key
    ]


def settings_of(placing: Placing) -> str:
    """Give what the days of members on a ladder depend on."""
    ladder = placing.ladder.ladder
    if not Terms(placing, placing.moment.today).kept_at_all:
        return ""
    own = "own" if ladder.own_periods else "shared"
    whose = "all" if Terms(placing, placing.moment.today).everybody else "held"
    return f"{ladder.period} {ladder.review.validity or ladder.review.due.value} {own} {whose}"


def _begun(placing: Placing, day: int) -> Update:
    return updating(placing.members.table).where(placing.own).values(days_anew(placing, day))


def days_anew(placing: Placing, day: int) -> dict[str, ColumnElement[Any]]:
    """Give what a ladder's columns of days take, by name, when they begin anew on a local day."""
    table, columns, terms = placing.members.readable, placing.columns, Terms(placing, day)
    earned, reached = table.c[columns.earned.name], table.c[columns.reached.name]
    since = table.c[columns.since_day.name]
    return {
        columns.due.name: terms.where_reviewed(earned, terms.due_when_reached()),
        columns.begun.name: terms.begun() if terms.kept_at_all else null(),
        columns.reached.name: func.coalesce(reached, since),
        columns.grace.name: null(),
        columns.recheck.name: null(),
    }


def begin_members(space: Space, placing: Placing, member_ids: Sequence[int]) -> None:
    """Give new members the beginning of their own first period, before anything is counted."""
    if not placing.ladder.ladder.period.by_member:
        return
    table, columns = placing.members.table, placing.columns
    dialect = space.connection.dialect.name
    begun = table.c[columns.begun.name]
    space.execute(
        updating(table)
        .where(placing.own, table.c.id.in_(numbers(dialect)), begun.is_(None))
        .values({columns.begun.name: Terms(placing, placing.moment.today).begun()}),
        {"ids": bound(dialect, member_ids)},
    )


def look_again(space: Space, placing: Placing, member_ids: Sequence[int]) -> None:
    """Have the promotions of members for whom something counts less looked at tomorrow (E-10).

    Only what a promotion gave can be taken back: a tier that one fell to, or that has been kept at
    a review since it was reached, was earned otherwise.
    """
    if not placing.ladder.ladder.review.dated:
        return
    table, columns = placing.members.table, placing.columns
    dialect = space.connection.dialect.name
    last = last_earned_changes(space, columns.id, member_ids)
    place = placing.ladder.ladder.position
    by_day: dict[int, list[int]] = defaultdict(list)
    for each in last.values():
        if place(columns.key_of(each.new_earned_id)) > place(columns.key_of(each.old_earned_id)):
            by_day[local_day(each.at, placing.moment.calendar.zone)].append(each.member_id)
    failed_or_due = func.coalesce(table.c[columns.grace.name], table.c[columns.due.name])
    for day, risen in sorted(by_day.items()):
        space.execute(
            updating(table)
            .where(placing.own, table.c.id.in_(numbers(dialect)))
            .where(table.c[columns.reached.name] == day)
            .where(failed_or_due == Terms(placing, day).due_when_reached())
            .values({columns.recheck.name: bound_day(placing.moment.today + 1)}),
            {"ids": bound(dialect, risen)},
        )
