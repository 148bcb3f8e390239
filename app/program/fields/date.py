"""A calendar day, without a time."""

from typing import Any

from app.days import from_day
from app.expression.types import Date as DateType
from app.expression.types import Type
from app.program.dates import day_of
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


class Date(FieldKind):
    key = "date"
    label = Words("日期", "Date")
    about = Words("生日、到期日一类的日子", "A day such as a birthday")
    icon = "calendar"
    group = Group.TIME
    look = Look.DAY
    common = True
    sample = "2026-03-01"
    stored = Stored.INTEGER

    def type_of(self, field: Field) -> Type:
        return DateType()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> int | None:
        text = text_of(raw)
        if text is None:
            return None
        day = day_of(text)
        if day is None:
            raise Refused(
                f"“{quoted(raw)}”不是日期，例如 2026-03-01。",
                f"“{quoted(raw)}” is not a date; one is 2026-03-01.",
            )
        return day

    def to_json(self, value: Any, field: Field) -> str | None:
        return None if value is None else from_day(value).isoformat()

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        return "" if value is None else from_day(value).isoformat()
