"""What every kind of coupon says about itself."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from app.program.field import Field
from app.program.fields.base import Reading
from app.words import Words

Values = Mapping[str, Any]
"""Options by key, as their fields keep values."""


class CouponKind(ABC):
    """One kind of coupon: what an operator sets, what it is worth, and how it reads."""

    key: ClassVar[str]
    label: ClassVar[Words]
    about: ClassVar[Words]
    """What it is good for, in one line."""
    icon: ClassVar[str] = "ticket"
    """The name of a lucide icon."""
    options: ClassVar[Sequence[Field]] = ()
    """What an operator may set, as fields, so that the builder can draw them."""

    @abstractmethod
    def sentence(self, values: Values, reading: Reading) -> Words:
        """Say in a few words what the holder gets."""

    def cost(self, values: Values) -> int | None:
        """Give what one costs at most, in the smallest unit, where its design does not say."""
        return None
