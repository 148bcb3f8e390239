"""What is deleted counts no more, and is known for its time all the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.clock import to_instant
from app.errors import Invalid
from app.runtime.changes import NoSuchRecord
from app.runtime.departing import remove_member
from app.runtime.hindsight import NobodyThen
from app.runtime.intake import Entry
from app.runtime.records import Outcome, Status
from app.runtime.releases import live
from app.runtime.removal import Gone, InUse, remove_record
from app.storage import history, records
from app.storage.held import held
from app.storage.tables import bucket, identity
from app.storage.tables import history as history_table
from tests.runtime.clubs import Club, document
from tests.runtime.ledgers import Books
from tests.runtime.pasts import changed, told_later, told_now

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
BOUGHT = {"count_of": ["activity", "lifetime", {"==": [{"var": "kind"}, "purchase"]}]}
STORE = {
    "key": "store",
    "label": "Store",
    "of_member": False,
    "fields": [{"key": "code", "kind": "text", "label": "Code", "unique": True}],
}
SURVEY = {
    "key": "survey",
    "label": "Survey",
    "occurred": "on",
    "fields": [
        {"key": "on", "kind": "date", "label": "On"},
        {"key": "contact", "kind": "email", "label": "Contact"},
        {"key": "store", "kind": "reference", "label": "S", "options": {"object": "store"}},
    ],
}
RULES = document(
    ("basic", None),
    ("gold", {"and": [{">=": [SPENT, 100]}, {">=": [BOUGHT, 1]}]}),
    objects=[STORE, SURVEY],
)


def removed(team: Club, object_key: str, outcome: Outcome) -> list[Gone]:
    with team.spaces.writing(team.workspace_id) as space:
        return remove_record(
            space,
            live(space, team.program_id),
            object_key,
            outcome.record_id or 0,
            now=to_instant(team.now),
            cause="test",
        )


def left(team: Club, member_id: int) -> None:
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        remove_member(space, found, member_id, now=to_instant(team.now), cause="test")


def spent(team: Club, member_id: int) -> list[int]:
    """Give what the conditions for Gold count, from the columns and from the records."""
    with team.spaces.reading(team.workspace_id) as space:
        members = live(space, team.program_id).catalogue.members
        row = space.execute(records.own(space, members).where(members.identity == member_id)).one()
        values = row._asdict()
        kept = [values[each.value.name] for _, each in sorted(members.metrics.items())]
    gold = told_now(team, member_id)["ladders"][0]["tiers"][1]["explained"]
    told = {each["comparison"]["subject"]: each["comparison"]["value"] for each in gold["children"]}
    assert sorted(kept) == sorted(told.values())
    return sorted(kept)


def test_a_deleted_order_takes_its_purchase_and_its_refunds_along(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    team.buy("ann", 60)
    order = team.buy("ann", 50)
    team.refund(order, 5)
    assert spent(team, ann) == [2, 10_500]
    gone = removed(team, "order", order)
    assert sorted(each.object for each in gone) == ["activity", "order", "refund"]
    assert spent(team, ann) == [1, 6_000]


def test_a_tier_is_not_lost_by_a_deletion_before_the_next_evaluation(club: Clubs) -> None:
    team = club(RULES)
    team.join("ann")
    order = team.buy("ann", 100)
    removed(team, "order", order)
    assert team.tier("ann") == "gold"
    team.wait(days=1)
    team.evaluate()
    assert team.tier("ann") == "basic"


def test_a_deleted_refund_gives_the_order_its_amount_back(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    order = team.buy("ann", 100)
    refund = team.refund(order, 100)
    team.wait(hours=1)
    refunded = team.now
    assert spent(team, ann) == [0, 0]
    team.wait(hours=1)
    removed(team, "refund", refund)
    assert spent(team, ann) == [1, 10_000]
    gold = told_later(team, ann, refunded)["ladders"][0]["tiers"][1]["explained"]
    assert [each["comparison"]["value"] for each in gold["children"]] == [0, 0]


def test_what_was_deleted_is_known_for_its_time(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    order = team.buy("ann", 100)
    then, told = team.now, told_now(team, ann)
    team.wait(days=1)
    removed(team, "order", order)
    assert told_later(team, ann, then) == told
    assert told_later(team, ann, team.now) == told_now(team, ann)


def test_the_number_of_a_deleted_order_may_come_again(club: Clubs) -> None:
    team = club(RULES)
    team.join("ann")
    order = team.buy("ann", 100)
    removed(team, "order", order)
    (again,) = team.send(
        Entry(
            object="order",
            member={"external_id": "ann"},
            values={"external_id": "o1", "amount": "7", "paid_at": team.now.isoformat()},
        )
    )
    assert again.status is Status.CREATED
    assert again.record_id != order.record_id


def test_what_others_refer_to_is_not_deleted(club: Clubs) -> None:
    team = club(RULES)
    team.join("ann")
    store = team.kept(Entry(object="store", values={"code": "s1"}))
    survey = team.kept(
        Entry(
            object="survey",
            member={"external_id": "ann"},
            values={"on": "2026-03-01", "store": {"code": "s1"}},
        )
    )
    with pytest.raises(InUse):
        removed(team, "store", store)
    removed(team, "survey", survey)
    assert removed(team, "store", store) == [Gone(object="store", record_id=store.record_id or 0)]
    with pytest.raises(NoSuchRecord):
        removed(team, "store", store)


def test_a_member_is_not_deleted_as_a_mere_record(club: Clubs) -> None:
    team = club(RULES)
    team.join("ann")
    with pytest.raises(Invalid):
        removed(team, "member", team.buy("ann", 1))


def test_an_entry_of_the_ledger_is_reversed_and_never_deleted(club: Clubs) -> None:
    books = Books(club(RULES))
    entry = books.post("ann", 100)
    with pytest.raises(Invalid):
        removed(books.club, "entry", entry)
    assert books.balance("ann") == 100


def test_points_of_who_left_stay_and_lapse_no_more(club: Clubs) -> None:
    books = Books(club(RULES))
    team = books.club
    tomorrow = to_instant(team.now) // 86_400_000_000 + 1
    books.post("ann", 100, expires_on=tomorrow)
    left(team, books.member("ann"))
    team.wait(days=3)
    assert books.expire() == 0
    assert books.unbalanced() == []


def test_who_left_is_on_no_ladder_and_in_no_evaluation(club: Clubs) -> None:
    team = club(RULES)
    ann, _bob = team.join("ann"), team.join("bob")
    team.buy("ann", 100)
    team.wait(days=1)
    left(team, ann)
    assert team.tiers() == {"bob": "basic"}
    assert team.evaluate().placed == 1
    with team.spaces.reading(team.workspace_id) as space:
        members = live(space, team.program_id).catalogue.members
        assert held(space, members, [ann]) == {}
        assert space.execute(space.select(bucket).where(bucket.c.member_id == ann)).all() == []


def test_who_left_may_come_again_as_somebody_new(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann", phone="13800000001")
    left(team, ann)
    again = team.join("ann", phone="13800000001")
    assert again != ann
    assert team.tier("ann") == "basic"


def test_nothing_says_any_more_who_left(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann", phone="13800000001", birthday="1990-05-01")
    team.kept(
        Entry(
            object="survey",
            member={"external_id": "ann"},
            values={"on": "2026-03-01", "contact": "annli@example.com"},
        )
    )
    changed(team, "member", ann, name="Ann Li")
    changed(team, "member", ann, name="Ann Wu", phone="13800000002")
    left(team, ann)
    with team.spaces.reading(team.workspace_id) as space:
        found = live(space, team.program_id)
        surveys = space.execute(records.own(space, found.catalogue.records["survey"])).all()
        rows = history.after(space, ann, 0)
        named = space.execute(space.select(identity)).all()
        cause = space.execute(space.select(history_table, history_table.c.cause)).scalars().all()
    kept = repr([surveys, rows, named, cause])
    for each in ("Ann", "138", "annli", "'ann'"):
        assert each not in kept
    assert str(ann) in kept


def test_orders_of_who_left_stay_for_what_was_sold(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    team.buy("ann", 100)
    left(team, ann)
    with team.spaces.reading(team.workspace_id) as space:
        orders = live(space, team.program_id).catalogue.records["order"]
        rows = [records.by_field(orders, row) for row in space.execute(records.own(space, orders))]
    assert [(each["member_id"], each["net"]) for each in rows] == [(ann, 10_000)]


def test_where_who_left_stood_is_known_for_its_time(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    changed(team, "member", ann, name="Ann Li")
    team.buy("ann", 100)
    then = team.now
    team.wait(days=1)
    left(team, ann)
    told = told_later(team, ann, then)
    assert told["ladders"][0]["tier"] == "gold"
    assert told["fields"]["name"] is None
    with pytest.raises(NobodyThen):
        told_later(team, ann, team.now + timedelta(seconds=1))


def test_nobody_is_deleted_twice(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    left(team, ann)
    with pytest.raises(NoSuchRecord):
        left(team, ann)
