"""What the editor of objects is drawn from: the kinds of fields as they describe themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.builder.checks.few_fields import MOST
from app.builder.checks.known_colors import COLORS
from app.builder.diff.field_settings import MASKS
from app.program.choices import choices_of
from app.program.field import Field, Mask
from app.program.field_codec import dump_field
from app.program.fields import FIELD_KINDS, FieldKind, Group, Look
from app.program.fields.base import Stored
from app.program.objects import GIVEN, Object
from app.program.personal import GIVEN as PERSONAL_FIELDS
from app.program.personal import KINDS as PERSONAL_KINDS
from app.program.personal import masked
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChoice:
    key: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionOffered:
    """Something that a kind lets an operator set."""

    key: str
    label: Words
    help: Words | None
    look: Look
    required: bool
    default: Any
    choices: tuple[OptionChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKindOffered:
    key: str
    label: Words
    about: Words
    icon: str
    group: Group
    look: Look
    sample: str
    options: tuple[OptionOffered, ...]
    stored: bool
    """Whether it has values of its own; others are computed."""
    unique: bool
    """Whether it may be unique."""
    common: bool
    """Whether an empty object may begin with it."""
    typed: bool
    """Whether people give its value, so that it can be required and have a default."""
    personal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOffered:
    key: Group
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskOffered:
    key: Mask
    label: Words
    sample: str
    """What is left of a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenObject:
    """An object that every programme has, with its fields as documents write them."""

    key: str
    label: Words
    occurred: str | None
    title: str | None
    fields: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPalette:
    kinds: tuple[FieldKindOffered, ...]
    groups: tuple[GroupOffered, ...]
    masks: tuple[MaskOffered, ...]
    colors: tuple[str, ...]
    given: tuple[GivenObject, ...]
    personal_fields: tuple[str, ...]
    """Keys of fields that are personal whatever their kind."""
    most_fields: int


def field_palette() -> FieldPalette:
    order = list(Group)
    kinds = sorted(FIELD_KINDS, key=lambda each: (order.index(each.group), not each.common))
    return FieldPalette(
        kinds=tuple(_kind(each) for each in kinds),
        groups=tuple(GroupOffered(key=each, label=each.label) for each in Group),
        masks=tuple(_masks()),
        colors=COLORS,
        given=tuple(_given(each) for each in GIVEN.values()),
        personal_fields=tuple(sorted(PERSONAL_FIELDS)),
        most_fields=MOST,
    )


def _kind(kind: FieldKind) -> FieldKindOffered:
    return FieldKindOffered(
        key=kind.key,
        label=kind.label,
        about=kind.about,
        icon=kind.icon,
        group=kind.group,
        look=kind.look,
        sample=kind.sample,
        options=tuple(_option(kind, each) for each in kind.options),
        stored=kind.stored is not None,
        unique=kind.stored not in {None, Stored.BOOLEAN, Stored.LIST},
        common=kind.common and kind.stored is not None,
        typed=kind.stored is not None and kind.look is not Look.SERIAL,
        personal=kind.key in PERSONAL_KINDS,
    )


def _option(kind: FieldKind, option: Field) -> OptionOffered:
    return OptionOffered(
        key=option.key,
        label=option.label,
        help=option.help,
        look=kind.drawn.get(option.key, FIELD_KINDS[option.kind].look),
        required=option.required,
        default=option.default,
        choices=tuple(OptionChoice(key=each.key, label=each.label) for each in choices_of(option)),
    )


_SAMPLES = {
    Mask.OPEN: "",
    Mask.HIDDEN: "林婉清",
    Mask.NAME: "林婉清",
    Mask.PHONE: "13800138000",
    Mask.EMAIL: "li.lei@example.com",
    Mask.ID: "110101199003071234",
}


def _masks() -> Iterator[MaskOffered]:
    for mask in Mask:
        field = Field(key="sample", kind="text", label=MASKS[mask], mask=mask)
        yield MaskOffered(key=mask, label=MASKS[mask], sample=masked(_SAMPLES[mask], field))


def _given(given: Object) -> GivenObject:
    return GivenObject(
        key=given.key,
        label=given.label,
        occurred=given.occurred,
        title=given.title,
        fields=tuple(dump_field(each) for each in given.fields),
    )
