"""The forms in which people give a member a tier, let one be tried, and end that again."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.days import start_of_day
from app.program.dates import day_of
from app.runtime.granting import Granted
from app.storage.layers import Kind
from app.web.formats import Formats
from app.words import Words

LONGEST = 500
OFFERED = {
    Kind.FLOOR: Words("保底：至少是这一级", "Floor: at least this tier"),
    Kind.LOCK: Words("锁定：就是这一级，高于一切", "Lock: exactly this tier, whatever else"),
    Kind.PAID: Words("付费：会员买下的等级", "Paid: the member bought it"),
}


def a_reason(_form: Any, field: Any) -> None:
    text = (field.data or "").strip()
    if not text:
        raise ValidationError(Words("请写明原因。", "Say why."))
    if len(text) > LONGEST:
        raise ValidationError(
            Words(f"原因最多 {LONGEST} 个字符。", f"A reason takes {LONGEST} characters at most.")
        )


def a_day_or_nothing(_form: Any, field: Any) -> None:
    if (field.data or "").strip() and day_of(field.data) is None:
        raise ValidationError(Words("请写日期，如 2026-12-31。", "A date, such as 2026-12-31."))


def one_of_them(_form: Any, field: Any) -> None:
    if field.data not in [value for value, *_ in field.iter_choices()]:
        raise ValidationError(Words("请选择一项。", "Choose one."))


def one_of_the_tiers(_form: Any, field: Any) -> None:
    if field.data not in [value for value, *_ in field.iter_choices() if value]:
        raise ValidationError(Words("请选择等级。", "Choose a tier."))


class LayerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    """A tier for a member; `tier` names the ladder as well: main/gold."""

    kind = RadioField(validators=[one_of_them], validate_choice=False)
    tier = SelectField(validators=[one_of_the_tiers], validate_choice=False)
    starts = StringField(validators=[a_day_or_nothing])
    until = StringField(validators=[a_day_or_nothing])
    reason = TextAreaField(validators=[a_reason])

    def wanted(self, member_id: int, formats: Formats) -> Granted:
        """Give what was filled in: from the beginning of one day to the end of the other."""
        ladder, _, tier = str(self.tier.data).partition("/")
        return Granted(
            member_id=member_id,
            ladder=ladder,
            kind=Kind(self.kind.data),
            tier=tier,
            reason=self.reason.data,
            starts_at=max(_begins(self.starts.data, formats) or formats.now, formats.now),
            ends_at=_ends(self.until.data, formats),
        )


def _begins(text: str | None, formats: Formats) -> int | None:
    day = day_of(text or "")
    return None if day is None else start_of_day(day, formats.zone)


def _ends(text: str | None, formats: Formats) -> int | None:
    day = day_of(text or "")
    return None if day is None else start_of_day(day + 1, formats.zone)


class TrialForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    ladder = HiddenField()
    trial = HiddenField()


class EndForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    reason = TextAreaField(validators=[a_reason])
