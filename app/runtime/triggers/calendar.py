"""Lets in members on the named days of a calendar, or so many days before or after them."""

from collections.abc import Iterator
from dataclasses import replace

from app.days import Moment
from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import (
    Entering,
    Standing,
    Time,
    TriggerWork,
    every_day,
    named,
    options,
)


class Calendar(TriggerWork):
    key = "calendar"
    label = PROGRAM["calendar"].label

    def times(self, flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
        before, days = options(flow)["before"], flow.days
        for each in every_day(flow, since, until, moment):
            today = Moment.of(each.at, moment.calendar).today
            if any(day.is_on(today + before) for day in days):
                yield each

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        if asked.begins and not _is_near(flow, asked.moment.today):
            return
        entering = asked.those(named("calendar", asked.key), *asked.meets(flow))
        yield replace(entering, natural=False)


def _is_near(flow: CheckedFlow, today: int) -> bool:
    """Say whether one of the days is yet to come that was announced already."""
    ahead = range(today, today + max(options(flow)["before"], 0) + 1)
    return any(day.is_on(each) for day in flow.days for each in ahead)
