"""What a member is told of the next review: when, whether the tier is kept, what is missing."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.days import from_day
from app.expression.explain import State
from app.expression.gap import sentence
from app.runtime.at_risk import AtRisk, Mark, Question, at_risk
from app.runtime.granting import Granted, grant
from app.runtime.jobs import evaluate_what_is_due
from app.runtime.prospect import Prospect
from app.runtime.releases import live
from app.runtime.standing import LadderView, standing
from app.storage.layers import Kind
from tests.runtime.clubs import Club, document

MakeClub = Callable[..., Club]


def spent(amount: int, window: str = "period") -> Any:
    return {">=": [{"sum_of": ["order.net", window]}, amount]}


def yearly(*, period: str = "year", retention: int | None = 2000, **review: Any) -> Any:
    """Regular, silver from 1,000, gold from 3,000 in the period; 2,000 keep gold."""
    content = document(
        ("regular", None),
        ("silver", spent(1000)),
        ("gold", spent(3000)),
        ladder={"period": period, "review": {"due": "period", **review}},
    )
    if retention is not None:
        content["ladders"][0]["tiers"][2]["retention"] = spent(retention)
    return content


def view_of(team: Club, member: int) -> LadderView:
    with team.spaces.reading(team.workspace_id) as space:
        found = live(space, team.program_id)
        return standing(space, found, member, now=to_instant(team.now)).ladders[0]


def ahead(team: Club, member: int) -> Prospect:
    found = view_of(team, member).prospect
    assert found is not None
    return found


def day(number: int | None) -> str | None:
    return None if number is None else from_day(number).isoformat()


def night(team: Club) -> None:
    evaluate_what_is_due(team.spaces.engine, team.now)


def gold_a_year_ago(club: MakeClub, content: Any) -> tuple[Club, int]:
    """Ann, who reached gold in 2026 and has spent nothing in 2027 yet."""
    team = club(content)
    ann = team.join("ann")
    team.buy("ann", 3000)
    team.at(2027, 1, 1, 1)
    night(team)
    team.at(2027, 6, 1)
    night(team)
    return team, ann


@pytest.mark.parametrize(
    ("amount", "keeps", "tier"),
    [("1999.99", False, "silver"), ("2000", True, "gold"), ("2000.01", True, "gold")],
)
def test_the_review_ahead_is_judged_by_what_was_done_so_far(
    club: MakeClub, amount: str, keeps: object, tier: str
) -> None:
    team, ann = gold_a_year_ago(club, yearly())
    team.buy("ann", amount)
    found = ahead(team, ann)
    assert (day(found.due), found.keeps, found.earned) == ("2028-01-01", keeps, tier)
    team.at(2028, 1, 1, 1)
    night(team)
    assert team.tier("ann") == tier, "The review found what had been foretold."


def test_what_is_needed_to_stay_is_said_in_words(club: MakeClub) -> None:
    team, ann = gold_a_year_ago(club, yearly())
    team.buy("ann", 1500)
    found = ahead(team, ann)
    assert found.stay is not None
    assert (found.stay.state, found.stay.value) == (State.UNMET, 150_000)
    assert "¥500" in sentence(found.missing).zh
    team.buy("ann", 500)
    assert ahead(team, ann).missing == ()


def test_the_grace_ahead_and_the_grace_under_way_are_told(club: MakeClub) -> None:
    team, ann = gold_a_year_ago(club, yearly(grace_days=15))
    assert day(ahead(team, ann).grace) == "2028-01-16"
    team.at(2028, 1, 1, 1)
    night(team)
    found = ahead(team, ann)
    assert (day(found.failed), day(found.due)) == ("2028-01-01", "2028-01-16")
    assert (found.keeps, found.grace) == (False, None)
    assert view_of(team, ann).tier is not None


def test_a_ladder_without_dated_reviews_is_looked_at_tomorrow(club: MakeClub) -> None:
    team = club(document(("regular", None), ("gold", spent(100, "7d"))))
    ann, bob = team.join("ann"), team.join("bob")
    team.buy("ann", 100)
    found = ahead(team, ann)
    assert (found.daily, day(found.due), found.keeps) == (True, "2026-03-02", True)
    team.wait(days=7)
    assert ahead(team, ann).keeps is False, "Metrics are computed from the records."
    assert ahead(team, bob).due is None, "The lowest tier cannot be lost."


def test_a_period_of_ones_own_counts_from_where_it_began(club: MakeClub) -> None:
    team = club(yearly(period="joined", retention=None))
    ann = team.join("ann")
    team.buy("ann", 3000)
    team.at(2027, 3, 1, 1)
    night(team)
    team.at(2027, 5, 1)
    team.buy("ann", 1000)
    view = view_of(team, ann)
    gold = view.tiers[2].explained
    assert gold is not None
    assert gold.value == 100_000, "What was spent in the year before is behind."
    assert day(ahead(team, ann).due) == "2028-03-01"
    assert ahead(team, ann).earned == "silver"


def test_the_tier_after_the_review_is_the_one_the_layers_leave(club: MakeClub) -> None:
    team, ann = gold_a_year_ago(club, yearly())
    wanted = Granted(
        member_id=ann,
        ladder="main",
        kind=Kind.FLOOR,
        tier="silver",
        reason="an old friend",
        starts_at=to_instant(team.now),
    )
    with team.spaces.writing(team.workspace_id) as space:
        grant(space, live(space, team.program_id), wanted, now=to_instant(team.now), by=None)
    found = ahead(team, ann)
    assert (found.earned, found.tier) == ("regular", "silver")


def risky(team: Club, **asked: Any) -> tuple[list[AtRisk], Mark | None]:
    with team.spaces.reading(team.workspace_id) as space:
        found = live(space, team.program_id)
        (ladder,) = found.checked.ladders.values()
        page = at_risk(space, found, ladder, Question(**asked), now=to_instant(team.now))
    return list(page.members), page.next


def test_those_at_risk_are_listed_with_what_they_would_have_to_do(club: MakeClub) -> None:
    team, ann = gold_a_year_ago(club, yearly(notice_days=30))
    bob = team.join("bob")
    team.buy("bob", 3000)
    team.buy("ann", 1200)
    team.at(2027, 12, 1)
    assert risky(team, days=30) == ([], None), "31 days are not within 30."
    team.wait(days=1)
    night(team)
    (found,), following = risky(team, days=30)
    assert (found.member["id"], found.tier.key, found.falls_to.key) == (ann, "gold", "silver")
    assert day(found.due) == "2028-01-01"
    assert found.told_at == to_instant(team.now)
    assert "¥800" in sentence(found.missing).zh
    assert following is None
    assert bob not in {each.member["id"] for each in risky(team)[0]}
    (notice,) = view_of(team, ann).notices
    assert day(notice.due) == "2028-01-01"


def test_pages_of_those_at_risk_follow_one_another(club: MakeClub) -> None:
    team = club(yearly())
    members = [team.join(f"m{n}") for n in range(7)]
    for n in range(7):
        team.buy(f"m{n}", 3000)
    team.at(2027, 1, 1, 1)
    night(team)
    seen: list[int] = []
    mark = None
    for _ in range(3):
        page, mark = risky(team, days=366, after=mark, size=3)
        seen += [each.member["id"] for each in page]
    assert (seen, mark) == (sorted(members), None)


def test_on_a_ladder_looked_at_daily_nobody_waits_to_fall(club: MakeClub) -> None:
    team = club(document(("regular", None), ("gold", spent(100, "7d"))))
    ann = team.join("ann")
    team.buy("ann", 100)
    team.wait(days=7)
    night(team)
    assert team.tier("ann") == "regular", "Whoever does not qualify has fallen overnight."
    assert risky(team) == ([], None)
    assert ahead(team, ann).due is None
