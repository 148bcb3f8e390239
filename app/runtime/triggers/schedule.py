"""Lets in members at the times that a calendar or a cron line names."""

from collections.abc import Iterator

from sqlalchemy import literal, select

from app.days import Moment, from_day
from app.expression.sql import met
from app.program.checked_flows import TRIGGER, CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.members_seen import source_of
from app.runtime.triggers.base import Entering, Standing, Time, TriggerWork, options
from app.runtime.wall_clock import at_time, calendar_days, cron_times, days_between
from app.storage.types import BIG, TEXT


class Schedule(TriggerWork):
    key = "schedule"
    label = PROGRAM["schedule"].label

    def times(self, flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
        chosen, zone = options(flow), moment.calendar.zone
        if chosen["cron"]:
            for key, at in cron_times(chosen["cron"], since, until, zone):
                yield Time(key=key, at=at)
            return
        days = days_between(since, until, zone)
        for day in calendar_days(chosen, days):
            at = at_time(day, chosen["time"], zone)
            if since < at <= until:
                yield Time(key=from_day(day).isoformat(), at=at)

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        members = asked.live.catalogue.members.readable
        where = flow.condition(TRIGGER)
        found = select(
            members.c.id.label("member_id"),
            literal(asked.space.new_id(), BIG).label("id"),
            literal(None, BIG).label("record_id"),
            literal(f"at:{asked.key}", TEXT).label("cause"),
        ).where(members.c.workspace_id == asked.space.workspace_id, asked.among)
        if where is not None:
            found = found.where(met(where, source_of(asked.live, asked.moment), asked.moment))
        yield Entering(found=found, values=asked.values)
