"""Sample data live through the year before today, whatever interrupts them."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from app.builder import starting
from app.builder.gallery import living
from app.builder.gallery.living import bring_in, bring_in_what_waits
from app.builder.gallery.years import DAYS, PEOPLE, YEARS, Happening, year_of
from app.clock import to_instant
from app.program.objects import MEMBER
from app.runtime import overview
from app.runtime.intake import Entry
from app.runtime.jobs import evaluate_what_is_due
from app.runtime.releases import live
from app.storage import programs, samples, totals
from app.storage.samples import SampleYear
from app.storage.spaces import Spaces
from tests.runtime.clubs import NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")
every_year = pytest.mark.parametrize("key", sorted(YEARS))
MONTH = 30 * 86_400_000_000


def cloned(spaces: Spaces, key: str) -> SampleYear:
    with spaces.installation() as connection:
        new_id = spaces.ids.one(connection)
        workspace_id = programs.create_workspace(
            connection, new_id, key=f"w{new_id}", label="w", at=to_instant(NOON)
        )
    with spaces.writing(workspace_id) as space:
        made = starting.clone(space, key, sample=True, now=NOON, by=None)
    assert made.sample
    with spaces.reading(workspace_id) as space:
        found = samples.find(space, made.program_id)
    assert found is not None
    return found


def members_of(year: list[Happening]) -> list[Entry]:
    return [
        each.what for each in year if isinstance(each.what, Entry) and each.what.object == MEMBER
    ]


@every_year
def test_a_year_is_the_same_each_time_and_ends_today(key: str) -> None:
    year = year_of(key, NOON, SHANGHAI)
    assert year == year_of(key, NOON, SHANGHAI)
    assert year == sorted(year, key=lambda each: each.at)
    assert NOON - timedelta(days=DAYS) <= year[0].at
    assert NOON - timedelta(days=8) < year[-1].at <= NOON
    assert 0.9 * PEOPLE[key] < len(members_of(year)) <= PEOPLE[key]


@pytest.mark.parametrize("key", ["education", "fitness"])
def test_people_who_were_made_up_can_be_reached_by_nobody(key: str) -> None:
    members = members_of(year_of(key, NOON, SHANGHAI))
    assert len({each.values["name"] for each in members}) == len(members)
    assert all(str(each.values["email"]).endswith("@example.com") for each in members)
    assert not any("phone" in each.values for each in members)


@every_year
def test_people_stand_on_every_tier_and_some_rose_lately(key: str, sqlite_url: str) -> None:
    spaces = Spaces.at(sqlite_url)
    year = cloned(spaces, key)
    assert bring_in_what_waits(spaces.engine, NOON) == 1
    with spaces.reading(year.workspace_id) as space:
        found = live(space, year.program_id)
        seen = overview.overview(space, found, since=to_instant(NOON) - MONTH, limit=1)
        done = samples.find(space, year.program_id)
    counts = seen.ladders[0].members
    assert counts.keys() == {each.key for each in seen.ladders[0].ladder.tiers}
    assert all(count >= 5 for count in counts.values()), counts
    assert seen.moves.ups > 5
    assert done is not None
    assert (done.done, done.is_finished) == (done.whole, True)
    assert bring_in_what_waits(spaces.engine, NOON) == 0
    spaces.engine.dispose()


class Pulled(Exception):
    """Somebody pulls the plug."""


def test_a_year_that_is_interrupted_goes_on_where_it_stopped(spaces: Spaces) -> None:
    """Half of it comes in, nothing twice: external ids are unique, and the rest is the rest."""
    year, now = cloned(spaces, "fitness"), to_instant(NOON)
    stops = iter((400, 900))

    def pull(_what: str, done: int, _all: int) -> None:
        if done > limit:
            raise Pulled

    for limit in stops:
        with pytest.raises(Pulled):
            bring_in(spaces, year, now=now, tell=pull)
        now += living.LEASE + 1
        with spaces.reading(year.workspace_id) as space:
            found = samples.find(space, year.program_id)
            assert found is not None
            year = found
            visits = totals.count(space, live(space, year.program_id).catalogue.records["visit"])
            members = totals.count(space, live(space, year.program_id).catalogue.members)
        assert year.done > limit
        happened = Counter(
            each.what.object
            for each in year_of("fitness", NOON, SHANGHAI)[: year.done]
            if isinstance(each.what, Entry)
        )
        assert (visits, members) == (happened["visit"], happened[MEMBER])


def test_while_it_comes_in_no_day_is_evaluated_and_one_worker_is_at_it(spaces: Spaces) -> None:
    year, now = cloned(spaces, "fitness"), to_instant(NOON)
    assert evaluate_what_is_due(spaces.engine, NOON) == []
    with spaces.writing(year.workspace_id) as space:
        assert samples.take(space, year.program_id, at=now, until=now + 10)
    with spaces.writing(year.workspace_id) as space:
        assert not samples.take(space, year.program_id, at=now + 5, until=now + 15)
        assert samples.take(space, year.program_id, at=now + 11, until=now + 20)
    with spaces.installation() as connection:
        assert samples.waiting(connection, at=now + 15) == []
        assert [each.program_id for each in samples.waiting(connection, at=now + 21)] == [
            year.program_id
        ]
    with spaces.writing(year.workspace_id) as space:
        assert samples.advance(space, year.program_id, seen=0, done=7, until=now)
        assert not samples.advance(space, year.program_id, seen=0, done=7, until=now)
