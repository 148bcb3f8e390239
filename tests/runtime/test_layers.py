"""Tiers held beside the earned one: set by a person, tried, paid for (R-21, C-6, E-12)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.clock import from_instant, to_instant
from app.errors import Conflict, Invalid, NotFound
from app.runtime import evaluation, granting
from app.runtime.granting import Granted
from app.runtime.holding import Ended, Phase
from app.runtime.jobs import evaluate_what_is_due
from app.runtime.releases import live
from app.runtime.standing import LadderView, standing
from app.storage import audit
from app.storage.layers import Kind, Layer
from app.storage.standings import changes_of
from tests.runtime.clubs import NOON, Club, document

MakeClub = Callable[..., Club]
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
WEEK = 7


def spent(amount: int, window: str = "lifetime") -> Any:
    return {">=": [{"sum_of": ["order.net", window]}, amount]}


def content(**ladder: Any) -> dict[str, Any]:
    """Regular, silver from 1,000, gold from 3,000, diamond from 8,000; gold may be tried."""
    trial = {"key": "taste", "label": "Taste", "tier": "gold", "days": WEEK}
    return document(
        ("regular", None),
        ("silver", spent(1000)),
        ("gold", spent(3000)),
        ("diamond", spent(8000)),
        ladder={"trials": [trial], **ladder},
    )


class Front:
    """The people who set tiers, and what a member is shown."""

    def __init__(self, team: Club) -> None:
        self.team = team

    def give(  # What a person fills in.
        self,
        member: int,
        kind: Kind,
        tier: str,
        *,
        until: datetime | None = None,
        begin: datetime | None = None,
        why: str = "a reason",
    ) -> Layer:
        team = self.team
        wanted = Granted(
            member_id=member,
            ladder="main",
            kind=kind,
            tier=tier,
            reason=why,
            starts_at=to_instant(begin or team.now),
            ends_at=None if until is None else to_instant(until),
        )
        with team.spaces.writing(team.workspace_id) as space:
            found = live(space, team.program_id)
            return granting.grant(space, found, wanted, now=to_instant(team.now), by="ann@x")

    def buy(self, member: int, tier: str, days: int) -> Layer:
        return self.give(member, Kind.PAID, tier, until=self.team.now + days * DAY)

    def try_out(self, member: int, trial: str = "taste") -> Layer:
        team = self.team
        with team.spaces.writing(team.workspace_id) as space:
            found = live(space, team.program_id)
            now = to_instant(team.now)
            return granting.start_trial(space, found, member, "main", trial, now=now, by=None)

    def end(self, member: int, layer: Layer, why: str = "no longer") -> None:
        team = self.team
        with team.spaces.writing(team.workspace_id) as space:
            found, now = live(space, team.program_id), to_instant(team.now)
            granting.end(space, found, member, layer.id, now=now, by="ann@x", why=why)

    def tick(self) -> None:
        """Let the worker begin and end what is due."""
        team = self.team
        evaluation.turn_layers(
            team.spaces, team.workspace_id, team.program_id, now=to_instant(team.now)
        )

    def view(self, member: int) -> LadderView:
        team = self.team
        with team.spaces.reading(team.workspace_id) as space:
            found = standing(space, live(space, team.program_id), member, now=to_instant(team.now))
        return found.ladders[0]

    def shown(self, member: int) -> str:
        """The tier a member is shown now, and the layer it comes from."""
        view = self.view(member)
        assert view.tier is not None
        assert view.holding is not None
        by = view.holding.by
        return f"{view.tier.key} {'earned' if by is None else by.layer.kind}"

    def history(self, member: int) -> list[str]:
        """Every move of the tier in force, oldest first, with its moment and layer."""
        team = self.team
        with team.spaces.reading(team.workspace_id) as space:
            columns = live(space, team.program_id).catalogue.members.ladders["main"]
            found = changes_of(space, team.program_id, member)
        key = columns.key_of
        return [
            f"{key(each.old_tier_id)}>{key(each.new_tier_id)} {each.layer}"
            f" {(from_instant(each.at) - NOON) / DAY:g}"
            for each in reversed(found)
            if each.old_tier_id not in {None, each.new_tier_id}
        ]


@pytest.fixture
def front(club: MakeClub) -> Front:
    return Front(club(content()))


def test_a_trial_begins_at_once_and_ends_to_the_second(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    trial = front.try_out(ann)
    assert front.shown(ann) == "gold trial"
    assert trial.ends_at == to_instant(team.now + WEEK * DAY)
    for moment, shown in (
        (NOON + WEEK * DAY - SECOND, "gold trial"),
        (NOON + WEEK * DAY, "regular earned"),
        (NOON + WEEK * DAY + SECOND, "regular earned"),
    ):
        team.now = moment
        assert front.shown(ann) == shown, "The worker has not ticked; the clock decides."
    front.tick()
    assert team.tier("ann") == "regular"
    assert front.history(ann) == ["regular>gold trial 0", "gold>regular trial 7"]


def test_after_a_trial_a_member_is_back_on_the_tier_that_was_earned_meanwhile(
    front: Front,
) -> None:
    team, ann = front.team, front.team.join("ann")
    front.try_out(ann)
    team.buy("ann", 1000)
    assert front.shown(ann) == "gold trial", "Silver was earned; gold is still tried."
    team.wait(days=WEEK)
    front.tick()
    assert front.shown(ann) == "silver earned"


def test_a_trial_ends_when_the_tier_is_earned_and_the_tier_stays(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.try_out(ann)
    team.wait(days=3)
    team.buy("ann", 3000)
    assert front.shown(ann) == "gold earned"
    view = front.view(ann)
    assert view.holding is not None
    assert [each.ended for each in view.holding.layers] == [Ended.CONVERTED]
    assert view.since == to_instant(NOON), "Gold has not been interrupted."
    team.wait(days=WEEK)
    front.tick()
    assert front.shown(ann) == "gold earned"


def test_what_is_not_quite_enough_does_not_convert_a_trial(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.try_out(ann)
    team.buy("ann", "2999.99")
    view = front.view(ann)
    assert view.holding is not None
    assert view.holding.by is not None
    team.wait(days=WEEK)
    front.tick()
    assert front.shown(ann) == "silver earned"


def test_a_tier_is_tried_once_in_a_life(front: Front) -> None:
    ann = front.team.join("ann")
    trial = front.try_out(ann)
    with pytest.raises(Conflict):
        front.try_out(ann)
    front.end(ann, trial)
    assert front.shown(ann) == "regular earned"
    with pytest.raises(Conflict, match="once"):
        front.try_out(ann)
    front.team.wait(days=400)
    with pytest.raises(Conflict, match="once"):
        front.try_out(ann)


@pytest.mark.parametrize(("amount", "may"), [("499.99", "not"), ("500", "may"), ("500.01", "may")])
def test_only_who_meets_its_condition_may_try(club: MakeClub, amount: str, may: str) -> None:
    trial = {"key": "taste", "label": "T", "tier": "gold", "days": WEEK, "who": spent(500)}
    front = Front(club(content(trials=[trial])))
    ann = front.team.join("ann")
    front.team.buy("ann", amount)
    (offer,) = front.view(ann).offers
    assert (offer.refused is None) == (may == "may")
    if may == "may":
        front.try_out(ann)
    else:
        with pytest.raises(Conflict, match="condition"):
            front.try_out(ann)


def test_nothing_is_tried_that_would_change_nothing(front: Front) -> None:
    team = front.team
    ann, bob, cat = (team.join(each) for each in ("ann", "bob", "cat"))
    team.buy("ann", 3000)
    front.buy(bob, "diamond", 30)
    front.give(cat, Kind.LOCK, "regular")
    for member in (ann, bob, cat):
        with pytest.raises(Conflict):
            front.try_out(member)
        (offer,) = front.view(member).offers
        assert offer.refused is not None
    with pytest.raises(NotFound):
        front.try_out(team.join("dan"), "no such trial")


def test_a_trial_that_ends_leaves_the_tier_a_person_gave(front: Front) -> None:
    """nexusphp#178: an expired trial wiped what had been granted by hand."""
    team, ann = front.team, front.team.join("ann")
    front.give(ann, Kind.FLOOR, "silver")
    front.try_out(ann)
    assert front.shown(ann) == "gold trial"
    team.wait(days=WEEK)
    front.tick()
    assert front.shown(ann) == "silver floor"
    assert front.history(ann)[-1] == "gold>silver trial 7"


def test_buying_a_low_tier_leaves_a_higher_one_and_its_time(front: Front) -> None:
    """django-sspanel#164: buying a low tier overwrote a higher one and how long it held."""
    team, ann = front.team, front.team.join("ann")
    high = front.buy(ann, "diamond", 30)
    low = front.buy(ann, "silver", 90)
    assert front.shown(ann) == "diamond paid"
    team.wait(days=30)
    team.now -= SECOND
    assert front.shown(ann) == "diamond paid"
    team.now += SECOND
    front.tick()
    assert front.shown(ann) == "silver paid"
    assert (high.ends_at, low.ends_at) == (
        to_instant(NOON + 30 * DAY),
        to_instant(NOON + 90 * DAY),
    )
    team.now = NOON + 90 * DAY
    front.tick()
    assert front.shown(ann) == "regular earned"


def test_what_is_bought_again_lasts_longer(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.buy(ann, "gold", 30)
    team.wait(days=10)
    again = front.buy(ann, "gold", 30)
    assert again.starts_at == to_instant(NOON + 30 * DAY)
    assert again.ends_at == to_instant(NOON + 60 * DAY)
    for days in (30, 45):
        team.now = NOON + days * DAY
        front.tick()
        assert front.shown(ann) == "gold paid"
    team.now = NOON + 60 * DAY
    front.tick()
    assert front.history(ann) == ["regular>gold paid 0", "gold>regular paid 60"]


def test_a_lock_is_over_everything(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.buy(ann, "gold", 30)
    lock = front.give(ann, Kind.LOCK, "regular", why="under investigation")
    assert front.shown(ann) == "regular lock"
    team.buy("ann", 8000)
    assert front.shown(ann) == "regular lock", "Diamond was earned, and waits."
    front.give(ann, Kind.FLOOR, "diamond")
    assert team.tier("ann") == "regular"
    front.end(ann, lock)
    assert front.shown(ann) == "diamond earned"


def test_the_lock_that_was_set_last_holds(front: Front) -> None:
    ann = front.team.join("ann")
    front.give(ann, Kind.LOCK, "gold")
    front.team.wait(hours=1)
    last = front.give(ann, Kind.LOCK, "silver")
    assert front.shown(ann) == "silver lock"
    front.end(ann, last)
    assert front.shown(ann) == "gold lock"


def test_a_floor_holds_a_member_up_when_the_earned_tier_falls(club: MakeClub) -> None:
    front = Front(club(yearly()))
    team, ann = front.team, front.team.join("ann")
    team.buy("ann", 3000)
    front.give(ann, Kind.FLOOR, "silver")
    assert front.shown(ann) == "gold earned", "A floor never lowers anybody."
    team.at(2028, 1, 1, 1)
    evaluate_what_is_due(team.spaces.engine, team.now)
    view = front.view(ann)
    assert view.holding is not None
    assert view.holding.earned is not None
    assert (view.holding.earned.key, team.tier("ann")) == ("regular", "silver")
    assert front.shown(ann) == "silver floor"


def yearly() -> dict[str, Any]:
    return document(
        ("regular", None),
        ("silver", spent(1000, "period")),
        ("gold", spent(3000, "period")),
        ("diamond", spent(8000, "period")),
        ladder={"period": "year", "review": {"due": "period"}},
    )


def test_ending_one_layer_leaves_the_others(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    floor = front.give(ann, Kind.FLOOR, "silver")
    trial = front.try_out(ann)
    paid = front.buy(ann, "diamond", 30)
    steps = [(paid, "gold trial"), (trial, "silver floor"), (floor, "regular earned")]
    for layer, then in steps:
        team.wait(hours=1)
        front.end(ann, layer)
        assert front.shown(ann) == then
        with pytest.raises(Conflict):
            front.end(ann, layer)
    view = front.view(ann)
    assert view.holding is not None
    assert {each.ended for each in view.holding.layers} == {Ended.BY_PERSON}
    assert {each.layer.closed_why for each in view.holding.layers} == {"no longer"}


def test_a_layer_of_the_future_waits_for_its_moment(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.give(ann, Kind.FLOOR, "gold", begin=NOON + DAY, until=NOON + 2 * DAY)
    view = front.view(ann)
    assert view.holding is not None
    assert [each.phase for each in view.holding.layers] == [Phase.WAITING]
    for moment, shown in (
        (NOON + DAY - SECOND, "regular earned"),
        (NOON + DAY, "gold floor"),
        (NOON + 2 * DAY - SECOND, "gold floor"),
        (NOON + 2 * DAY, "regular earned"),
    ):
        team.now = moment
        assert front.shown(ann) == shown
        front.tick()
        assert f"{team.tier('ann')}" == shown.split()[0]


def test_one_that_is_ended_before_it_began_never_counts(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    layer = front.give(ann, Kind.FLOOR, "gold", begin=NOON + DAY)
    front.end(ann, layer)
    team.wait(days=2)
    front.tick()
    assert front.shown(ann) == "regular earned"
    assert front.history(ann) == []


def test_history_has_the_right_moments_when_the_worker_was_down(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.buy(ann, "diamond", 6)
    front.give(ann, Kind.FLOOR, "gold", begin=NOON + DAY, until=NOON + 4 * DAY)
    front.give(ann, Kind.LOCK, "silver", begin=NOON + 2 * DAY, until=NOON + 3 * DAY)
    team.wait(days=30)
    assert front.shown(ann) == "regular earned"
    front.tick()
    assert front.history(ann) == [
        "regular>diamond paid 0",
        "diamond>silver manual 2",
        "silver>diamond manual 3",
        "diamond>regular paid 6",
    ]


def test_what_is_overdue_happens_before_what_a_person_does(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.buy(ann, "diamond", 5)
    team.wait(days=10)
    front.give(ann, Kind.FLOOR, "silver")
    assert front.history(ann) == [
        "regular>diamond paid 0",
        "diamond>regular paid 5",
        "regular>silver manual 10",
    ]


def test_what_is_over_already_cannot_be_ended(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    paid = front.buy(ann, "diamond", 5)
    team.wait(days=5)
    with pytest.raises(Conflict):
        front.end(ann, paid)


def test_ticking_twice_is_ticking_once(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.try_out(ann)
    team.wait(days=WEEK)
    front.tick()
    told = front.history(ann)
    front.tick()
    assert front.history(ann) == told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"why": "  "}, "Say why"),
        ({"until": NOON - SECOND}, "end"),
        ({"begin": NOON + DAY, "until": NOON + DAY}, "end"),
    ],
    ids=["without a reason", "over before now", "no time at all"],
)
def test_a_layer_that_makes_no_sense_is_refused(
    front: Front, more: dict[str, Any], told: str
) -> None:
    ann = front.team.join("ann")
    with pytest.raises(Invalid, match=told):
        front.give(ann, Kind.FLOOR, "gold", **more)
    with pytest.raises(NotFound):
        front.give(ann, Kind.FLOOR, "platinum")
    with pytest.raises(NotFound):
        front.give(987654321, Kind.FLOOR, "gold")


def test_who_set_and_ended_a_tier_is_written_down(front: Front) -> None:
    ann = front.team.join("ann")
    front.end(ann, front.give(ann, Kind.LOCK, "gold", why="a guest"), "the guest left")
    with front.team.spaces.reading(front.team.workspace_id) as space:
        noted = audit.entries(space, limit=10)
    layers = [each for each in noted if each["action"].startswith("layer.")]
    told = {each["action"]: (each["actor"], each["detail"]["why"]) for each in layers}
    assert told["layer.granted"] == ("ann@x", "a guest")
    assert told["layer.ended"] == ("ann@x", "the guest left")


def test_a_member_on_another_ladder_of_another_team_is_untouched(front: Front) -> None:
    other = Club(front.team.spaces, content(), key="other")
    bob = other.join("bob")
    with pytest.raises(NotFound):
        front.give(bob, Kind.FLOOR, "gold")
    assert other.tier("bob") == "regular"


def test_what_is_overdue_happens_before_a_purchase_counts(front: Front) -> None:
    team, ann = front.team, front.team.join("ann")
    front.buy(ann, "diamond", 5)
    team.wait(days=10)
    outcome = team.buy("ann", 1000)
    assert [(each.old, each.new) for each in outcome.moved] == [("regular", "silver")]
    assert front.history(ann) == [
        "regular>diamond paid 0",
        "diamond>regular paid 5",
        "regular>silver earned 10",
    ]
