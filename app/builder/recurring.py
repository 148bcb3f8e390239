"""What tiers bring again and again begins with the stretch after the release that adds it."""

from collections.abc import Iterator
from datetime import datetime

from app.clock import to_instant
from app.days import Moment
from app.program.benefit import Recurring
from app.program.program import Program
from app.program.spans import first_day
from app.storage import issues
from app.storage.issues import Issue
from app.storage.space import Space


def begin_what_is_new(
    space: Space, program_id: int, live: Program | None, program: Program, *, now: datetime
) -> None:
    """Count the stretch a release lies in as issued, to nobody, for rules that were not live.

    A rule that comes back after months does not make up for the time between.
    """
    before = {place for place, _ in _rules(live)} if live is not None else set()
    fresh = [(place, rule) for place, rule in _rules(program) if place not in before]
    if not fresh:
        return
    moment = Moment.at(now, program.settings.calendar)
    ladders = issues.ladder_ids(space, program_id)
    for (ladder, tier, key), rule in fresh:
        issues.begin(
            space,
            Issue(
                program_id=program_id,
                ladder_id=ladders[ladder],
                tier=tier,
                key=key,
                day=first_day(rule.every, moment.today, moment.calendar),
                begun_at=to_instant(now),
                finished_at=to_instant(now),
            ),
        )


def _rules(program: Program) -> Iterator[tuple[tuple[str, str, str], Recurring]]:
    for ladder in program.ladders:
        for tier in ladder.tiers:
            for each in tier.recurring:
                yield (ladder.key, tier.key, each.key), each
