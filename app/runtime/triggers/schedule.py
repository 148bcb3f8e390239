"""Lets in members at the times that a calendar or a cron line names."""

from collections.abc import Iterator
from dataclasses import replace

from app.days import Moment, from_day
from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import Entering, Standing, Time, TriggerWork, named, options
from app.runtime.wall_clock import at_time, calendar_days, cron_times, days_between


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
        entering = asked.those(named("at", asked.key), *asked.meets(flow))
        yield replace(entering, natural=False)
