"""The forms by which a programme begins."""

from typing import Any
from zoneinfo import available_timezones

from babel.numbers import get_currency_name
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.web.formats import LOCALES
from app.web.language import language, w
from app.words import Words

LONGEST_NAME = 60
COMMON_ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)
CURRENCIES = ("CNY", "HKD", "TWD", "USD", "EUR", "GBP", "SGD", "MYR", "AUD", "CAD", "THB")
SHORT = Length(
    max=LONGEST_NAME,
    message=Words(f"最多 {LONGEST_NAME} 个字符。", f"{LONGEST_NAME} characters at most."),
)


def zones() -> dict[str, list[tuple[str, str]]]:
    """List the time zones, the usual ones first."""
    others = sorted(available_timezones() - set(COMMON_ZONES))
    return {
        w("常用", "Usual"): [(each, each.replace("_", " ")) for each in COMMON_ZONES],
        w("全部", "All"): [(each, each.replace("_", " ")) for each in others],
    }


def currencies() -> list[tuple[str, str]]:
    return [(each, f"{each} · {currency_name(each)}") for each in CURRENCIES]


def currency_name(code: str) -> str:
    return str(get_currency_name(code, locale=LOCALES[language()]))


def a_known_zone(_form: Any, field: Any) -> None:
    if field.data not in available_timezones():
        raise ValidationError(Words("请从列表里选时区。", "Choose a time zone of the list."))


def a_known_currency(_form: Any, field: Any) -> None:
    if field.data not in CURRENCIES:
        raise ValidationError(Words("请从列表里选货币。", "Choose a currency of the list."))


class NamedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    """What a programme is called; one of the languages is enough."""

    zh = StringField(validators=[SHORT])
    en = StringField(validators=[SHORT])

    def validate_zh(self, _field: Any) -> None:
        if not self.label.zh:
            raise ValidationError(Words("请写名称。", "Give it a name."))

    @property
    def label(self) -> Words:
        zh, en = (self.zh.data or "").strip(), (self.en.data or "").strip()
        return Words(zh or en, en or zh)

    @property
    def names(self) -> tuple[Any, Any]:
        """Give the fields, the reader's language first."""
        return (self.en, self.zh) if language() == "en" else (self.zh, self.en)


class CloneForm(NamedForm):
    sample = BooleanField(default=True)


class QuickForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    """One click on a card: the programme keeps its name."""

    sample = BooleanField()


class BlankForm(NamedForm):
    timezone = SelectField(
        choices=zones, default="Asia/Shanghai", validate_choice=False, validators=[a_known_zone]
    )
    currency = SelectField(
        choices=currencies, default="CNY", validate_choice=False, validators=[a_known_currency]
    )


class ImportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    file = FileField()
    text = TextAreaField()
