"""The forms of publishing and rolling back."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from app.builder.releases import Apply
from app.words import Words

LONGEST_NOTE = 500


def short_enough(_form: Any, field: Any) -> None:
    if len(field.data or "") > LONGEST_NOTE:
        raise ValidationError(
            Words(
                f"说明最多 {LONGEST_NOTE} 个字符。",
                f"A note takes {LONGEST_NOTE} characters at most.",
            )
        )


def a_known_time(_form: Any, field: Any) -> None:
    if field.data not in list(Apply):
        raise ValidationError(Words("请选择何时生效。", "Choose when it applies."))


class RestoreForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    sure = BooleanField(validators=[InputRequired(Words("请先勾选确认。", "Tick the box first."))])


class PublishForm(RestoreForm):
    apply = RadioField(
        choices=[each.value for each in Apply],
        default=Apply.NOW.value,
        validate_choice=False,
        validators=[a_known_time],
    )
    note = TextAreaField(validators=[short_enough])
    version = HiddenField()


class ValueForm(RestoreForm):
    """A new value of a parameter, as it was typed; the parameter itself reads it."""

    value = HiddenField()
    case = HiddenField()
    note = TextAreaField(validators=[short_enough])
