"""An evaluation looks ahead for those who move, and cuts its pieces by them."""

from collections.abc import Callable

import pytest

from app.clock import to_instant
from app.runtime import ahead, evaluation
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]

MONTH = {"sum_of": ["order.net", "30d"]}
RULES = document(("basic", None), ("gold", {">=": [MONTH, 100]}))


def team_of(club: Clubs, members: int, *, gold: int) -> Club:
    """Members of whom every so many-th bought enough, forty days ago."""
    team = club(RULES)
    for n in range(members):
        team.join(f"m{n}")
        if n % gold == 0:
            team.buy(f"m{n}", 100)
    team.wait(days=40)
    return team


@pytest.mark.parametrize("dense", [0, 1000])
def test_whether_looked_up_or_looked_through_the_same_members_move(
    club: Clubs, monkeypatch: pytest.MonkeyPatch, dense: int
) -> None:
    monkeypatch.setattr(ahead, "DENSE", dense)
    team = team_of(club, 9, gold=3)
    done = team.evaluate()
    assert (done.placed, done.changed) == (9, 3)
    assert set(team.tiers().values()) == {"basic"}


@pytest.mark.parametrize("width", [1, 2, 7])
def test_every_member_is_counted_once_however_ids_are_spread(
    club: Clubs, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(ahead, "STRETCH", width)
    monkeypatch.setattr(ahead, "WIDEST", width)
    monkeypatch.setattr(evaluation, "PIECE", 1)
    monkeypatch.setattr(evaluation, "MOST", 1)
    team = team_of(club, 8, gold=2)
    done = team.evaluate()
    assert (done.placed, done.changed) == (8, 4)


def test_where_nobody_moves_the_evaluation_is_one_short_piece(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "PIECE", 1)
    team = team_of(club, 5, gold=2)
    team.evaluate("first")
    done: list[int] = []
    told = evaluation.evaluate(
        team.spaces,
        team.workspace_id,
        team.program_id,
        now=to_instant(team.now),
        occurrence="second",
        tell=lambda what, count, _all: done.append(count) if what == "tiers" else None,
    )
    assert (told.placed, told.changed) == (5, 0)
    assert done == [5]


def test_a_programme_without_members_is_evaluated_at_once(club: Clubs) -> None:
    team = club(RULES)
    assert team.evaluate().placed == 0
