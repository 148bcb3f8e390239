"""R-32 and R-35: whoever stands still is called, whoever has learned enough goes on."""

from collections.abc import Callable
from typing import Any

from app.runtime.tasks import Action
from tests.runtime.clubs import Club
from tests.runtime.desks import Desk, ask
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]


def test_whoever_stands_still_gets_a_coupon_a_survey_and_a_call(club: Clubs) -> None:
    """R-32: the three kinds of action, and what the person on the phone found out."""
    fields: list[Any] = [{"key": "why", "kind": "text", "label": "Why"}]
    found = flow(
        "activity",
        give(),
        tell("survey", title="Tell us"),
        ask(edited=["why"], next={"done": "thanks"}),
        tell("thanks", title="Thank you", next={}),
        options={"kind": "stalled"},
    )
    desk = Desk.of(club, found, objects=[{"key": "member", "label": "Member", "fields": fields}])
    mia = desk.hire("mia")
    anna = desk.club.join("anna")
    desk.club.act("anna", "stalled")
    desk.run()
    assert (desk.coupons(anna), len(desk.messages(anna)), len(desk.tasks())) == (1, 1, 1)
    desk.does(mia, Action.DONE, member={"why": "moved away"})
    assert (len(desk.messages(anna)), desk.states()) == (2, ["done"])


def test_points_and_finished_courses_together_bring_the_advanced_pack(club: Clubs) -> None:
    """R-35: the share of the courses begun that were finished, and growth value."""
    begun, done = (
        {"count_of": ["activity", "365d", {"==": [{"var": "kind"}, kind]}]}
        for kind in ("begin", "finish")
    )
    share = {">=": [{"*": [done, 100]}, {"*": [begun, 80]}]}
    earned = {">=": [{"sum_of": ["entry.amount", "365d"]}, 100]}
    found = flow(
        "activity",
        step("ready", "condition", where={"and": [share, earned]}, next={"yes": "give"}),
        give(next={}),
        options={"kind": "finish"},
    )
    first = flow("activity", step("points", "grant_points", amount=100), options={"kind": "learn"})
    at_work = Flowing(club(programme(found, first | {"key": "learning"})))
    anna = at_work.club.join("anna")
    for kind in ("learn", *("begin",) * 5):
        at_work.club.act("anna", kind)
    at_work.run()
    given = []
    for _ in range(4):
        at_work.club.act("anna", "finish")
        at_work.run()
        given.append(at_work.coupons(anna))
    assert given == [0, 0, 0, 1]
