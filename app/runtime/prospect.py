"""What becomes of a member's tier at its next review as things stand, and what it takes to stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.days import start_of_day
from app.expression.explain import Explained
from app.expression.gap import Way, ways
from app.program.ladder import Due
from app.runtime import layers as at_work
from app.runtime.knowing import Known, explained
from app.runtime.placing import NOWHERE, Placing
from app.runtime.source import TableSource
from app.storage.layers import Layer
from app.storage.space import Space


@dataclass(frozen=True, slots=True)
class Exactly(Placing):
    """Statements about a few members, with every metric computed from the records."""

    def source(self) -> TableSource:
        return replace(Placing.source(self), materialised=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """The next review of an earned tier, judged by what is known now."""

    due: int | None
    """The local day of the review; None: there is none, since nothing can be lost or gained."""
    daily: bool
    """Whether the ladder is looked at every day instead of when a period ends."""
    failed: int | None
    """The day on which the review was not passed, while in grace; grace ends on `due`."""
    grace: int | None
    """Until what day a review that fails on `due` would be forgiven first."""
    keeps: bool
    earned: str | None
    """The tier that the review would leave as things stand, grace aside."""
    tier: str | None
    """The tier in force then, with the layers that will be."""
    stay: Explained | None
    """What it takes to stay; None: nothing is asked of the lowest tier."""
    missing: tuple[Way, ...]
    """The nearest ways to keep the tier; none where it would be kept."""


def prospect(
    space: Space, placing: Placing, row: Mapping[str, Any], known: Known, layers: Sequence[Layer]
) -> Prospect:
    """Look ahead for the member of a row, with the metrics of today (R-14)."""
    columns, ladder = placing.columns, placing.ladder.ladder
    exactly = Exactly(placing.live, placing.ladder, placing.moment, placing.cuts)
    table = exactly.members.readable
    seen: Any = space.execute(exactly.reviewed(table.c.id == row["id"])).mappings().one()
    daily = ladder.review.due is Due.EVALUATION
    due = placing.moment.today + 1 if daily else row[columns.due.name]
    failed = row[columns.grace.name]
    falls = NOWHERE < seen["position"] < seen["held"]
    held = columns.key_of(seen["old_earned"])
    stay = None
    if ladder.position(held) > 0:
        stay = explained(placing.ladder, placing.ladder.stay(str(held)), known)
    return Prospect(
        due=due if ladder.position(held) > 0 or not daily else None,
        daily=daily,
        failed=failed,
        grace=_grace(placing, due, failed) if falls else None,
        keeps=not falls,
        earned=columns.key_of(seen["new_earned"]),
        tier=columns.key_of(_in_force(placing, seen["new_earned"], layers, due)),
        stay=stay,
        missing=ways(stay) if falls and stay is not None else (),
    )


def _grace(placing: Placing, due: int | None, failed: int | None) -> int | None:
    days = placing.ladder.ladder.review.grace_days
    if due is None or failed is not None or not placing.ladder.ladder.review.dated or not days:
        return None
    return due + days


def _in_force(
    placing: Placing, earned: int | None, layers: Sequence[Layer], due: int | None
) -> int | None:
    zone = placing.moment.calendar.zone
    then = placing.moment.now if due is None else start_of_day(due, zone)
    mine = [each for each in layers if each.ladder_id == placing.columns.id]
    return at_work.in_force(placing, earned, [each for each in mine if each.covers(then)])
