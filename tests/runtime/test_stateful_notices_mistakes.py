"""The comparison with the reference model notices mistakes: each of these is made on purpose."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import case, false, literal, null

from app.expression.operators.at_least import AtLeast
from app.runtime import arrivals, layers, periods, reviews
from app.runtime.asking import Asking
from app.runtime.placing import Placing
from app.runtime.terms import Terms
from app.storage.spaces import Spaces
from tests.runtime.players import Player
from tests.runtime.stories import Op

Patch = pytest.MonkeyPatch


def _spent(least: int) -> dict[str, Any]:
    return {">=": [{"sum_of": ["order.net", "period"]}, least]}


LADDER: dict[str, Any] = {
    "key": "main",
    "label": "Main",
    "tiers": [
        {"key": "base", "label": "base"},
        {"key": "silver", "label": "silver", "condition": _spent(100)},
        {"key": "gold", "label": "gold", "condition": _spent(300)},
    ],
    "period": "month",
    "review": {"due": "period", "grace_days": 3, "notice_days": 5, "floor": "silver"},
}
LIFE: list[Op] = [
    ("join", "sh", 0),
    ("join", "sh", 400),
    ("buy", 0, 30000, 0),
    ("buy", 1, 30000, 0),
    ("grant", 1, "lock", 1, 0, 2),
    ("nights", 1),
    ("refund", 1, 0, 50),
    ("nights", 2),
    ("clock", ("due", -0.01), "ticks"),
    ("clock", ("due", 0.01), "sleeps"),
    ("buy", 0, 60000, 0),
    *[("clock", ("due", 1), "ticks")] * 5,
]


def a_tier_is_reached_only_above_its_threshold(patch: Patch) -> None:
    patch.setattr(AtLeast, "symbol", ">")


def a_review_is_a_day_late(patch: Patch) -> None:
    right = Terms.due_when_reached
    patch.setattr(Terms, "due_when_reached", lambda terms: right(terms) + literal(1))


def a_tier_that_is_kept_is_reviewed_a_day_late(patch: Patch) -> None:
    right = Terms.due_when_kept
    patch.setattr(Terms, "due_when_kept", lambda terms: right(terms) + literal(1))


def nobody_has_grace(patch: Patch) -> None:
    patch.setattr(reviews._Day, "_give_grace", lambda *_: None)  # noqa: SLF001  # Made inside.


def grace_is_given_again_and_again(patch: Patch) -> None:
    right = Placing.reviewed

    def forgetful(placing: Placing, among: Any) -> Any:
        found = right(placing, among)
        columns = [null() if each.key == "grace" else each for each in found.selected_columns]
        return found.with_only_columns(*columns)

    patch.setattr(Placing, "reviewed", forgetful)


def the_floor_is_ignored(patch: Patch) -> None:
    right = Placing._fallen  # noqa: SLF001  # As above.

    def through(placing: Placing, seen: Any, how: Any) -> Any:
        fallen = right(placing, seen, how)
        return case((fallen == 1, literal(0)), else_=fallen)

    patch.setattr(Placing, "_fallen", through)


def refunds_are_not_looked_at(patch: Patch) -> None:
    patch.setattr(periods, "look_again", lambda *_: None)


def the_lock_does_not_win(patch: Patch) -> None:
    right = Placing.effective
    patch.setattr(
        Placing, "effective", lambda placing, earned, lift, _: right(placing, earned, lift, null())
    )
    patch.setattr(layers, "_lock", lambda *_: None)


def a_layer_never_ends(patch: Patch) -> None:
    patch.setattr(layers, "turn", lambda *_, **__: 0)


def a_review_looks_at_its_own_day(patch: Patch) -> None:
    last = reviews._end_of  # noqa: SLF001  # As above.
    own_day = property(lambda day: last(day.day, day.run.moment))
    patch.setattr(reviews._Day, "before", own_day)  # noqa: SLF001  # As above.


def nobody_is_told(patch: Patch) -> None:
    patch.setattr(Placing, "falls", lambda *_: false())


def nobody_rises_by_an_event(patch: Patch) -> None:
    patch.setattr(arrivals, "place", lambda *_: [])


def everybody_keeps_a_tier(patch: Patch) -> None:
    patch.setattr(Asking, "kept", lambda *_, **__: literal(1) == literal(1))


MISTAKES = [
    a_tier_is_reached_only_above_its_threshold,
    a_review_is_a_day_late,
    a_tier_that_is_kept_is_reviewed_a_day_late,
    nobody_has_grace,
    grace_is_given_again_and_again,
    the_floor_is_ignored,
    refunds_are_not_looked_at,
    the_lock_does_not_win,
    a_layer_never_ends,
    a_review_looks_at_its_own_day,
    nobody_is_told,
    nobody_rises_by_an_event,
    everybody_keeps_a_tier,
]


def play(spaces: Spaces, patch: Patch) -> None:
    Player(spaces, patch, LADDER, "Asia/Shanghai", "2026-03-01T04:00").play(LIFE)


def test_without_a_mistake_there_is_no_difference(spaces: Spaces, monkeypatch: Patch) -> None:
    play(spaces, monkeypatch)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.__name__)
def test_a_mistake_is_noticed(
    spaces: Spaces, monkeypatch: Patch, mistake: Callable[[Patch], None]
) -> None:
    mistake(monkeypatch)
    with pytest.raises(AssertionError):
        play(spaces, monkeypatch)
