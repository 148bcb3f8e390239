"""What the editor of forms is drawn from: kinds of items, and the choices of a form's settings."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.builder.field_palette import OptionChoice
from app.program.form_items import ITEM_KINDS
from app.program.form_items.base import Widget
from app.program.forms import Existing, PerMember, Proof, Speaks
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingOffered:
    """Something an operator sets on an item."""

    key: str
    label: Words
    widget: Widget
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKindOffered:
    key: str
    label: Words
    icon: str
    settings: tuple[SettingOffered, ...]
    holds: tuple[str, ...]
    """Kinds of items that may stand inside it."""
    answered: bool
    """Whether its answer goes to a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPalette:
    kinds: tuple[ItemKindOffered, ...]
    existing: tuple[OptionChoice, ...]
    per_member: tuple[OptionChoice, ...]
    proof: tuple[OptionChoice, ...]
    language: tuple[OptionChoice, ...]


_LABELS: dict[StrEnum, Words] = {
    Existing.FILL: Words("只补空白的资料", "Fill in only what is blank"),
    Existing.OVERWRITE: Words("改写已有的资料", "Write over what is there"),
    PerMember.UNLIMITED: Words("不限次数", "As often as they like"),
    PerMember.DAILY: Words("每天一次", "Once a day"),
    PerMember.ONCE: Words("只能一次", "Once"),
    Proof.AUTO: Words("填得异常多时才要", "When more comes in than people would send"),
    Proof.ALWAYS: Words("每次都要", "Every time"),
    Proof.NEVER: Words("从不", "Never"),
    Speaks.READER: Words("跟随填写的人", "That of the reader"),
    Speaks.ZH: Words("中文", "Chinese"),
    Speaks.EN: Words("英文", "English"),
}


def form_palette() -> FormPalette:
    return FormPalette(
        kinds=tuple(_kinds()),
        existing=_choices(Existing),
        per_member=_choices(PerMember),
        proof=_choices(Proof),
        language=_choices(Speaks),
    )


def _kinds() -> Iterator[ItemKindOffered]:
    for kind in ITEM_KINDS:
        yield ItemKindOffered(
            key=kind.key,
            label=kind.label,
            icon=kind.icon,
            settings=tuple(
                SettingOffered(
                    key=each.key, label=each.label, widget=each.widget, required=each.required
                )
                for each in kind.settings
            ),
            holds=kind.holds,
            answered=kind.answered,
        )


def _choices(words: type[StrEnum]) -> tuple[OptionChoice, ...]:
    return tuple(OptionChoice(key=each.value, label=_LABELS[each]) for each in words)
