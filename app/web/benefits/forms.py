"""The forms at the counter, and those that make a coupon void or issue another."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.runtime.redeeming import LONGEST
from app.web.records.layer_forms import a_reason
from app.words import Words

SPENT = Field(
    key="spent", kind="money", label=Words("订单金额", "Spent"), options={"not_negative": True}
)


def an_amount_or_nothing(_form: Any, field: Any) -> None:
    try:
        FIELD_KINDS["money"].parse(field.data, SPENT)
    except Refused as refused:
        raise ValidationError(refused.words) from refused


def not_too_long(_form: Any, field: Any) -> None:
    if len(field.data or "") > LONGEST:
        raise ValidationError(
            Words(f"订单号最多 {LONGEST} 个字符。", f"An order has at most {LONGEST} characters.")
        )


class RedeemForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    code = HiddenField()
    order = StringField(validators=[not_too_long])
    spent = StringField(validators=[an_amount_or_nothing])

    @property
    def cents(self) -> int | None:
        found: int | None = FIELD_KINDS["money"].parse(self.spent.data, SPENT)
        return found


class WhyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    reason = TextAreaField(validators=[a_reason])
