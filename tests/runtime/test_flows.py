"""Automations at work: who goes in, what it brings, and that it happens once."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.program.steps import STEP_KINDS
from app.program.triggers import TRIGGER_KINDS
from app.runtime.intake import Entry
from app.runtime.records import record_many
from app.runtime.steps import STEPS
from app.runtime.triggers import TRIGGERS
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]


class Undone(Exception):
    pass


@pytest.fixture
def flowings(club: Clubs) -> Callable[..., Flowing]:
    return lambda *flows, **more: Flowing(club(programme(*flows, **more)))


NEAR = {"ladder": "main", "gap": "100"}


def test_every_kind_that_is_designed_works_and_none_works_undesigned() -> None:
    assert {each.key for each in STEPS} == {each.key for each in STEP_KINDS}
    assert {each.key for each in TRIGGERS} == {each.key for each in TRIGGER_KINDS}


@pytest.mark.parametrize(
    ("spent", "coupons"), [("899.99", 0), ("900", 1), ("999.99", 1), ("1000", 0)]
)
def test_a_gap_of_a_hundred_brings_a_coupon(flowings: Flowings, spent: str, coupons: int) -> None:
    """R-15: 100.01 and nothing bring none, 100 and a cent do."""
    at_work = flowings(flow("near_next_tier", give(), options=NEAR))
    anna = at_work.club.join("anna")
    at_work.club.buy("anna", spent)
    at_work.run()
    assert at_work.coupons(anna) == coupons


def test_the_gap_counts_only_when_everything_else_is_met(flowings: Flowings) -> None:
    """E-16."""
    asked = {
        "and": [
            {">=": [{"sum_of": ["order.net", "365d"]}, 1000]},
            {">=": [{"count_of": ["activity", "365d", {"==": [{"var": "kind"}, "visit"]}]}, 2]},
        ]
    }
    at_work = flowings(
        flow("near_next_tier", give(), options=NEAR), tiers=(("basic", None), ("gold", asked))
    )
    anna = at_work.club.join("anna")
    at_work.club.buy("anna", 950)
    at_work.club.act("anna", "visit")
    at_work.run()
    assert at_work.coupons(anna) == 0
    at_work.club.act("anna", "visit")
    at_work.run()
    assert at_work.coupons(anna) == 1


def test_the_gap_is_told_once_for_a_tier_and_period_though_a_refund_opens_it_again(
    flowings: Flowings,
) -> None:
    at_work = flowings(flow("near_next_tier", give(), options=NEAR))
    anna = at_work.club.join("anna")
    at_work.club.buy("anna", 950)
    second = at_work.club.buy("anna", 20)
    at_work.run()
    at_work.club.refund(second, 20)
    at_work.run()
    assert at_work.coupons(anna) == 1
    assert len(at_work.runs()) == 1


def test_one_referral_short_is_near_as_well(flowings: Flowings) -> None:
    """R-16: a gap in count."""
    asked = {">=": [{"count_of": ["activity", "365d", {"==": [{"var": "kind"}, "visit"]}]}, 3]}
    at_work = flowings(
        flow("near_next_tier", tell(), options={"ladder": "main", "gap": "1", "of": "count"}),
        tiers=(("basic", None), ("gold", asked)),
    )
    anna = at_work.club.join("anna")
    for told in (0, 1):
        at_work.club.act("anna", "visit")
        at_work.run()
        assert len(at_work.messages(anna)) == told


def test_those_near_already_go_in_when_a_flow_is_published(flowings: Flowings) -> None:
    at_work = flowings()
    anna = at_work.club.join("anna")
    at_work.club.buy("anna", 950)
    at_work.club.wait(minutes=1)
    at_work.club.publish(programme(flow("near_next_tier", give(), options=NEAR, enrol="both")))
    at_work.run()
    assert at_work.coupons(anna) == 1


def test_publishing_at_once_lets_in_nobody_who_was_near_already(flowings: Flowings) -> None:
    """The evaluation that publishing brings is of what is true as the flow begins."""
    at_work = flowings()
    anna, ben = at_work.club.join("anna"), at_work.club.join("ben")
    at_work.club.buy("anna", 950)
    at_work.club.wait(minutes=1)
    at_work.club.publish(programme(flow("near_next_tier", give(), options=NEAR)))
    at_work.club.evaluate()
    at_work.run()
    at_work.run()
    assert at_work.coupons(anna) == 0
    at_work.club.wait(minutes=1)
    at_work.club.buy("ben", 950)
    at_work.run()
    assert (at_work.coupons(anna), at_work.coupons(ben)) == (0, 1)


def test_rising_brings_a_pack_and_a_blessing_once(flowings: Flowings) -> None:
    """R-19 and e4: jumping, falling and rising again bring what re-entry says."""
    at_work = flowings(
        flow("tier_changed", give(), tell(), options={"ladder": "main"}, reentry="once")
    )
    anna = at_work.club.join("anna")
    first = at_work.club.buy("anna", 1000)
    at_work.run()
    assert (at_work.coupons(anna), len(at_work.messages(anna))) == (1, 1)
    at_work.club.refund(first, 1000)
    at_work.club.wait(days=1)
    at_work.club.evaluate()
    assert at_work.club.tier("anna") == "basic"
    at_work.club.buy("anna", 1000)
    at_work.run()
    assert at_work.coupons(anna) == 1


def test_to_join_on_the_lowest_tier_is_no_rise(flowings: Flowings) -> None:
    at_work = flowings(
        flow("record_created", give(), options={"object": "member"}),
        flow("tier_changed", tell(), options={"ladder": "main"}) | {"key": "rose"},
    )
    anna = at_work.club.join("anna")
    at_work.run()
    assert at_work.messages(anna) == []
    at_work.club.buy("anna", 1000)
    at_work.run()
    assert len(at_work.messages(anna)) == 1


def test_a_fall_at_an_evaluation_is_a_trigger_too(flowings: Flowings) -> None:
    at_work = flowings(
        flow("tier_changed", tell(), options={"ladder": "main", "direction": "down"})
    )
    anna = at_work.club.join("anna")
    at_work.club.buy("anna", 1000)
    at_work.club.wait(days=400)
    at_work.club.evaluate()
    at_work.run()
    assert at_work.club.tier("anna") == "basic"
    assert [each.body["title"]["zh"] for each in at_work.messages(anna)] == ["Hello"]


def test_a_wait_lasts_as_long_as_it_says_and_through_quiet_hours(flowings: Flowings) -> None:
    at_work = flowings(
        flow(
            "activity",
            step("rest", "wait", time={"hours": 10}, quiet={"from": "21:00", "to": "09:00"}),
            tell(),
            options={"kind": "visit"},
        )
    )
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    (run,) = at_work.runs()
    assert (run.state, run.step) == ("waiting", "rest")
    at_work.club.at(2026, 3, 2, 8)
    at_work.run()
    assert at_work.messages(anna) == []
    at_work.club.at(2026, 3, 2, 9)
    at_work.run()
    (run,) = at_work.runs()
    assert len(at_work.messages(anna)) == 1
    assert at_work.trace(run) == [("rest", "next"), ("tell", "next")]
    assert run.state == "done"


@pytest.mark.parametrize(("buys", "told"), [(True, 0), (False, 1)])
def test_waiting_for_an_event_ends_with_it_or_with_the_time(
    flowings: Flowings, *, buys: bool, told: int
) -> None:
    at_work = flowings(
        flow(
            "activity",
            step(
                "await",
                "wait_for",
                event="order",
                time={"days": 3},
                next={"happened": "thank", "timeout": "tell"},
            ),
            tell(next={}),
            step("thank", "goal"),
            options={"kind": "visit"},
        )
    )
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    at_work.club.wait(days=1)
    if buys:
        at_work.club.buy("anna", 10)
    at_work.run()
    assert at_work.states() == (["goal"] if buys else ["waiting"])
    at_work.club.wait(days=2)
    at_work.run()
    assert len(at_work.messages(anna)) == told


def test_a_coupon_not_used_in_three_days_brings_a_reminder(flowings: Flowings) -> None:
    """The journey of the issue: coupon, three days, a message for those who did not use it."""
    at_work = flowings(
        flow(
            "near_next_tier",
            give(),
            step("rest", "wait", time={"days": 3}),
            step("used", "coupon_used", step="give", next={"no": "tell"}),
            tell(channel="sms"),
            options=NEAR,
        )
    )
    anna = at_work.club.join("anna")
    at_work.club.buy("anna", 950)
    at_work.run()
    at_work.club.wait(days=3)
    at_work.run()
    (message,) = at_work.messages(anna)
    (run,) = at_work.runs()
    assert (message.channel, message.state) == ("sms", "ready")
    assert message.idem == f"{run.id}:tell:3"


def test_active_members_get_one_thing_and_inactive_ones_another(flowings: Flowings) -> None:
    """R-31 and R-41."""
    active = {">=": [{"count_of": ["activity", "30d"]}, 2]}
    at_work = flowings(
        flow(
            "schedule",
            step(
                "ways",
                "split",
                branches=[{"key": "active", "where": active}],
                next={"active": "news", "else": "give"},
            ),
            tell("news", next={}),
            give(next={}),
            options={"every": "week", "weekdays": ["mon"], "time": "10:00"},
        )
    )
    anna, ben = at_work.club.join("anna"), at_work.club.join("ben")
    at_work.club.act("anna", "visit")
    at_work.club.act("anna", "share")
    at_work.club.at(2026, 3, 2, 10)
    at_work.run()
    assert (len(at_work.messages(anna)), at_work.coupons(anna)) == (1, 0)
    assert (len(at_work.messages(ben)), at_work.coupons(ben)) == (0, 1)


def test_tags_say_what_members_are_given(flowings: Flowings) -> None:
    """R-30: the first branch that is met, and a usual reward for those without a tag."""
    tags = {"key": "tags", "kind": "tags", "label": "Tags"}
    films, sports = ({"any_of": [{"var": "tags"}, [each]]} for each in ("films", "sports"))
    at_work = flowings(
        flow(
            "tier_changed",
            step(
                "ways",
                "split",
                branches=[{"key": "films", "where": films}, {"key": "sports", "where": sports}],
                next={"films": "cinema", "sports": "course", "else": "usual"},
            ),
            tell("cinema", title="cinema", next={}),
            tell("course", title="course", next={}),
            tell("usual", title="usual", next={}),
            options={"ladder": "main"},
        ),
        objects=[{"key": "member", "label": "Member", "fields": [tags]}],
    )
    held = {"anna": ["films", "sports"], "ben": ["sports"], "cleo": None}
    ids = {name: at_work.club.join(name, tags=each) for name, each in held.items()}
    for name in held:
        at_work.club.buy(name, 1000)
    at_work.run()
    given = {name: at_work.messages(each)[0].body["title"]["en"] for name, each in ids.items()}
    assert given == {"anna": "cinema", "ben": "course", "cleo": "usual"}


def test_a_suggestion_that_is_adopted_is_praised_once(flowings: Flowings) -> None:
    """R-45: a record became what the condition asks."""
    idea = {
        "key": "idea",
        "label": "Idea",
        "fields": [
            {"key": "external_id", "kind": "text", "label": "Id", "unique": True},
            {"key": "state", "kind": "choice", "label": "S", "options": {"choices": ["new", "ok"]}},
            {"key": "text", "kind": "text", "label": "T"},
        ],
    }
    at_work = flowings(
        flow(
            "record_changed",
            give(),
            options={
                "object": "idea",
                "where": {"==": [{"var": "state"}, "ok"]},
                "became": True,
            },
        ),
        objects=[idea],
    )
    anna = at_work.club.join("anna")

    def send(**values: Any) -> None:
        entry = Entry(
            object="idea",
            member={"external_id": "anna"},
            values={"external_id": "i1", **values},
        )
        at_work.club.send(entry, update=True)
        at_work.run()

    send(state="new", text="a")
    assert at_work.coupons(anna) == 0
    send(state="ok")
    assert at_work.coupons(anna) == 1
    send(text="b")
    assert at_work.coupons(anna) == 1


def test_steps_change_fields_put_on_tags_and_create_records(flowings: Flowings) -> None:
    fields = [
        {"key": "tags", "kind": "tags", "label": "Tags"},
        {"key": "level", "kind": "integer", "label": "Level"},
        {"key": "seen", "kind": "date", "label": "Seen"},
    ]
    at_work = flowings(
        flow(
            "activity",
            step("level", "change_field", field="level", value=3),
            step("seen", "change_field", field="seen", value="now"),
            step("tag", "tag", field="tags", add=["hot"]),
            step(
                "note",
                "create_record",
                object="activity",
                values={"kind": "noted", "occurred_at": "now"},
            ),
            step("points", "grant_points", amount=20),
            options={"kind": "visit"},
        ),
        flow("activity", tell(), options={"kind": "noted"}) | {"key": "second"},
        objects=[{"key": "member", "label": "Member", "fields": fields}],
    )
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    assert at_work.states() == ["done", "done"]
    assert [each.chain for each in at_work.runs()] == ["", "flow"]
    assert len(at_work.messages(anna)) == 1


def test_a_flow_that_sets_itself_in_motion_stops_and_names_the_chain(flowings: Flowings) -> None:
    """C-17."""
    make = step(
        "make", "create_record", object="activity", values={"kind": "b", "occurred_at": "now"}
    )
    back = step(
        "back", "create_record", object="activity", values={"kind": "a", "occurred_at": "now"}
    )
    at_work = flowings(
        flow("activity", make, options={"kind": "a"}) | {"key": "first"},
        flow("activity", back, options={"kind": "b"}) | {"key": "second"},
    )
    at_work.club.join("anna")
    at_work.club.act("anna", "a")
    at_work.run()
    stopped = [each for each in at_work.runs() if each.state == "looped"]
    assert [each.error for each in stopped] == ["first>second>first"]
    assert sorted(at_work.states()) == ["done", "done", "looped"]


def test_groups_are_divided_by_chance_and_always_the_same_way(flowings: Flowings) -> None:
    """R-26, C-15."""
    variants = [{"key": "points", "percent": 45}, {"key": "event", "percent": 45}]
    at_work = flowings(
        flow(
            "schedule",
            step("groups", "ab_split", variants=variants, holdout=10, next={"points": "give"}),
            give(next={}),
            options={"every": "day", "time": "13:00"},
        )
    )
    for n in range(200):
        at_work.club.join(f"m{n}")
    at_work.club.wait(hours=2)
    at_work.run()
    first = {run.member_id: at_work.trace(run)[0][1] for run in at_work.runs()}
    at_work.club.wait(days=1)
    at_work.run()
    again = {run.member_id: at_work.trace(run)[0][1] for run in at_work.runs()[200:]}
    assert first == again
    found = [list(first.values()).count(each) for each in ("points", "event", "holdout")]
    assert 70 < found[0] < 110
    assert 70 < found[1] < 110
    assert 5 < found[2] < 40


def test_advertising_passes_by_those_who_did_not_agree(flowings: Flowings) -> None:
    agreed = {"key": "agreed", "kind": "boolean", "label": "Agreed"}
    at_work = flowings(
        flow(
            "activity",
            tell(purpose="marketing", consent={"==": [{"var": "agreed"}, True]}),
            options={"kind": "visit"},
        ),
        objects=[{"key": "member", "label": "Member", "fields": [agreed]}],
    )
    anna, ben = at_work.club.join("anna", agreed=True), at_work.club.join("ben")
    for name in ("anna", "ben"):
        at_work.club.act(name, "visit")
    at_work.run()
    assert (len(at_work.messages(anna)), len(at_work.messages(ben))) == (1, 0)
    assert [at_work.trace(run)[0][1] for run in at_work.runs()] == ["next", "refused"]


def test_what_is_undone_leaves_no_run(flowings: Flowings) -> None:
    at_work = flowings(flow("activity", tell(), options={"kind": "visit"}))
    club = at_work.club
    club.join("anna")

    entry = Entry(
        object="activity",
        member={"external_id": "anna"},
        values={"kind": "visit", "occurred_at": club.now.isoformat()},
    )

    def send() -> None:
        with club.spaces.writing(club.workspace_id) as space:
            record_many(space, club.live, [entry], now=to_instant(club.now), cause="test")
            raise Undone

    with pytest.raises(Undone):
        send()
    assert at_work.runs() == []
