"""What a metric offers an editor: the records or fields it may be taken of, and what comes out."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from app.expression.offering import (
    EXAMPLES,
    FILTER,
    RECORDS,
    WINDOW,
    Kind,
    Offer,
    Outcome,
    Result,
    Section,
    Shape,
    Slot,
    always,
    computed,
    kind_of,
)
from app.expression.operator import Operator
from app.expression.types import Type
from app.words import Words


class Measuring(Operator):
    """An operator over the records of an object."""

    reads_field: ClassVar[bool] = True
    measured_in: ClassVar[str] = "count"
    """What it counts where it reads no field."""
    order: ClassVar[int] = 50
    """Where an editor offers it among the metrics; the most usual come first."""

    def offers(self) -> tuple[Offer, ...]:
        taken: dict[Kind, Kind] = {}
        for each, kind in EXAMPLES.items() if self.reads_field else ():
            result = self.result(kind)
            found = None if result is None else kind_of(result)
            taken |= {} if found is None else {each: found}
        field = Slot(shape=Shape.RECORD_FIELD, label=Words("字段", "field"), accepts=tuple(taken))
        what = field if self.reads_field else RECORDS
        outcome = self.outcome(taken)
        return (
            computed(
                Section.METRIC, outcome, what, WINDOW, FILTER, label=self.offered, order=self.order
            ),
        )

    @property
    def offered(self) -> Words:
        """What it is called behind the records: 订单 · 净消费 · 合计."""
        return _noun(self.label)

    def outcome(self, taken: Mapping[Kind, Kind]) -> Result:
        """Say what comes out, by the kind of the field."""
        if self.reads_field:
            return Result(
                of=0, by_kind={each: Outcome(kind=found) for each, found in taken.items()}
            )
        return always(Kind.INTEGER, self.measured_in)

    @abstractmethod
    def result(self, kind: Type | None) -> Type | None:
        """Say what comes out for a field of this type; None where it is refused."""


def _noun(label: Words) -> Words:
    """Give a label that stands behind what it is about: `total of` is a total."""
    return Words(label.zh, label.en.removesuffix(" of").removesuffix(" with"))
