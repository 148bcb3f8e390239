"""Fields of members as inputs of a form, each with what fits its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.clock import from_instant
from app.program.choices import choices_of
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.web.formats import Formats
from app.words import Words

TYPES = {
    "integer": "number",
    "number": "number",
    "money": "number",
    "percent": "number",
    "date": "date",
    "datetime": "datetime-local",
    "email": "email",
    "phone": "tel",
    "url": "url",
}
YES_OR_NO = (("true", Words("是", "Yes")), ("false", Words("否", "No")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One field of a form: what it is called, what it holds, and what is wrong with it."""

    key: str
    label: Words
    type: str
    value: str
    was: str
    """What it held when the form was made; a change by somebody else shows against it."""
    choices: tuple[tuple[str, Words], ...] = ()
    several: bool = False
    required: bool = False
    help: Words | None = None
    error: Words | None = None
    blank: bool = True
    """Whether one may choose nothing."""
    placeholder: str = ""
    """What holds where nothing is said."""
    unit: Words | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.value.split(",")) if self.several else (self.value,)


def input_of(field: Field, value: str, *, was: str = "", error: Words | None = None) -> Input:
    choices = tuple((each.key, each.label) for each in choices_of(field))
    kind = TYPES.get(field.kind, "text")
    if field.kind == "boolean":
        choices = YES_OR_NO
    elif field.kind == "long_text":
        kind = "long"
    return Input(
        key=field.key,
        label=field.label,
        type=kind,
        value=value,
        was=was,
        choices=choices,
        several=field.kind == "tags" and bool(choices),
        required=field.required,
        help=field.help,
        error=error,
    )


def written(value: Any, field: Field, formats: Formats) -> str:
    """Write a value as its input holds it."""
    if value is None:
        return ""
    match field.kind:
        case "datetime":
            return from_instant(value).astimezone(formats.zone).strftime("%Y-%m-%dT%H:%M")
        case "boolean":
            return "true" if value else "false"
        case "tags":
            return ",".join(value)
        case _:
            return str(FIELD_KINDS[field.kind].to_json(value, field))


def sent(form: MultiDict[str, str], key: str) -> str:
    """Read what a form has of a field; several chosen ones are joined."""
    # Browsers end lines by two characters, of which what is kept has one.
    texts = (each.replace("\r\n", "\n").strip() for each in form.getlist(key))
    return ",".join(each for each in texts if each)


def parsed(text: str, field: Field) -> Any:
    """Give what a form has as JSON has it."""
    if not text:
        return None
    if field.kind == "boolean":
        return text == "true"
    if field.kind == "reference" and ":" in text:
        name, _, value = text.partition(":")
        return {name: value}
    return text


def errors_by_field(findings: Any) -> Mapping[str, Words]:
    """Give the first thing that is wrong with each field."""
    found: dict[str, Words] = {}
    for each in findings:
        found.setdefault(each.path.strip("/").partition("/")[0], each.message)
    return found
