"""Members that are made up: their values as rules read them, as JSON and as words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from app.builder.proofs.asking import Demand
from app.builder.proofs.likeness import likeness
from app.days import Moment
from app.errors import Example
from app.expression.border import json_of
from app.expression.operators import OPERATORS
from app.expression.python import node_to_python
from app.expression.speaker import Speaker
from app.expression.tree import Apply, Constant, RankCut, Rollup, Typed, Variable, children
from app.expression.types import Date, Scope, Type
from app.words import Words

NO_DATA = Words("无数据", "no data")


@dataclass(frozen=True, slots=True)
class Named:
    """Something of a member that a condition reads: a field, a metric, a tier, a cut."""

    key: str
    node: Typed

    @property
    def type(self) -> Type:
        return self.node.metric.type if isinstance(self.node, RankCut) else self.node.type


def names_in(trees: list[Typed]) -> list[Named]:
    """Give what conditions read of a member, each once, in the order of reading."""
    found: dict[str, Named] = {}
    for tree in trees:
        for each in _names(tree):
            found.setdefault(each.key, each)
    return list(found.values())


def _names(node: Typed) -> Iterator[Named]:
    match node:
        case Variable() | Rollup():
            yield Named(likeness(node), node)
        case RankCut():
            yield from _names(node.metric)
            yield Named(f"cut {node.normal_form}", node)
        case Apply(operator="tier"):
            yield Named(likeness(node), node)
        case _:
            for each in children(node):
                yield from _names(each)


def holds(demands: list[Demand], values: Mapping[Named, object], moment: Moment) -> bool:
    """Ask the rules themselves whether a member is as is demanded."""
    kept = {
        each.node.normal_form: each.node.normal_form
        for each in values
        if isinstance(each.node, Rollup | RankCut)
    }
    record = _record(values)
    return all(
        (node_to_python(each.condition, materialised=kept)(record, moment) is True) is each.met
        for each in demands
    )


def _record(values: Mapping[Named, object]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for each, value in values.items():
        match each.node:
            case Variable(name=name):
                *through, last = name.split(".")
                inner = record
                for step in through:
                    inner = inner.setdefault(step, {})
                inner[last] = value
            case Rollup(normal_form=form) | RankCut(normal_form=form):
                record[form] = value
            case Apply(words=words):
                record[f"tier:{words[0]}"] = value
    return record


def example_of(values: Mapping[Named, object], scope: Scope, moment: Moment | None) -> Example:
    """Say the values of a member; where days matter, with the day that is taken for today."""
    say = Speaker(scope, OPERATORS)
    said = [_said(each, value, say) for each, value in values.items()]
    if moment is not None:
        shown = say.words(Constant(path="", type=Date(), value=moment.today))
        said.append(Words(f"当天是 {shown.zh}", f"on {shown.en}"))
    return Example(
        said=Words("，".join(each.zh for each in said), ", ".join(each.en for each in said)),
        values={_key(each): json_of(value, each.type) for each, value in values.items()},
    )


def _said(each: Named, value: object, say: Speaker) -> Words:
    label = _label(each, say)
    if value is None:
        return Words(f"{label.zh}：{NO_DATA.zh}", f"{label.en}: {NO_DATA.en}")
    subject = each.node.metric if isinstance(each.node, RankCut) else each.node
    shown = say.beside(Constant(path="", type=each.type, value=value), subject)
    return Words(f"{label.zh} {shown.zh}", f"{label.en}: {shown.en}")


def _label(each: Named, say: Speaker) -> Words:
    label = say.words(each.node)
    if isinstance(each.node, RankCut):
        return Words(f"“{label.zh}”的门槛", f"what it takes to be where {label.en}")
    return label


def _key(each: Named) -> str:
    match each.node:
        case Variable(name=name):
            return name
        case Rollup(normal_form=form) | RankCut(normal_form=form):
            return form
        case Apply(operator=operator, words=words):
            return orjson.dumps({operator: list(words)}).decode()
        case _:
            return each.key
