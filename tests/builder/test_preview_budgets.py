"""A preview says which budget would stop some of the coupons, and publishing does just that."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from app.builder.outgoing import Outgoing
from app.builder.preview import impact
from app.program.codec import load
from app.storage.spaces import Spaces
from app.web.builder.handed_out import handed_out
from tests.builder.test_preview_packs import easier, issued, look
from tests.runtime.clubs import Club
from tests.runtime.test_packs import GOLD, SILVER, TEA, WELCOME, given

Clubs = Callable[..., Club]
ISSUE = {"key": "issue", "label": "Issue", "of": "coupons", "most": 3, "every": "month"}
FACE = {"key": "face", "label": "Face", "of": "coupons", "money": 45}
BOTH = {"coupons": ["welcome", {"coupon": "tea", "count": 2}]}


@pytest.fixture
def club(database_url: str) -> Iterator[Clubs]:
    """Publish a programme and give it with its clock."""
    spaces = Spaces.at(database_url)
    yield lambda content, **more: Club(spaces, content, **more)
    spaces.engine.dispose()


def shop(club: Clubs, members: int) -> Club:
    """A club in which nobody has risen yet; each would under an easier ladder."""
    team = club(given(None, None, None))
    for n in range(members):
        team.join(f"m{n}")
        team.buy(f"m{n}", 600)
    return team


def draft(*budgets: Any, silver: Any = SILVER, gold: Any = None, **named: Any) -> Any:
    coupons = [
        each | ({"budget": named[each["key"]]} if each["key"] in named else {})
        for each in (WELCOME, TEA)
    ]
    content = easier(given(None, silver, gold, coupons=coupons), 500, 600)
    return content | {"budgets": list(budgets)}


def counted(found: Outgoing) -> dict[str, tuple[int, int, bool, str | None]]:
    return {
        each.design.key: (
            each.count,
            each.ration.refused,
            each.ration.at_most,
            None if each.ration.budget is None else each.ration.budget.key,
        )
        for each in found.coupons
    }


def applied(team: Club, content: Any) -> dict[str, int]:
    before = issued(team)
    team.publish(content)
    team.evaluate()
    return dict(issued(team) - before)


def test_a_budget_of_one_design_is_counted_exactly(club: Clubs) -> None:
    team = shop(club, 5)
    content = draft(ISSUE, welcome="issue")
    found = look(team, content)
    assert counted(found) == {"welcome": (3, 2, False, "issue")}
    assert found.cost == 30_00
    assert found.points == {"points": 500}
    assert applied(team, content) == {"welcome": 3}
    # What is used up by now leaves nothing for those who come next.
    for n in range(5, 7):
        team.join(f"m{n}")
        team.buy(f"m{n}", 100)
    again = easier(content, 50, 5000)
    assert counted(look(team, again)) == {"welcome": (0, 2, False, "issue")}
    assert applied(team, again) == {}


def test_face_value_is_counted_in_whole_coupons(club: Clubs) -> None:
    team = shop(club, 6)
    content = draft(FACE, welcome="face")
    assert counted(look(team, content)) == {"welcome": (4, 2, False, "face")}
    assert applied(team, content) == {"welcome": 4}


def test_the_tightest_of_several_budgets_decides(club: Clubs) -> None:
    team = shop(club, 6)
    wide, warns = ISSUE | {"key": "wide", "most": 5}, ISSUE | {"key": "warns", "stops": False}
    content = draft(wide, FACE, warns, welcome=["wide", "face", "warns"])
    assert counted(look(team, content)) == {"welcome": (4, 2, False, "face")}
    assert applied(team, content) == {"welcome": 4}


def test_a_budget_with_enough_stops_nothing(club: Clubs) -> None:
    team = shop(club, 3)
    content = draft(ISSUE, welcome="issue")
    assert counted(look(team, content)) == {"welcome": (3, 0, False, None)}
    assert applied(team, content) == {"welcome": 3}


def test_what_one_budget_stops_takes_nothing_out_of_another(club: Clubs) -> None:
    team = shop(club, 6)
    wide = ISSUE | {"key": "wide", "most": 16}
    content = draft(wide, FACE, silver=BOTH, welcome=["wide", "face"], tea="wide")
    promise = {"welcome": (4, 2, False, "face"), "tea": (12, 0, False, None)}
    assert counted(look(team, content)) == promise
    assert applied(team, content) == {"welcome": 4, "tea": 12}


@pytest.mark.parametrize("seed", range(4))
def test_of_a_common_budget_at_most_is_said_and_kept_to(club: Clubs, seed: int) -> None:
    chance = Random(seed)
    team = shop(club, 6)
    whole = {"key": "whole", "label": "Whole", "of": "coupons", "all": True}
    content = draft(whole | {"most": chance.randint(1, 20)}, silver=BOTH, gold=GOLD)
    promise = counted(look(team, content))
    found = applied(team, content)
    for design, (count, refused, at_most, _) in promise.items():
        wanted = count + refused
        assert found.get(design, 0) <= count
        assert wanted - found.get(design, 0) >= refused
        assert at_most or found.get(design, 0) == count


def test_what_comes_again_begins_with_a_new_stretch(club: Clubs) -> None:
    team = shop(club, 5)
    rule = {"key": "m", "coupon": "welcome", "every": "month"}
    once = ISSUE | {"key": "once"}
    once.pop("every")
    for budget, expected in (("issue", 3), ("once", 0)):
        content = draft(ISSUE, once, welcome=budget)
        content["ladders"][0]["tiers"][1]["recurring"] = [rule]
        content["ladders"][0]["tiers"][2]["condition"] = {
            ">=": [{"sum_of": ["order.net", "lifetime"]}, 9000]
        }
        found = look(team, content)
        assert counted(found) == {"welcome": (3, 2, False, budget)}
        (each,) = found.recurring
        assert (each.coupons.count, each.coupons.ration.refused) == (expected, 5 - expected)


def test_the_words_say_how_many_which_budget_and_that_it_is_at_most(club: Clubs) -> None:
    team = shop(club, 5)
    alone = draft(ISSUE, welcome="issue")
    (said,) = [each for each in handed_out(load(alone), look(team, alone)) if each.icon == "ticket"]
    assert said.note.zh == "预算“Issue”只够 3 张，另外 2 张不发"
    assert said.note.en == "The budget Issue has room for 3; 2 are not issued"
    shared = draft(ISSUE, silver=BOTH, welcome="issue", tea="issue")
    both = [each for each in handed_out(load(shared), look(team, shared)) if each.icon == "ticket"]
    assert [each.what.zh for each in both] == ["张（至多）", "张（至多）"]
    assert "至多发 3 张，至少 7 张不发" in both[1].note.zh


def test_budgets_cost_a_preview_one_statement(club: Clubs) -> None:
    team = shop(club, 2)

    def statements(content: Any) -> int:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        with team.spaces.reading(team.workspace_id) as space:
            event.listen(space.connection, "before_cursor_execute", note)
            impact(space, team.program_id, content, now=team.now)
            event.remove(space.connection, "before_cursor_execute", note)
        return len(seen)

    many = [ISSUE | {"key": f"b{n}"} for n in range(5)]
    plain = statements(draft())
    assert statements(draft(*many, welcome=[each["key"] for each in many])) == plain + 1
