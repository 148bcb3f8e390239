"""Make-up promotion (R-20, E-13): what is missing to the next tier is bought, and taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from app.clock import to_instant
from app.errors import Conflict, NotFound
from app.runtime import make_up, making_up
from app.runtime.make_up import NoQuote, Quote
from app.runtime.making_up import Payment
from app.runtime.records import Outcome, Status
from app.runtime.releases import live
from tests.runtime.clubs import Club, document
from tests.runtime.ledgers import Books, collected

Clubs = Callable[..., Club]
GROWTH = collected("growth")


def on_sale(*tiers: Any, **make_up: Any) -> dict[str, Any]:
    return document(*tiers, ladder={"make_up": {"currency": "growth", "rate": 1, **make_up}})


def gold_at_1000(**more: Any) -> dict[str, Any]:
    return on_sale(("basic", None), ("gold", {">=": [GROWTH, 1000]}), **more)


class Till(Books):
    """Where members ask what is missing and pay for it."""

    def quote(self, name: str, ladder: str = "main") -> Quote | NoQuote:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = live(space, self.club.program_id)
            now = to_instant(self.club.now)
            return make_up.quote(space, found, self.member(name), ladder, now=now)

    def offered(self, name: str) -> Quote:
        found = self.quote(name)
        assert isinstance(found, Quote), found
        return found

    def refused(self, name: str) -> NoQuote:
        found = self.quote(name)
        assert isinstance(found, NoQuote), found
        return found

    def pay(self, name: str, points: int, reference: str = "p1") -> Outcome:
        with self.club.spaces.writing(self.club.workspace_id) as space:
            return making_up.confirm(
                space,
                live(space, self.club.program_id),
                self.member(name),
                Payment(ladder="main", points=points, reference=reference),
                now=to_instant(self.club.now),
                cause="test",
            )

    def refund(self, reference: str = "p1") -> Outcome:
        with self.club.spaces.writing(self.club.workspace_id) as space:
            return making_up.reverse_make_up(
                space,
                live(space, self.club.program_id),
                reference,
                now=to_instant(self.club.now),
                cause="test",
            )


@pytest.fixture
def till(club: Clubs) -> Till:
    found = Till(club(gold_at_1000()))
    found.post("ann", 950, "growth")
    return found


def test_the_fifty_that_are_missing_of_a_thousand_are_bought(till: Till) -> None:
    offered = till.offered("ann")
    assert (offered.held.key, offered.next.key) == ("basic", "gold")
    assert (offered.points, offered.price) == (50, 5000)
    paid = till.pay("ann", 50)
    assert [(each.old, each.new) for each in paid.moved] == [("basic", "gold")]
    assert till.club.tier("ann") == "gold"
    total = till.total("ann", "growth")
    assert (total.amount, total.earned) == (1000, 1000)
    assert till.refused("ann").code == "at_the_top"


def test_the_same_payment_is_confirmed_once(till: Till) -> None:
    first = till.pay("ann", 50)
    again = till.pay("ann", 50)
    assert (again.status, again.record_id) == (Status.KNOWN, first.record_id)
    assert till.balance("ann", "growth") == 1000
    till.member("bob")
    with pytest.raises(Conflict, match="something else"):
        till.pay("bob", 50)
    with pytest.raises(Conflict, match="something else"):
        till.pay("ann", 49)


def test_a_quote_that_no_longer_holds_is_not_confirmed(till: Till) -> None:
    till.post("ann", 20, "growth")
    with pytest.raises(Conflict, match="30 is missing now, not 50"):
        till.pay("ann", 50)
    till.post("ann", 30, "growth")
    with pytest.raises(Conflict, match="no higher tier"):
        till.pay("ann", 30)
    assert till.balance("ann", "growth") == 1000


def test_what_was_bought_is_gone_at_once_and_the_tier_at_the_next_evaluation(till: Till) -> None:
    till.pay("ann", 50)
    assert till.refund().moved == ()
    assert till.total("ann", "growth").earned == 950
    assert till.club.tier("ann") == "gold"
    till.club.wait(days=1)
    till.club.evaluate()
    assert till.club.tier("ann") == "basic"
    assert till.refund().status is Status.KNOWN
    with pytest.raises(Conflict, match="has been returned"):
        till.pay("ann", 50)
    assert till.pay("ann", 50, "p2").moved[0].new == "gold"
    with pytest.raises(NotFound):
        till.refund("p3")
    assert till.unbalanced() == []


@pytest.mark.parametrize(
    ("most_percent", "offered"), [(4, False), (5, True), (6, True)], ids=["below", "at", "above"]
)
def test_no_more_is_made_up_than_the_share_of_the_distance(
    club: Clubs, most_percent: int, *, offered: bool
) -> None:
    till = Till(club(gold_at_1000(most_percent=most_percent)))
    till.post("ann", 950, "growth")
    found = till.quote("ann")
    assert isinstance(found, Quote) is offered
    if isinstance(found, NoQuote):
        assert found.code == "too_much"
        assert "50 Growth value is missing to gold; at most 40 can be made up" in found.reason.en
        assert "还差 50 成长值，最多可以补 40" in found.reason.zh


def test_the_distance_is_between_the_thresholds_of_the_two_tiers(club: Clubs) -> None:
    tiers = (
        ("basic", None),
        ("silver", {">=": [GROWTH, 800]}),
        ("gold", {">=": [GROWTH, 1000]}),
    )
    till = Till(club(on_sale(*tiers, most_percent=25)))
    till.post("ann", 950, "growth")
    assert till.offered("ann").most == 50
    till.post("bob", 949, "growth")
    assert till.refused("bob").code == "too_much"


PRICES = {
    "one for one": (950, 1, 5000),
    "two for a unit": (950, 2, 2500),
    "three for a unit, rounded up": (950, 3, 1667),
    "999.99, from just below": (1, "0.99901", 99_999),
    "1000.00, exactly": (1, "0.999", 100_000),
    "999.00, exactly": (1, 1, 99_900),
    "a rate with a fraction": (950, "1.5", 3334),
    "less than a cent": (999, 1000, 1),
}


@pytest.mark.parametrize(("has", "rate", "price"), PRICES.values(), ids=PRICES.keys())
def test_a_price_is_exact_and_rounded_up_to_the_cent(
    club: Clubs, has: int, rate: Any, price: int
) -> None:
    till = Till(club(gold_at_1000(rate=rate)))
    till.post("ann", has, "growth")
    assert till.offered("ann").price == price


def test_nothing_is_sold_while_another_condition_is_not_met(club: Clubs) -> None:
    spend = {">=": [{"sum_of": ["order.net", "lifetime"]}, 100]}
    rule = {"and": [{">=": [GROWTH, 1000]}, spend]}
    till = Till(club(on_sale(("basic", None), ("gold", rule))))
    till.post("ann", 950, "growth")
    refused = till.refused("ann")
    assert refused.code == "others_unmet"
    assert refused.reason.zh == "除成长值外还有条件没满足：再消费 ¥100。"
    till.club.buy("ann", "99.99")
    assert till.refused("ann").code == "others_unmet"
    till.club.buy("ann", "0.01")
    assert till.offered("ann").points == 50


def test_of_two_ways_up_the_one_that_is_open_is_sold(club: Clubs) -> None:
    spend = {">=": [{"sum_of": ["order.net", "lifetime"]}, 100]}
    rule = {"or": [{"and": [{">=": [GROWTH, 960]}, spend]}, {">": [GROWTH, 999]}]}
    till = Till(club(on_sale(("basic", None), ("gold", rule))))
    till.post("ann", 950, "growth")
    assert till.offered("ann").points == 50
    till.club.buy("ann", 100)
    assert till.offered("ann").points == 10


def test_what_an_accelerator_counts_need_not_be_bought(club: Clubs) -> None:
    commented = {">=": [{"count_of": ["activity"]}, 1]}
    rule = {"goal": [GROWTH, 1000, [[commented, 30, "评论"]]]}
    till = Till(club(on_sale(("basic", None), ("gold", rule))))
    till.post("ann", 950, "growth")
    assert till.offered("ann").points == 50
    till.club.act("ann", "comment")
    assert till.offered("ann").points == 20
    assert till.pay("ann", 20).moved[0].new == "gold"


def test_growth_that_would_not_count_is_not_sold(club: Clubs) -> None:
    earned_only = {
        "sum_of": [
            "entry.earned",
            "lifetime",
            {"and": [{"==": [{"var": "currency"}, "growth"]}, {"==": [{"var": "kind"}, "earn"]}]},
        ]
    }
    till = Till(club(on_sale(("basic", None), ("gold", {">=": [earned_only, 1000]}))))
    till.post("ann", 950, "growth")
    assert till.refused("ann").code == "not_asked"


def test_who_may_not_buy_is_told_why(club: Clubs) -> None:
    content = gold_at_1000()
    content["ladders"][0]["members"] = {"is_set": [{"var": "phone"}]}
    till = Till(club(content))
    till.post("ann", 950, "growth")
    assert till.refused("ann").code == "not_on_ladder"
    with pytest.raises(NotFound, match="Known: main"):
        till.quote("ann", "other")
    plain = Till(club(document(("basic", None), ("gold", {">=": [GROWTH, 1000]})), key="plain"))
    plain.post("ann", 950, "growth")
    assert plain.refused("ann").code == "not_offered"


def test_a_condition_that_is_met_waits_for_its_evaluation_and_sells_nothing(club: Clubs) -> None:
    content = gold_at_1000()
    content["ladders"][0]["promoted"] = "evaluation"
    till = Till(club(content))
    till.post("ann", 950, "growth")
    assert till.pay("ann", 50).moved == ()
    assert till.refused("ann").code == "met"
    till.club.evaluate()
    assert till.club.tier("ann") == "gold"


def test_a_tier_with_a_day_of_review_is_looked_at_again_once_its_growth_is_returned(
    club: Clubs,
) -> None:
    content = gold_at_1000()
    content["ladders"][0]["review"] = {"due": "12mo"}
    till = Till(club(content))
    till.post("ann", 950, "growth")
    till.post("bob", 1000, "growth")
    till.pay("ann", 50)
    till.refund()
    assert till.club.tier("ann") == "gold"
    till.club.wait(days=1)
    till.club.evaluate()
    assert till.club.tiers() == {"ann": "basic", "bob": "gold"}
