"""Values that rules worked out, as another system reads them in JSON."""

from typing import Any

from app.clock import from_instant
from app.days import from_day
from app.expression.types import Date, Decimal, Instant, Type
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.words import Words

MONEY = Field(key="money", kind="money", label=Words("", ""))


def plain(value: Any, kind: Type) -> Any:
    """Write a value as the API does: money as a decimal, days and moments as ISO."""
    if value is None:
        return None
    match kind:
        case Date():
            return from_day(int(value)).isoformat()
        case Instant():
            return from_instant(int(value)).isoformat()
        case Decimal():
            return FIELD_KINDS[MONEY.kind].to_json(int(value), MONEY)
        case _:
            return value
