"""Conditions that go through records one by one are explained as they are placed."""

from collections.abc import Callable

from app.clock import to_instant
from app.expression.explain import State
from app.runtime.releases import live
from app.runtime.standing import standing
from tests.runtime.clubs import Club, document

BIG_ORDER = {"some": [{"var": "order"}, {">=": [{"var": "amount"}, 500]}]}


def test_a_condition_on_some_order_is_explained_as_it_is_placed(
    club: Callable[..., Club],
) -> None:
    team = club(document(("basic", None), ("gold", BIG_ORDER)))
    ann = team.join("ann")
    order = team.buy("ann", 500)
    assert team.tier("ann") == "gold"
    assert explained(team, ann) is State.MET
    team.refund(order, 500)
    assert explained(team, ann) is State.UNMET


def explained(team: Club, member_id: int) -> State:
    with team.spaces.reading(team.workspace_id) as space:
        seen = standing(space, live(space, team.program_id), member_id, now=to_instant(team.now))
    gold = seen.ladders[0].tiers[1].explained
    assert gold is not None
    return gold.state
