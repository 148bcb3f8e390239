"""Coupons: issued once for each cause, used once, expired, void, and back with a refund."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from app.clock import to_instant
from app.errors import Invalid, NotFound
from app.runtime import coupons, redeeming
from app.runtime.coupons import LETTERS, Issuance, new_codes
from app.runtime.departing import remove_member
from app.runtime.giving import give_what_is_due
from app.runtime.merge import merge
from app.runtime.redeeming import CannotUse, Seen
from app.storage import audit
from app.storage import coupons as kept
from app.storage.coupons import Coupon, State
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
OFF = {
    "key": "off",
    "kind": "amount_off",
    "label": {"zh": "二十元券", "en": "Twenty off"},
    "options": {"amount": 20},
    "minimum": 100,
    "valid": "3d",
}
ONE = {
    "key": "one",
    "kind": "gift",
    "label": "一人两张",
    "options": {"what": "茶"},
    "most_each": 2,
    "on_refund": "keep",
}
LATER = {
    "key": "later",
    "kind": "shipping",
    "label": "四月包邮",
    "valid": {"from": "2026-04-01", "until": "2026-04-30"},
}


def with_coupons(*designs: Any) -> dict[str, Any]:
    return document(("regular", None), coupons=list(designs or (OFF, ONE, LATER)))


def issued(
    team: Club, member_id: int, design: str = "off", cause: str = "test", count: int = 1
) -> list[Coupon]:
    asked = Issuance(member_id=member_id, design=design, cause=cause, count=count)
    with team.spaces.writing(team.workspace_id) as space:
        return coupons.issue(space, team.live, [asked], now=to_instant(team.now))


def used(team: Club, code: str, **more: Any) -> Seen:
    with team.spaces.writing(team.workspace_id) as space:
        return redeeming.redeem(
            space, team.live, code, now=to_instant(team.now), by="clerk", **more
        )


def states(team: Club, member_id: int) -> list[State]:
    with team.spaces.reading(team.workspace_id) as space:
        found = kept.of_member(space, team.program_id, member_id, limit=100)
    return sorted(each.state for each in found)


def night(team: Club) -> None:
    give_what_is_due(team.spaces.engine, team.now)


def test_codes_drawn_together_share_the_first_letter_and_nothing_else() -> None:
    """They lie beside each other in the index; the other eleven letters are chance."""
    codes = new_codes(1_000)
    assert len(set(codes)) == len(codes)
    assert len({each[0] for each in codes}) == 1
    for place, dashed in enumerate("xxxx-xxxx-xxxx"):
        letters = {each[place] for each in codes}
        if dashed == "-":
            assert letters == {"-"}
        else:
            assert letters <= set(LETTERS)
            assert place == 0 or len(letters) > 1
    # One letter in a thousand draws is chance of one in 32 to the power of 999.
    assert len({new_codes(1)[0][0] for _ in range(1_000)}) > 1
    assert new_codes(0) == []


def test_a_code_can_be_read_aloud_and_is_found_however_it_is_typed(club: Clubs) -> None:
    team = club(with_coupons())
    (one,) = issued(team, team.join("ann"))
    assert re.fullmatch(r"(?:[2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", one.code)
    typed = f" {one.code.replace('-', ' ').lower()} "
    with team.spaces.reading(team.workspace_id) as space:
        found = redeeming.look_up(space, team.live, typed, now=to_instant(team.now))
    assert found.coupon == one
    assert found.refusal is None
    assert found.design is not None
    assert found.design.key == "off"


def test_the_same_cause_brings_a_coupon_once(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    assert len(issued(team, ann, count=2)) == 2
    assert issued(team, ann, count=2) == []
    assert len(issued(team, ann, count=3)) == 1
    assert len(issued(team, ann, cause="another")) == 1


def test_nobody_is_given_more_than_a_design_allows(club: Clubs) -> None:
    team = club(with_coupons())
    ann, bob = team.join("ann"), team.join("bob")
    assert len(issued(team, ann, "one", count=5)) == 2
    assert issued(team, ann, "one", cause="more") == []
    assert len(issued(team, bob, "one")) == 1


def test_a_design_that_is_not_live_is_not_issued(club: Clubs) -> None:
    team = club(with_coupons())
    assert issued(team, team.join("ann"), "gone") == []


def test_a_coupon_is_used_once(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    (one,) = issued(team, ann)
    done = used(team, one.code)
    assert done.coupon.state is State.USED
    assert done.coupon.used_at == to_instant(team.now)
    assert done.coupon.by == "clerk"
    with pytest.raises(CannotUse, match="was used on 2026-03-01"):
        used(team, one.code)


def test_the_same_order_may_ask_twice(club: Clubs) -> None:
    team = club(with_coupons())
    (one,) = issued(team, team.join("ann"))
    first = used(team, one.code, order="o1")
    assert used(team, one.code, order="o1").coupon == first.coupon
    with pytest.raises(CannotUse):
        used(team, one.code, order="o2")


def test_a_coupon_asks_for_its_least_spend(club: Clubs) -> None:
    team = club(with_coupons())
    (one,) = issued(team, team.join("ann"))
    with pytest.raises(Invalid, match="100"):
        used(team, one.code, spent=99_99)
    assert used(team, one.code, spent=100_00).coupon.state is State.USED


def test_an_unknown_code_is_not_found(club: Clubs) -> None:
    team = club(with_coupons())
    for code in ("", "XXXX", "2222-2222-2222", "没有"):
        with pytest.raises(NotFound):
            used(team, code)


def test_a_coupon_can_be_used_on_its_last_day_and_not_after(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    first, second = issued(team, ann, count=2)
    team.at(2026, 3, 3, 23)
    night(team)
    used(team, first.code)
    team.at(2026, 3, 4, 0)
    with pytest.raises(CannotUse, match="2026-03-03 was its last day"):
        used(team, second.code)
    night(team)
    assert states(team, ann) == [State.EXPIRED, State.USED]
    with pytest.raises(CannotUse, match="expired"):
        used(team, second.code)


def test_a_coupon_waits_for_its_first_day(club: Clubs) -> None:
    team = club(with_coupons())
    (one,) = issued(team, team.join("ann"), "later")
    with pytest.raises(CannotUse, match="from 2026-04-01 on"):
        used(team, one.code)
    team.at(2026, 4, 1, 0)
    assert used(team, one.code).coupon.state is State.USED


def test_what_would_have_expired_is_not_issued(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    team.at(2026, 5, 1)
    assert issued(team, ann, "later") == []


def voided(team: Club, one: Coupon, why: str = "发错了") -> Seen:
    with team.spaces.writing(team.workspace_id) as space:
        now = to_instant(team.now)
        return redeeming.void(space, team.live, one.member_id, one.id, now=now, by="boss", why=why)


def reissued(team: Club, one: Coupon, why: str = "没收到") -> Seen:
    with team.spaces.writing(team.workspace_id) as space:
        now = to_instant(team.now)
        return redeeming.reissue(
            space, team.live, one.member_id, one.id, now=now, by="boss", why=why
        )


def test_a_void_coupon_says_why(club: Clubs) -> None:
    team = club(with_coupons())
    (one,) = issued(team, team.join("ann"))
    with pytest.raises(Invalid):
        voided(team, one, why=" ")
    assert voided(team, one).coupon.state is State.VOID
    with pytest.raises(CannotUse, match="void: 发错了"):
        used(team, one.code)
    with pytest.raises(CannotUse):
        voided(team, one)
    with team.spaces.reading(team.workspace_id) as space:
        (said,) = [each for each in audit.entries(space, limit=5) if "coupon" in each["action"]]
    assert (said["action"], said["actor"]) == ("coupon.voided", "boss")


def test_another_coupon_takes_the_place_of_one_once(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    (one,) = issued(team, ann)
    team.wait(days=2)
    new = reissued(team, one)
    assert new.coupon.code != one.code
    assert new.coupon.expires_on == (one.expires_on or 0) + 2
    assert states(team, ann) == [State.UNUSED, State.VOID]
    with pytest.raises(CannotUse, match="cannot be issued again"):
        reissued(team, one)


def test_a_used_coupon_is_neither_void_nor_issued_again(club: Clubs) -> None:
    team = club(with_coupons())
    (one,) = issued(team, team.join("ann"))
    used(team, one.code)
    with pytest.raises(CannotUse):
        voided(team, one)
    with pytest.raises(CannotUse):
        reissued(team, one)


def test_a_full_refund_gives_the_coupon_back(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    (one,) = issued(team, ann)
    order = team.buy("ann", 200)
    used(team, one.code, order="o1")
    team.refund(order, 50)
    assert states(team, ann) == [State.USED]
    team.refund(order, 150)
    assert states(team, ann) == [State.UNUSED]
    assert used(team, one.code).coupon.state is State.USED


def test_a_refund_after_its_last_day_leaves_it_expired(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    (one,) = issued(team, ann)
    order = team.buy("ann", 200)
    used(team, one.code, order="o1")
    team.wait(days=5)
    team.refund(order, 200)
    assert states(team, ann) == [State.EXPIRED]


def test_some_coupons_stay_used_whatever_is_refunded(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    (one,) = issued(team, ann, "one")
    order = team.buy("ann", 200)
    used(team, one.code, order="o1")
    team.refund(order, 200)
    assert states(team, ann) == [State.USED]


def test_a_refund_of_somebody_elses_order_gives_nothing_back(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    team.join("bob")
    (one,) = issued(team, ann)
    order = team.buy("bob", 200)
    used(team, one.code, order="o1")
    team.refund(order, 200)
    assert states(team, ann) == [State.USED]


def test_coupons_go_over_with_a_member_who_is_merged(club: Clubs) -> None:
    team = club(with_coupons())
    ann, bob = team.join("ann"), team.join("bob")
    (mine,), (theirs,) = issued(team, ann), issued(team, bob)
    with team.spaces.writing(team.workspace_id) as space:
        merge(space, team.live, ann, bob, now=to_instant(team.now))
    assert states(team, ann) == [State.UNUSED, State.UNUSED]
    assert used(team, theirs.code).coupon.member_id == ann
    assert used(team, mine.code).coupon.member_id == ann


def test_who_leaves_leaves_no_coupon_that_can_be_used(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    (one,) = issued(team, ann)
    with team.spaces.writing(team.workspace_id) as space:
        remove_member(space, team.live, ann, now=to_instant(team.now), cause="test")
    with pytest.raises(CannotUse):
        used(team, one.code)


def test_a_code_of_one_workspace_says_nothing_in_another(club: Clubs) -> None:
    one, other = club(with_coupons()), club(with_coupons(), key="other")
    (mine,) = issued(one, one.join("ann"))
    with pytest.raises(NotFound):
        used(other, mine.code)


def at_the_same_time(many: int, do: Callable[[], Any]) -> Sequence[Any]:
    """Do something in so many threads, all at once; give what came of each."""
    start = Barrier(many)

    def one() -> Any:
        start.wait()
        try:
            return do()
        except CannotUse as refused:
            return refused

    with ThreadPoolExecutor(many) as pool:
        return [each.result() for each in [pool.submit(one) for _ in range(many)]]


def test_of_many_who_redeem_at_once_one_succeeds(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")
    for one in issued(team, ann, count=4):
        results = at_the_same_time(6, partial(used, team, one.code))
        assert sum(isinstance(each, Seen) for each in results) == 1
        assert sum(isinstance(each, CannotUse) for each in results) == 5


def test_of_many_who_issue_under_one_cause_one_succeeds(club: Clubs) -> None:
    team = club(with_coupons())
    ann = team.join("ann")

    def locked() -> int:
        with team.spaces.writing(team.workspace_id) as space:
            from_here = [Issuance(member_id=ann, design="off", cause="rush")]
            coupons.lock_members(space, team.live, from_here)
            return len(coupons.issue(space, team.live, from_here, now=to_instant(team.now)))

    assert sum(at_the_same_time(6, locked)) == 1
