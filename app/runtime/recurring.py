"""What tiers bring again and again is issued when a day, week or month begins, once (E-20)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.days import from_day, local_day
from app.program.benefit import Recurring
from app.program.ladder import Ladder, Tier
from app.program.spans import first_day, next_first_day
from app.runtime.coupons import Issuance, issue
from app.runtime.pace import Pace
from app.runtime.upkeep import Run
from app.storage import issues, programs, records
from app.storage.issues import Issue
from app.storage.space import Space

PIECE = 500
MOST = 20_000
RECURRING = "recurring:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    ladder: Ladder
    tier: Tier
    recurring: Recurring


def issue_what_is_due(run: Run) -> int:
    """Issue everything whose stretch has begun, the earliest first; give how many coupons.

    What was missed while nothing ran is made up for, to those who stand on the tier now and with
    the validity it would have had; what would have expired since is not issued. Any number of
    workers may do this: each goes on where the last piece ended.
    """
    with run.spaces.reading(run.workspace_id) as space:
        due = sorted(_due(space, run), key=lambda each: (each[1].day, each[1].key))
    return sum(_issue(run, rule, each) for rule, each in due)


def is_anything_due(space: Space, run: Run) -> bool:
    return any(True for _ in _due(space, run))


def rules_of(run: Run) -> Iterator[_Rule]:
    for ladder in run.live.checked.program.ladders:
        for tier in ladder.tiers:
            for each in tier.recurring:
                yield _Rule(ladder=ladder, tier=tier, recurring=each)


def _due(space: Space, run: Run) -> Iterator[tuple[_Rule, Issue]]:
    program_id = run.live.catalogue.program_id
    rules = list(rules_of(run))
    if not rules:
        return
    begun = issues.unfinished(space, program_id)
    for rule in rules:
        named = _named(run, rule)
        yield from (
            (rule, each)
            for each in begun
            if (each.ladder_id, each.tier, each.key) == (named.ladder_id, named.tier, named.key)
        )
        every = rule.recurring.every
        day = next_first_day(every, _last_day(space, run, named, rule))
        while day <= run.moment.today:
            yield rule, replace(named, day=day)
            day = next_first_day(every, day)


def _named(run: Run, rule: _Rule) -> Issue:
    return Issue(
        program_id=run.live.catalogue.program_id,
        ladder_id=run.live.catalogue.members.ladders[rule.ladder.key].id,
        tier=rule.tier.key,
        key=rule.recurring.key,
        day=0,
        begun_at=run.moment.now,
    )


def _last_day(space: Space, run: Run, named: Issue, rule: _Rule) -> int:
    """Give the stretch that was issued last, or in which the rule was released."""
    last = issues.last_day(space, named.program_id, named.ladder_id, named.tier, named.key)
    if last is not None:
        return last
    released = programs.get_release_by_id(
        space, named.program_id, run.live.catalogue.release_id
    ).published_at
    calendar = run.moment.calendar
    return first_day(rule.recurring.every, local_day(released, calendar.zone), calendar)


def _issue(run: Run, rule: _Rule, wanted: Issue) -> int:
    """Issue to everybody on the tier, a piece at a time."""
    with run.spaces.writing(run.workspace_id) as space:
        issues.begin(space, wanted)
    pace, issued = Pace(PIECE, MOST), 0
    while True:
        with pace.measured(), run.spaces.writing(run.workspace_id) as space:
            found = issues.lock(space, wanted)
            if found.finished_at is not None:
                return issued
            count = _piece(space, run, rule, found, pace.size)
        issued += count
        run.tell("coupons", issued, issued)


def _piece(space: Space, run: Run, rule: _Rule, found: Issue, size: int) -> int:
    members = run.live.catalogue.members
    columns, table = members.ladders[rule.ladder.key], members.table
    ids = list(
        space.execute(
            select(table.c.id)
            .where(table.c.workspace_id == space.workspace_id)
            .where(table.c.id > found.up_to)
            .where(table.c[columns.tier.name] == columns.tiers[rule.tier.key])
            .order_by(table.c.id)
            .limit(size)
        ).scalars()
    )
    records.lock(space, members, ids)
    cause = cause_of(rule.ladder.key, rule.tier.key, rule.recurring, found.day)
    wanted = [
        Issuance(
            member_id=each,
            design=rule.recurring.coupon,
            cause=cause,
            count=rule.recurring.count,
            day=found.day,
        )
        for each in ids
    ]
    new = issue(space, run.live, wanted, now=run.moment.now)
    done = len(ids) < size
    issues.save(
        space,
        replace(
            found,
            up_to=ids[-1] if ids else found.up_to,
            issued=found.issued + len(new),
            finished_at=run.moment.now if done else None,
        ),
    )
    return len(new)


def cause_of(ladder: str, tier: str, recurring: Recurring, day: int) -> str:
    """Name one issue; a member has each design once under it."""
    return f"{RECURRING}{ladder}:{tier}:{recurring.key}:{from_day(day).isoformat()}"
