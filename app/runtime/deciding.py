"""What becomes of one member on a ladder on a day, told in Python: for backtests.

The set-wise statements of `placing` and `reviews` decide over members as they are; this decides
over members as they would have been.
"""

from dataclasses import dataclass, replace

from app.days import Calendar, last_return, next_return
from app.program.ladder import Demotion, Due, Ladder, Promoted, Promotion
from app.program.period import Span
from app.runtime.placing import NOWHERE
from app.runtime.replay import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where a member has come to on a ladder; days since 1970-01-01."""

    position: int = NOWHERE
    since: int | None = None
    begun: int | None = None
    due: int | None = None
    grace: int | None = None


@dataclass(frozen=True, slots=True)
class Decider:
    """Decides as a ladder says."""

    ladder: Ladder
    calendar: Calendar

    def step(self, course: Course, look: Look, day: int, joined: int) -> Course:
        """Go on to a day, the first one after what was looked at."""
        if not look.on_it:
            return Course()
        target = max(n for n, met in enumerate(look.reach) if met)
        review = course.due is not None and course.due <= day
        if course.position == NOWHERE or (target > course.position and self._may_rise(review)):
            return self._reached(self._risen(course.position, target), day, joined)
        if not review and self.ladder.review.dated:
            return course
        if look.stay[course.position] or self.ladder.review.demotion is Demotion.NEVER:
            return self._kept(course, day, joined) if review else course
        lower = self._fallen(course.position, look)
        if lower == course.position:
            return self._kept(course, day, joined) if review else course
        grace = self.ladder.review.grace_days
        if review and grace and course.grace is None:
            return replace(course, grace=day, due=day + grace)
        return self._reached(lower, day, joined)

    def _may_rise(self, review: bool) -> bool:  # noqa: FBT001  # It is the only question.
        return review or self.ladder.promoted is not Promoted.REVIEW

    def _risen(self, held: int, target: int) -> int:
        if held == NOWHERE and self.ladder.promoted is Promoted.REVIEW:
            return 0
        return min(target, held + 1) if self.ladder.promotion is Promotion.STEP else target

    def _fallen(self, held: int, look: Look) -> int:
        review = self.ladder.review
        if review.demotion is Demotion.ONE_DOWN:
            found = max(held - 1, 0)
        else:
            found = max(n for n in range(held) if look.reach[n] or look.stay[n]) if held else 0
        floor = 0 if review.floor is None else self.ladder.position(review.floor)
        return max(found, floor) if held >= floor else found

    def _reached(self, position: int, day: int, joined: int) -> Course:
        twice = self.ladder.review.due is Due.NEXT_PERIOD
        return Course(
            position=position,
            since=day,
            begun=self.begun(day, joined),
            due=self._due(day, joined, twice=twice),
        )

    def _kept(self, course: Course, day: int, joined: int) -> Course:
        begun, due = self.begun(day, joined), self._due(day, joined, twice=False)
        return replace(course, begun=begun, due=due, grace=None)

    def begun(self, day: int, joined: int) -> int | None:
        """Give the first day of the period that a day is in."""
        period = self.ladder.period
        if period.span is Span.JOINED:
            return last_return(joined, day, self.calendar.leap_day)
        return period.start(day) if period.by_calendar else day

    def _due(self, day: int, joined: int, *, twice: bool) -> int | None:
        review, period = self.ladder.review, self.ladder.period
        if review.due is Due.EVALUATION:
            return None
        if review.validity is not None:
            return review.validity.after(day)
        if period.span is Span.JOINED:
            first = self._return_after(joined, day)
            return self._return_after(joined, first) if twice else first
        end = period.after(day)
        return period.after(end) if twice else end

    def _return_after(self, joined: int, day: int) -> int:
        """Give the first yearly return of the joining day behind a day."""
        return next_return(joined, day + 1, self.calendar.leap_day)
