"""Lets in members on a date of theirs, or so many days before or after it."""

from calendar import isleap
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, literal, or_

from app.days import LeapDay, Moment, from_day
from app.expression.check import check
from app.expression.sql import met
from app.program.checked_flows import CheckedFlow
from app.program.flow_scopes import member_scope
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import Entering, Standing, Time, TriggerWork, every_day, options
from app.runtime.wall_clock import at_time
from app.runtime.zones import ZONES, day_of, local_times, zones_at
from app.storage.catalogue import Records
from app.storage.types import TEXT

FEBRUARY, MARCH = 2, 3


class DateField(TriggerWork):
    key = "date_field"
    label = PROGRAM["date_field"].label

    def times(self, flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
        if options(flow)["zone"] is None:
            yield from every_day(flow, since, until, moment)
            return
        zone = moment.calendar.zone
        for key, at in local_times(options(flow)["time"], since, until, zone):
            yield Time(key=key, at=at)

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen, kept = options(flow), asked.live.catalogue.members
        if chosen["field"] not in kept.fields:
            return
        where = asked.meets(flow)
        if asked.begins:
            # Those who were to be told already, of a day that is yet to come.
            first, last = asked.moment.today, asked.moment.today + max(chosen["days"], 0)
            for day in range(first, last + 1):
                yield self._on(flow, asked, day, where)
            return
        today = asked.moment.today
        if chosen["zone"] is not None and chosen["zone"] in kept.fields:
            today = day_of(asked.key)
            where = [*where, _lives(kept, chosen, asked, today)]
        yield self._on(flow, asked, today + chosen["days"], where)

    def _on(
        self, flow: CheckedFlow, asked: Standing, day: int, where: list[ColumnElement[bool]]
    ) -> Entering:
        """Let in those whose day it is."""
        chosen = options(flow)
        scope, policy = member_scope(asked.live.checked.program), asked.moment.calendar.leap_day
        rules = [
            met(check(rule, scope, set_wise=True), asked.source, asked.moment)
            for rule in _rules(chosen["field"], day, policy, yearly=chosen["yearly"])
        ]
        # Once a year, whatever becomes of the date meanwhile.
        cause = f"year:{from_day(day).year}" if chosen["yearly"] else f"day:{day}"
        return asked.those(literal(cause, TEXT), or_(*rules), *where)


def _lives(kept: Records, chosen: dict[str, Any], asked: Standing, day: int) -> ColumnElement[bool]:
    """Say for whom it is that time now; whose zone is not known lives where the programme does."""
    zone = kept.readable.c[kept.fields[chosen["zone"]].name]
    due = asked.moment.now
    here = zone.in_(zones_at(day, chosen["time"], due))
    home = at_time(day, chosen["time"], asked.moment.calendar.zone)
    if home != due:
        return here
    return or_(here, zone.is_(None), zone.not_in(ZONES))


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
