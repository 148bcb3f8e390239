"""Lets in members who came into a segment or left it, by what they were when last looked at."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, case, func, literal, not_, select

from app.expression.sql import met
from app.program.checked_flows import TRIGGER, CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened
from app.runtime.triggers.base import (
    Entering,
    Standing,
    TriggerWork,
    has_begun,
    named,
    of_members,
    options,
)
from app.storage import flow_memory
from app.storage.types import BIG

INSIDE, OUTSIDE = 1, 0


class SegmentChanged(TriggerWork):
    key = "segment_changed"
    label = PROGRAM["segment_changed"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        """Nobody is compared before everybody has been looked at once."""
        members = sorted({*happened.members, *(each.member_id for each in happened.turned)})
        if members and has_begun(happened, flow, self.sort(flow)):
            yield from self.standing(flow, of_members(happened, members))

    def sort(self, flow: CheckedFlow) -> str:
        asked = flow.condition(TRIGGER, "inside")
        return sha256(repr(asked and asked.tree).encode()).hexdigest()[:12]

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        comparing = _Comparing(flow, asked)
        if options(flow)["direction"] == "entered":
            yield asked.those(comparing.cause("in"), comparing.comes)
        elif not asked.begins:
            yield asked.those(comparing.cause("out"), comparing.leaves)
        if not asked.tries:
            comparing.remember()

    def begin(self, flow: CheckedFlow, asked: Standing) -> None:
        _Comparing(flow, asked).remember()


class _Comparing:
    """A set of members beside what is remembered of them."""

    def __init__(self, flow: CheckedFlow, asked: Standing) -> None:
        self.flow, self.asked = flow, asked
        self.members = asked.live.catalogue.members.readable
        program_id, key = asked.live.catalogue.program_id, flow.flow.key
        place = (asked.space, program_id, key, self.members.c.id)
        condition = flow.condition(TRIGGER, "inside")
        assert condition is not None
        self.inside = met(condition, asked.source, asked.moment)
        self.was = func.coalesce(flow_memory.last_value(*place), OUTSIDE)
        self.turn = func.coalesce(flow_memory.last_turn(*place), literal(0, BIG)) + 1
        self.comes = and_(self.inside, self.was == OUTSIDE)
        self.leaves = and_(not_(self.inside), self.was == INSIDE)

    def cause(self, way: str) -> ColumnElement[str]:
        return named(way, options(self.flow)["segment"], self.turn)

    def remember(self) -> None:
        """Keep who is inside now; who has gone in for it did so before."""
        asked, program_id = self.asked, self.asked.live.catalogue.program_id
        found = select(
            self.members.c.id.label("member_id"),
            self.turn.label("turn"),
            case((self.inside, INSIDE), else_=OUTSIDE).label("value"),
        ).where(
            self.members.c.workspace_id == asked.space.workspace_id,
            asked.among,
            self.comes | self.leaves,
        )
        flow_memory.remember(asked.space, program_id, self.flow.flow.key, found, asked.values)
