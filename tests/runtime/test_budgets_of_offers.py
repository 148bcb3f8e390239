"""Budgets of coupons and benefits: what is left is given, whoever comes at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.clock import to_instant
from app.program.codec import dump, load
from app.program.reader import Unreadable
from app.runtime import coupons, redeeming
from app.runtime.benefits import Granting, grant
from app.runtime.coupons import Issuance
from app.runtime.departing import remove_member
from app.runtime.engine import run_until_idle
from app.runtime.releases import live
from app.runtime.run_results import results
from app.storage import audit, budgets, grants
from app.storage.budgets import ALWAYS, Use, miscounted
from app.storage.coupons import Coupon
from tests.runtime.clubs import Club
from tests.runtime.flowing import COUPON, Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
VISIT = {"kind": "visit"}
NUMBER = {"key": "issue", "label": "Issue", "of": "coupons", "most": 3}
FACE = {"key": "face", "label": "Face value", "of": "coupons", "money": 25}
GIFT = {"key": "tea", "kind": "gift", "label": "Tea", "options": {"what": "Tea"}}
BADGE = {"key": "badge", "kind": "badge", "label": "Badge", "options": {}, "budget": "badges"}


def shop(club: Clubs, *limits: Any, coupon: Any = "issue", **more: Any) -> Flowing:
    design = COUPON | ({"budget": coupon} if coupon else {})
    found = flow("activity", give(next={"next": "tell"}), tell(), options=VISIT)
    return Flowing(
        club(programme(found, budgets=list(limits), **({"coupons": [design, GIFT]} | more)))
    )


def issued(at_work: Flowing, name: str, cause: str = "test", count: int = 1) -> list[Coupon]:
    club = at_work.club
    asked = [Issuance(member_id=club.join(name), design="ten_off", cause=cause, count=count)]
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        coupons.lock_members(space, found, asked)
        return coupons.issue(space, found, asked, now=to_instant(club.now))


def use_of(at_work: Flowing, key: str, stretch: int = ALWAYS) -> Use:
    club = at_work.club
    with club.spaces.reading(club.workspace_id) as space:
        return budgets.uses(space, club.program_id, [(key, stretch)])[key, stretch]


def is_even(at_work: Flowing) -> bool:
    with at_work.club.spaces.engine.connect() as connection:
        return miscounted(connection) == []


def visit(at_work: Flowing, *names: str) -> None:
    for name in names:
        at_work.club.act(name, "visit")
    at_work.run()


def test_so_many_coupons_and_no_more_are_issued(club: Clubs) -> None:
    at_work = shop(club, NUMBER)
    assert [len(issued(at_work, name, count=2)) for name in ("anna", "ben", "cleo")] == [2, 1, 0]
    use = use_of(at_work, "issue")
    assert (use.used, use.refused) == (3, 3)
    assert is_even(at_work)


def test_a_budget_of_money_counts_the_face_value(club: Clubs) -> None:
    at_work = shop(club, FACE, coupon="face")
    assert [len(issued(at_work, name)) for name in ("anna", "ben", "cleo")] == [1, 1, 0]
    assert (use_of(at_work, "face").used, use_of(at_work, "face").refused) == (2_000, 1_000)


def test_a_coupon_comes_out_of_each_of_its_budgets_or_of_none(club: Clubs) -> None:
    whole = {"key": "whole", "label": "Whole", "of": "coupons", "most": 2, "all": True}
    at_work = shop(club, NUMBER, whole)
    assert len(issued(at_work, "anna", count=5)) == 2
    assert (use_of(at_work, "issue").used, use_of(at_work, "whole").used) == (2, 2)
    assert is_even(at_work)


def test_an_issue_begins_anew_with_each_stretch(club: Clubs) -> None:
    at_work = shop(club, NUMBER | {"every": "month"})
    assert len(issued(at_work, "anna", count=5)) == 3
    at_work.club.at(2026, 4, 1, 0)
    assert len(issued(at_work, "ben", count=5)) == 3
    assert is_even(at_work)


def test_a_coupon_made_void_goes_back_into_its_budget(club: Clubs) -> None:
    at_work = shop(club, NUMBER)
    one, *_ = issued(at_work, "anna", count=3)
    team = at_work.club
    with team.spaces.writing(team.workspace_id) as space:
        found, now = live(space, team.program_id), to_instant(team.now)
        redeeming.void(space, found, one.member_id, one.id, now=now, by="li", why="Wrong one.")
    assert use_of(at_work, "issue").used == 2
    assert len(issued(at_work, "ben", count=2)) == 1
    with team.spaces.writing(team.workspace_id) as space:
        found, now = live(space, team.program_id), to_instant(team.now)
        remove_member(space, found, one.member_id, now=now, cause="test")
    assert use_of(at_work, "issue").used == 1
    assert is_even(at_work)


def test_who_finds_the_budget_used_up_goes_the_refused_way_and_the_run_says_why(
    club: Clubs,
) -> None:
    at_work = shop(club, NUMBER | {"most": 1})
    anna, ben = at_work.club.join("anna"), at_work.club.join("ben")
    visit(at_work, "anna")
    visit(at_work, "ben")
    assert [len(at_work.messages(each)) for each in (anna, ben)] == [1, 0]
    assert at_work.states() == ["done", "done"]
    run = at_work.runs(member_id=ben)[0]
    assert at_work.trace(run) == [("give", "refused")]
    team = at_work.club
    with team.spaces.reading(team.workspace_id) as space:
        found = live(space, team.program_id)
        said = results(space, found, found, run, [("give", "refused", 0)])
    assert [(each.sort, each.step, each.text.en) for each in said] == [
        ("refusal", "give", "1 × Ten off not given: the budget Issue was used up")
    ]


def test_what_the_live_release_says_of_a_budget_holds_for_runs_that_began_before(
    club: Clubs,
) -> None:
    steps = (step("rest", "wait", time={"days": 1}), give(next={}))
    found = flow("activity", *steps, options=VISIT)
    designs = [COUPON | {"budget": "issue"}]
    at_work = Flowing(club(programme(found, coupons=designs, budgets=[NUMBER | {"most": 1}])))
    ids = [at_work.club.join(name) for name in ("anna", "ben")]
    visit(at_work, "anna", "ben")
    at_work.club.publish(programme(found, coupons=designs, budgets=[NUMBER]))
    at_work.club.wait(days=2)
    at_work.run()
    assert [at_work.coupons(each) for each in ids] == [1, 1]


def test_two_workers_and_a_counter_never_overspend(club: Clubs) -> None:
    at_work = shop(club, NUMBER | {"most": 20})
    team = at_work.club
    names = [f"m{n}" for n in range(24)]
    ids = [team.join(name) for name in names]
    for name in names:
        team.act(name, "visit")
    engines = [at_work.worker(name) for name in ("one", "two")]
    for each in engines:
        each.most = 3

    def work(n: int) -> None:
        if n < 2:
            run_until_idle(engines[n], team.workspace_id, team.program_id)
            return
        with team.spaces.writing(team.workspace_id) as space:
            found = live(space, team.program_id)
            asked = [Issuance(member_id=ids[n], design="ten_off", cause="hand")]
            coupons.lock_members(space, found, asked)
            coupons.issue(space, found, asked, now=to_instant(team.now))

    with ThreadPoolExecutor(4) as crew:
        list(crew.map(work, [0, 1, *range(2, 10)]))
    at_work.run()
    assert sum(at_work.coupons(each) for each in ids) == 20
    use = use_of(at_work, "issue")
    assert (use.used, use.refused) == (20, 12)
    assert is_even(at_work)


def test_grants_come_out_of_a_budget_too(club: Clubs) -> None:
    limit = {"key": "badges", "label": "Badges", "of": "benefits", "most": 1}
    found = flow("activity", step("honour", "grant_benefit", benefit="badge"), options=VISIT)
    at_work = Flowing(club(programme(found, benefits=[BADGE], budgets=[limit])))
    team = at_work.club
    ids = [team.join(name) for name in ("anna", "ben")]
    visit(at_work, "anna")
    visit(at_work, "ben")
    with team.spaces.reading(team.workspace_id) as space:
        held = grants.in_force(space, team.program_id, ids, at=to_instant(team.now))
    assert [each.member_id for each in held] == ids[:1]
    assert [way for _, way in at_work.trace(at_work.runs(member_id=ids[1])[0])] == ["refused"]
    with team.spaces.writing(team.workspace_id) as space:
        asked = Granting(member_id=ids[1], benefit="badge", cause="hand", reason="Asked.")
        found_now = live(space, team.program_id)
        assert grant(space, found_now, [asked], now=to_instant(team.now), by="li") == []
    assert use_of(at_work, "badges").refused == 2
    assert is_even(at_work)


def test_it_is_said_once_that_coupons_run_low_and_run_out(club: Clubs) -> None:
    at_work = shop(club, NUMBER | {"most": 5})
    for name in ("anna", "ben", "cleo"):
        issued(at_work, name, count=2)
    team = at_work.club
    with team.spaces.reading(team.workspace_id) as space:
        rows = audit.entries(space, limit=50)
    said = [each["action"] for each in rows if each["subject"] == "budget:issue"]
    assert sorted(said) == ["budget.low", "budget.used_up"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"of": "coupons", "most": 5, "money": 5},
        {"of": "coupons", "money": 5, "worth": 1},
        {"of": "coupons"},
        {"of": "benefits", "money": 5},
        {"all": True, "most": 5},
        {"of": "gifts", "most": 5},
    ],
)
def test_a_budget_says_how_much_in_one_way(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        load(programme(budgets=[{"key": "odd", "label": "Odd", **wrong}]))


def test_budgets_of_offers_are_written_as_they_were_read() -> None:
    content = programme(
        benefits=[BADGE],
        budgets=[NUMBER, FACE | {"all": True}, {"key": "badges", "of": "benefits", "most": 1}],
        coupons=[COUPON | {"budget": ["issue", "face"]}],
    )
    written = dump(load(content))
    assert written["coupons"][0]["budget"] == ["issue", "face"]
    assert written["benefits"][0]["budget"] == "badges"
    assert [each.get("all") for each in written["budgets"]] == [None, True, None]
    assert dump(load(written)) == written
