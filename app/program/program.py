"""A membership programme: all its documents as one value."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.days import Calendar
from app.program import currencies
from app.program.almanac import Almanac, with_festivals
from app.program.benefit import Benefit
from app.program.budget import Budget
from app.program.coupon import CouponDesign
from app.program.currencies import Currency
from app.program.earning import NO_EARNING, Earning
from app.program.field import Field
from app.program.flows import Flow
from app.program.forms import Form
from app.program.ladder import Ladder
from app.program.message_template import MessageTemplate, Messaging
from app.program.objects import Object, with_given
from app.program.parameters import Parameter
from app.program.segments import Segment
from app.words import Words

FORMAT = 1
"""The format of documents this version writes; older ones are brought up by `upgrades/`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the whole programme shares."""

    calendar: Calendar = field(default_factory=Calendar)
    currency: str = "CNY"
    active_kinds: tuple[str, ...] = ("purchase",)
    """The kinds of activity that count as being active."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What an operator designed."""

    key: str
    label: Words
    summary: Words = field(default_factory=lambda: Words("", ""))
    settings: Settings = field(default_factory=Settings)
    designed: tuple[Object, ...] = ()
    """Objects as the document has them: added ones whole, given ones with their extra fields."""
    parameters: tuple[Parameter, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    segments: tuple[Segment, ...] = ()
    named_currencies: tuple[Currency, ...] = ()
    """Currencies as the document has them: added ones, and given ones with another label."""
    benefits: tuple[Benefit, ...] = ()
    coupons: tuple[CouponDesign, ...] = ()
    forms: tuple[Form, ...] = ()
    flows: tuple[Flow, ...] = ()
    templates: tuple[MessageTemplate, ...] = ()
    messages: Messaging = field(default_factory=Messaging)
    """When and how often members are spoken to, and in which language."""
    earning: Earning = NO_EARNING
    budgets: tuple[Budget, ...] = ()

    designed_almanacs: tuple[Almanac, ...] = ()
    """Calendars as the document has them: those of its own."""

    @property
    def almanacs(self) -> tuple[Almanac, ...]:
        """All calendars of named days, the given one first."""
        return with_festivals(self.designed_almanacs)

    @property
    def currencies(self) -> tuple[Currency, ...]:
        """All currencies of the ledger, the given ones first."""
        return currencies.with_given(self.named_currencies)

    def find_currency(self, key: str) -> Currency | None:
        return next((each for each in self.currencies if each.key == key), None)

    @property
    def objects(self) -> tuple[Object, ...]:
        """All objects, the given ones first."""
        return with_given(self.designed, self.currencies)

    def object(self, key: str) -> Object:
        return next(each for each in self.objects if each.key == key)

    def find_object(self, key: str) -> Object | None:
        return next((each for each in self.objects if each.key == key), None)

    def find_budget(self, key: str) -> Budget | None:
        return next((each for each in self.budgets if each.key == key), None)

    def find_segment(self, key: str) -> Segment | None:
        return next((each for each in self.segments if each.key == key), None)

    def find_benefit(self, key: str) -> Benefit | None:
        return next((each for each in self.benefits if each.key == key), None)

    def find_coupon(self, key: str) -> CouponDesign | None:
        return next((each for each in self.coupons if each.key == key), None)

    def find_parameter(self, key: str) -> Parameter | None:
        return next((each for each in self.parameters if each.key == key), None)

    def written_fields(self, object_key: str) -> Iterator[tuple[str, Field]]:
        """Give the fields the document has for an object, each with its place there."""
        for n, each in enumerate(self.designed):
            if each.key == object_key:
                for m, written in enumerate(each.fields):
                    yield f"/objects/{n}/fields/{m}", written

    def find_form(self, key: str) -> Form | None:
        return next((each for each in self.forms if each.key == key), None)

    def find_flow(self, key: str) -> Flow | None:
        return next((each for each in self.flows if each.key == key), None)

    def find_template(self, key: str) -> MessageTemplate | None:
        return next((each for each in self.templates if each.key == key), None)

    def ladder(self, key: str) -> Ladder:
        return next(each for each in self.ladders if each.key == key)
