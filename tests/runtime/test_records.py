"""Records coming in: kept once, refused one by one, and answered with the tier."""

from collections.abc import Callable
from typing import Any

import pytest

from app.builder import drafts
from app.runtime.intake import Entry
from app.runtime.records import Status
from app.runtime.releases import live
from app.storage import records
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
GOLD = document(("basic", None), ("gold", {">=": [SPENT, 100]}))


def order(name: str, number: str, amount: Any, **more: Any) -> Entry:
    values = {"external_id": number, "amount": amount, "paid_at": "2026-03-01T04:00:00Z", **more}
    return Entry(object="order", member={"external_id": name}, values=values)


def rows(club: Club, object_key: str) -> list[dict[str, Any]]:
    with club.spaces.reading(club.workspace_id) as space:
        kept = live(space, club.program_id).catalogue.records[object_key]
        return [records.by_field(kept, row) for row in space.execute(records.own(space, kept))]


def test_the_answer_to_an_event_carries_the_new_tier(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    (outcome,) = team.send(order("ann", "o1", "100.00"))
    assert outcome.status is Status.CREATED
    assert [(each.old, each.new) for each in outcome.moved] == [("basic", "gold")]


def test_an_event_sent_twice_is_kept_once(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    first, again = (team.send(order("ann", "o1", "60.00"))[0] for _ in range(2))
    assert again.status is Status.KNOWN
    assert again.record_id == first.record_id
    assert team.tier("ann") == "basic"
    assert len(rows(team, "order")) == 1


def test_the_same_event_twice_in_one_batch_is_kept_once(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    outcomes = team.send(order("ann", "o1", "60"), order("ann", "o1", "60"))
    assert [each.status for each in outcomes] == [Status.CREATED, Status.KNOWN]
    assert outcomes[1].record_id == outcomes[0].record_id


def test_one_bad_event_leaves_the_others_alone(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    bad, good = team.send(order("ann", "o1", "12.345"), order("ann", "o2", "100"))
    assert bad.status is Status.REFUSED
    assert [each.path for each in bad.findings] == ["/amount"]
    assert good.status is Status.CREATED
    assert team.tier("ann") == "gold"


def test_an_unknown_object_or_field_is_refused_by_name(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    strange, misspelt = team.send(
        Entry(object="ordre", member={"external_id": "ann"}, values={}),
        order("ann", "o1", "1", chanel="app"),
    )
    assert "ordre" in strange.findings[0].message.en
    assert misspelt.findings[0].path == "/chanel"


def test_net_spend_cannot_be_written_from_outside(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    (outcome,) = team.send(order("ann", "o1", "1", net="1000"))
    assert outcome.status is Status.REFUSED
    assert outcome.findings[0].path == "/net"


def test_a_member_nobody_knows_is_made_when_that_is_wanted(club: Clubs) -> None:
    team = club(GOLD)
    first, second = team.send(order("new", "o1", "60"), order("new", "o2", "40"))
    assert first.member_id == second.member_id
    assert team.tier("new") == "gold"
    assert rows(team, "member")[0]["number"] == "M000001"


def test_an_event_for_nobody_is_refused(club: Clubs) -> None:
    team = club(GOLD)
    (outcome,) = team.send(Entry(object="order", values={"amount": "1", "paid_at": "2026-03-01"}))
    assert outcome.status is Status.REFUSED
    assert outcome.findings[0].path == "/member"


def test_a_phone_belongs_to_one_member(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann", phone="13800138000")
    entry = Entry(
        object="member",
        values={"external_id": "bob", "phone": "13800138000", "joined_at": "2026-03-01T00:00:00Z"},
    )
    (outcome,) = team.send(entry)
    assert outcome.status is Status.REFUSED
    assert outcome.findings[0].path == "/phone"
    (later,) = team.send(Entry(object="member", values={**entry.values, "phone": "13800138001"}))
    assert later.status is Status.CREATED


def test_a_changed_phone_frees_the_old_one(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann", phone="13800138000")
    changed = Entry(
        object="member",
        values={"external_id": "ann", "phone": "13800138001", "joined_at": "2026-03-01T04:00:00Z"},
    )
    assert team.send(changed, update=True)[0].status is Status.UPDATED
    team.join("bob", phone="13800138000")
    taken = Entry(
        object="member",
        values={"external_id": "cat", "phone": "13800138001", "joined_at": "2026-03-01T04:00:00Z"},
    )
    assert team.send(taken)[0].status is Status.REFUSED


def test_a_record_of_another_workspace_cannot_be_referred_to(club: Clubs) -> None:
    team = club(GOLD)
    other = Club(team.spaces, GOLD, key="other")
    team.join("ann")
    other.join("bob")
    foreign = other.buy("bob", 10)
    (outcome,) = team.send(
        Entry(
            object="refund",
            member={"external_id": "ann"},
            values={
                "order": str(foreign.record_id),
                "amount": "1",
                "refunded_at": "2026-03-01T04:00:00Z",
            },
        )
    )
    assert outcome.status is Status.REFUSED
    assert outcome.findings[0].path == "/order"


def test_a_refund_of_more_than_was_paid_is_refused(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    bought = team.buy("ann", 100)
    refund = Entry(
        object="refund",
        member={"external_id": "ann"},
        values={
            "order": str(bought.record_id),
            "amount": "100.01",
            "refunded_at": "2026-03-01T04:00:00Z",
        },
    )
    assert team.send(refund)[0].status is Status.REFUSED
    assert rows(team, "order")[0]["net"] == 10_000


def test_an_order_that_comes_again_with_another_amount_is_refused(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    team.send(order("ann", "o1", "60"))
    changed, same = (
        team.send(order("ann", "o1", amount, channel="app"), update=True)[0]
        for amount in ("100", "60")
    )
    assert changed.status is Status.REFUSED
    assert changed.findings[0].path == "/amount"
    assert same.status is Status.UPDATED
    assert [(each["net"], each["channel"]) for each in rows(team, "order")] == [(6_000, "app")]


def test_a_record_that_comes_twice_in_a_batch_is_made_and_then_changed(club: Clubs) -> None:
    team = club(GOLD)
    first = order("ann", "o1", "100.00", channel="store")
    joining = Entry(
        object="member", values={"external_id": "ann", "joined_at": "2026-02-01T04:00:00Z"}
    )
    again = order("ann", "o1", "100.00", channel="app")
    outcomes = team.send(joining, first, again, joining, update=True)
    assert [each.status for each in outcomes] == [
        Status.CREATED,
        Status.CREATED,
        Status.UPDATED,
        Status.UPDATED,
    ]
    assert [each["channel"] for each in rows(team, "order")] == ["app"]
    assert team.tier("ann") == "gold"


def test_a_late_event_counts_on_the_day_it_happened(club: Clubs) -> None:
    rule = {">=": [{"streak_of": ["activity", "best", "day"]}, 3]}
    team = club(document(("basic", None), ("regular", rule)))
    team.join("ann")
    for day in ("2026-02-25", "2026-02-27"):
        team.send(activity("ann", day))
    assert team.tier("ann") == "basic"
    (outcome,) = team.send(activity("ann", "2026-02-26"))
    assert outcome.moved[0].new == "regular"


def activity(name: str, day: str) -> Entry:
    values = {"kind": "login", "occurred_at": f"{day}T04:00:00Z"}
    return Entry(object="activity", member={"external_id": name}, values=values)


def test_what_happens_in_the_future_counts_when_its_day_comes(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    team.send(order("ann", "o1", "100", paid_at="2026-03-05T04:00:00Z"))
    assert team.tier("ann") == "basic"
    team.at(2026, 3, 5)
    team.evaluate()
    assert team.tier("ann") == "gold"


def test_a_draft_is_never_run(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    with team.spaces.writing(team.workspace_id) as space:
        easier = document(("basic", None), ("gold", {">=": [SPENT, 1]}))
        seen = drafts.get(space, team.program_id).version
        drafts.save(space, team.program_id, easier, seen=seen, now=team.now, by=None)
    team.buy("ann", 50)
    team.evaluate()
    assert team.tier("ann") == "basic"


def test_an_order_of_less_than_nothing_is_refused(club: Clubs) -> None:
    team = club(GOLD)
    team.join("ann")
    with pytest.raises(AssertionError, match="不能为负"):
        team.buy("ann", "-0.01")
    team.buy("ann", 0)
