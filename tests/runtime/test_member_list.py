"""Members sorted by several columns, page by page, in groups and counted."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime.member_columns import columns_of, find_column, find_columns
from app.runtime.member_filter import Whom, read_filter
from app.runtime.member_list import Question, Sort, count, find_members, groups, read_all
from app.runtime.releases import live
from tests.runtime.clubs import Club, document

CITY = {
    "key": "city",
    "kind": "choice",
    "label": {"zh": "城市", "en": "City"},
    "options": {"choices": ["north", "south"]},
}
SCORE = {"key": "score", "kind": "integer", "label": {"zh": "分数", "en": "Score"}}
TWICE = {
    "key": "twice",
    "kind": "formula",
    "label": {"zh": "两倍", "en": "Twice"},
    "options": {"expression": {"*": [{"var": "score"}, 2]}, "result": "integer"},
}
MEMBER = {"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": [CITY, SCORE, TWICE]}
BUYER = {">=": [{"sum_of": ["order.net", "365d"]}, 100]}
CONTENT = document(
    ("basic", None),
    ("gold", BUYER),
    objects=[MEMBER],
    segments=[{"key": "buyers", "label": "买家", "where": BUYER}],
)


@pytest.fixture
def team(club: Callable[..., Club]) -> Club:
    made = club(CONTENT)
    for n in range(23):
        city: dict[str, Any] = {} if n % 3 == 0 else {"city": "north" if n % 3 == 1 else "south"}
        made.join(f"m{n:02}", **city, **({} if n % 4 == 0 else {"score": n % 5}))
    made.buy("m03", 250)
    made.buy("m07", 120)
    return made


def names(team: Club, sorts: str, *, size: int = 4, whom: Whom | None = None) -> list[str]:
    """Read the list to its end, page by page."""
    with team.spaces.reading(team.workspace_id) as space:
        found = live(space, team.program_id)
        chosen = tuple(
            Sort(column=column, descending=each.startswith("-"))
            for each in sorts.split()
            if (column := find_column(found, each.removeprefix("-")))
        )
        shown, mark = [], None
        while True:
            asked = whom or Whom(personal=True)
            question = Question(whom=asked, sorts=chosen, after=mark, size=size)
            columns = find_columns(found, ["twice", "tier:main"])
            moment = found.moment(to_instant(team.now))
            page = find_members(space, found, question, columns, moment)
            shown += [each["external_id"] for each in page.members]
            mark = page.next
            if mark is None:
                return shown


@pytest.mark.parametrize(
    "sorts", ["", "score", "-score", "city -score", "-city score joined_at", "twice", "-tier:main"]
)
def test_pages_in_any_order_have_everybody_once_and_blanks_last(team: Club, sorts: str) -> None:
    assert names(team, sorts) == names(team, sorts, size=100)
    assert sorted(names(team, sorts)) == [f"m{n:02}" for n in range(23)]


def test_members_are_sorted_by_one_column_and_then_by_the_next(team: Club) -> None:
    found = names(team, "-tier:main city -score")
    assert found[:2] == ["m07", "m03"]
    north = [each for each in found[2:] if int(each[1:]) % 3 == 1]
    scores = [int(each[1:]) % 5 if int(each[1:]) % 4 else -1 for each in north]
    assert scores == sorted(scores, reverse=True)
    assert all(int(each[1:]) % 3 == 0 for each in found[-7:])


def test_groups_are_counted_and_added_up(team: Club) -> None:
    with team.spaces.reading(team.workspace_id) as space:
        found = live(space, team.program_id)
        city, twice = find_columns(found, ["city", "twice"])
        moment = found.moment(to_instant(team.now))
        made = groups(space, found, Whom(), city, twice, moment)
    assert all(isinstance(each.total, int) for each in made)
    told = {each.value: (each.members, each.total) for each in made}
    wanted: dict[Any, tuple[int, int]] = {}
    for n in range(23):
        key = (None, "north", "south")[n % 3]
        many, total = wanted.get(key, (0, 0))
        wanted[key] = (many + 1, total + (0 if n % 4 == 0 else 2 * (n % 5)))
    assert told == wanted


def test_a_segment_finds_the_same_members_as_its_condition(team: Club) -> None:
    found = team.live
    segment = Whom(rules=(found.checked.segments["buyers"],))
    typed = Whom(rules=(read_filter(found, BUYER, personal=True),))
    assert names(team, "", whom=segment) == names(team, "", whom=typed) == ["m03", "m07"]


def test_metrics_that_nobody_keeps_are_computed_where_they_are_asked(team: Club) -> None:
    rule = read_filter(team.live, {">": [{"count_of": ["order", "30d"]}, 0]}, personal=True)
    whom = Whom(rules=(rule,))
    assert names(team, "-joined_at", whom=whom) == ["m03", "m07"]
    with team.spaces.reading(team.workspace_id) as space:
        moment = team.live.moment(to_instant(team.now))
        assert count(space, team.live, whom, moment).members == 2


def test_a_segment_that_is_new_finds_its_members_before_its_metrics_are_filled(
    team: Club,
) -> None:
    fresh = {"key": "lately", "label": "最近", "where": {">": [{"count_of": ["order", "7d"]}, 0]}}
    team.release({**CONTENT, "segments": [fresh]})
    assert names(team, "", whom=Whom(rules=(team.live.checked.segments["lately"],))) == [
        "m03",
        "m07",
    ]


def test_the_whole_list_is_read_a_few_at_a_time(team: Club) -> None:
    with team.spaces.reading(team.workspace_id) as space:
        found = live(space, team.program_id)
        moment = found.moment(to_instant(team.now))
        question = Question(whom=Whom(personal=True))
        rows = list(read_all(space, found, question, columns_of(found), moment))
    assert [each["external_id"] for each in rows] == names(team, "")
