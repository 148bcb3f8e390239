"""Which budgets a coupon or a benefit draws on, and what one costs, as an operator sets it."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from enum import StrEnum
from typing import Any

from app.builder import drafts
from app.builder.segments import Author
from app.errors import Finding, NotFound
from app.program.benefit_codec import read_benefit
from app.program.budget import Of
from app.program.budget_codec import dump_budgets_named
from app.program.coupon import CouponDesign
from app.program.coupon_codec import read_coupon
from app.program.reader import Reader
from app.storage.space import Space


class Offer(StrEnum):
    """What may draw on budgets and is no earning rule."""

    COUPON = "coupons"
    BENEFIT = "benefits"

    @property
    def of(self) -> Of:
        return Of.COUPONS if self is Offer.COUPON else Of.BENEFITS


_READ: Mapping[Offer, Callable[[Reader, Any, str], Any]] = {
    Offer.COUPON: read_coupon,
    Offer.BENEFIT: read_benefit,
}


def find(content: Any, offer: Offer, key: str) -> dict[str, Any]:
    """Find one as it is written in the draft. Raises `NotFound`."""
    for each in _listed(content, offer):
        if isinstance(each, dict) and each.get("key") == key:
            return deepcopy(each)
    raise NotFound(f"草稿里没有“{key}”。", f"The draft has no {key!r}.")


def with_budgets(
    offer: Offer, written: Mapping[str, Any], budgets: Sequence[str], cost: str | None
) -> dict[str, Any]:
    """Write on an offer what it draws on; a blank cost takes away what it said."""
    rest = {key: each for key, each in written.items() if key not in {"budget", "cost"}}
    if budgets:
        rest["budget"] = dump_budgets_named(tuple(budgets))
    if offer is Offer.COUPON and cost:
        rest["cost"] = cost
    return rest


def wrong(offer: Offer, written: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what is wrong with budget and cost; the rest is for whoever wrote it."""
    reader = Reader()
    _READ[offer](reader, dict(written), "")
    return tuple(each for each in reader.findings if each.path.startswith(("/budget", "/cost")))


def read(written: Mapping[str, Any]) -> CouponDesign | None:
    """Read a coupon as it is written; None where it cannot be read."""
    reader = Reader()
    design = read_coupon(reader, dict(written), "")
    return None if reader.findings else design


def change(
    space: Space,
    program_id: int,
    offer: Offer,
    written: Mapping[str, Any],
    *,
    seen: int,
    author: Author,
) -> None:
    """Put an offer in the place of what has its key. Raises `NotFound`, `Conflict`."""
    content, version = drafts.to_change(space, program_id, seen=seen)
    find(content, offer, str(written["key"]))
    content[offer.value] = [
        dict(written) if isinstance(each, dict) and each.get("key") == written["key"] else each
        for each in _listed(content, offer)
    ]
    drafts.save(space, program_id, content, seen=version, now=author.now, by=author.by)


def _listed(content: Any, offer: Offer) -> list[Any]:
    found = content.get(offer.value, []) if isinstance(content, dict) else []
    return found if isinstance(found, list) else []
