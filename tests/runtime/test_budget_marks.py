"""Budgets that pass their mark are told of until somebody has seen it, once for each stretch."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.errors import NotFound
from app.runtime import coupons
from app.runtime.budget_marks import Filling, Mark, marked, see
from app.runtime.coupons import Issuance
from app.runtime.releases import live
from app.storage import audit
from tests.runtime.clubs import Club
from tests.runtime.flowing import COUPON, programme

Clubs = Callable[..., Club]
MONTHLY = {"key": "issue", "label": "Issue", "of": "coupons", "most": 10, "every": "month"}
WHOLE = {"key": "whole", "label": "Whole", "of": "coupons", "most": 100, "all": True}


def content(*budgets: Any) -> dict[str, Any]:
    return programme(coupons=[COUPON | {"budget": "issue"}], budgets=list(budgets))


def issue(team: Club, count: int) -> None:
    asked = [
        Issuance(member_id=team.join("ann"), design="ten_off", cause=f"{team.now}", count=count)
    ]
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        coupons.lock_members(space, found, asked)
        coupons.issue(space, found, asked, now=to_instant(team.now))
    team.wait(minutes=1)


def marks(team: Club) -> list[Filling]:
    with team.spaces.reading(team.workspace_id) as space:
        program = live(space, team.program_id).checked.program
        return marked(space, team.program_id, program, now=to_instant(team.now))


def news(team: Club) -> list[Any]:
    return [(each.budget.key, each.mark) for each in marks(team) if each.is_news]


def seen(team: Club, key: str = "issue") -> None:
    with team.spaces.writing(team.workspace_id) as space:
        program = live(space, team.program_id).checked.program
        see(space, team.program_id, program, key, now=to_instant(team.now), by="li")


def test_a_budget_is_news_from_four_fifths_on_until_somebody_has_seen_it(club: Clubs) -> None:
    team = club(content(MONTHLY, WHOLE))
    issue(team, 7)
    assert marks(team) == []
    issue(team, 1)
    assert news(team) == [("issue", Mark.LOW)]
    seen(team)
    assert news(team) == []
    assert [each.mark for each in marks(team)] == [Mark.LOW]
    issue(team, 1)
    assert news(team) == []


def test_its_end_is_news_once_more_and_the_next_stretch_begins_without(club: Clubs) -> None:
    team = club(content(MONTHLY))
    issue(team, 8)
    seen(team)
    issue(team, 5)
    assert news(team) == [("issue", Mark.USED_UP)]
    seen(team)
    assert news(team) == []
    team.at(2026, 4, 1, 0)
    assert marks(team) == []
    issue(team, 9)
    assert news(team) == [("issue", Mark.LOW)]


def test_a_budget_that_is_raised_is_told_of_at_its_new_mark(club: Clubs) -> None:
    team = club(content(MONTHLY))
    issue(team, 10)
    seen(team)
    team.publish(content(MONTHLY | {"most": 20}))
    assert marks(team) == []
    issue(team, 6)
    assert news(team) == [("issue", Mark.LOW)]


def test_who_has_seen_it_is_written_down(club: Clubs) -> None:
    team = club(content(MONTHLY))
    with pytest.raises(NotFound):
        seen(team)
    issue(team, 9)
    seen(team)
    with team.spaces.reading(team.workspace_id) as space:
        rows = audit.entries(space, limit=20)
    said = [each["action"] for each in rows if each["subject"] == "budget:issue"]
    assert sorted(said) == ["budget.low", "budget.seen"]
