"""Lets in members on a date of theirs, or so many days before or after it."""

from calendar import isleap
from collections.abc import Iterator

from sqlalchemy import literal, or_, select

from app.days import LeapDay, Moment, from_day
from app.expression.check import check
from app.expression.sql import met
from app.program.checked_flows import CheckedFlow
from app.program.flow_scopes import member_scope
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.members_seen import source_of
from app.runtime.triggers.base import Entering, Standing, Time, TriggerWork, options
from app.runtime.wall_clock import at_time, days_between
from app.storage.types import BIG, TEXT

FEBRUARY, MARCH = 2, 3


class DateField(TriggerWork):
    key = "date_field"
    label = PROGRAM["date_field"].label

    def times(self, flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
        chosen, zone = options(flow), moment.calendar.zone
        for day in days_between(since, until, zone):
            at = at_time(day, chosen["time"], zone)
            if since < at <= until:
                yield Time(key=from_day(day).isoformat(), at=at)

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen, kept = options(flow), asked.live.catalogue.members
        if chosen["field"] not in kept.fields:
            return
        day = asked.moment.today + chosen["days"]
        source = source_of(asked.live, asked.moment)
        scope = member_scope(asked.live.checked.program)
        policy = asked.moment.calendar.leap_day
        rules = [
            check(rule, scope, set_wise=True)
            for rule in _rules(chosen["field"], day, policy, yearly=chosen["yearly"])
        ]
        # Once a year, whatever becomes of the date meanwhile.
        cause = f"year:{from_day(day).year}" if chosen["yearly"] else f"day:{day}"
        members = kept.readable
        found = (
            select(
                members.c.id.label("member_id"),
                literal(asked.space.new_id(), BIG).label("id"),
                literal(None, BIG).label("record_id"),
                literal(cause, TEXT).label("cause"),
            )
            .where(members.c.workspace_id == asked.space.workspace_id, asked.among)
            .where(or_(*(met(each, source, asked.moment) for each in rules)))
        )
        yield Entering(found=found, values=asked.values, natural=True)


def _rules(field: str, day: int, policy: LeapDay, *, yearly: bool) -> list[object]:
    """Say whose date it is on a day; 29 February follows the programme's setting."""
    date = from_day(day)
    if not yearly:
        return [_on(field, date.month, date.day, date.year)]
    found = [_on(field, date.month, date.day)]
    if not isleap(date.year):
        falls = (FEBRUARY, 28) if policy is LeapDay.FEB_28 else (MARCH, 1)
        if (date.month, date.day) == falls:
            found.append(_on(field, FEBRUARY, 29))
    return found


def _on(field: str, month: int, day: int, year: int | None = None) -> object:
    parts = {"month": month, "day": day} | ({} if year is None else {"year": year})
    return {
        "and": [{"==": [{"date_part": [{"var": field}, part]}, n]} for part, n in parts.items()]
    }
