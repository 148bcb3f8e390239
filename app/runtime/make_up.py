"""Make-up promotion (补差晋升): what is missing of a currency to the next tier is bought."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from app.days import Moment
from app.errors import NotFound
from app.expression.check import Checked
from app.expression.explain import explain
from app.expression.gap import sentence, ways
from app.expression.python import to_predicate
from app.program.asked import Asked, asked, counts, made_up
from app.program.checked import CheckedLadder
from app.program.currencies import Currency
from app.program.ladder import Ladder, MakeUp, Tier
from app.program.objects import MEMBER
from app.runtime.knowing import Known, values_of, with_cuts
from app.runtime.releases import Live
from app.storage import cuts, records
from app.storage.space import Space
from app.words import Words

SCALE = 100
"""Smallest units in a main unit of money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What it takes to be on the next tier by buying what is missing."""

    member_id: int
    ladder: Ladder
    currency: Currency
    held: Tier
    next: Tier
    points: int
    most: int
    """How much may be made up between the two tiers."""
    price: int
    """In smallest units, rounded up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoQuote:
    """Why there is nothing to buy."""

    code: str
    reason: Words


def quote(
    space: Space, live: Live, member_id: int, ladder_key: str, *, now: int
) -> Quote | NoQuote:
    """Say what a member misses of the next tier and what that costs, or why it cannot be bought.

    Raises `NotFound`.
    """
    ladder = live.checked.ladders.get(ladder_key)
    if ladder is None:
        listed = ", ".join(live.checked.ladders) or "—"
        raise NotFound(
            f"没有这个等级体系。可用：{listed}。", f"There is no such ladder. Known: {listed}."
        )
    if ladder.ladder.make_up is None:
        return NoQuote(
            code="not_offered",
            reason=Words("这个等级体系不能补差。", "Nothing can be made up on this ladder."),
        )
    moment = live.moment(now)
    found = _member(space, live, member_id)
    row = found._asdict()
    columns = live.catalogue.members.ladders[ladder_key]
    held = columns.key_of(row[columns.earned.name])
    position = ladder.ladder.position(held)
    if refused := _refused(ladder.ladder, position, row[columns.lock.name]):
        return refused
    fields = records.by_field(live.catalogue.members, found)
    known = Known(values=values_of(space, live, fields, moment), moment=moment)
    known = with_cuts(known, ladder, cuts.cuts(space, live.catalogue.program_id))
    return _Quoting(live, ladder, ladder.ladder.make_up, known).quote(member_id, position)


def _member(space: Space, live: Live, member_id: int) -> Row[Any]:
    members = live.catalogue.members
    row = space.execute(
        records.own(space, members).where(members.identity == member_id)
    ).one_or_none()
    if row is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    return row


def _refused(ladder: Ladder, position: int, lock: int | None) -> NoQuote | None:
    if position < 0:
        return NoQuote(
            code="not_on_ladder",
            reason=Words("会员不在这个等级体系里。", "The member is not on this ladder."),
        )
    if lock is not None:
        return NoQuote(
            code="locked",
            reason=Words("等级已被人工锁定。", "A person has locked the member's tier."),
        )
    if position + 1 == len(ladder.tiers):
        return NoQuote(
            code="at_the_top", reason=Words("已经是最高一级。", "There is no higher tier.")
        )
    return None


@dataclass(frozen=True, slots=True)
class _Quoting:
    """One quote for a member with these values."""

    live: Live
    ladder: CheckedLadder
    make_up: MakeUp
    known: Known

    @property
    def moment(self) -> Moment:
        return self.known.moment

    def quote(self, member_id: int, position: int) -> Quote | NoQuote:
        held, above = self.ladder.ladder.tiers[position : position + 2]
        currency = self.live.checked.program.find_currency(self.make_up.currency)
        if self.is_met(above, 0):
            return NoQuote(
                code="met",
                reason=Words(
                    f"已满足“{above.label.to('zh')}”的条件，不需要补差。",
                    f"Nothing is missing to {above.label.to('en')}.",
                ),
            )
        ways_up = sorted(self.asked_of(above), key=self.missing)
        if currency is None or not ways_up:
            return self._not_in(above)
        goal = next((each for each in ways_up if self.is_met(above, self.missing(each))), None)
        if goal is None:
            return self._others_unmet(above, self.missing(ways_up[-1]), currency)
        points = self.least(above, self.missing(goal))
        most = self.most(held, goal)
        if points > most:
            return self._too_much(above, points, most, currency)
        return Quote(
            member_id=member_id,
            ladder=self.ladder.ladder,
            currency=currency,
            held=held,
            next=above,
            points=points,
            most=most,
            price=price_of(points, self.make_up),
        )

    def asked_of(self, tier: Tier) -> list[Asked]:
        """Give what a tier asks of metrics that would count what is made up."""
        condition = self.ladder.conditions.get(tier.key)
        if condition is None:
            return []
        return [each for each in asked(condition) if self._counts(each, 1)]

    def _counts(self, each: Asked, amount: int) -> bool:
        entry = made_up(self.make_up.currency, amount, self.moment)
        return counts(each.rollup, entry, self.known.values, self.moment)

    def missing(self, each: Asked) -> int:
        value = self.known.values.get(each.rollup.normal_form)
        return max(each.least - (value or 0), 0)

    def is_met(self, tier: Tier, points: int) -> bool:
        condition = self.ladder.conditions.get(tier.key)
        if condition is None:
            return True
        meets = to_predicate(condition, materialised=_kept(condition))
        return bool(meets(self.with_points(points), self.moment))

    def with_points(self, points: int) -> dict[str, Any]:
        """Give what would be known of the member with so much more of the currency."""
        entry = made_up(self.make_up.currency, points, self.moment)
        values = dict(self.known.values)
        for each in self.live.checked.rollups.get(MEMBER, ()):
            if points and counts(each, entry, self.known.values, self.moment):
                values[each.normal_form] = (values[each.normal_form] or 0) + points
        return values

    def least(self, tier: Tier, enough: int) -> int:
        """Find the least amount that is enough: accelerators may need less than the whole gap."""
        too_few = 0
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            if self.is_met(tier, middle):
                enough = middle
            else:
                too_few = middle
        return enough

    def most(self, held: Tier, goal: Asked) -> int:
        """Give the share of the distance between the thresholds that may be made up."""
        here = self.asked_of(held)
        same = [each for each in here if each.rollup.normal_form == goal.rollup.normal_form]
        start = max((each.least for each in same or here), default=0)
        return max(goal.least - start, 0) * self.make_up.most_percent // 100

    def _not_in(self, above: Tier) -> NoQuote:
        return NoQuote(
            code="not_asked",
            reason=Words(
                f"“{above.label.to('zh')}”的条件不看这个币种。",
                f"{above.label.to('en')} does not ask for this currency.",
            ),
        )

    def _others_unmet(self, above: Tier, points: int, currency: Currency) -> NoQuote:
        condition, values = self.ladder.conditions[above.key], self.with_points(points)
        scope, kept = self.ladder.scope, _kept(condition)
        found = explain(condition, values, self.moment, scope, materialised=kept)
        left = sentence(ways(found))
        return NoQuote(
            code="others_unmet",
            reason=Words(
                f"除{currency.label.to('zh')}外还有条件没满足：{left.zh}。",
                f"More is missing than {currency.label.to('en')}: {left.en}.",
            ),
        )

    def _too_much(self, above: Tier, points: int, most: int, currency: Currency) -> NoQuote:
        return NoQuote(
            code="too_much",
            reason=Words(
                f"距“{above.label.to('zh')}”还差 {points:,} {currency.label.to('zh')}，"
                f"最多可以补 {most:,}。",
                f"{points:,} {currency.label.to('en')} is missing to {above.label.to('en')};"
                f" at most {most:,} can be made up.",
            ),
        )


def _kept(condition: Checked) -> dict[str, str]:
    """Say under which names the values of metrics and cuts stand: their own forms."""
    forms = [each.normal_form for each in condition.rollups]
    forms += [each.normal_form for each in condition.ranks]
    return {each: each for each in forms}


def price_of(points: int, make_up: MakeUp) -> int:
    """Give what so much costs, in smallest units, rounded up."""
    return math.ceil(Fraction(points * SCALE) / Fraction(make_up.rate))
