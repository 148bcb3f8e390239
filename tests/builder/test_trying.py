"""A condition of a draft is counted and explained on the members there are, and soon enough."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from app.builder.trying import Met, ask, how_many, looking, stands
from app.clock import to_instant
from app.errors import NotFound
from app.expression.explain import State
from app.storage.patience import TookTooLong, at_most
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
SPENT = {"sum_of": ["order.net", "lifetime"]}
RULES = document(("basic", None), ("silver", {">=": [SPENT, 100]}))
FOR_EVER = (
    "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted)"
    " SELECT count(*) FROM (SELECT n FROM counted LIMIT 1000000000) AS every"
)


@pytest.fixture
def club(database_url: str) -> Iterator[Clubs]:
    """Publish a programme and give it with its clock."""
    spaces = Spaces.at(database_url)
    yield lambda content, **more: Club(spaces, content, **more)
    spaces.engine.dispose()


def spenders(team: Club, **amounts: int) -> dict[str, int]:
    found = {}
    for name, amount in amounts.items():
        found[name] = team.join(name)
        if amount:
            team.buy(name, amount)
    team.evaluate()
    return found


def count(team: Club, condition: Any, place: str = "ladder:main", content: Any = RULES) -> Met:
    with team.spaces.reading(team.workspace_id) as space:
        asked = ask(content, place, condition)
        assert not asked.checked.errors, asked.checked.findings
        found = how_many(space, team.program_id, asked, now=to_instant(team.now))
    assert found is not None
    return found


def test_members_are_counted_with_some_of_them(club: Clubs) -> None:
    team = club(RULES)
    spenders(team, a=0, b=150, c=300)
    found = count(team, {">=": [SPENT, 100]})
    assert (found.count, found.of, found.approximate) == (2, 3, False)
    assert [each["external_id"] for each in found.samples] == ["b", "c"]
    assert {each["tier:main"] for each in found.samples} == {"silver"}


def test_an_object_that_is_only_designed_has_no_records_yet(club: Clubs) -> None:
    team = club(RULES)
    spenders(team, a=10, b=20)
    lesson = {
        "key": "lesson",
        "label": "课程",
        "occurred": "held_on",
        "fields": [{"key": "held_on", "kind": "date", "label": "日期", "required": True}],
    }
    draft = {**RULES, "objects": [lesson]}
    assert count(team, {"==": [{"count_of": ["lesson", "365d"]}, 0]}, "member", draft).count == 2
    assert count(team, {"some": ["lesson", True]}, "member", draft).count == 0


def test_of_very_many_a_fixed_sample_stands_for_all(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(RULES)
    spenders(team, **{f"m{n}": 10 for n in range(40)})
    monkeypatch.setattr(looking, "LOOKED_AT", 10)
    found = count(team, {">": [SPENT, 0]})
    assert found.approximate
    assert found.count == found.of
    assert 30 <= found.of <= 50


def test_a_condition_is_explained_for_one_member(club: Clubs) -> None:
    team = club(RULES)
    members = spenders(team, a=40, b=150)
    web = {"count_of": ["order", "365d", {"==": [{"var": "channel"}, "web"]}]}
    condition = {
        "and": [
            {"or": [{">=": [SPENT, 100]}, {">=": [web, 1]}]},
            {"some": ["order", {">": [{"var": "net"}, 0]}]},
            {"==": [{"tier": []}, "silver"]},
        ]
    }
    with team.spaces.reading(team.workspace_id) as space:
        asked = ask(RULES, "ladder:main", condition)
        now = to_instant(team.now)
        poor = stands(space, team.program_id, asked, members["a"], now=now).explained
        rich = stands(space, team.program_id, asked, members["b"], now=now).explained
        with pytest.raises(NotFound):
            stands(space, team.program_id, asked, 1, now=now)
    assert [each.state for each in rich.children] == [State.MET] * 3
    assert [each.state for each in poor.children] == [State.UNMET, State.MET, State.UNMET]
    first = poor.children[0].children[0]
    assert first.path == "/and/0/or/0"
    assert first.comparison is not None
    assert first.comparison.shown_gap is not None
    assert first.comparison.shown_gap.zh == "¥60"


def test_what_a_rule_looked_at_is_told_in_words(club: Clubs) -> None:
    team = club(RULES)
    members = spenders(team, b=150)
    condition = {"and": [{"in": [{"tier": []}, ["silver"]]}, {"is_set": [{"var": "phone"}]}]}
    with team.spaces.reading(team.workspace_id) as space:
        asked = ask(RULES, "ladder:main", condition)
        now = to_instant(team.now)
        stood = stands(space, team.program_id, asked, members["b"], now=now)
    assert {at: words.zh for at, words in stood.values.items()} == {
        "/and/0": "silver",
        "/and/1": "无",
    }


def test_a_statement_that_takes_too_long_is_broken_off_and_the_next_one_runs(club: Clubs) -> None:
    team = club(RULES)
    with team.spaces.reading(team.workspace_id) as space:
        with pytest.raises(TookTooLong), at_most(space, 0.05):
            space.execute(text(FOR_EVER)).scalar()
        assert space.execute(text("SELECT 1")).scalar() == 1
        with at_most(space, 60):
            assert space.execute(text("SELECT 2")).scalar() == 2
