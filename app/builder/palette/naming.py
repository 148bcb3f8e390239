"""The fields and parameters a condition may name, with what their values look like."""

from collections.abc import Iterator

from app.builder.palette.model import ChoiceOffered, FieldOffered
from app.expression.offering import Kind, kind_of
from app.expression.types import Type
from app.program.choices import choices_of
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.formulas import COMPUTED
from app.program.objects import MEMBER, Object
from app.program.parameters import KINDS, PREFIX, Parameter
from app.program.program import Program
from app.program.results import RESULTS, result_of
from app.words import Words

_UNITS = {"money": "money", "percent": "percent", "days": "day"}
_ACTIVE = "active_kinds"


def fields_of(program: Program, designed: Object, *, through: bool) -> Iterator[FieldOffered]:
    """Give the fields of an object, and of the records it refers to where that is wanted."""
    for field in designed.fields:
        if designed.key == "member" or field.kind != "rollup":
            yield _field(field, field.key)
    for reference in designed.of_kind("reference") if through else ():
        there = program.find_object(str(reference.options.get("object")))
        if there is not None:
            yield from _there(reference, there)


def _there(reference: Field, there: Object) -> Iterator[FieldOffered]:
    for field in there.fields:
        # What a metric of another record comes to is not read from here.
        if field.kind != "rollup":
            yield _field(field, f"{reference.key}.{field.key}", reference.label)


def owner_fields(program: Program) -> Iterator[FieldOffered]:
    """Give the fields of the member whose record is spoken of, by the name it has there."""
    owner = Field(key=MEMBER, kind="reference", label=Words("会员", "Member"))
    yield from _there(owner, program.object(MEMBER))


def _field(field: Field, name: str, group: Words | None = None) -> FieldOffered:
    kind: Type = FIELD_KINDS[field.kind].type_of(field)
    comes_out = field.kind
    if field.kind in COMPUTED:
        comes_out = result_of(field)
        kind = RESULTS[comes_out]
    sort = kind_of(kind)
    assert sort is not None
    return FieldOffered(
        name=name,
        label=_retired(field.label) if field.retired else field.label,
        kind=sort,
        unit=_UNITS.get(comes_out),
        icon=FIELD_KINDS[field.kind].icon,
        choices=tuple(ChoiceOffered(key=each.key, label=each.label) for each in choices_of(field)),
        group=group,
    )


def _retired(label: Words) -> Words:
    return Words(f"{label.to('zh')}（已停用）", f"{label.to('en')} (retired)")


def parameters_of(program: Program) -> Iterator[FieldOffered]:
    """Give the values of the programme that conditions may name."""
    for each in program.parameters:
        yield _parameter(each)
    yield FieldOffered(
        name=_ACTIVE,
        label=Words("算作活跃的行为", "Kinds of activity that count as active"),
        kind=Kind.LIST,
        unit=None,
        icon="tags",
        note=Words(*("、".join(program.settings.active_kinds) for _ in range(2))),
    )


def _parameter(parameter: Parameter) -> FieldOffered:
    kind = FIELD_KINDS[KINDS[parameter.kind]]
    sort = kind_of(kind.type_of(parameter.field))
    assert sort is not None
    return FieldOffered(
        name=f"{PREFIX}.{parameter.key}",
        label=parameter.label,
        kind=sort,
        unit=_UNITS.get(parameter.kind),
        icon=kind.icon,
        note=parameter.words(parameter.value),
    )
