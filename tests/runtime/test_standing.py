"""Why a member stands where they stand: every condition with its value, and what is missing."""

from collections.abc import Callable

import pytest

from app.clock import to_instant
from app.errors import NotFound
from app.expression.explain import State
from app.expression.gap import sentence, ways
from app.runtime.releases import live
from app.runtime.standing import LadderView, standing
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
ORDERS = {"count_of": ["order", "lifetime"]}
AGE = {"key": "age", "kind": "integer", "label": {"zh": "年龄", "en": "Age"}}
RULES = document(
    ("basic", None),
    ("silver", {"or": [{">=": [SPENT, 100]}, {">=": [ORDERS, 3]}]}),
    ("gold", {"and": [{">=": [SPENT, 300]}, {">=": [{"var": "age"}, 18]}]}),
    objects=[{"key": "member", "label": "Member", "fields": [AGE]}],
)


def seen(team: Club, member_id: int) -> LadderView:
    with team.spaces.reading(team.workspace_id) as space:
        found = standing(space, live(space, team.program_id), member_id, now=to_instant(team.now))
    return found.ladders[0]


def test_the_next_tier_says_in_words_what_is_missing(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    team.buy("ann", "79.50")
    view = seen(team, ann)
    assert view.next is not None
    assert view.next.explained is not None
    said = sentence(ways(view.next.explained))
    assert "¥20.50" in said.zh
    assert "2" in said.zh.replace("20.50", "")
    assert view.next.tier.key == "silver"


def test_what_is_not_known_is_said_to_be_unknown_and_does_not_promote(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    team.buy("ann", 300)
    view = seen(team, ann)
    gold = view.tiers[2].explained
    assert gold is not None
    assert view.tier is not None
    assert view.tier.key == "silver"
    assert gold.state is not State.MET
    assert [each.state for each in gold.children] == [State.MET, State.UNKNOWN]


def test_the_explanation_agrees_with_where_the_member_was_placed(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann", age="20")
    for amount in (50, 50, 200):
        team.buy("ann", amount)
        view = seen(team, ann)
        met = [
            each.tier.key
            for each in view.tiers
            if each.explained is None or each.explained.state is State.MET
        ]
        assert view.tier is not None
        assert view.tier.key == met[-1]


def test_a_rank_is_explained_by_its_cut(club: Clubs) -> None:
    best = {"<": [{"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}, 50]}
    team = club(document(("basic", None), ("best", best)))
    ann, bob = team.join("ann"), team.join("bob")
    team.buy("ann", 200)
    team.buy("bob", 100)
    before = seen(team, ann).tiers[1].explained
    assert before is not None
    assert before.state is State.UNKNOWN
    team.evaluate()
    states = [seen(team, each).tiers[1].explained for each in (ann, bob)]
    assert [each and each.state for each in states] == [State.MET, State.UNMET]


def test_metrics_are_exact_at_the_moment_of_asking(club: Clubs) -> None:
    rule = {">=": [{"sum_of": ["order.net", "7d"]}, 100]}
    team = club(document(("basic", None), ("gold", rule)))
    ann = team.join("ann")
    team.buy("ann", 100)
    team.wait(days=7)
    explained = seen(team, ann).tiers[1].explained
    assert explained is not None
    assert (explained.value, explained.threshold, explained.state) == (0, 10_000, State.UNMET)


def test_a_member_of_another_workspace_is_not_found(club: Clubs) -> None:
    team = club(RULES)
    other = Club(team.spaces, RULES, key="other")
    stranger = other.join("bob")
    with pytest.raises(NotFound):
        seen(team, stranger)
