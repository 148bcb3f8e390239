"""What may be asked of the ledger: an entry, the reversal of one, the expiry of a lot."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import Finding
from app.program.currencies import Currency
from app.program.fields.integer import LARGEST
from app.program.objects import EntryKind
from app.storage.ledger import Lot

LONGEST_CAUSE = 190
MADE_UP, REVERSED, EXPIRED, STAGE, PACK = "make_up:", "reversal:", "expiry:", "stage:", "pack:"
FLOW, EARNED = "flow:", "earned:"
OWN = (MADE_UP, REVERSED, EXPIRED, STAGE, PACK, FLOW, EARNED)
BY_HAND = "hand:"
"""How a cause begins where somebody put a ledger right on a page; anybody may write such."""
"""How causes begin that the product itself writes."""
FROM_OUTSIDE = (EntryKind.EARN, EntryKind.SPEND, EntryKind.ADJUST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One entry that is to be kept."""

    member_id: int
    cause: str
    """What brings it about; the same cause is posted once, whatever it says the second time."""
    currency: str
    amount: int
    """Signed: what the balance gains."""
    kind: EntryKind = EntryKind.EARN
    earned: int | None = None
    """How much of it counts as earned; None is the usual share of its kind."""
    occurred_at: int | None = None
    """None is now."""
    expires_on: int | None = None
    """The first local day on which it cannot be spent any more."""
    usable_on: int | None = None
    """The first local day on which it can be spent; None is at once."""
    note: str | None = None
    own: bool = False
    """Whether the product itself earns it to somebody, under a cause of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """The taking back of an entry, or of part of it."""

    cause: str
    of: str
    """The cause of the entry that is reversed."""
    member_id: int | None = None
    """Whose entry it must be; None takes anybody's, and the product's own causes."""
    amount: int | None = None
    """How much of it, without a sign; None is all that has not been reversed yet."""
    extend_to: int | None = None
    """When returned spending expires, where its lots would expire earlier."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """The end of what is left of a lot."""

    lot: Lot

    @property
    def cause(self) -> str:
        # A lot expires again when something came back to it.
        return f"{EXPIRED}{self.lot.id}:{self.lot.lapsed}"


Asked = Posting | Reversal | Expiry


def earned_by(asked: Posting, currency: Currency) -> int:
    """Say how much of an entry counts as earned: spending takes nothing of it (R-08)."""
    if asked.earned is not None:
        return asked.earned
    match asked.kind:
        case EntryKind.EARN | EntryKind.MAKE_UP:
            return asked.amount
        case EntryKind.ADJUST if not currency.spendable:
            return asked.amount
        case _:
            return 0


def wrong_cause(cause: str, *, own: bool) -> Iterator[Finding]:
    """Refuse what cannot name an entry; `own` says whether the product wrote it."""
    if not cause.strip() or len(cause) > LONGEST_CAUSE or not cause.isprintable():
        yield Finding.of(
            "/cause",
            f"缘由编号应是 1 到 {LONGEST_CAUSE} 个可见字符。",
            f"A cause has 1 to {LONGEST_CAUSE} visible characters.",
        )
    elif not own and cause.startswith(OWN):
        yield Finding.of(
            "/cause",
            f"以 {'、'.join(OWN)} 开头的缘由编号由系统自己使用，请换一个。",
            f"Causes that begin with {', '.join(OWN)} are the product's own; take another.",
        )


def wrong_posting(asked: Posting, currency: Currency | None, *, now: int) -> Iterator[Finding]:
    """Say why an entry will not do, whoever's it is."""
    yield from wrong_cause(asked.cause, own=asked.own or asked.kind not in FROM_OUTSIDE)
    if currency is None:
        yield Finding.of(
            "/currency",
            f"没有币种“{asked.currency}”。",
            f"There is no currency called {asked.currency!r}.",
        )
    if asked.amount == 0 or abs(asked.amount) > LARGEST:
        yield Finding.of(
            "/amount",
            f"变动不能是 0，且不超过 {LARGEST:,}。",
            f"An amount is not 0, and at most {LARGEST:,}.",
        )
    elif (asked.amount > 0) is not _is_positive(asked):
        yield Finding.of(
            "/amount",
            "获得和补差写正数，使用写负数。",
            "What is earned is positive, what is spent is negative.",
        )
    if asked.kind is EntryKind.SPEND and currency is not None and not currency.spendable:
        yield Finding.of(
            "/currency",
            f"“{currency.label.to('zh')}”只用于定级，不能使用。",
            f"{currency.label.to('en')} counts towards tiers and cannot be spent.",
        )
    yield from _wrong_share(asked)
    if asked.occurred_at is not None and asked.occurred_at > now:
        yield Finding.of("/occurred_at", "发生时间还没到。", "This has not happened yet.")
    if asked.expires_on is not None and asked.amount < 0:
        yield Finding.of(
            "/expires_on", "只有增加的数量才会失效。", "Only what is gained can expire."
        )


def _is_positive(asked: Posting) -> bool:
    match asked.kind:
        case EntryKind.ADJUST:
            return asked.amount > 0
        case EntryKind.SPEND:
            return False
        case _:
            return True


def _wrong_share(asked: Posting) -> Iterator[Finding]:
    if asked.earned is None:
        return
    low, high = sorted((0, asked.amount))
    if asked.kind is not EntryKind.ADJUST or not low <= asked.earned <= high:
        yield Finding.of(
            "/earned",
            "只有调整可以写明其中算作获得的部分，它在 0 和变动之间。",
            "Only an adjustment says how much of it was earned: from 0 to its amount.",
        )


def nobody() -> Finding:
    return Finding.of("/member", "没有这位会员。", "There is no such member.")


def too_little(left: int) -> Finding:
    return Finding.of(
        "/amount",
        f"余额不足：可用 {left:,}。",
        f"This is more than there is to spend, {left:,}.",
    )


def used_up() -> Finding:
    return Finding.of("/lot", "这一批已经用完。", "Nothing is left of this lot.")
