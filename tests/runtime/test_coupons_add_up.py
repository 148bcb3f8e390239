"""Whatever happens and however many do it at once: a coupon is used once, and books are even."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.clock import to_instant
from app.errors import AppError
from app.runtime import coupons, redeeming
from app.runtime.coupons import Issuance
from app.runtime.ledger import Posting, post
from app.storage import coupons as kept
from app.storage.balances import unbalanced
from app.storage.benefit_tables import coupon
from app.storage.coupon_checks import inconsistent
from app.storage.coupons import Coupon, State
from tests.runtime.clubs import Club, document
from tests.runtime.test_coupons import OFF, ONE

Clubs = Callable[..., Club]
MEMBERS = 4
RECENT = 25
DESIGNS: tuple[dict[str, Any], ...] = (OFF, {**ONE, "most_each": 40})


class Till:
    """Coupons that are issued, used, made void and expire at random, and what they must be."""

    def __init__(self, team: Club, seed: int) -> None:
        self.team = team
        self.chance = random.Random(seed)
        self.members = [team.join(f"m{n}") for n in range(MEMBERS)]
        self.known: dict[int, Coupon] = {}
        self.states: dict[int, State] = {}
        self.done: Counter[str] = Counter()

    def step(self) -> None:
        kind = self.chance.choice(["issue", "use", "use", "void", "reissue", "night", "again"])
        getattr(self, f"_{kind}")()

    def _issue(self, cause: str | None = None) -> None:
        asked = Issuance(
            member_id=self.chance.choice(self.members),
            design=self.chance.choice(DESIGNS)["key"],
            cause=cause or f"c{self.chance.randrange(10**9)}",
            count=self.chance.randint(1, 3),
        )
        self._keep(self._do(coupons.issue, [asked]))

    def _again(self) -> None:
        """Ask under a cause that may have been used before."""
        self._issue(f"again{self.chance.randrange(5)}")

    def _any(self) -> Coupon | None:
        """Take one of the latest, most of which can still be used, or now and then any."""
        among = list(self.known.values())
        if self.chance.random() < 0.9:
            among = among[-RECENT:]
        return self.chance.choice(among) if among else None

    def _use(self) -> None:
        one = self._any()
        if one is not None:
            usable = self._is_usable(one)
            done = self._try(redeeming.redeem, one.code, by=None)
            assert (done is not None) is usable
            if usable:
                self.states[one.id] = State.USED
                self.done["used"] += 1

    def _void(self) -> None:
        one = self._any()
        if one is not None:
            open_before = self.states[one.id] is State.UNUSED
            done = self._try(redeeming.void, one.member_id, one.id, by=None, why="x")
            assert (done is not None) is open_before
            if open_before:
                self.states[one.id] = State.VOID

    def _reissue(self) -> None:
        one = self._any()
        if one is None:
            return
        new = self._try(redeeming.reissue, one.member_id, one.id, by=None, why="x")
        if new is not None:
            assert self.states[one.id] is not State.USED
            if self.states[one.id] is State.UNUSED:
                self.states[one.id] = State.VOID
            self._keep([new.coupon])

    def _night(self) -> None:
        self.team.wait(days=self.chance.randint(0, 2))
        self._do(coupons.expire)
        today = self.team.live.moment(to_instant(self.team.now)).today
        for one in self.known.values():
            over = one.expires_on is not None and one.expires_on <= today
            if over and self.states[one.id] is State.UNUSED:
                self.states[one.id] = State.EXPIRED

    def _is_usable(self, one: Coupon) -> bool:
        return self.states[one.id] is State.UNUSED

    def _keep(self, new: list[Coupon]) -> None:
        for each in new:
            assert each.id not in self.known
            self.known[each.id] = each
            self.states[each.id] = State.UNUSED

    def _do(self, do: Callable[..., Any], *given: Any, **more: Any) -> Any:
        with self.team.spaces.writing(self.team.workspace_id) as space:
            return do(space, self.team.live, *given, now=to_instant(self.team.now), **more)

    def _try(self, do: Callable[..., Any], *given: Any, **more: Any) -> Any:
        try:
            return self._do(do, *given, **more)
        except AppError:
            return None

    def look(self) -> None:
        """Compare what is kept with what must be."""
        with self.team.spaces.engine.connect() as connection:
            rows = connection.execute(coupon.select()).all()
            assert inconsistent(connection) == []
        assert {row.id: row.state for row in rows} == self.states
        codes = Counter(row.code for row in rows)
        assert not codes or max(codes.values()) == 1


def test_a_coupon_is_what_became_of_it(club: Clubs, request: pytest.FixtureRequest) -> None:
    wanted = int(request.config.getoption("--coupon-operations"))
    till = Till(club(document(("regular", None), coupons=list(DESIGNS))), seed=2)
    for n in range(wanted):
        till.step()
        if n % max(wanted // 12, 25) == 0:
            till.look()
    till.look()
    assert till.done["used"] > wanted // 30


def test_many_at_once_leave_the_books_even(club: Clubs) -> None:
    """Members earn, spend and use coupons in several threads, as on several machines."""
    team = club(document(("regular", None), coupons=list(DESIGNS)))
    members = [team.join(f"m{n}") for n in range(MEMBERS)]
    now = to_instant(team.now)
    with team.spaces.writing(team.workspace_id) as space:
        wanted = [Issuance(member_id=each, design="off", cause="rush", count=5) for each in members]
        codes = [each.code for each in coupons.issue(space, team.live, wanted, now=now)]

    def busy(seed: int) -> int:
        chance, used = random.Random(seed), 0
        for n in range(20):
            with team.spaces.writing(team.workspace_id) as space:
                one = Posting(
                    member_id=chance.choice(members),
                    cause=f"t{seed}-{n}",
                    currency="points",
                    amount=chance.randint(1, 50),
                )
                post(space, team.live, [one], now=now, cause="test")
            try:
                with team.spaces.writing(team.workspace_id) as space:
                    redeeming.redeem(space, team.live, chance.choice(codes), now=now, by=None)
                used += 1
            except AppError:
                continue
        return used

    with ThreadPoolExecutor(4) as pool:
        succeeded = sum(pool.map(busy, range(4)))
    with team.spaces.engine.connect() as connection:
        assert unbalanced(connection) == []
        assert inconsistent(connection) == []
    with team.spaces.reading(team.workspace_id) as space:
        assert kept.counts(space, team.program_id)["off", State.USED] == succeeded


def test_a_coupon_that_was_tampered_with_is_found(club: Clubs) -> None:
    team = club(document(("regular", None), coupons=list(DESIGNS)))
    ann = team.join("ann")
    with team.spaces.writing(team.workspace_id) as space:
        asked = [Issuance(member_id=ann, design="off", cause="x")]
        (one,) = coupons.issue(space, team.live, asked, now=to_instant(team.now))
    with team.spaces.engine.begin() as connection:
        connection.execute(coupon.update().values(state="used"))
        assert [tuple(each) for each in inconsistent(connection)] == [(ann, one.id)]
        connection.execute(coupon.update().values(state="unused", code="2222-2222-2222"))
        assert [tuple(each) for each in inconsistent(connection)] == [(ann, one.id)]
