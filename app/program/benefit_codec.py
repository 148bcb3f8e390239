"""Benefits, and what tiers give, as JSON: read with the place of every mistake."""

from typing import Any

from app.program.benefit import (
    Benefit,
    Every,
    Pack,
    PackCoupon,
    PackPoints,
    Recurring,
    TierBenefit,
)
from app.program.budget_codec import dump_budgets_named, read_budgets_named
from app.program.reader import Reader, without_empty

MOST_COUPONS = 100
MOST_POINTS = 10**9


def read_benefit(reader: Reader, value: Any, path: str) -> Benefit:
    content = reader.mapping(value, path)
    reader.only(content, path, "key kind label options help budget")
    key = reader.key(content, path)
    kind = content.get("kind")
    if not isinstance(kind, str):
        reader.wrong(f"{path}/kind", "权益要有类型。", "A benefit needs a kind.")
    told = content.get("help")
    return Benefit(
        key=key,
        kind=str(kind),
        label=reader.words(content.get("label"), f"{path}/label", key),
        options=reader.mapping(content.get("options", {}), f"{path}/options"),
        help=None if told is None else reader.words(told, f"{path}/help"),
        budgets=read_budgets_named(reader, content, path),
    )


def dump_benefit(benefit: Benefit) -> dict[str, Any]:
    head = {"key": benefit.key, "kind": benefit.kind, "label": benefit.label.to_json()}
    told = None if benefit.help is None else benefit.help.to_json()
    budget = dump_budgets_named(benefit.budgets)
    return head | without_empty({"options": dict(benefit.options), "help": told, "budget": budget})


def read_tier_benefits(reader: Reader, value: Any, path: str) -> tuple[TierBenefit, ...]:
    """Read a list of keys, or of keys with what is different on this tier."""
    found = [
        _tier_benefit(reader, each, f"{path}/{n}")
        for n, each in enumerate(reader.sequence(value, path))
    ]
    seen: set[str] = set()
    for n, each in enumerate(found):
        if each.benefit in seen:
            reader.wrong(
                f"{path}/{n}",
                f"权益“{each.benefit}”写了两次。",
                f"The benefit {each.benefit!r} is there twice.",
            )
        seen.add(each.benefit)
    return tuple(found)


def _tier_benefit(reader: Reader, value: Any, path: str) -> TierBenefit:
    if isinstance(value, str):
        return TierBenefit(benefit=value)
    content = reader.mapping(value, path)
    reader.only(content, path, "benefit options")
    return TierBenefit(
        benefit=_named(reader, content, "benefit", path),
        options=reader.mapping(content.get("options", {}), f"{path}/options"),
    )


def _named(reader: Reader, content: Any, name: str, path: str) -> str:
    found = content.get(name)
    if isinstance(found, str) and found:
        return found
    reader.wrong(f"{path}/{name}", f"请写明 {name}。", f"Say which {name}.")
    return ""


def read_pack(reader: Reader, value: Any, path: str) -> Pack | None:
    if value is None:
        return None
    content = reader.mapping(value, path)
    reader.only(content, path, "coupons points again")
    return Pack(
        coupons=tuple(
            _pack_coupon(reader, each, f"{path}/coupons/{n}")
            for n, each in enumerate(reader.sequence(content.get("coupons"), f"{path}/coupons"))
        ),
        points=tuple(
            _pack_points(reader, each, f"{path}/points/{n}")
            for n, each in enumerate(reader.sequence(content.get("points"), f"{path}/points"))
        ),
        again=reader.flag(content, "again", path, default=False),
    )


def _pack_coupon(reader: Reader, value: Any, path: str) -> PackCoupon:
    if isinstance(value, str):
        return PackCoupon(coupon=value)
    content = reader.mapping(value, path)
    reader.only(content, path, "coupon count")
    return PackCoupon(
        coupon=_named(reader, content, "coupon", path),
        count=reader.whole(content, "count", path, 1, least=1, most=MOST_COUPONS),
    )


def _pack_points(reader: Reader, value: Any, path: str) -> PackPoints:
    content = reader.mapping(value, path)
    reader.only(content, path, "amount currency")
    return PackPoints(
        amount=reader.whole(content, "amount", path, 0, least=1, most=MOST_POINTS),
        currency=reader.text(content, "currency", path) or "points",
    )


def read_recurring(reader: Reader, value: Any, path: str) -> tuple[Recurring, ...]:
    found = tuple(
        _recurring(reader, each, f"{path}/{n}")
        for n, each in enumerate(reader.sequence(value, path))
    )
    reader.distinct(found, path)
    return found


def _recurring(reader: Reader, value: Any, path: str) -> Recurring:
    content = reader.mapping(value, path)
    reader.only(content, path, "key coupon every count")
    return Recurring(
        key=reader.key(content, path),
        coupon=_named(reader, content, "coupon", path),
        every=reader.one_of(Every, content.get("every"), f"{path}/every", Every.MONTH),
        count=reader.whole(content, "count", path, 1, least=1, most=MOST_COUPONS),
    )


def dump_tier_benefits(benefits: tuple[TierBenefit, ...]) -> list[Any]:
    return [
        {"benefit": each.benefit, "options": dict(each.options)} if each.options else each.benefit
        for each in benefits
    ]


def dump_pack(pack: Pack | None) -> dict[str, Any] | None:
    if pack is None:
        return None
    coupons = [
        each.coupon if each.count == 1 else {"coupon": each.coupon, "count": each.count}
        for each in pack.coupons
    ]
    points = [
        {"amount": each.amount}
        | without_empty({"currency": None if each.currency == "points" else each.currency})
        for each in pack.points
    ]
    return without_empty({"coupons": coupons, "points": points, "again": pack.again})


def dump_recurring(recurring: tuple[Recurring, ...]) -> list[Any]:
    return [
        {"key": each.key, "coupon": each.coupon, "every": each.every.value}
        | without_empty({"count": each.count if each.count > 1 else None})
        for each in recurring
    ]
