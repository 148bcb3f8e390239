"""Lets in members who have done nothing for so many days."""

from collections.abc import Iterator

from app.days import start_of_day
from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import Daily, Entering, Standing, named, options


class Inactive(Daily):
    key = "inactive"
    label = PROGRAM["inactive"].label

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        last = asked.value(flow, "last")
        silent = asked.moment.today - options(flow)["days"] + 1
        quiet = last < start_of_day(silent, asked.moment.calendar.zone)
        # The last thing done names the silence: whoever wakes up and falls silent goes in again.
        yield asked.those(named("quiet", last), quiet, *asked.meets(flow))
