"""Tiers, people and values as pages show them."""

from collections.abc import Mapping
from typing import Any

from app.expression.types import Boolean, Date, Decimal, Instant, Type
from app.program import personal as persons
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading
from app.program.formulas import COMPUTED
from app.program.ladder import Ladder
from app.program.results import result_of
from app.web.formats import Formats
from app.web.records.model import TierShown
from app.words import Words

TONES = ("slate", "bronze", "silver", "gold", "platinum", "diamond")
MASKED = persons.MASKED


def tier_shown(ladder: Ladder, key: str | None) -> TierShown | None:
    """Show a tier, or nothing for one that the ladder does not have any more."""
    found = next((each for each in ladder.tiers if each.key == key), None)
    if found is None:
        return None
    tone = found.color if found.color in TONES else TONES[0]
    return TierShown(label=found.label, tone=tone)


def name_of(member: Mapping[str, Any], *, personal: bool) -> str:
    """Call a member by name, or by number where there is none or it may not be read."""
    name = member.get("name") if personal else None
    return str(name or member.get("number") or member.get("external_id") or member["id"])


def initial_of_member(name: str) -> str:
    letters = [each for each in name if each.isalpha()]
    return letters[0].upper() if letters else "·"


def field_shown(value: Any, field: Field, formats: Formats, *, personal: bool) -> str:
    """Write the value of a field for the reader; personal data only for whom may read it."""
    if value is None:
        return ""
    reading = Reading(zone=formats.zone, currency=formats.currency)
    kind = field.kind
    if kind in COMPUTED:
        kind = result_of(field)
        value = _rounded(value) if kind == "number" else value
    shown = FIELD_KINDS[kind].show(value, field, formats.language, reading)
    return shown if personal else persons.masked(shown, field)


def _rounded(computed: float) -> float:
    """Leave out the digits of a quotient that say nothing to a reader."""
    return round(computed, 2) if abs(computed) >= 1 else float(f"{computed:.3g}")


def typed_shown(value: Any, kind: Type, formats: Formats) -> str:
    """Write what a rule computed."""
    if value is None or isinstance(value, list | tuple):
        return "、".join(str(each) for each in value or ())
    match kind:
        case Decimal():
            return formats.money(int(value))
        case Date():
            return formats.day(int(value))
        case Instant():
            return formats.moment(int(value))
        case Boolean():
            return Words("是" if value else "否", "yes" if value else "no").to(formats.language)
        case _:
            return formats.number(value) if isinstance(value, int | float) else str(value)
