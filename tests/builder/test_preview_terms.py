"""A preview agrees with what follows when a draft changes periods and reviews."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.builder.preview import Impact, impact
from app.builder.releases import Apply
from app.clock import to_instant
from app.runtime import evaluation
from app.runtime.tiers import Reason
from app.storage.spaces import Spaces
from tests.builder.test_preview import matrix, standings
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
PERIOD = {"sum_of": ["order.net", "period"]}
DAILY: dict[str, Any] = {"period": "year"}
YEARLY = {"period": "year", "review": {"due": "period"}}
GRACED = {"period": "year", "review": {"due": "period", "grace_days": 30}}
MONTHLY = {"period": "month", "review": {"due": "period"}}
BY_REVIEW = {"period": "month", "promoted": "review", "review": {"due": "period"}}
OWN = {"period": "tier", "review": {"due": "180d"}}
OWN_LONGER = {"period": "tier", "review": {"due": "12mo"}}
JOINED = {"period": "joined", "review": {"due": "period"}}
WAYS = {
    "year to tier": (YEARLY, OWN),
    "year to month": (YEARLY, MONTHLY),
    "daily to year": (DAILY, YEARLY),
    "year to daily": (YEARLY, DAILY),
    "daily to month": (DAILY, {"period": "month"}),
    "daily to tier": (DAILY, OWN),
    "tier to year": (OWN, YEARLY),
    "tier to daily": (OWN, DAILY),
    "tier to longer": (OWN, OWN_LONGER),
    "year to joined": (YEARLY, JOINED),
    "joined to year with grace": (JOINED, GRACED),
    "year to promotion by review": (YEARLY, BY_REVIEW),
}


def rules(terms: dict[str, Any], silver: int = 100, gold: int = 300) -> dict[str, Any]:
    return document(
        ("basic", None),
        ("silver", {">=": [PERIOD, silver]}),
        ("gold", {">=": [PERIOD, gold]}),
        ladder=terms,
    )


@pytest.fixture
def club(database_url: str) -> Iterator[Clubs]:
    """Publish a programme and give it with its clock."""
    spaces = Spaces.at(database_url)
    yield lambda content, **more: Club(spaces, content, **more)
    spaces.engine.dispose()


def look(team: Club, content: Any) -> Impact:
    with team.spaces.reading(team.workspace_id) as space:
        return impact(space, team.program_id, content, now=team.now)


def apply_now(team: Club, content: Any) -> None:
    """Publish and place everybody, as “apply now” does."""
    team.release(content, apply=Apply.NOW)
    evaluation.evaluate(
        team.spaces,
        team.workspace_id,
        team.program_id,
        now=to_instant(team.now),
        reason=Reason.PUBLISH,
        occurrence=f"release {team.live.number}",
    )


def a_few_months(team: Club) -> None:
    """Let members join and spend, some early in the year and some just now."""
    for name in ("ann", "ben", "cid", "dot", "eve"):
        team.join(name)
    for name, amount in {"ann": 120, "ben": 400, "cid": 90}.items():
        team.buy(name, amount)
    for _ in range(2):
        team.wait(days=20)
        team.evaluate()
    for name, amount in {"ann": 60, "dot": 150, "eve": 310, "cid": 30}.items():
        team.buy(name, amount)
    team.wait(days=1)
    team.evaluate()


@pytest.mark.parametrize("way", list(WAYS))
def test_what_it_says_of_new_terms_is_what_then_happens(club: Clubs, way: str) -> None:
    before, after = WAYS[way]
    team = club(rules(before))
    a_few_months(team)
    draft = rules(after, silver=80, gold=200)
    (found,) = look(team, draft).ladders
    was = standings(team, "main")
    apply_now(team, draft)
    now = standings(team, "main")
    moves: dict[tuple[str | None, str | None], int] = {}
    for member, old in was.items():
        moves[old, now[member]] = moves.get((old, now[member]), 0) + 1
    assert matrix(found) == moves


def test_spending_before_a_period_of_ones_own_began_does_not_count(club: Clubs) -> None:
    team = club(rules(YEARLY))
    team.join("ann")
    team.buy("ann", 90)
    team.wait(days=10)
    team.evaluate()
    (found,) = look(team, rules(OWN, silver=80)).ladders
    assert matrix(found) == {("basic", "basic"): 1}
    (found,) = look(team, rules(YEARLY, silver=80)).ladders
    assert matrix(found) == {("basic", "silver"): 1}


def test_a_longer_validity_begins_periods_of_ones_own_anew(club: Clubs) -> None:
    team = club(rules(OWN))
    team.join("ann")
    team.buy("ann", 90)
    team.wait(days=10)
    team.evaluate()
    draft = rules(OWN_LONGER, silver=80)
    (found,) = look(team, draft).ladders
    was = standings(team, "main")
    apply_now(team, draft)
    assert matrix(found) == {(was[each], now): 1 for each, now in standings(team, "main").items()}
