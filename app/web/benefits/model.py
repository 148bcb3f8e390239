"""What the pages about benefits and coupons show: values, for the templates."""

from dataclasses import dataclass

from app.storage.coupons import State
from app.web.benefits.offers import BudgetsShown
from app.web.budget_marks import MarkShown
from app.web.records.model import TierShown
from app.words import Words

STATES = {
    State.UNUSED: Words("未使用", "Unused"),
    State.USED: Words("已使用", "Used"),
    State.EXPIRED: Words("已过期", "Expired"),
    State.VOID: Words("已失效", "Void"),
}
TONES = {
    State.UNUSED: "accent",
    State.USED: "good",
    State.EXPIRED: "warn",
    State.VOID: "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One benefit over all tiers of a ladder; None where a tier does not give it."""

    label: Words
    kind: Words
    cells: tuple[Words | None, ...]
    """Blank words where having it is all there is to say."""
    effect_url: str | None = None
    """Where before and after having it are compared, once it is live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    label: Words
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderMatrix:
    label: Words
    tiers: tuple[TierShown, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignShown:
    label: Words
    kind: Words
    terms: Words
    most_each: int | None
    transferable: bool
    cost: int | None
    counts: tuple[tuple[State, int], ...]
    retired: bool = False
    effect_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueShown:
    """One issue of what a tier brings again and again."""

    day: int
    tier: Words
    coupon: Words
    issued: int
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitsPage:
    ladders: tuple[LadderMatrix, ...]
    designs: tuple[DesignShown, ...]
    issues: tuple[IssueShown, ...]
    released: bool
    """Whether it is live; before the first release it is the draft."""
    counter_url: str | None
    draft_url: str | None
    budgets: BudgetsShown | None
    marks: tuple[MarkShown, ...]

    @property
    def is_empty(self) -> bool:
        return (
            not self.budgets and not self.designs and not any(each.groups for each in self.ladders)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponShown:
    code: str
    label: Words
    terms: Words
    state: State
    tone: str
    state_label: Words
    why: Words
    """How it came about."""
    issued_at: int
    starts_on: int | None
    last_day: int | None
    used_at: int | None
    used_for: str | None
    closed_at: int | None
    by: str | None
    note: Words | None
    refusal: Words | None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HavingShown:
    """A benefit that a member has."""

    label: Words
    value: Words
    source: Words
    until: int | None
    outdone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenShown:
    """What the page of a member says of benefits and coupons."""

    having: tuple[HavingShown, ...]
    coupons: tuple[CouponShown, ...]
    """Those that can still be used, the first to expire first."""
    unused: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponsPage:
    name: str
    member_url: str
    coupons: tuple[CouponShown, ...]
    next_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponPage:
    name: str
    member_url: str
    back_url: str
    coupon: CouponShown
    void_url: str | None
    reissue_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPage:
    url: str
    redeem_url: str
    code: str
    coupon: CouponShown | None
    member: str | None
    member_url: str | None
    minimum: int
    done: bool = False
