"""A telephone number, kept as +8613800138000."""

from collections.abc import Iterator
from typing import Any

import phonenumbers

from app.errors import Finding
from app.expression.types import Text, Type
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

REGION = "CN"


class Phone(FieldKind):
    key = "phone"
    label = Words("电话", "Phone")
    about = Words("按国家/地区校验，可用来认出会员", "Checked by country; may tell who a member is")
    icon = "phone"
    group = Group.CONTACT
    look = Look.LINE
    common = True
    sample = "138 0013 8000"
    stored = Stored.TEXT
    options = (
        Field(
            key="region",
            kind="text",
            label=Words("默认国家/地区", "Country if none is given"),
            default=REGION,
        ),
    )

    def type_of(self, field: Field) -> Type:
        return Text()

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> str | None:
        text = text_of(str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw)
        if text is None:
            return None
        try:
            number = phonenumbers.parse(text, _region(field))
        except phonenumbers.NumberParseException:
            raise _no_number(raw) from None
        if not phonenumbers.is_valid_number(number):
            raise _no_number(raw)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def show(self, value: Any, field: Field, language: Language, reading: Reading = PLAIN) -> str:
        """Write the number as it is dialled at home, or with its country when abroad."""
        if value is None:
            return ""
        number = phonenumbers.parse(value)
        at_home = phonenumbers.region_code_for_number(number) == _region(field)
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(
            number, style.NATIONAL if at_home else style.INTERNATIONAL
        )

    def findings_in(self, field: Field) -> Iterator[Finding]:
        if _region(field) not in phonenumbers.SUPPORTED_REGIONS:
            yield Finding(
                path="/options/region",
                message=Words(
                    f"没有国家/地区 {_region(field)}，例如 CN。",
                    f"There is no country {_region(field)}; one is CN.",
                ),
            )


def _region(field: Field) -> str:
    return str(field.options.get("region") or REGION)


def _no_number(raw: Any) -> Refused:
    return Refused(
        f"“{quoted(raw)}”不是电话号码，例如 13800138000 或 +852 5123 4567。",
        f"“{quoted(raw)}” is not a phone number; two are 13800138000 and +852 5123 4567.",
    )
