"""Benefits a member has now, and what tiers bring again and again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from app.clock import to_instant
from app.days import to_day
from app.errors import Conflict, Invalid, NotFound
from app.program.fields.base import PLAIN
from app.runtime import benefits, recurring
from app.runtime.benefits import Granting, Having
from app.runtime.coupons import issue
from app.runtime.giving import give_what_is_due
from app.runtime.granting import start_trial
from app.storage import coupons, issues
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
SPENT = {"sum_of": ["order.net", "lifetime"]}
DISCOUNT = {"key": "discount", "kind": "discount", "label": "折扣", "options": {"percent_off": 5}}
BADGE = {"key": "badge", "kind": "badge", "label": "徽章"}
COUPON = {
    "key": "off",
    "kind": "amount_off",
    "label": "十元券",
    "options": {"amount": 10},
    "valid": "month",
}
DAILY = {**COUPON, "key": "daily", "valid": "2d"}


def with_benefits(**of_gold: Any) -> dict[str, Any]:
    content = document(
        ("regular", None),
        ("gold", {">=": [SPENT, 1000]}),
        benefits=[DISCOUNT, BADGE],
        coupons=[COUPON, DAILY],
        ladder={"trials": [{"key": "week", "label": "体验周", "tier": "gold", "days": 7}]},
    )
    regular, gold = content["ladders"][0]["tiers"]
    regular["benefits"] = ["discount"]
    gold["benefits"] = [{"benefit": "discount", "options": {"percent_off": 12}}, "badge"]
    gold.update(of_gold)
    return content


def having(team: Club, member_id: int) -> list[Having]:
    with team.spaces.reading(team.workspace_id) as space:
        now = to_instant(team.now)
        found = benefits.benefits_of(space, team.live, [member_id], now=now)
    return list(found[member_id])


def said(team: Club, member_id: int) -> list[str]:
    """Give what holds for a member, in words."""
    return [
        f"{each.benefit.key} {each.sentence(PLAIN).zh}".strip()
        for each in having(team, member_id)
        if not each.outdone
    ]


def granted(team: Club, member_id: int, benefit: str = "badge", **more: Any) -> list[Any]:
    asked = Granting(
        member_id=member_id, benefit=benefit, **{"cause": "test", "reason": "客诉补偿"} | more
    )
    with team.spaces.writing(team.workspace_id) as space:
        return benefits.grant(space, team.live, [asked], now=to_instant(team.now), by="boss")


def test_a_member_has_what_the_tier_gives_as_it_is_on_this_tier(club: Clubs) -> None:
    team = club(with_benefits())
    ann = team.join("ann")
    assert said(team, ann) == ["discount 9.5 折"]
    team.buy("ann", 1000)
    assert said(team, ann) == ["discount 8.8 折", "badge"]


def test_a_tier_that_is_tried_gives_its_benefits_while_it_lasts(club: Clubs) -> None:
    team = club(with_benefits())
    ann = team.join("ann")
    with team.spaces.writing(team.workspace_id) as space:
        start_trial(space, team.live, ann, "main", "week", now=to_instant(team.now), by=None)
    assert said(team, ann) == ["discount 8.8 折", "badge"]
    team.wait(days=8)
    team.evaluate()
    assert said(team, ann) == ["discount 9.5 折"]


def test_what_is_granted_comes_besides_and_the_highest_holds(club: Clubs) -> None:
    team = club(with_benefits())
    ann = team.join("ann")
    granted(team, ann)
    granted(team, ann, "discount", cause="more", options={"percent_off": 20})
    assert said(team, ann) == ["badge", "discount 8 折"]
    assert [each.outdone for each in having(team, ann)] == [True, False, False]


def test_a_grant_is_made_once_for_each_cause_and_lasts_as_long_as_it_says(club: Clubs) -> None:
    team = club(with_benefits())
    ann = team.join("ann")
    day = 86_400_000_000
    assert len(granted(team, ann, ends_at=to_instant(team.now) + day)) == 1
    assert granted(team, ann) == []
    assert "badge" in said(team, ann)
    team.wait(days=1)
    assert "badge" not in said(team, ann)


def test_a_grant_can_be_ended_with_a_reason(club: Clubs) -> None:
    team = club(with_benefits())
    ann = team.join("ann")
    (one,) = granted(team, ann)

    def end(why: str, grant_id: int = one.id) -> Any:
        with team.spaces.writing(team.workspace_id) as space:
            now = to_instant(team.now)
            return benefits.end(space, team.live, ann, grant_id, now=now, by="boss", why=why)

    with pytest.raises(NotFound):
        end("x", 1)
    with pytest.raises(Invalid):
        end("")
    assert end("已补偿").ended_why == "已补偿"
    with pytest.raises(Conflict):
        end("again")
    assert "badge" not in said(team, ann)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"benefit": "gone"}, "/benefit"),
        ({"reason": " "}, "/reason"),
        ({"ends_at": 0}, "/ends_at"),
        ({"benefit": "discount", "options": {"percent_off": "x"}}, "/options/percent_off"),
    ],
)
def test_a_grant_that_will_not_do_says_why(club: Clubs, wrong: Any, place: str) -> None:
    team = club(with_benefits())
    with pytest.raises(Invalid) as refused:
        granted(team, team.join("ann"), **wrong)
    assert [each.path for each in refused.value.findings] == [place]


MONTHLY = {"recurring": [{"key": "monthly", "coupon": "off", "every": "month"}]}


def issued(team: Club, member_id: int) -> list[str]:
    with team.spaces.reading(team.workspace_id) as space:
        found = coupons.of_member(space, team.program_id, member_id, limit=100)
    return sorted(each.cause.rpartition(":")[2] for each in found)


def night(team: Club) -> int:
    team.evaluate()
    return give_what_is_due(team.spaces.engine, team.now)


def test_a_month_brings_its_coupon_to_whoever_stands_on_the_tier(club: Clubs) -> None:
    team = club(with_benefits(**MONTHLY))
    ann, bob = team.join("ann"), team.join("bob")
    team.buy("ann", 1000)
    night(team)
    assert issued(team, ann) == []
    team.at(2026, 4, 1, 0)
    night(team)
    night(team)
    assert issued(team, ann) == ["2026-04-01"]
    assert issued(team, bob) == []
    team.at(2026, 4, 20)
    team.buy("bob", 1000)
    night(team)
    assert issued(team, bob) == []
    team.at(2026, 5, 1)
    night(team)
    assert issued(team, ann) == ["2026-04-01", "2026-05-01"]
    assert issued(team, bob) == ["2026-05-01"]
    with team.spaces.reading(team.workspace_id) as space:
        done = issues.recent(space, team.program_id, limit=5)
    assert [(each.day, each.issued) for each in done] == [
        (to_day(date(2026, 5, 1)), 2),
        (to_day(date(2026, 4, 1)), 1),
        (to_day(date(2026, 3, 1)), 0),
    ]


def test_days_of_downtime_are_made_up_for_once(club: Clubs) -> None:
    team = club(with_benefits(recurring=[{"key": "d", "coupon": "daily", "every": "day"}]))
    ann = team.join("ann")
    team.buy("ann", 1000)
    team.at(2026, 3, 2)
    night(team)
    team.at(2026, 3, 9)
    night(team)
    night(team)
    with team.spaces.reading(team.workspace_id) as space:
        done = issues.recent(space, team.program_id, limit=20)
    days = [each.day - to_day(date(2026, 3, 1)) for each in done]
    assert days == [8, 7, 6, 5, 4, 3, 2, 1, 0]
    # What would have expired meanwhile is of no use to anybody.
    assert issued(team, ann) == ["2026-03-02", "2026-03-08", "2026-03-09"]


def test_an_issue_that_was_interrupted_goes_on_where_it_stopped(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(with_benefits(**MONTHLY))
    members = [team.join(f"m{n}") for n in range(7)]
    for n in range(7):
        team.buy(f"m{n}", 1000)
    team.at(2026, 4, 1)
    monkeypatch.setattr(recurring, "PIECE", 2)
    done = 0

    def dies_at_the_second(*given: Any, **more: Any) -> Any:
        nonlocal done
        done += 1
        if done == 2:
            raise InterruptedError
        return issue(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(recurring, "issue", dies_at_the_second)
        with pytest.raises(InterruptedError):
            team.evaluate()
    assert sum(len(issued(team, each)) for each in members) == 2
    night(team)
    assert [issued(team, each) for each in members] == [["2026-04-01"]] * 7


def test_a_rule_that_is_released_later_begins_with_the_next_month(club: Clubs) -> None:
    team = club(with_benefits())
    ann = team.join("ann")
    team.buy("ann", 1000)
    team.at(2026, 6, 15)
    team.publish(with_benefits(**MONTHLY))
    night(team)
    assert issued(team, ann) == []
    team.at(2026, 8, 2)
    night(team)
    assert issued(team, ann) == ["2026-08-01"]


def test_a_rule_that_comes_back_does_not_make_up_for_the_time_between(club: Clubs) -> None:
    weekly = {"recurring": [{"key": "w", "coupon": "daily", "every": "day"}]}
    team = club(with_benefits(**weekly))
    team.join("ann")
    team.at(2026, 3, 2)
    night(team)
    team.publish(with_benefits())
    team.at(2026, 6, 1)
    team.publish(with_benefits(**weekly))
    team.at(2026, 6, 2)
    night(team)
    with team.spaces.reading(team.workspace_id) as space:
        done = [each.day for each in issues.recent(space, team.program_id, limit=20)]
    assert done[0] == to_day(date(2026, 6, 2))
    assert len([each for each in done if each > to_day(date(2026, 3, 2))]) <= 2


def test_what_nobody_brings_again_is_not_looked_for(club: Clubs) -> None:
    team = club(with_benefits())
    team.join("ann")
    team.at(2026, 4, 1)
    assert night(team) == 0
    with team.spaces.reading(team.workspace_id) as space:
        assert space.execute(text("SELECT count(*) FROM coupon_issue")).scalar() == 0
