"""How each kind of field is asked for on a public page: WTForms fields that phones understand."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    Field as Input,
)
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.program.choices import choices_of
from app.program.field import Field
from app.web.language import t, w

FEW = 7
"""So many choices are shown at once; more fold into a list."""
COMPLETES = {
    "name": "name",
    "phone": "tel",
    "email": "email",
    "birthday": "bday",
    "city": "address-level2",
}
"""What a phone may fill in by itself, by the key of the field."""
TYPES = {
    "phone": ("tel", "tel"),
    "email": ("email", "email"),
    "url": ("url", "url"),
    "integer": ("text", "numeric"),
    "number": ("text", "decimal"),
    "percent": ("text", "decimal"),
    "money": ("text", "decimal"),
    "date": ("date", None),
    "datetime": ("datetime-local", None),
}
"""The type of the input and the keyboard, by kind of field; a line of text for every other."""
Choices = Sequence[tuple[str, str]]
"""Keys and what they are called."""


class Ticks(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types.
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def input_for(field: Field, label: str, *, records: Choices = ()) -> Input:
    """Make the WTForms field for a field; `records` are those a reference offers."""
    offered = [(each.key, t(each.label)) for each in choices_of(field)]
    match field.kind:
        case "boolean":
            return _radios(label, [("true", w("是", "Yes")), ("false", w("否", "No"))])
        case "choice":
            return _radios(label, offered) if len(offered) <= FEW else _list(label, offered)
        case "reference":
            return _list(label, records)
        case "tags" if offered:
            return Ticks(
                label,
                choices=_choices(offered),
                validate_choice=False,
                render_kw={"class": "options"},
            )
        case "long_text":
            return TextAreaField(label, render_kw=_told(field) | {"rows": 4})
        case _:
            return StringField(label, render_kw=_told(field) | _typed(field))


def _told(field: Field) -> dict[str, Any]:
    completes = COMPLETES.get(field.key)
    return {"class": "input input--large"} | ({"autocomplete": completes} if completes else {})


def _typed(field: Field) -> dict[str, Any]:
    """Say which keyboard a phone shows."""
    kind, mode = TYPES.get(field.kind, ("text", None))
    more: dict[str, Any] = {} if mode is None else {"inputmode": mode}
    if longest := field.options.get("max_length"):
        more["maxlength"] = longest
    if field.kind == "tags":
        more["placeholder"] = w("用逗号分开", "Separate them by commas")
    return {"type": kind} | more


def _choices(offered: Choices) -> list[SelectChoice]:
    return [SelectChoice(value=key, label=label) for key, label in offered]


def _radios(label: str, offered: Choices) -> Input:
    return RadioField(
        label,
        choices=_choices(offered),
        validate_choice=False,
        render_kw={"class": "options"},
    )


def _list(label: str, offered: Choices) -> Input:
    nothing = [("", w("请选择", "Please choose"))]
    return SelectField(
        label,
        choices=_choices([*nothing, *offered]),
        validate_choice=False,
        render_kw={"class": "input input--large"},
    )


GROUPS = (RadioField, Ticks)
"""Inputs of several parts, which stand in a fieldset of their own."""
