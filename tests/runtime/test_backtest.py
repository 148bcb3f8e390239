"""Backtest: what a draft would have done each month of the past (b18)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from app.builder.backtest import Backtest, backtest
from app.builder.releases import NotReady
from app.storage.metadata import metadata
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]


def spend(amount: int, window: str = "period") -> Any:
    return {">=": [{"sum_of": ["order.net", window]}, amount]}


def played(team: Club, content: Any, *, months: int = 3, now: datetime | None = None) -> Backtest:
    with team.spaces.reading(team.workspace_id) as space:
        return backtest(space, team.program_id, content, now=now or team.now, months=months)


def told(found: Backtest) -> list[tuple[str, dict[str, int], int, int]]:
    (ladder,) = found.ladders
    shown = [each.to_json() for each in ladder.months]
    return [(each["month"], each["tiers"], each["promoted"], each["demoted"]) for each in shown]


def test_members_rise_and_fall_as_the_draft_would_have_had_it(club: Clubs) -> None:
    team = club(document(("basic", None), ("gold", spend(10**6, "lifetime"))))
    team.join("ann")
    team.join("bob")
    team.at(2026, 4, 10)
    team.buy("ann", 100)
    team.at(2026, 5, 10)
    team.buy("bob", 100)
    team.at(2026, 7, 15)
    monthly = document(
        ("basic", None),
        ("gold", spend(100)),
        ladder={"period": "month", "review": {"due": "period"}},
    )
    assert told(played(team, monthly)) == [
        ("2026-04", {"basic": 1, "gold": 1}, 1, 0),
        ("2026-05", {"basic": 1, "gold": 1}, 1, 1),
        ("2026-06", {"basic": 2, "gold": 0}, 0, 1),
    ]


def test_a_refund_counts_from_the_day_it_was_made(club: Clubs) -> None:
    team = club(document(("basic", None), ("gold", spend(10**6, "lifetime"))))
    team.join("ann")
    team.at(2026, 4, 10)
    order = team.buy("ann", 100)
    team.at(2026, 5, 10)
    team.refund(order, 100)
    team.at(2026, 6, 1)
    draft = document(("basic", None), ("gold", spend(100, "lifetime")))
    assert [(month, up, down) for month, _, up, down in told(played(team, draft, months=2))] == [
        ("2026-04", 1, 0),
        ("2026-05", 0, 1),
    ]


def test_what_really_happened_stands_beside_it(club: Clubs) -> None:
    team = club(document(("basic", None), ("gold", spend(100, "30d"))))
    team.join("ann")
    team.at(2026, 4, 10)
    team.buy("ann", 100)
    team.at(2026, 5, 20)
    team.evaluate()
    team.at(2026, 6, 1)
    (ladder,) = played(team, document(("basic", None), ("gold", spend(500)))).ladders
    assert [(each.really_promoted, each.really_demoted) for each in ladder.months] == [
        (0, 0),
        (1, 0),
        (0, 1),
    ]
    assert [(each.promoted, each.demoted) for each in ladder.months] == [(0, 0)] * 3


def test_the_first_tenth_is_found_anew_each_month(club: Clubs) -> None:
    team = club(document(("basic", None), ("gold", spend(10**6, "lifetime"))))
    for n in range(20):
        team.join(f"m{n}")
    top = {"<": [{"rank_of": [{"sum_of": ["order.net", "this_month"]}, "percent"]}, 10]}
    for month in (4, 5):
        team.at(2026, month, 10)
        for n in range(20):
            team.buy(f"m{n}", 100 + (n if month == 4 else 20 - n))
    team.at(2026, 6, 2)
    found = told(played(team, document(("basic", None), ("gold", top)), months=2))
    assert [(month, tiers["gold"], up, down) for month, tiers, up, down in found] == [
        ("2026-04", 2, 2, 0),
        ("2026-05", 2, 2, 2),
    ]


def test_nothing_is_written(club: Clubs) -> None:
    team = club(document(("basic", None), ("gold", spend(100, "30d"))))
    team.join("ann")
    team.buy("ann", 100)
    before = contents(team)
    played(team, document(("basic", None), ("gold", spend(500, "lifetime"))), months=2)
    assert contents(team) == before


def contents(team: Club) -> dict[str, int]:
    tables: list[Table] = [*metadata.tables.values()]
    tables += [each.table for each in team.live.catalogue.records.values()]
    with team.spaces.reading(team.workspace_id) as space:
        return {
            each.name: space.execute(select(func.count()).select_from(each)).scalar_one()
            for each in tables
        }


def test_a_draft_with_errors_is_refused(club: Clubs) -> None:
    team = club(document(("basic", None), ("gold", spend(100, "30d"))))
    with pytest.raises(NotReady):
        played(team, document(("basic", None), ("gold", {"==": [{"var": "nothing"}, 1]})))
