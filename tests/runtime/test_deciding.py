from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.days import Calendar, LeapDay, from_day, to_day
from app.program.codec import load
from app.program.ladder import Ladder
from app.runtime.deciding import Course, Decider
from app.runtime.placing import Placing
from app.runtime.replay import Look
from app.runtime.returns import last_return, return_after, second_return
from tests.runtime.clubs import Club
from tests.runtime.test_reviews import yearly

Clubs = Callable[..., Club]
ENTERS = Look(id=1, on_it=True, reach=(True, False, False, False), stay=(True, False, False, False))


def of_joining(due: str) -> Ladder:
    return load(yearly(period="joined", due=due)).ladder("main")


def reached(due: str, policy: LeapDay, day: date, joined: date) -> list[str | None]:
    """Give when the period of a tier reached on a day began, and when it is reviewed."""
    decider = Decider(of_joining(due), Calendar(leap_day=policy))
    course = decider.step(Course(), ENTERS, to_day(day), to_day(joined))
    return [None if each is None else str(from_day(each)) for each in (course.begun, course.due)]


@pytest.mark.parametrize(
    ("policy", "day", "begun", "due", "second"),
    [
        ("feb28", "2025-02-27", "2024-02-29", "2025-02-28", "2026-02-28"),
        ("feb28", "2025-02-28", "2025-02-28", "2026-02-28", "2027-02-28"),
        ("feb28", "2027-02-28", "2027-02-28", "2028-02-29", "2029-02-28"),
        ("feb28", "2028-02-28", "2027-02-28", "2028-02-29", "2029-02-28"),
        ("feb28", "2028-02-29", "2028-02-29", "2029-02-28", "2030-02-28"),
        ("mar1", "2027-02-28", "2026-03-01", "2027-03-01", "2028-02-29"),
        ("mar1", "2028-02-28", "2027-03-01", "2028-02-29", "2029-03-01"),
        ("mar1", "2028-02-29", "2028-02-29", "2029-03-01", "2030-03-01"),
        ("mar1", "2028-03-01", "2028-02-29", "2029-03-01", "2030-03-01"),
    ],
)
def test_a_backtest_knows_the_years_of_one_who_joined_on_29_february(
    policy: str, day: str, begun: str, due: str, second: str
) -> None:
    when, joined = date.fromisoformat(day), date(2024, 2, 29)
    assert reached("period", LeapDay(policy), when, joined) == [begun, due]
    assert reached("next_period", LeapDay(policy), when, joined) == [begun, second]


@pytest.mark.parametrize("policy", list(LeapDay))
def test_a_backtest_and_the_worker_mean_the_same_years_of_membership(
    club: Clubs, policy: LeapDay
) -> None:
    team = club({**yearly(period="joined"), "settings": {"leap_day": policy.value}})
    joined = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]
    ids = {}
    for each in joined:
        team.at(each.year, each.month, each.day)
        ids[team.join(str(each))] = each
    days = [
        date(year, 3, 1) + timedelta(days=n) for year in range(2025, 2030) for n in range(-3, 3)
    ]
    for day in days:
        for member, (begun, due, second) in by_the_worker(team, day).items():
            said = [
                reached("period", policy, day, ids[member]),
                reached("next_period", policy, day, ids[member]),
            ]
            assert said == [[begun, due], [begun, second]], (day, ids[member])


def by_the_worker(team: Club, day: date) -> dict[int, list[str]]:
    """Give the last, the next and the second return of the joining days, as columns tell them."""
    live = team.live
    ladder = live.checked.ladders["main"]
    moment = replace(live.moment(0), today=to_day(day))
    source = Placing(live, ladder, moment).source()
    told: list[Any] = [
        each(source, ladder.scope, moment, to_day(day))
        for each in (last_return, return_after, second_return)
    ]
    table = live.catalogue.members.readable
    with team.spaces.reading(team.workspace_id) as space:
        own = table.c.workspace_id == space.workspace_id
        rows: Any = space.execute(select(table.c.id, *told).where(own)).all()
    return {row[0]: [str(from_day(day)) for day in row[1:]] for row in rows}
