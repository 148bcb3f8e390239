"""How sentences about automations call what a programme has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.expression.check import check
from app.program.almanac import named
from app.program.flow_scopes import member_scope, record_scope
from app.program.objects import MEMBER
from app.program.program import Program
from app.program.scope import expand
from app.program.sentences import clause
from app.words import Words

NOTHING = Words("（未填）", "(not set)")
_UNITS = {
    "days": Words("天", "days"),
    "hours": Words("小时", "hours"),
    "minutes": Words("分钟", "minutes"),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """Labels of one programme, by key; what there is not is called by its key."""

    program: Program

    def field(self, key: Any, object_key: str = MEMBER) -> Words:
        found = self.program.find_object(object_key)
        field = None if found is None else found.find_field(str(key))
        return _named(field, key)

    def object(self, key: Any) -> Words:
        return _named(self.program.find_object(str(key)), key)

    def coupon(self, key: Any) -> Words:
        return _named(self.program.find_coupon(str(key)), key)

    def flow(self, key: Any) -> Words:
        return _named(self.program.find_flow(str(key)), key)

    def benefit(self, key: Any) -> Words:
        return _named(self.program.find_benefit(str(key)), key)

    def currency(self, key: Any) -> Words:
        return _named(self.program.find_currency(str(key)), key)

    def segment(self, key: Any) -> Words:
        return _named(self.program.find_segment(str(key)), key)

    def template(self, key: Any) -> Words:
        return _named(self.program.find_template(str(key)), key)

    def form(self, key: Any) -> Words:
        return _named(self.program.find_form(str(key)), key)

    def tier(self, key: Any, ladder_key: Any) -> Words:
        ladder = next((each for each in self.program.ladders if each.key == ladder_key), None)
        tiers = () if ladder is None else ladder.tiers
        return _named(next((each for each in tiers if each.key == key), None), key)

    def ladder(self, key: Any) -> Words:
        return _named(next((e for e in self.program.ladders if e.key == key), None), key)

    def calendar_day(self, name: Any) -> Words:
        return _named(dict(named(self.program.almanacs)).get(str(name)), name)

    def condition(self, document: Any, object_key: str | None = None) -> Words:
        """Say a condition over the member, or over a record of an object."""
        if document is None:
            return NOTHING
        if object_key is None or self.program.find_object(object_key) is None:
            scope, about = member_scope(self.program), MEMBER
        else:
            scope, about = record_scope(self.program, object_key), object_key
        return clause(check(expand(document, self.program, about), scope), scope)


def _named(found: Any, key: Any) -> Words:
    if found is None:
        return NOTHING if key in (None, "") else Words(str(key), str(key))
    return Words(found.label.to("zh") or found.key, found.label.to("en") or found.key)


def duration_words(value: Any) -> Words:
    """Say a duration: 3 天 12 小时."""
    if not isinstance(value, Mapping) or not value:
        return NOTHING
    parts = [(value[unit], words) for unit, words in _UNITS.items() if value.get(unit)]
    return Words(
        "".join(f" {n} {words.zh}" for n, words in parts).strip(),
        " ".join(f"{n} {words.en}" for n, words in parts),
    )
