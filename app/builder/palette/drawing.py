"""Draws the palette of a place from what the kinds of a programme say of themselves."""

from collections.abc import Iterator

from app.builder.palette.model import (
    FieldOffered,
    LadderOffered,
    OperatorOffered,
    Palette,
    Preset,
    SectionOffered,
    SourceOffered,
    TierOffered,
    UnitOffered,
)
from app.builder.palette.naming import fields_of, owner_fields, parameters_of
from app.builder.palette.place import Place, Sort
from app.expression.offering import Kind, Offer, Role, Section, Shape
from app.expression.operator import Operator
from app.expression.operators import OPERATORS
from app.expression.speaker import MEASURES
from app.expression.windows import forms
from app.program.numerals import currency_sign
from app.program.objects import Object
from app.program.options import sound
from app.program.program import Program
from app.words import Words

_ONE_RECORD = frozenset({Shape.RECORDS, Shape.RECORD_FIELD, Shape.WINDOW, Shape.LADDER})
"""What is known of a member and not of one of their records."""
_NOTHING = Words("", "")
_TODAY: dict[str, list[str]] = {"today": []}


def palette_of(program: Program, place: Place) -> Palette:
    """Say what may be offered; fields that are not designed right yet are left out."""
    program = sound(program)
    here, below = place.here(program), place.below(program)
    ladders = {each.key: each.label for each in program.ladders}
    return Palette(
        place=str(place),
        object=place.object,
        ladder=place.ladder,
        of_members=place.of_members,
        zone=str(program.settings.calendar.zone),
        sources=tuple(_sources(program, here, below, place)),
        parameters=() if place.sort is Sort.BODY else tuple(parameters_of(program)),
        operators=tuple(_operators(place, below=bool(below), ladders=bool(ladders))),
        sections=tuple(SectionOffered(key=each, label=each.label) for each in Section),
        windows=tuple(forms(ladders, place.ladder)),
        ladders=tuple(_ladders(program)),
        units=_units(program.settings.currency),
        presets=tuple(_presets()),
    )


def _sources(
    program: Program, here: Object, below: tuple[Object, ...], place: Place
) -> Iterator[SourceOffered]:
    through = not place.alone
    own = [*fields_of(program, here, through=through)]
    if place.sort is Sort.EARNING:
        own += owner_fields(program)
    yield SourceOffered(key="", label=here.label, fields=tuple(own))
    for each in below:
        fields: tuple[FieldOffered, ...] = tuple(fields_of(program, each, through=False))
        yield SourceOffered(key=each.key, label=each.label, fields=fields)


def _operators(place: Place, *, below: bool, ladders: bool) -> Iterator[OperatorOffered]:
    kinds = [OPERATORS[key] for key in OPERATORS.known()]
    pairs = [(operator, offer) for operator in kinds for offer in operator.offers()]
    for operator, offer in sorted(pairs, key=lambda pair: pair[1].order):
        if _fits(operator, offer, place, below=below, ladders=ladders):
            yield _offered(operator, offer)


def _fits(operator: Operator, offer: Offer, place: Place, *, below: bool, ladders: bool) -> bool:
    if place.set_wise and not (operator.set_wise and not offer.single):
        return False
    if offer.of_change and place.sort is not Sort.CHANGE:
        return False
    if offer.of_ladder and place.sort is not Sort.LADDER:
        return False
    shapes = {each.shape for each in offer.slots}
    of_members = place.of_members or (place.object == "member" and place.sort is not Sort.CHECK)
    if place.sort is Sort.EARNING:
        # On which tier somebody stood is known of that time, and nothing else of standings.
        of_members = operator.key == "tier"
    if offer.section is Section.STANDING and not of_members:
        return False
    if Shape.LADDER in shapes and not ladders:
        return False
    return below or not shapes & {Shape.RECORDS, Shape.RECORD_FIELD}


def _offered(operator: Operator, offer: Offer) -> OperatorOffered:
    shapes = {each.shape for each in offer.slots}
    standing = offer.section is Section.STANDING
    return OperatorOffered(
        operator=operator.key,
        role=offer.role,
        label=offer.label or operator.label,
        section=offer.section,
        slots=offer.slots,
        result=offer.result,
        subject=offer.subject,
        negated=offer.negated,
        called=offer.called,
        listed=offer.listed,
        bare=offer.bare,
        alone=offer.alone or (offer.role is Role.GROUP and operator.most == 1),
        in_rows=not shapes & _ONE_RECORD and not standing and not offer.of_change,
    )


def _ladders(program: Program) -> Iterator[LadderOffered]:
    for ladder in program.ladders:
        tiers = tuple(
            TierOffered(key=each.key, label=each.label, color=each.color) for each in ladder.tiers
        )
        yield LadderOffered(key=ladder.key, label=ladder.label, tiers=tiers)


def _units(currency: str) -> dict[str, UnitOffered]:
    symbol = currency_sign(currency)
    return {
        "money": UnitOffered(before=Words(symbol, symbol), after=_NOTHING),
        "percent": UnitOffered(before=_NOTHING, after=Words("%", "%")),
        "position": UnitOffered(before=_NOTHING, after=Words("位", "")),
        **{key: UnitOffered(before=_NOTHING, after=many) for key, (_one, many) in MEASURES.items()},
    }


def _presets() -> Iterator[Preset]:
    yield Preset(label=Words("今天", "today"), kind=Kind.DATE, logic=_TODAY)
    for zh, en, count, unit in (
        ("7 天前", "7 days ago", -7, "day"),
        ("30 天前", "30 days ago", -30, "day"),
        ("90 天前", "90 days ago", -90, "day"),
        ("一年前", "a year ago", -1, "year"),
        ("7 天后", "in 7 days", 7, "day"),
        ("30 天后", "in 30 days", 30, "day"),
    ):
        logic = {"date_add": [_TODAY, count, unit]}
        yield Preset(label=Words(zh, en), kind=Kind.DATE, logic=logic)
    yield Preset(label=Words("现在", "now"), kind=Kind.DATETIME, logic={"now": []})
