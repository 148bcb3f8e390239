"""When the period and the validity of a tier begin and end, for a member on a ladder."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, null

from app.days import add_months
from app.program.ladder import Due, Promoted
from app.program.period import Span
from app.runtime.placing import Placing
from app.runtime.returns import YEAR, last_return, return_after, second_return
from app.storage.types import BIG


@dataclass(frozen=True, slots=True)
class Terms:
    """What the columns `begun` and `due` take as of a local day."""

    placing: Placing
    day: int

    @property
    def kept_at_all(self) -> bool:
        """Whether members have periods or reviews of their own on this ladder."""
        ladder = self.placing.ladder.ladder
        return ladder.review.dated or ladder.own_periods

    def begun(self) -> ColumnElement[Any]:
        """Give the first day of the period that a tier reached or kept on this day counts in."""
        period = self.placing.ladder.ladder.period
        if period.span is Span.JOINED:
            placing = self.placing
            found = last_return(placing.source(), placing.ladder.scope, placing.moment, self.day)
            return func.coalesce(found, literal(self.day, BIG))
        first = period.start(self.day) if period.by_calendar else self.day
        return literal(first, BIG)

    def due_when_reached(self) -> ColumnElement[Any]:
        """Give the day on which a tier reached on this day is reviewed."""
        return self._due(then=self.placing.ladder.ladder.review.due is Due.NEXT_PERIOD)

    def due_when_kept(self) -> ColumnElement[Any]:
        """Give the day on which a tier kept on this day is reviewed again."""
        return self._due(then=False)

    def _due(self, *, then: bool) -> ColumnElement[Any]:
        """Give the end of the period, or `then` of the one behind it."""
        ladder = self.placing.ladder.ladder
        match ladder.review.due:
            case Due.EVALUATION:
                return null()
            case Due.VALIDITY:
                assert ladder.review.validity is not None
                return literal(ladder.review.validity.after(self.day), BIG)
            case _ if ladder.period.span is Span.JOINED:
                placing, scope = self.placing, self.placing.ladder.scope
                return_of = second_return if then else return_after
                found = return_of(placing.source(), scope, placing.moment, self.day)
                unknown = add_months(self.day, 2 * YEAR if then else YEAR)
                return func.coalesce(found, literal(unknown, BIG))
            case _:
                end = ladder.period.after(self.day)
                return literal(ladder.period.after(end) if then else end, BIG)

    def where_reviewed(
        self, tier: ColumnElement[Any], due: ColumnElement[Any]
    ) -> ColumnElement[Any]:
        """Give the day of review for those who have something to lose, or to gain by it."""
        ladder = self.placing.ladder.ladder
        if not ladder.review.dated:
            return null()
        lowest = self.placing.tier_ids()[0]
        if self.everybody or ladder.own_periods:
            return case((tier.is_not(None), due))
        return case((tier != lowest, due))

    @property
    def everybody(self) -> bool:
        """Whether the lowest tier is reviewed, too: some may rise by the last day of a period.

        Where no event raises a member, or ranks decide, that day is seen after it only.
        """
        ranked = any(each.ranks for each in self.placing.ladder.everything)
        return ranked or self.placing.ladder.ladder.promoted is not Promoted.EVENT
