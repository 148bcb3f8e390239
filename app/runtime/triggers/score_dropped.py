"""Lets in members whose score is much lower than a week ago (R-33)."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Double, cast, func, literal, select

from app.days import Moment, from_day
from app.expression.types import Decimal
from app.program.checked_flows import TRIGGER, CheckedFlow
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
from app.runtime.wall_clock import WEEKDAYS
from app.storage import flow_memory
from app.storage.types import BIG

WEEK = 7
ALL_PERCENT = 100


class ScoreDropped(TriggerWork):
    key = "score_dropped"
    label = PROGRAM["score_dropped"].label

    def times(self, flow: CheckedFlow, since: int, until: int, moment: Moment) -> Iterator[Time]:
        wanted = WEEKDAYS.index(options(flow)["weekday"])
        for each in every_day(flow, since, until, moment):
            if from_day(Moment.of(each.at, moment.calendar).today).weekday() == wanted:
                yield each

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen, today = options(flow), asked.moment.today
        kept = asked.live.catalogue.members
        members, program_id = kept.readable, asked.live.catalogue.program_id
        score: ColumnElement[float] = cast(func.coalesce(asked.value(flow, "score"), 0), Double())
        place = (asked.space, program_id, flow.flow.key, members.c.id)
        was, looked = flow_memory.last_value(*place), flow_memory.last_turn(*place)
        yield asked.those(
            named("drop", from_day(today)),
            looked == today - WEEK,
            was >= chosen["least"] * _unit(flow),
            score * ALL_PERCENT <= was * (ALL_PERCENT - chosen["percent"]),
            members.c[kept.days["joined_at"].name] <= today - chosen["joined"],
            *asked.meets(flow),
        )
        if asked.tries:
            return
        found = select(
            members.c.id.label("member_id"),
            literal(today, BIG).label("turn"),
            score.label("value"),
        ).where(members.c.workspace_id == asked.space.workspace_id, asked.among)
        flow_memory.remember(asked.space, program_id, flow.flow.key, found, asked.values)


def _unit(flow: CheckedFlow) -> int:
    """Give what one is of the score as columns hold it: money is kept in cents."""
    asked = flow.condition(TRIGGER, "score")
    found = None if asked is None else asked.type
    return 10**found.scale if isinstance(found, Decimal) else 1
