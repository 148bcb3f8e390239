"""Coupons are issued once for each cause, expire on their day, and come back with a refund."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.days import Moment
from app.program.budget import Budget
from app.program.coupon import CouponDesign, OnRefund
from app.runtime import firing
from app.runtime.budget_books import Till
from app.runtime.coupon_prices import budgets_in, prices_of_coupons
from app.runtime.happenings import Ticket
from app.runtime.releases import Live
from app.storage import coupons, records
from app.storage.budget_charges import COUPON, Refusal
from app.storage.coupons import Coupon, State, short
from app.storage.space import Space

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two of which none is taken for another: five bits each."""
LENGTH = 12
GROUP = 4
WIDTH = LENGTH + LENGTH // GROUP - 1
"""Letters of a code and the dashes between its groups."""
_AS_LETTERS = (LETTERS * 8).encode("ascii")
"""Each of the 256 bytes as a letter, every letter as often as any other."""
AT_ONCE = 1_000
"""Coupons that expire in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuance:
    """So many coupons of a design for one member."""

    member_id: int
    design: str
    cause: str
    """What brings it; a member gets each design once under the same cause."""
    count: int = 1
    day: int | None = None
    """The local day from which their validity counts; None is today."""


def new_codes(count: int) -> list[str]:
    """Make codes nobody guesses, in groups that can be read aloud.

    Those that are drawn together begin with the same letter, for they are written down together:
    they lie beside each other in the index, not each on a page of its own. The other eleven
    letters, fifty-five random bits, tell nothing of one another.
    """
    drawn = secrets.token_bytes(LENGTH * count).translate(_AS_LETTERS)
    text = bytearray(b"-") * (WIDTH * count)
    for n in range(LENGTH):
        text[n + n // GROUP :: WIDTH] = drawn[n::LENGTH]
    text[::WIDTH] = drawn[:1] * count
    whole = text.decode("ascii")
    return [whole[n : n + WIDTH] for n in range(0, len(whole), WIDTH)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What came of an issue."""

    coupons: list[Coupon] = field(default_factory=list)
    refused: tuple[Refusal, ...] = ()
    """What budgets did not let through."""

    def without(self) -> set[int]:
        """Give the members who were given nothing because of a budget."""
        given = {each.member_id for each in self.coupons}
        return {each.member_id for each in self.refused} - given


def issue(space: Space, live: Live, wanted: Sequence[Issuance], *, now: int) -> list[Coupon]:
    """Issue coupons to members who are locked, within the release's budgets; give the new ones."""
    budgets = live.checked.program.budgets
    return issue_within(space, live, wanted, budgets, now=now).coupons


def issue_within(
    space: Space,
    live: Live,
    wanted: Sequence[Issuance],
    budgets: Sequence[Budget],
    *,
    now: int,
) -> Issued:
    """Issue coupons to members who are locked; give those that are new.

    What was issued under the same cause is left alone. A design that the release lacks, a coupon
    that would have expired before it is issued, more than a member may be given, and what budgets
    do not let through are left out.
    """
    designs = {each.key: each for each in live.checked.program.coupons}
    asked = [each for each in wanted if each.design in designs]
    if not asked:
        return Issued()
    program_id = live.catalogue.program_id
    members = sorted({each.member_id for each in asked})
    causes = sorted({short(each.cause) for each in asked})
    known = coupons.known(space, program_id, members, causes)
    room = _Room(space, live, asked)
    times = _Times(live.moment(now))
    prices = prices_of_coupons(budgets, [designs[key] for key in {one.design for one in asked}])
    till = Till.opened(space, program_id, budgets_in(prices), live.moment(now))
    new = [
        (one, number)
        for one in asked
        if times.of(designs[one.design], one.day) is not None
        for number in range(one.count)
        if (one.member_id, short(one.cause), one.design, number) not in known
        and room.take(one.member_id, designs[one.design])
        and till.takes(
            prices[one.design], member_id=one.member_id, cause=short(one.cause), what=one.design
        )
    ]
    ids, codes = space.take_ids(len(new)), new_codes(len(new))
    made = [
        _made(one, designs[one.design], times, new_id, code=code, number=number)
        for (one, number), new_id, code in zip(new, ids, codes, strict=True)
    ]
    for each in made:
        till.note(COUPON, each.member_id, each.id, prices[each.design])
    coupons.add(space, program_id, made)
    till.close()
    return Issued(coupons=made, refused=tuple(till.refused.values()))


def _made(
    one: Issuance,
    design: CouponDesign,
    times: "_Times",
    coupon_id: int,
    *,
    code: str,
    number: int,
) -> Coupon:
    starts_on, expires_on = times.of(design, one.day) or (None, None)
    return Coupon(
        member_id=one.member_id,
        id=coupon_id,
        design=one.design,
        code=code,
        cause=short(one.cause),
        number=number,
        issued_at=times.moment.now,
        starts_on=starts_on,
        expires_on=expires_on,
    )


def lock_members(space: Space, live: Live, wanted: Sequence[Issuance]) -> None:
    """Keep others from giving these members anything meanwhile."""
    records.lock(space, live.catalogue.members, sorted({each.member_id for each in wanted}))


@dataclass(slots=True)
class _Times:
    """From when and until when coupons are valid that are issued at a moment."""

    moment: Moment
    _known: dict[tuple[str, int | None], tuple[int | None, int | None] | None] = field(
        default_factory=dict
    )

    def of(self, design: CouponDesign, day: int | None) -> tuple[int | None, int | None] | None:
        """Give the first day and the day it expires; None: it would have expired already."""
        name = (design.key, day)
        if name not in self._known:
            today = self.moment.today
            expires_on = design.valid.expires_on(
                today if day is None else day, self.moment.calendar
            )
            over = expires_on is not None and expires_on <= today
            self._known[name] = None if over else (design.valid.starts_on(today), expires_on)
        return self._known[name]


@dataclass(slots=True)
class _Room:
    """How many coupons each member may still be given."""

    space: Space
    live: Live
    asked: Sequence[Issuance]
    had: Counter[tuple[int, str]] = field(init=False)

    def __post_init__(self) -> None:
        program = self.live.checked.program
        limited = {each.key for each in program.coupons if each.most_each is not None}
        concerned = [each for each in self.asked if each.design in limited]
        self.had = Counter()
        if concerned:
            members = sorted({each.member_id for each in concerned})
            designs = sorted({each.design for each in concerned})
            program_id = self.live.catalogue.program_id
            self.had.update(coupons.held(self.space, program_id, members, designs))

    def take(self, member_id: int, design: CouponDesign) -> bool:
        if design.most_each is None:
            return True
        if self.had[member_id, design.key] >= design.most_each:
            return False
        self.had[member_id, design.key] += 1
        return True


def expire(space: Space, live: Live, *, now: int) -> int:
    """Have coupons expire that cannot be used any more today; give how many there were.

    Call it again, in a transaction of its own, until it gives less than `AT_ONCE`.
    """
    program_id = live.catalogue.program_id
    over = coupons.expiring(space, program_id, live.moment(now).today, limit=AT_ONCE)
    _expire(space, live, over, now=now)
    return len(over)


def _expire(space: Space, live: Live, over: Sequence[Coupon], *, now: int) -> None:
    """Have these expire, and set in motion what waits for it."""
    if not over:
        return
    coupons.close(space, live.catalogue.program_id, over, State.EXPIRED, at=now)
    tickets = [
        Ticket(member_id=each.member_id, coupon_id=each.id, design=each.design) for each in over
    ]
    firing.expired(space, live, tickets, now=now)


def refunded(space: Space, live: Live, orders: Sequence[tuple[int, str]], *, now: int) -> None:
    """Give back what members used for orders that are refunded in full, by the designs' policy.

    A coupon whose day is over meanwhile has expired.
    """
    if not live.checked.program.coupons or not orders:
        return
    program_id = live.catalogue.program_id
    returning = {
        each.key for each in live.checked.program.coupons if each.on_refund is OnRefund.RETURN
    }
    used = coupons.used_for(space, program_id, orders)
    back = [each for each in used if each.design in returning]
    if not back:
        return
    coupons.give_back(space, program_id, back)
    today = live.moment(now).today
    over = [each for each in back if each.expires_on is not None and each.expires_on <= today]
    _expire(space, live, over, now=now)
