"""Who draws on a budget of a draft, as it is written: whoever takes it away is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.words import Words

DRAWING = {
    ("earning", "rules"): Words("积分规则", "Earning rule"),
    ("earning", "boosts"): Words("加速", "Boost"),
    ("coupons",): Words("优惠券", "Coupon"),
    ("benefits",): Words("权益", "Benefit"),
}
"""The lists of a document in which things name budgets, and what each thing is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Something that names a budget."""

    sort: Words
    label: Words
    budget: str

    @property
    def said(self) -> Words:
        return Words(
            f"{self.sort.zh}“{self.label.to('zh')}”", f"{self.sort.en} “{self.label.to('en')}”"
        )


def drawings(content: Any) -> Iterator[Drawing]:
    """Give everything in a document that names a budget, once for each that it names."""
    for place, sort in DRAWING.items():
        for each in _listed(content, place):
            if isinstance(each, Mapping):
                label = _label(each)
                for key in named_in(each):
                    yield Drawing(sort=sort, label=label, budget=key)


def named_in(written: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the budgets that a rule, boost, coupon or benefit names as it is written."""
    value = written.get("budget")
    if isinstance(value, str):
        return (value,) if value else ()
    listed = value if isinstance(value, list) else []
    return tuple(each for each in listed if isinstance(each, str))


def drawn_on(content: Any, key: str) -> list[Drawing]:
    return [each for each in drawings(content) if each.budget == key]


def lost(content: Any) -> dict[str, list[Drawing]]:
    """Give the budgets that are named and are not there, with who names them."""
    there = {
        each.get("key") for each in _listed(content, ("budgets",)) if isinstance(each, Mapping)
    }
    found: dict[str, list[Drawing]] = {}
    for each in drawings(content):
        if each.budget not in there:
            found.setdefault(each.budget, []).append(each)
    return found


def lost_words(content: Any) -> Iterator[Words]:
    """Say of each budget that is named and not there who names it."""
    for key, found in lost(content).items():
        who = joined(found)
        yield Words(
            f"没有预算“{key}”，但还写着从它出：{who.zh}。",
            f"There is no budget {key!r}, and it is named by: {who.en}.",
        )


def joined(found: list[Drawing]) -> Words:
    """Say who they are, in one line."""
    return Words(
        "、".join(each.said.zh for each in found), ", ".join(each.said.en for each in found)
    )


def _label(written: Mapping[str, Any]) -> Words:
    said = written.get("label", written.get("key", ""))
    if isinstance(said, str):
        return Words(said, said)
    parts = said if isinstance(said, Mapping) else {}
    return Words(str(parts.get("zh", "")), str(parts.get("en", "")))


def _listed(content: Any, place: tuple[str, ...]) -> list[Any]:
    for part in place:
        content = content.get(part) if isinstance(content, Mapping) else None
    return content if isinstance(content, list) else []
