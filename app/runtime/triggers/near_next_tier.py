"""Lets in members for whom only a small gap is left to the next tier (E-16)."""

from collections.abc import Iterator
from decimal import Decimal as Exact

from sqlalchemy import ColumnElement, cast, func, literal, select

from app.program.checked_flows import CheckedFlow
from app.program.ladder import Promotion
from app.program.numerals import decimal_of
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened
from app.runtime.nearness import Nearness
from app.runtime.placing import Placing
from app.runtime.triggers.base import Entering, Standing, TriggerWork, of_members, options
from app.storage.types import BIG, TEXT


class NearNextTier(TriggerWork):
    key = "near_next_tier"
    label = PROGRAM["near_next_tier"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        if happened.members:
            yield from self.standing(flow, of_members(happened, happened.members))

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen = options(flow)
        ladder = asked.live.checked.ladders.get(chosen["ladder"])
        if ladder is None:
            return
        gap = decimal_of(chosen["gap"]) or Exact(0)
        placing = Placing(asked.live, ladder, asked.moment)
        for place in range(1, len(ladder.ladder.tiers)):
            condition = ladder.conditions.get(ladder.ladder.tiers[place].key)
            if condition is None:
                continue
            asked_for = Nearness(condition, placing.source(), asked.moment)
            near = asked_for.near(chosen["of"], gap, chosen["others"])
            if near is not None:
                yield _entering(placing, asked, place, near)


def _entering(placing: Placing, asked: Standing, place: int, near: ColumnElement[bool]) -> Entering:
    members = placing.members.readable
    on_it = placing.meets(placing.ladder.members)
    found = select(
        members.c.id.label("member_id"),
        literal(asked.space.new_id(), BIG).label("id"),
        literal(None, BIG).label("record_id"),
        _cause(placing, place).label("cause"),
    ).where(placing.own, asked.among, *_stands_below(placing, place), on_it, near)
    return Entering(found=found, values=asked.values, natural=True)


def _stands_below(placing: Placing, place: int) -> Iterator[ColumnElement[bool]]:
    """Say whose next tier it is: by the tier in force, whatever it is held by.

    Who stands there already by a layer gains nothing by what is missing, and neither does who is
    locked elsewhere.
    """
    ladder, columns = placing.ladder.ladder, placing.columns
    members, below = placing.members.readable, columns.tiers[ladder.tiers[place - 1].key]
    yield members.c[columns.tier.name] == below
    yield members.c[columns.lock.name].is_(None)
    if ladder.promotion is not Promotion.JUMP:
        # One tier at a time: what is earned has to be the one below as well.
        yield members.c[columns.earned.name] == below


def _cause(placing: Placing, place: int) -> ColumnElement[str]:
    """Name the tier that is near and the period: nobody is told of it twice."""
    ladder, columns = placing.ladder.ladder, placing.columns
    head = f"near:{ladder.key}:{ladder.tiers[place].key}:"
    if ladder.own_periods:
        begun = placing.members.readable.c[columns.begun.name]
        return literal(head, TEXT) + cast(func.coalesce(begun, 0), TEXT)
    return literal(f"{head}{ladder.period.start(placing.moment.today)}", TEXT)
