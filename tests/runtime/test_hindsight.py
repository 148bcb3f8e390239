"""A past moment is explained as it was known then, whatever came in, changed or went since."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.clock import to_instant
from app.expression.explain import State
from app.runtime.granting import Granted, end, grant
from app.runtime.hindsight import NobodyThen, NothingThen, release_at, standing_at
from app.runtime.intake import Entry
from app.runtime.merge import merge
from app.runtime.releases import live
from app.runtime.removal import remove_record
from app.runtime.standing import LadderView
from app.storage.layers import Kind
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document
from tests.runtime.pasts import changed, told_later, told_now

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
AGE = {"key": "age", "kind": "integer", "label": {"zh": "年龄", "en": "Age"}}
GRADE = {"key": "grade", "kind": "choice", "label": "Grade", "options": {"choices": ["a", "b"]}}
RULES = document(
    ("basic", None),
    ("gold", {"and": [{">=": [SPENT, 300]}, {">=": [{"var": "age"}, 18]}]}),
    objects=[{"key": "member", "label": "Member", "fields": [AGE]}],
)
THIRD_OF_MAY = datetime(2026, 5, 3, 4, tzinfo=UTC)


def gold_then(team: Club, member_id: int, then: datetime) -> tuple[str | None, list[State]]:
    """Give the tier, and the state of each condition for Gold."""
    view = ladder_then(team, member_id, then)
    gold = view.tiers[1].explained
    assert gold is not None
    return (view.tier.key if view.tier else None), [each.state for each in gold.children]


def ladder_then(team: Club, member_id: int, then: datetime) -> LadderView:
    at = to_instant(then)
    with team.spaces.reading(team.workspace_id) as space:
        found = release_at(space, team.program_id, at)
        return standing_at(space, found, member_id, at=at).ladders[0]


def test_why_not_gold_on_the_third_of_may_is_answered_as_known_then(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    team.now = THIRD_OF_MAY
    team.buy("ann", 300)
    team.wait(days=1)
    changed(team, "member", ann, age=30)
    assert team.tier("ann") == "gold"
    assert gold_then(team, ann, THIRD_OF_MAY) == ("basic", [State.MET, State.UNKNOWN])
    assert gold_then(team, ann, team.now) == ("gold", [State.MET, State.MET])


def test_an_order_that_came_in_late_was_not_known_on_its_own_day(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann", age=30)
    team.now = THIRD_OF_MAY + timedelta(days=9)
    team.buy("ann", 300, at=THIRD_OF_MAY)
    assert gold_then(team, ann, THIRD_OF_MAY + timedelta(days=1)) == (
        "basic",
        [State.UNMET, State.MET],
    )
    assert gold_then(team, ann, team.now) == ("gold", [State.MET, State.MET])


def test_a_refund_takes_nothing_from_what_was_known_before_it(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann", age=30)
    order = team.buy("ann", 300)
    bought = team.now
    team.wait(days=3)
    team.refund(order, 1)
    refunded = team.now
    team.wait(days=3)
    team.refund(order, 299)
    assert gold_then(team, ann, bought)[1] == [State.MET, State.MET]
    assert gold_then(team, ann, refunded)[1] == [State.UNMET, State.MET]
    assert gold_then(team, ann, refunded - timedelta(microseconds=1))[1] == [State.MET, State.MET]


def test_the_rules_of_that_day_are_the_ones_explained(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann", age=30)
    team.buy("ann", 200)
    then = team.now
    team.wait(days=1)
    team.publish(document(("basic", None), ("gold", {">=": [SPENT, 100]})))
    team.evaluate()
    assert team.tier("ann") == "gold"
    assert gold_then(team, ann, then) == ("basic", [State.UNMET, State.MET])


def test_a_field_of_another_kind_since_is_read_as_it_was(club: Clubs) -> None:
    text = {**AGE, "kind": "text"}
    rule = {"==": [{"var": "age"}, "30"]}
    team = club(RULES)
    ann = team.join("ann", age=30)
    team.wait(days=1)
    changed(team, "member", ann, age=31)
    then = team.now
    team.wait(days=1)
    team.publish(
        document(
            ("basic", None),
            ("gold", rule),
            objects=[{"key": "member", "label": "Member", "fields": [text]}],
        )
    )
    team.wait(days=1)
    changed(team, "member", ann, age="many")
    assert told_later(team, ann, then)["fields"]["age"] == 31
    assert told_later(team, ann, then - timedelta(days=1))["fields"]["age"] == 30
    assert told_later(team, ann, team.now - timedelta(days=1))["fields"]["age"] == "31"


def test_before_the_first_release_there_is_nothing_to_explain(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    with pytest.raises(NothingThen):
        told_later(team, ann, team.now - timedelta(days=1))


def test_nobody_was_there_before_they_were_recorded(club: Clubs) -> None:
    team = club(RULES)
    team.wait(days=5)
    ann = team.join("ann", joined_at="2026-03-02T00:00:00+08:00")
    with pytest.raises(NobodyThen):
        told_later(team, ann, team.now - timedelta(days=1))
    assert told_later(team, ann, team.now)["ladders"][0]["tier"] == "basic"


def test_ranks_are_compared_with_the_cut_of_the_evaluation_before(club: Clubs) -> None:
    best = {"<": [{"rank_of": [{"sum_of": ["order.net", "this_year"]}, "percent"]}, 50]}
    team = club(document(("basic", None), ("best", best)))
    ann, _bob = team.join("ann"), team.join("bob")
    team.buy("ann", 200)
    team.buy("bob", 100)
    team.evaluate()
    then, told = team.now, told_now(team, ann)
    team.wait(days=1)
    team.buy("bob", 900)
    team.evaluate()
    assert told["ladders"][0]["tier"] == "best"
    assert told_now(team, ann)["ladders"][0]["tier"] == "basic"
    assert told_later(team, ann, then) == told


@pytest.mark.parametrize("period", ["tier", "joined", "year"])
def test_periods_of_ones_own_are_counted_from_where_they_began_then(
    club: Clubs, period: str
) -> None:
    rule = {">=": [{"sum_of": ["order.net", "period"]}, 100]}
    ladder = {"period": period, "review": {"due": "period", "demotion": "requalify"}}
    team = club(document(("basic", None), ("gold", rule), ladder=ladder))
    ann = team.join("ann")
    seen = []
    for month in range(30):
        team.wait(days=29, hours=3)
        if month % 4 == 1 and month != 17:
            team.buy("ann", 60 + month)
        team.evaluate(f"{period} {month}")
        seen.append((team.now, told_now(team, ann)))
    assert {told["ladders"][0]["tier"] for _, told in seen} == {"basic", "gold"}
    for then, told in seen:
        assert told_later(team, ann, then) == told, then


def test_layers_are_those_that_were_known_then(club: Clubs) -> None:
    team = club(RULES)
    ann = team.join("ann")
    team.wait(days=1)
    given = granted(team, ann)
    held, told = team.now, told_now(team, ann)
    team.wait(days=3)
    ended(team, ann, given)
    team.wait(days=1)
    assert told["ladders"][0]["tier"] == "gold"
    assert told_later(team, ann, held) == told
    assert told_later(team, ann, held + timedelta(days=2)) == told
    assert told_later(team, ann, team.now) == told_now(team, ann)
    before = told_later(team, ann, held - timedelta(hours=1))["ladders"][0]
    assert (before["tier"], before["holding"]["layers"]) == ("basic", [])


def granted(team: Club, member_id: int) -> int:
    now = to_instant(team.now)
    wanted = Granted(
        member_id=member_id,
        ladder="main",
        kind=Kind.FLOOR,
        tier="gold",
        reason="a friend",
        starts_at=now,
    )
    with team.spaces.writing(team.workspace_id) as space:
        return grant(space, live(space, team.program_id), wanted, now=now, by=None).id


def ended(team: Club, member_id: int, layer_id: int) -> None:
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        now = to_instant(team.now)
        end(space, found, member_id, layer_id, now=now, by=None, why="over")


PERSON = {
    "key": "member",
    "label": "Member",
    "fields": [
        AGE,
        {"key": "home", "kind": "reference", "label": "S", "options": {"object": "store"}},
    ],
}
STORE = {
    "key": "store",
    "label": "Store",
    "of_member": False,
    "fields": [
        {"key": "code", "kind": "text", "label": "Code", "unique": True},
        {"key": "city", "kind": "text", "label": "City"},
    ],
}
LOGIN = {"==": [{"var": "kind"}, "login"]}
TOP = {"<": [{"rank_of": [{"sum_of": ["order.net", "90d"]}, "percent"]}, 60]}
GROWN = {">=": [{"var": "age"}, 18]}
MANY = [
    {">=": [{"sum_of": ["order.net", "30d"]}, 100]},
    {">=": [{"avg_of": ["order.net", "this_year"]}, 50]},
    {">=": [{"streak_of": ["activity", "best", "day", LOGIN]}, 2]},
    {">=": [{"streak_of": ["activity", "current", "week"]}, 2]},
    {">=": [{"days_of": ["activity", "period", LOGIN]}, 2]},
    {">=": [{"count_of": ["order", "tier"]}, 1]},
    {">=": [{"count_of": ["activity", "joined+20d"]}, 1]},
    {"==": [{"last_of": ["order.channel", "lifetime"]}, "web"]},
    {"some": [{"var": "order"}, {">=": [{"var": "net"}, 80]}]},
    {"==": [{"var": "home.city"}, "Xi'an"]},
    {">=": [{"var": "referrer.age"}, 18]},
    {">=": [{"max_of": ["activity.value", "lifetime"]}, 2]},
]
FIRST = document(
    ("basic", None),
    ("silver", {"or": [*MANY, GROWN]}),
    ("gold", {"and": [TOP, {"or": [GROWN, *MANY]}]}),
    ladder={"period": "quarter"},
    objects=[PERSON, STORE],
)
SECOND = document(
    ("basic", None),
    ("silver", {"or": MANY[:4]}),
    ("gold", {"and": [TOP, *MANY[6:8]]}),
    ladder={"period": "month", "promotion": "step"},
    objects=[PERSON, STORE],
)

NUMBERS = count()
WHO = st.sampled_from("abc")
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("buy"), WHO, st.integers(1, 200), st.integers(-70, 3)),
        st.tuples(st.just("refund"), st.integers(0, 9), st.integers(1, 100), st.just(0)),
        st.tuples(st.just("act"), WHO, st.integers(0, 9), st.integers(-70, 3)),
        st.tuples(st.just("wait"), st.integers(1, 40), st.just(0), st.just(0)),
        st.tuples(st.just("age"), WHO, st.integers(10, 30), st.just(0)),
        st.tuples(st.just("home"), WHO, st.integers(0, 1), st.just(0)),
        st.tuples(st.just("city"), st.integers(0, 1), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("refer"), WHO, st.integers(0, 1), st.just(0)),
        st.tuples(st.just("evaluate"), st.just(0), st.just(0), st.just(0)),
        st.tuples(st.just("publish"), st.integers(0, 1), st.just(0), st.just(0)),
        st.tuples(st.just("delete"), st.integers(0, 9), st.just(0), st.just(0)),
        st.tuples(st.just("merge"), WHO, st.just(0), st.just(0)),
    ),
    min_size=4,
    max_size=16,
)


class Life:
    """Three members, of whom two may be one, two stores, and what happens to them."""

    def __init__(self, spaces: Spaces) -> None:
        self.team = Club(spaces, FIRST, key=f"team{next(NUMBERS)}")
        self.members = {each: self.team.join(each) for each in "abc"}
        self.orders: list[tuple[Any, int]] = []
        stores = [Entry(object="store", values={"code": f"s{n}", "city": "Xi'an"}) for n in (0, 1)]
        self.stores = [self.team.kept(each).record_id or 0 for each in stores]

    def play(self, what: str, who: Any, amount: int, days: int) -> None:
        self.team.wait(seconds=1)
        when = self.team.now + timedelta(days=days)
        match what:
            case "buy":
                self.orders.append((self.team.buy(who, amount, at=when), amount))
            case "refund":
                self.refund(who, amount)
            case "act":
                kind = "login" if amount % 2 else "browse"
                self.team.act(who, kind, at=when, value=amount / 2)
            case "wait":
                self.team.wait(days=who)
            case "age":
                changed(self.team, "member", self.members[who], age=amount)
            case "home":
                changed(self.team, "member", self.members[who], home={"code": f"s{amount}"})
            case "city":
                changed(self.team, "store", self.stores[who], city=["Xi'an", "Paris"][amount])
            case "refer":
                changed(
                    self.team, "member", self.members[who], referrer={"external_id": "ab"[amount]}
                )
            case "evaluate":
                self.team.evaluate()
            case "delete":
                self.delete(who)
            case "merge":
                self.merge(who)
            case _:
                self.team.publish([FIRST, SECOND][who])

    def refund(self, which: int, percent: int) -> None:
        if not self.orders:
            return
        order, left = self.orders.pop(which % len(self.orders))
        part = max(1, left * percent // 100)
        self.team.refund(order, part)
        if part < left:
            self.orders.append((order, left - part))

    def delete(self, which: int) -> None:
        if not self.orders:
            return
        order, _ = self.orders.pop(which % len(self.orders))
        with self.team.spaces.writing(self.team.workspace_id) as space:
            found = live(space, self.team.program_id)
            now = to_instant(self.team.now)
            remove_record(space, found, "order", order.record_id or 0, now=now, cause="test")

    def merge(self, who: str) -> None:
        """Make one of the third member and one of the others."""
        other, survivor = self.members["c"], self.members[who]
        if other in (survivor, self.members["a"], self.members["b"]):
            return
        with self.team.spaces.writing(self.team.workspace_id) as space:
            found = live(space, self.team.program_id)
            merge(space, found, survivor, other, now=to_instant(self.team.now))
        self.members["c"] = survivor

    def told(self) -> Iterator[tuple[int, Any]]:
        for each in set(self.members.values()):
            yield each, told_now(self.team, each)


def test_every_moment_is_explained_later_as_it_was_then(
    spaces: Spaces, request: pytest.FixtureRequest
) -> None:
    @settings(
        max_examples=int(request.config.getoption("--pasts")),
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(events=EVENTS)
    def explained(events: list[tuple[Any, ...]]) -> None:
        _lived_and_told(Life(spaces), events)

    explained()


def _lived_and_told(life: Life, events: list[tuple[Any, ...]]) -> None:
    seen: list[tuple[datetime, int, Any]] = []
    for event in events:
        life.play(*event)
        seen += [(life.team.now, *each) for each in life.told()]
    life.team.wait(days=1)
    for then, member_id, told in seen:
        assert told_later(life.team, member_id, then) == told
