"""What every kind of benefit says about itself."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words

Values = Mapping[str, Any]
"""Options by key, as their fields keep values."""


class Category(StrEnum):
    """What a benefit appeals to."""

    ECONOMIC = "economic"
    SERVICE = "service"
    HONOUR = "honour"
    EXPERIENCE = "experience"
    BUNDLE = "bundle"


CATEGORIES = {
    Category.ECONOMIC: Words("经济类", "Economic"),
    Category.SERVICE: Words("服务类", "Service"),
    Category.HONOUR: Words("荣誉类", "Honour"),
    Category.EXPERIENCE: Words("体验类", "Experience"),
    Category.BUNDLE: Words("组合与合作", "Bundles and partners"),
}


class BenefitKind(ABC):
    """One kind of benefit: what an operator sets, and how it reads."""

    key: ClassVar[str]
    label: ClassVar[Words]
    about: ClassVar[Words]
    """What it is good for, in one line."""
    kept: ClassVar[Words] = Words(
        "登阶告诉会员并记下谁有；由门店或收银系统兑现，它们从接口读到会员有什么。",
        "Rungs tells members and knows who has it; the shop or the till, which reads it from the"
        " API, honours it.",
    )
    """Who does what is promised."""
    icon: ClassVar[str] = "gift"
    """The name of a lucide icon."""
    category: ClassVar[Category]
    options: ClassVar[Sequence[Field]] = ()
    """What an operator may set, as fields, so that the builder can draw them."""
    coupon_option: ClassVar[str | None] = None
    """The option that names a coupon, if there is one."""

    @abstractmethod
    def sentence(self, values: Values, reading: Reading) -> Words:
        """Say in a few words what a member has; empty where the label says it all."""

    def strength(self, values: Values) -> float | None:
        """Say how much it is, where more is better; of several the highest holds (E-14)."""
        return None


def number(value: float | None) -> str:
    """Write a number as people do: 1.5, 2."""
    return "" if value is None else f"{value:,.10g}"


def plain(text: str | None) -> Words:
    """Repeat what an operator wrote."""
    return Words(text or "", text or "")
