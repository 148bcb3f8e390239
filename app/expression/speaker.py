"""How typed nodes become sentences in both languages."""

from collections.abc import Iterable
from typing import Protocol

from app.clock import from_instant
from app.days import from_day
from app.expression.tree import (
    Apply,
    Constant,
    Convert,
    Guard,
    Listing,
    Quantifier,
    RankCut,
    Rollup,
    Transform,
    Typed,
    Variable,
)
from app.expression.types import (
    Boolean,
    Choice,
    Date,
    Decimal,
    Instant,
    Integer,
    ListOf,
    Null,
    Number,
    Reference,
    Scope,
    Text,
    Type,
)
from app.words import Words


class Phrases(Protocol):
    """What the speaker asks of an operator."""

    def phrase(self, node: Apply, say: "Speaker") -> Words: ...

    def phrase_over(self, node: Quantifier | Transform, say: "Speaker") -> Words: ...

    def phrase_metric(self, node: Rollup | RankCut, say: "Speaker") -> Words: ...

    def unit(self, node: Apply | Rollup) -> str: ...


class Vocabulary(Protocol):
    def __getitem__(self, key: str) -> Phrases: ...


MEASURES: dict[str, tuple[Words, Words]] = {
    "count": (Words("次", ""), Words("次", "")),
    "day": (Words("天", "day"), Words("天", "days")),
    "week": (Words("周", "week"), Words("周", "weeks")),
    "month": (Words("个月", "month"), Words("个月", "months")),
    "year": (Words("年", "year"), Words("年", "years")),
    "hour": (Words("小时", "hour"), Words("小时", "hours")),
    "minute": (Words("分钟", "minute"), Words("分钟", "minutes")),
}
"""Measure words by unit, for one and for many."""


class Speaker:
    """Says nodes in one scope; rows of a relation are said by a speaker of their own."""

    def __init__(self, scope: Scope, operators: Vocabulary, relation: str | None = None) -> None:
        self.scope, self.operators, self.relation = scope, operators, relation

    def inside(self, relation: str | None) -> "Speaker":
        return Speaker(self.scope, self.operators, relation)

    def words(self, node: Typed) -> Words:
        match node:
            case Constant():
                return self.shown(node.value, node.type)
            case Variable(name=name):
                return self.label(name)
            case Listing(items=items):
                return self.listed([self.words(each) for each in items])
            case Convert(value=value) | Guard(value=value):
                return self.words(value)
            case Apply():
                return self.operators[node.operator].phrase(node, self)
            case Quantifier() | Transform():
                return self.operators[node.operator].phrase_over(node, self)
            case Rollup():
                return self.operators[node.function].phrase_metric(node, self)
            case RankCut():
                return self.operators["rank_of"].phrase_metric(node, self)

    def label(self, name: str) -> Words:
        if not name:
            return Words("该项", "the item")
        key = f"{self.relation}.{name}" if self.relation else name
        found = self.scope.label(key)
        return self.scope.label(name) if self.relation and found == Words(key, key) else found

    def filled(self, sentence: Words, nodes: Iterable[Typed]) -> Words:
        said = [self.words(node) for node in nodes]
        return Words(
            sentence.zh.format(*(each.zh for each in said)),
            sentence.en.format(*(each.en for each in said)),
        )

    def beside(self, node: Typed, neighbour: Typed) -> Words:
        """Say a value the way the thing it is compared with is said: money as money, 5 次."""
        if isinstance(node, Constant) and node.value is not None:
            if isinstance(node.type, Choice | Text):
                found = self.named(str(node.value), neighbour)
                if found is not None:
                    return found
            return measured(node.value, node.type, self.unit(neighbour))
        return self.words(node)

    def named(self, value: str, neighbour: Typed) -> Words | None:
        """Say a value by its label, as an option of a field or as a tier of a ladder."""
        if isinstance(neighbour, Variable):
            return self.option(neighbour.name, value)
        if isinstance(neighbour, Apply) and neighbour.operator == "tier":
            return self.scope.labels.get(f"tier:{neighbour.words[0]}:{value}")
        return None

    def option(self, name: str, value: str) -> Words:
        key = f"{self.relation}.{name}" if self.relation else name
        label = f"{key}:{value}"
        if label in self.scope.labels:
            return self.scope.labels[label]
        return Words(f"“{value}”", f"“{value}”")

    def unit(self, node: Typed) -> str:
        """Say what a value counts: money, count, day, … or the name of its type."""
        match node:
            case Convert(value=value) | Guard(value=value):
                return self.unit(value)
            case Apply():
                return self.operators[node.operator].unit(node)
            case Rollup():
                return self.operators[node.function].unit(node)
            case RankCut(mode=mode):
                return mode
            case _:
                return unit_of_type(node.type)

    def shown(self, value: object, kind: Type) -> Words:
        return measured(value, kind, unit_of_type(kind))

    def listed(self, items: list[Words]) -> Words:
        return Words("、".join(each.zh for each in items), ", ".join(each.en for each in items))


def unit_of_type(kind: Type) -> str:
    match kind:
        case Decimal():
            return "money"
        case Integer() | Number():
            return "number"
        case Date():
            return "date"
        case Instant():
            return "datetime"
        case Boolean():
            return "boolean"
        case Text() | Choice() | ListOf() | Reference() | Null():
            return "text"


def measured(value: object, kind: Type, unit: str) -> Words:
    """Show a value with its unit, as people read it."""
    match value:
        case None:
            return Words("无", "nothing")
        case bool():
            return Words("是", "yes") if value else Words("否", "no")
        case int() | float():
            return _number(value, kind, unit)
        case tuple() | list() | frozenset():
            item = kind.item if isinstance(kind, ListOf) else kind
            said = [measured(each, item, unit) for each in value]
            return Words("、".join(w.zh for w in said), ", ".join(w.en for w in said))
        case _:
            return Words(f"“{value}”", f"“{value}”")


def _number(value: float, kind: Type, unit: str) -> Words:
    if isinstance(kind, Date):
        text = from_day(int(value)).isoformat()
        return Words(text, text)
    if isinstance(kind, Instant):
        text = from_instant(int(value)).isoformat(sep=" ", timespec="minutes")
        return Words(text, text)
    if isinstance(kind, Reference):
        return Words(f"#{value}", f"#{value}")
    text = plain(value, kind)
    if unit == "money":
        text = f"-¥{text[1:]}" if text.startswith("-") else f"¥{text}"
    elif unit == "percent":
        text = f"{text}%"
    if unit in MEASURES:
        one, many = MEASURES[unit]
        measure = one if value == 1 else many
        return Words(f"{text} {measure.zh}", f"{text} {measure.en}".rstrip())
    return Words(text, text)


def plain(value: float, kind: Type) -> str:
    """Write a number with thousands separators and no needless zeros."""
    if isinstance(kind, Decimal):
        units = int(value)
        whole, part = divmod(abs(units), 10**kind.scale)
        fraction = f"{part:0{kind.scale}d}" if part and kind.scale else ""
        sign = "-" if units < 0 else ""
        return f"{sign}{whole:,}" + (f".{fraction}" if fraction else "")
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.10g}"
    return f"{int(value):,}"
