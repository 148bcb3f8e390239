"""The forms of a programme's settings and of its currencies."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError

from app.days import LeapDay
from app.program.program import Settings
from app.web.gallery.forms import NamedForm, a_known_currency, a_known_zone, currencies, zones
from app.words import Words

LONGEST_SUMMARY = 300
LONGEST_KIND = 60
YES, NO = "yes", "no"
WEEK_STARTS = ("monday", "sunday")
SUMMARY = Length(
    max=LONGEST_SUMMARY,
    message=Words(f"简介最多 {LONGEST_SUMMARY} 个字符。", f"At most {LONGEST_SUMMARY} characters."),
)
_BETWEEN = str.maketrans("，、；;\n\r\t", ",,,,,,,")


def among(*known: str) -> Any:
    """Refuse what a page did not offer."""

    def check(_form: Any, field: Any) -> None:
        if field.data not in known:
            raise ValidationError(Words("请选一个。", "Choose one."))

    return check


class SettingsForm(NamedForm):
    """What holds for the whole programme; a live one does not ask for time zone and currency."""

    summary_zh = TextAreaField(validators=[SUMMARY])
    summary_en = TextAreaField(validators=[SUMMARY])
    timezone = SelectField(choices=zones, validate_choice=False)
    currency = SelectField(choices=currencies, validate_choice=False)
    week_starts = RadioField(
        choices=WEEK_STARTS, validate_choice=False, validators=[among(*WEEK_STARTS)]
    )
    leap_day = RadioField(
        choices=[each.value for each in LeapDay],
        validate_choice=False,
        validators=[among(*LeapDay)],
    )
    active_kinds = SelectMultipleField(choices=[], validate_choice=False)
    others = StringField()
    seen = HiddenField()

    there: str = ""
    """The currency of the draft, also where it is none of the list."""

    def offer(self, currency: str) -> None:
        """Offer the currency there is beside the usual ones."""
        self.there = currency
        if currency not in dict(currencies()):
            self.currency.choices = [(currency, currency), *currencies()]

    def keep(self, fixed: Settings | None) -> None:
        """Take what a live programme keeps, whatever was sent."""
        if fixed is not None:
            self.timezone.data, self.currency.data = fixed.calendar.timezone, fixed.currency

    def validate_timezone(self, field: Any) -> None:
        a_known_zone(self, field)

    def validate_others(self, field: Any) -> None:
        if any(len(each) > LONGEST_KIND for each in kinds_typed(field.data or "")):
            zh, en = (
                f"一种行为最多 {LONGEST_KIND} 个字符。",
                f"At most {LONGEST_KIND} characters each.",
            )
            raise ValidationError(Words(zh, en))

    @property
    def kinds(self) -> list[str]:
        """Give the kinds that count as being active, each once."""
        chosen = [*(self.active_kinds.data or []), *kinds_typed(self.others.data or "")]
        return list(dict.fromkeys(each.strip() for each in chosen if each.strip()))

    @property
    def document(self) -> dict[str, Any]:
        """Write what was typed as the document has it."""
        return {
            "label": self.label.to_json(),
            "summary": {
                "zh": (self.summary_zh.data or "").strip(),
                "en": (self.summary_en.data or "").strip(),
            },
            "settings": {
                "timezone": self.timezone.data,
                "currency": self.currency.data,
                "week_starts": self.week_starts.data,
                "leap_day": self.leap_day.data,
                "active_kinds": self.kinds,
            },
        }


class FreshSettingsForm(SettingsForm):
    """Of a programme that has never been published."""

    def validate_currency(self, field: Any) -> None:
        if field.data != self.there:
            a_known_currency(self, field)


def kinds_typed(text: str) -> list[str]:
    """Read several kinds out of one input."""
    return [each.strip() for each in text.translate(_BETWEEN).split(",") if each.strip()]


def filled(content: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Give what fills the form of settings."""
    label, summary = _words(content.get("label")), _words(content.get("summary"))
    calendar = settings.calendar
    return {
        "zh": label.zh,
        "en": label.en,
        "summary_zh": summary.zh,
        "summary_en": summary.en,
        "timezone": calendar.timezone,
        "currency": settings.currency,
        "week_starts": "monday" if calendar.week_starts == 0 else "sunday",
        "leap_day": calendar.leap_day.value,
        "active_kinds": list(settings.active_kinds),
        "others": "",
    }


def _words(value: Any) -> Words:
    return Words.from_json(value) if isinstance(value, str | Mapping) else Words("", "")


class NamesForm(NamedForm):
    """What a given currency is called: nothing else of it can be changed."""

    seen = HiddenField()


class CurrencyForm(NamesForm):
    spendable = RadioField(
        choices=[YES, NO], default=YES, validate_choice=False, validators=[among(YES, NO)]
    )
