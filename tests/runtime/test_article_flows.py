"""The automations of the articles, end to end: R-15, R-16, R-31, R-34, R-36, R-41 and R-45."""

from collections.abc import Callable
from typing import Any

import pytest

from app.runtime.intake import Entry
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]
NEAR = {"ladder": "main", "gap": "100"}
LESSONS = {"count_of": ["activity", "365d", {"==": [{"var": "kind"}, "lesson"]}]}
VISITS = {"count_of": ["activity", "30d", {"==": [{"var": "kind"}, "visit"]}]}


@pytest.fixture
def flowings(club: Clubs) -> Flowings:
    return lambda *flows, **more: Flowing(club(programme(*flows, **more)))


def tiers(*asked: Any) -> tuple[Any, ...]:
    return (("basic", None), ("gold", {"and": list(asked)}))


def count_of(kind: str, least: int) -> dict[str, Any]:
    return {">=": [{"count_of": ["activity", "365d", {"==": [{"var": "kind"}, kind]}]}, least]}


@pytest.mark.parametrize(
    ("spent", "coupons"), [("899.99", 0), ("900", 1), ("999.99", 1), ("1000", 0)]
)
def test_r15_only_a_hundred_short_brings_a_coupon_then_a_reminder_when_it_lies_unused(
    flowings: Flowings, spent: str, coupons: int
) -> None:
    """距离晋升只差 100 元 → 发专属券 → 3 天未用则短信提醒."""
    at_work = flowings(
        flow(
            "near_next_tier",
            give(),
            step("three_days", "wait", time={"days": 3}),
            step("used", "coupon_used", step="give", next={"no": "remind"}),
            tell("remind", title="Your coupon waits"),
            options=NEAR,
        )
    )
    anna = at_work.club.join("anna")
    at_work.club.buy("anna", spent)
    at_work.run()
    assert (at_work.coupons(anna), len(at_work.messages(anna))) == (coupons, 0)
    at_work.club.wait(days=3)
    at_work.run()
    assert (at_work.coupons(anna), len(at_work.messages(anna))) == (coupons, coupons)


def test_r15_is_told_for_each_tier_and_again_in_the_next_period(flowings: Flowings) -> None:
    spent = {"sum_of": ["order.net", "period"]}
    at_work = flowings(
        flow("near_next_tier", give(), options=NEAR),
        tiers=(("basic", None), ("gold", {">=": [spent, 1000]}), ("top", {">=": [spent, 2000]})),
        ladder={"period": "year"},
    )
    club, anna = at_work.club, at_work.club.join("anna")
    for amount, coupons in ((950, 1), (10, 1), (40, 1), (950, 2), (10, 2)):
        club.buy("anna", amount)
        at_work.run()
        assert at_work.coupons(anna) == coupons
    club.at(2027, 1, 2)
    club.evaluate()
    assert club.tier("anna") == "basic"
    club.buy("anna", 950)
    at_work.run()
    assert at_work.coupons(anna) == 3


@pytest.mark.parametrize(
    ("done", "told"), [((1, 2), 0), ((2, 2), 1), ((3, 1), 1), ((2, 1), 0), ((3, 2), 0)]
)
def test_r16_one_step_away_is_one_of_a_count_with_all_else_there(
    flowings: Flowings, done: tuple[int, int], told: int
) -> None:
    """Three lessons and two referrals are asked for: one of either may be missing."""
    at_work = flowings(
        flow("near_next_tier", tell(), options={"ladder": "main", "gap": "1", "of": "count"}),
        tiers=tiers(count_of("lesson", 3), count_of("referral", 2)),
    )
    anna = at_work.club.join("anna")
    for kind, times in zip(("referral", "lesson"), reversed(done), strict=True):
        for n in range(times):
            at_work.club.act("anna", kind, external_id=f"{kind}{n}")
    at_work.run()
    # On the way to where a member is now they may have been one step away before.
    assert len(at_work.messages(anna)) == (told or int(done == (3, 2)))


def test_r31_the_active_hear_of_what_is_new_and_the_quiet_of_what_they_get(
    flowings: Flowings,
) -> None:
    at_work = flowings(
        flow(
            "schedule",
            step(
                "active",
                "condition",
                where={">=": [VISITS, 2]},
                next={"yes": "new", "no": "gift"},
            ),
            tell("new", title="New", next={}),
            tell("gift", title="Gift"),
            options={"every": "week", "weekdays": ["mon"], "time": "09:00"},
        )
    )
    club = at_work.club
    members = {name: club.join(name) for name in ("active", "quiet")}
    for n in range(2):
        club.act("active", "visit", external_id=f"v{n}")
    club.act("quiet", "visit", external_id="v9")
    club.at(2026, 3, 2)
    at_work.run()
    said = {
        name: [each.body["title"]["en"] for each in at_work.messages(member)]
        for name, member in members.items()
    }
    assert said == {"active": ["New"], "quiet": ["Gift"]}


def test_r34_a_class_is_offered_before_the_promotion_that_attendance_brings(
    flowings: Flowings,
) -> None:
    """Ten visits make a tier; with two missing the class is offered, once."""
    at_work = flowings(
        flow(
            "near_next_tier",
            tell(title="A class to get there"),
            options={"ladder": "main", "gap": "2", "of": "count"},
        ),
        tiers=tiers(count_of("visit", 10)),
    )
    anna = at_work.club.join("anna")
    told = []
    for n in range(10):
        at_work.club.act("anna", "visit", external_id=f"v{n}")
        at_work.run()
        told.append(len(at_work.messages(anna)))
    assert told == [0] * 7 + [1] * 3
    assert at_work.club.tier("anna") == "gold"


def test_r36_whoever_is_behind_the_calendar_gets_a_plan(flowings: Flowings) -> None:
    """Ten lessons in a hundred days: a lesson behind for every ten days without one."""
    behind = {"<": [{"*": [LESSONS, 10]}, {"days_since": [{"var": "joined_at"}]}]}
    at_work = flowings(
        flow(
            "schedule",
            tell(title="Your plan"),
            options={"time": "08:00", "where": behind},
            reentry="each_period",
            period="month",
        )
    )
    club, keen, slow = at_work.club, at_work.club.join("keen"), at_work.club.join("slow")
    club.act("keen", "lesson", external_id="l1")
    club.at(2026, 3, 11, 9)
    at_work.run()
    assert (len(at_work.messages(keen)), len(at_work.messages(slow))) == (0, 1)
    club.at(2026, 3, 12, 9)
    at_work.run()
    assert (len(at_work.messages(keen)), len(at_work.messages(slow))) == (1, 1)
    club.at(2026, 4, 1, 9)
    at_work.run()
    assert (len(at_work.messages(keen)), len(at_work.messages(slow))) == (2, 2)


def test_r41_the_active_are_challenged_and_the_quiet_eased_in(flowings: Flowings) -> None:
    active = {"key": "active", "label": "Active", "where": {">=": [VISITS, 3]}}
    at_work = flowings(
        flow(
            "segment_changed",
            tell(title="A hard one"),
            options={"segment": "active", "direction": "entered"},
        ),
        flow("inactive", give(), options={"days": 14, "kinds": ["visit"]}) | {"key": "ease"},
        segments=[active],
    )
    club, keen, slow = at_work.club, at_work.club.join("keen"), at_work.club.join("slow")
    at_work.run()
    for n in range(3):
        club.act("keen", "visit", external_id=f"v{n}")
        at_work.run()
        assert len(at_work.messages(keen)) == (1 if n == 2 else 0)
    club.wait(days=10)
    club.act("keen", "visit", external_id="v3")
    club.wait(days=5)
    at_work.run()
    assert (at_work.coupons(keen), at_work.coupons(slow)) == (0, 1)
    assert (len(at_work.messages(keen)), len(at_work.messages(slow))) == (1, 0)


SUGGESTION = {
    "key": "suggestion",
    "label": "Suggestion",
    "occurred": "sent_at",
    "fields": [
        {"key": "external_id", "kind": "text", "label": "No.", "unique": True},
        {"key": "text", "kind": "text", "label": "Text"},
        {"key": "sent_at", "kind": "datetime", "label": "Sent"},
        {
            "key": "status",
            "kind": "choice",
            "label": "Status",
            "options": {
                "choices": [{"key": each, "label": each} for each in ("new", "adopted", "refused")]
            },
        },
    ],
}


def test_r45_an_adopted_suggestion_is_praised_and_rewarded_once(flowings: Flowings) -> None:
    adopted = {"==": [{"var": "status"}, "adopted"]}
    at_work = flowings(
        flow(
            "record_changed",
            tell(title="Thank you"),
            step("points", "grant_points", currency="points", amount=50),
            options={
                "object": "suggestion",
                "fields": ["status"],
                "where": adopted,
                "became": True,
            },
        ),
        objects=[SUGGESTION],
    )
    club, anna = at_work.club, at_work.club.join("anna")

    def send(**values: Any) -> None:
        entry = Entry(
            object="suggestion",
            member={"external_id": "anna"},
            values={"external_id": "s1", **values},
        )
        (outcome,) = club.send(entry, update=True)
        assert not outcome.findings
        at_work.run()

    send(text="Open on Sundays", status="new", sent_at=club.now.isoformat())
    told = []
    for values in (
        {"text": "Open on Sundays, please"},
        {"status": "refused"},
        {"status": "adopted"},
        {"status": "adopted"},
        {"text": "Thanks"},
    ):
        send(**values)
        told.append(len(at_work.messages(anna)))
    assert told == [0, 0, 1, 1, 1]


def test_r32_a_stalled_member_gets_a_coupon_a_survey_and_a_call_once_for_each_spell(
    flowings: Flowings,
) -> None:
    at_work = flowings(
        flow(
            "inactive",
            give(),
            tell("survey", title="Tell us why"),
            step("call", "task", title="Call the member", role="operator"),
            options={"days": 30, "kinds": ["visit"]},
        )
    )
    club, anna = at_work.club, at_work.club.join("anna")
    at_work.run()
    for _ in range(3):
        club.wait(days=16)
        at_work.run()
    assert (at_work.coupons(anna), len(at_work.messages(anna))) == (1, 1)
    assert [(each.state, each.step) for each in at_work.runs()] == [("waiting", "call")]
    club.act("anna", "visit")
    club.wait(days=32)
    at_work.run()
    assert at_work.coupons(anna) == 2
