"""A moment: kept in UTC, shown in the programme's zone."""

from typing import Any

from app.clock import from_instant
from app.expression.types import Instant, Type
from app.program.dates import instant_of
from app.program.field import Field
from app.program.fields.base import (
    PLAIN,
    FieldKind,
    Group,
    Look,
    Reading,
    Refused,
    Stored,
    quoted,
    text_of,
)
from app.words import Language, Words


class DateTime(FieldKind):
    key = "datetime"
    label = Words("日期时间", "Date and time")
    about = Words("精确到分钟的时刻", "A moment to the minute")
    icon = "clock"
    group = Group.TIME
    look = Look.MOMENT
    sample = "2026-03-01 18:30"
    stored = Stored.INTEGER
    dated = True

    def type_of(self, field: Field) -> Type:
        return Instant()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> int | None:
        text = text_of(raw)
        if text is None:
            return None
        instant = instant_of(text, reading.zone)
        if instant is None:
            raise Refused(
                f"“{quoted(raw)}”不是日期时间，例如 2026-03-01 18:30 或 2026-03-01T10:30:00Z。",
                f"“{quoted(raw)}” is not a date and time; two are 2026-03-01 18:30"
                " and 2026-03-01T10:30:00Z.",
            )
        return instant

    def to_json(self, value: Any, field: Field) -> str | None:
        if value is None:
            return None
        return from_instant(value).isoformat().replace("+00:00", "Z")

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        if value is None:
            return ""
        return from_instant(value).astimezone(reading.zone).strftime("%Y-%m-%d %H:%M")
