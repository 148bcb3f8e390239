"""The form of an account, made from what its kind declares."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.errors import Finding
from app.program.objects import MEMBER
from app.program.program import Program
from app.runtime.channel_settings import Ask, Setting
from app.runtime.channels.base import ChannelKind
from app.web.language import t, w

CLEAR = "clear_"


class TestForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    __test__ = False  # It is a form, and no test.
    to = StringField()


def form_of(kind: ChannelKind, program: Program | None, values: Mapping[str, Any]) -> Any:
    """Make the form of an account; `values` are what is set, secrets not among them."""
    fields: dict[str, Any] = {"name": StringField()}
    for each in kind.settings:
        fields[each.key] = _field(each, program)
        if each.ask is Ask.SECRET and not each.required:
            fields[CLEAR + each.key] = BooleanField()
    made = type("AccountForm", (FlaskForm,), fields)
    return made(data=dict(values))


def _field(setting: Setting, program: Program | None) -> Any:
    match setting.ask:
        case Ask.LINES:
            return TextAreaField()
        case Ask.SECRET:
            return PasswordField()
        case Ask.CHOICE:
            offered = [(key, t(words)) for key, words in setting.choices.items()]
            return SelectField(choices=_choices(offered), validate_choice=False)
        case Ask.FIELD:
            fields = program.object(MEMBER).in_use if program else ()
            found = [(each.key, t(each.label)) for each in fields if each.kind in setting.kinds]
            nothing = w("请选择", "Choose") if setting.required else w("自动", "Automatic")
            return SelectField(choices=_choices([("", nothing), *found]), validate_choice=False)
        case _:
            return StringField()


def _choices(offered: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value=key, label=label) for key, label in offered]


def entered(form: Any, kind: ChannelKind) -> dict[str, Any]:
    return {each.key: form[each.key].data for each in kind.settings}


def cleared(form: Any, kind: ChannelKind) -> frozenset[str]:
    """Give the secrets that somebody wants gone."""
    boxes = {each.key: CLEAR + each.key for each in kind.settings if each.ask is Ask.SECRET}
    return frozenset(key for key, box in boxes.items() if box in form and form[box].data)


def put_beside(form: Any, findings: tuple[Finding, ...]) -> None:
    """Show each finding beside the field it is about."""
    for each in findings:
        field = form[each.path.removeprefix("/")]
        field.errors = [*field.errors, each.message]
