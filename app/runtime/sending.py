"""What follows for members once an evaluation has placed them: notices, and the ends of trials."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, select

from app.expression.check import Checked
from app.runtime.foresight import Foreseeing
from app.runtime.placing import NOWHERE, How
from app.runtime.sight import Sight
from app.storage import notices
from app.storage.layers import trials_of

EVERYBODY = (-1, 2**63 - 1)
"""The ids between which members are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialsOver:
    """How many trials end at an evaluation, and why."""

    converted: int
    """The tier has been earned."""
    expired: int


def trials_over(sight: Sight, ladder: str, found: Foreseeing) -> TrialsOver:
    """Count the trials that would end, of the members who were placed."""
    on = sight.checked.ladders[ladder].ladder
    columns = sight.rules.catalogue.members.ladders[ladder]
    after, up_to = EVERYBODY
    trials = trials_of(sight.space, columns.id, after=after, up_to=up_to)
    earned = {each.member_id: on.position(each.new_earned) for each in found.members}
    converted = expired = 0
    for each in trials:
        tried = on.position(columns.key_of(each.tier_id))
        if each.member_id not in earned:
            continue
        if each.ends_at is not None and each.ends_at <= sight.moment.now:
            expired += 1
        elif NOWHERE != tried <= earned[each.member_id]:
            converted += 1
    return TrialsOver(converted=converted, expired=expired)


def noticed(sight: Sight, ladder: str, found: Foreseeing) -> int:
    """Count who would be told for the first time that the next review would not be passed.

    Whoever has just moved has met what the new tier takes, and is not told.
    """
    asked = sight.checked.ladders[ladder]
    review = asked.ladder.review
    if not review.dated or not review.notice_days:
        return 0
    today, columns = sight.moment.today, sight.rules.catalogue.members.ladders[ladder]
    whom = sight.whom

    def near(table: FromClause) -> ColumnElement[bool]:
        due = table.c[columns.due.name]
        told = notices.told(columns.id, table.c.id, due)
        return and_(whom(table), due > today, due <= today + review.notice_days, ~told)

    conditions: list[Checked] = [*asked.conditions.values(), *asked.retention.values()]
    conditions += [] if asked.members is None else [asked.members]
    placing = sight.among(near).placing(ladder, conditions)
    seen = placing.seen(near(placing.members.readable), How.REVIEW)
    falling = sight.space.execute(select(seen.c.id).where(placing.falls(seen))).scalars()
    moved = {each.member_id for each in found.members if each.new_earned != each.old_earned}
    return len(set(falling) - moved)
