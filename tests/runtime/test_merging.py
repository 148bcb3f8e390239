"""Two records of one person become one: nothing is lost, and nothing counts twice."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.errors import Invalid
from app.runtime.changes import NoSuchRecord
from app.runtime.departing import remove_member
from app.runtime.granting import Granted, grant
from app.runtime.hindsight import NobodyThen
from app.runtime.intake import Entry
from app.runtime.layers import turn
from app.runtime.merge import CannotMerge, Merged, merge
from app.runtime.records import Status
from app.runtime.releases import live
from app.storage import audit, departures, layers, records, standings
from app.storage.layers import Kind, State
from tests.runtime.clubs import Club, document
from tests.runtime.ledgers import Books
from tests.runtime.pasts import changed, told_later, told_now

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
DAYS = {"days_of": ["activity", "lifetime", {"==": [{"var": "kind"}, "login"]}]}
RULES = document(
    ("basic", None),
    ("silver", {"or": [{">=": [SPENT, 100]}, {">=": [DAYS, 3]}]}),
    ("gold", {">=": [SPENT, 200]}),
)


def merged(team: Club, survivor: int, other: int) -> Merged:
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        return merge(space, found, survivor, other, now=to_instant(team.now), by="li")


def fields_of(team: Club, member_id: int) -> dict[str, Any]:
    with team.spaces.reading(team.workspace_id) as space:
        members = live(space, team.program_id).catalogue.members
        return records.find_rows(space, members, [member_id])[member_id]


def spent(team: Club, member_id: int) -> Any:
    """Give what counts as spent, from the column, which equals what the records say."""
    silver = told_now(team, member_id)["ladders"][0]["tiers"][2]["explained"]
    with team.spaces.reading(team.workspace_id) as space:
        members = live(space, team.program_id).catalogue.members
        column = members.metrics['{"sum_of":["order.net","lifetime"]}'].value
        kept = space.execute(
            records.own(space, members, column).where(members.identity == member_id)
        ).scalar_one()
    assert kept == silver["comparison"]["value"]
    return kept


def test_orders_of_both_count_for_the_survivor_who_rises_at_once(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    team.buy("ann", 120)
    team.buy("nan", 80)
    done = merged(team, ann, nan)
    assert done.moved == {"order": 1, "activity": 1}
    assert [(each.old, each.new) for each in done.gained] == [("silver", "gold")]
    assert spent(team, ann) == 20_000
    assert team.tiers() == {"ann": "gold"}


def test_a_day_on_which_both_were_active_counts_once(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    for name in ("ann", "nan", "nan"):
        team.act(name, "login")
        team.wait(days=1)
    assert team.tier("ann") == "basic"
    merged(team, ann, nan)
    assert team.tier("ann") == "silver"
    team.wait(days=40)
    team.evaluate()
    assert team.tier("ann") == "silver"


def test_an_order_keeps_its_id_and_may_be_refunded_afterwards(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    order = team.buy("nan", 150)
    merged(team, ann, nan)
    refund = team.refund(order, 100)
    assert (order.member_id, refund.member_id) == (nan, ann)
    assert spent(team, ann) == 5_000


def test_later_events_for_the_other_one_reach_the_survivor(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    nan = team.join("nan", phone="13800000001")
    merged(team, ann, nan)
    assert team.buy("nan", 10).member_id == ann
    entry = Entry(
        object="order",
        member={"phone": "13800000001"},
        values={"amount": "5", "paid_at": team.now.isoformat()},
    )
    assert team.kept(entry).member_id == ann
    by_id = Entry(
        object="order",
        member={"id": str(nan)},
        values={"amount": "5", "paid_at": team.now.isoformat()},
    )
    assert team.kept(by_id).member_id == ann
    assert spent(team, ann) == 2_000


def test_an_order_sent_again_for_the_other_one_is_known(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    order = team.buy("nan", 50)
    merged(team, ann, nan)
    (again,) = team.send(
        Entry(
            object="order",
            member={"external_id": "nan"},
            values={"external_id": "o1", "amount": "50", "paid_at": team.now.isoformat()},
        )
    )
    assert (again.status, again.record_id) == (Status.KNOWN, order.record_id)
    assert spent(team, ann) == 5_000


def test_what_the_survivor_has_blank_is_filled_and_the_rest_holds(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    nan = team.join("nan", phone="13800000001", birthday="1990-05-01")
    changed(team, "member", ann, name="Ann")
    changed(team, "member", nan, name="Nan")
    then = team.now
    team.wait(days=1)
    done = merged(team, ann, nan)
    assert set(done.filled) == {"phone", "birthday"}
    assert set(done.kept) == {"external_id", "name"}
    found = fields_of(team, ann)
    assert (found["name"], found["external_id"]) == ("Ann", "ann")
    assert found["phone"].endswith("13800000001")
    assert told_later(team, nan, then)["fields"]["name"] == "Nan"
    changed(team, "member", ann, external_id="nan")


def test_whoever_was_referred_by_the_other_one_was_referred_by_the_survivor(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    bob = team.join("bob", referrer={"external_id": "nan"})
    changed(team, "member", ann, referrer={"external_id": "nan"})
    merged(team, ann, nan)
    assert fields_of(team, bob)["referrer"] == ann
    assert fields_of(team, ann)["referrer"] is None


def test_the_higher_earned_tier_is_kept_even_where_the_rules_have_changed(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    team.buy("nan", 200)
    team.wait(days=1)
    team.publish(
        document(("basic", None), ("silver", {">=": [SPENT, 900]}), ("gold", {">=": [SPENT, 999]}))
    )
    merged(team, ann, nan)
    assert team.tier("ann") == "gold"
    team.wait(days=1)
    team.evaluate()
    assert team.tier("ann") == "basic"


def given(team: Club, member_id: int, kind: Kind, tier: str, *, days: int | None = None) -> None:
    now = to_instant(team.now)
    wanted = Granted(
        member_id=member_id,
        ladder="main",
        kind=kind,
        tier=tier,
        reason="because",
        starts_at=now,
        ends_at=None if days is None else now + days * 86_400_000_000,
    )
    with team.spaces.writing(team.workspace_id) as space:
        grant(space, live(space, team.program_id), wanted, now=now, by="li")


def turned(team: Club) -> None:
    with team.spaces.writing(team.workspace_id) as space:
        turn(space, live(space, team.program_id), now=to_instant(team.now))


def test_a_tier_given_by_a_person_goes_over_with_its_end(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    given(team, nan, Kind.FLOOR, "gold", days=10)
    team.wait(days=4)
    merged(team, ann, nan)
    assert team.tier("ann") == "gold"
    team.wait(days=7)
    turned(team)
    assert team.tier("ann") == "basic"
    with team.spaces.reading(team.workspace_id) as space:
        (theirs,) = layers.of_member(space, team.program_id, nan)
    assert (theirs.state, theirs.closed_why) == (State.CLOSED, "merged")


def test_time_that_both_paid_for_runs_one_after_the_other(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    given(team, ann, Kind.PAID, "gold", days=10)
    given(team, nan, Kind.PAID, "gold", days=10)
    team.wait(days=4)
    merged(team, ann, nan)
    team.wait(days=11)
    turned(team)
    assert team.tier("ann") == "gold"
    team.wait(days=2)
    turned(team)
    assert team.tier("ann") == "basic"


def test_points_of_both_add_up_and_expire_as_they_would_have(club: Clubs) -> None:
    books = Books(club(RULES))
    team = books.club
    books.post("ann", 100)
    books.post("nan", 50)
    books.post("nan", -20)
    merged(team, books.member("ann"), books.member("nan"))
    books.members["nan"] = books.member("ann")
    assert books.balance("ann") == 130
    assert books.unbalanced() == []
    books.reverse("test-3")
    books.post("ann", -150)
    assert books.balance("ann") == 0
    assert books.unbalanced() == []


def test_a_goal_that_either_reached_is_reached_and_pays_no_second_time(club: Clubs) -> None:
    goal = {"key": "half", "label": "Half", "condition": {">=": [SPENT, 50]}, "points": 10}
    content = document(("basic", None), ("silver", {">=": [SPENT, 1000]}))
    content["ladders"][0]["tiers"][1]["stages"] = [goal]
    books = Books(club(content))
    team = books.club
    ann, nan = books.member("ann"), books.member("nan")
    team.buy("nan", 50)
    merged(team, ann, nan)
    team.wait(days=1)
    team.buy("ann", 50)
    (silver,) = [each for each in ladder(team, ann)["tiers"] if each["key"] == "silver"]
    assert silver["held"] is False
    assert books.balance("ann") == 10
    assert books.unbalanced() == []


def ladder(team: Club, member_id: int) -> Any:
    return told_now(team, member_id)["ladders"][0]


def test_the_same_merge_done_again_changes_nothing(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    team.buy("nan", 80)
    merged(team, ann, nan)
    told = told_now(team, ann)
    again = merged(team, ann, nan)
    assert again.moved is None
    assert told_now(team, ann) == told


def test_who_was_merged_is_not_merged_into_somebody_else(club: Clubs) -> None:
    team = club(RULES)
    ann, nan, bob = team.join("ann"), team.join("nan"), team.join("bob")
    merged(team, ann, nan)
    with pytest.raises(CannotMerge):
        merged(team, bob, nan)
    with pytest.raises(Invalid):
        merged(team, bob, bob)
    with pytest.raises(NoSuchRecord):
        merged(team, bob, 10**12)


def test_a_chain_of_merges_ends_at_the_last_survivor(club: Clubs) -> None:
    team = club(RULES)
    ann, nan, bob = team.join("ann"), team.join("nan"), team.join("bob")
    team.buy("nan", 100)
    merged(team, ann, nan)
    merged(team, bob, ann)
    assert spent(team, bob) == 10_000
    assert team.buy("nan", 1).member_id == bob
    with team.spaces.reading(team.workspace_id) as space:
        assert departures.survivor_of(space, team.program_id, nan) == bob


def test_what_was_known_of_either_before_stays_as_it_was(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    team.buy("ann", 120)
    order = team.buy("nan", 150)
    then = team.now
    both = {each: told_now(team, each) for each in (ann, nan)}
    team.wait(days=1)
    merged(team, ann, nan)
    after = team.now
    told = told_now(team, ann)
    team.wait(days=1)
    team.refund(order, 100)
    assert {each: told_later(team, each, then) for each in (ann, nan)} == both
    assert told_later(team, ann, after) == told
    with pytest.raises(NobodyThen):
        told_later(team, nan, after)


def test_the_history_of_the_other_one_can_be_read_and_says_how_it_ended(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    team.buy("nan", 100)
    team.wait(days=1)
    merged(team, ann, nan)
    with team.spaces.reading(team.workspace_id) as space:
        changes = standings.changes_of(space, team.program_id, nan)
        gone = departures.find(space, team.program_id, [nan])[nan]
        (noted,) = audit.entries(space, limit=1)
    assert [each.reason for each in changes] == ["merged", "event", "event"]
    assert changes[0].new_tier_id is None
    assert (gone.into_id, gone.by) == (ann, "li")
    assert (noted["action"], noted["actor"]) == ("member.merge", "li")


def test_when_the_survivor_leaves_nothing_says_who_the_other_one_was(club: Clubs) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan", phone="13800000001")
    then = team.now
    changed(team, "member", nan, name="Nan")
    team.wait(days=1)
    merged(team, ann, nan)
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        remove_member(space, found, ann, now=to_instant(team.now), cause="test")
    told = told_later(team, nan, then)["fields"]
    assert (told["name"], told["phone"]) == (None, None)
