"""From JSON to a tree of operators, refusing what is not JSON-Logic with the place it stands at."""

import math
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import orjson
from jsonlogic.core import JSONLogicExpression

from app.errors import Finding, Invalid
from app.expression.types import WHOLE
from app.words import Words

DEEPEST = 24
MOST_NODES = 500
LONGEST_TEXT = 64 * 1024
LONGEST_LIST = 10_000
_LONGEST_NUMBER = 30
"""Digits of an integer worth showing in a message."""


@dataclass
class Expression(JSONLogicExpression):
    """An operator and its arguments, as python-jsonlogic keeps them."""

    listed: bool = True
    """Whether the document wrote the arguments as a list; paths follow the document."""

    @classmethod
    def from_json(cls, json: Any) -> Self:
        """Read a document; the shape must already have been found right by `parse`."""
        operator, given = next(iter(json.items()))
        listed = isinstance(given, list)
        arguments = given if listed else [given]
        return cls({operator: [cls._parse_impl(each) for each in arguments]}, listed)

    @property
    def operator(self) -> str:
        return next(iter(self.expression))

    @property
    def arguments(self) -> list[Any]:
        return self.expression[self.operator]

    def path_of(self, index: int) -> str:
        """Say where an argument stands below this expression."""
        key = self.operator.replace("~", "~0").replace("/", "~1")
        return f"/{key}/{index}" if self.listed else f"/{key}"


Node: TypeAlias = "Expression | list[Node] | str | int | float | bool | None"


class Malformed(Invalid):
    """A document that is not a rule at all."""

    def __init__(self, path: str, zh: str, en: str) -> None:
        super().__init__(zh, en, (Finding(path=path, message=Words(zh, en)),))
        self.path = path


class _Reader:
    """Walks a document once and refuses what would harm later."""

    def __init__(self) -> None:
        self.nodes = 0

    def look(self, value: Any, path: str, depth: int) -> None:
        self.nodes += 1
        if depth > DEEPEST:
            raise Malformed(
                path, f"嵌套超过 {DEEPEST} 层。", f"This is nested deeper than {DEEPEST} levels."
            )
        if isinstance(value, dict):
            self._operator(value, path, depth)
        elif isinstance(value, list):
            self._list(value, path, depth)
        else:
            primitive(value, path)
        if self.nodes > MOST_NODES:
            raise Malformed(
                path, f"规则超过 {MOST_NODES} 个节点。", f"The rule has over {MOST_NODES} nodes."
            )

    def _operator(self, value: dict[Any, Any], path: str, depth: int) -> None:
        if len(value) != 1:
            keys = ", ".join(sorted(str(key)[:40] for key in value)[:5]) or "{}"
            raise Malformed(
                path,
                f"一个运算只能有一个运算符，这里有 {len(value)} 个：{keys}。",
                f"An operation has exactly one operator, this one has {len(value)}: {keys}.",
            )
        key, given = next(iter(value.items()))
        if not isinstance(key, str):
            raise Malformed(path, "运算符必须是文本。", "An operator must be a text.")
        _text(key, path)
        here = f"{path}/{key.replace('~', '~0').replace('/', '~1')}"
        if isinstance(given, list):
            _short_enough(given, here)
            for index, each in enumerate(given):
                self.look(each, f"{here}/{index}", depth + 1)
        else:
            self.look(given, here, depth + 1)

    def _list(self, value: list[Any], path: str, depth: int) -> None:
        _short_enough(value, path)
        for index, each in enumerate(value):
            if isinstance(each, dict | list):
                self.look(each, f"{path}/{index}", depth + 1)
            else:  # A long list of plain values is one node, so that large choices fit.
                primitive(each, f"{path}/{index}")


def _short_enough(value: list[Any], path: str) -> None:
    if len(value) > LONGEST_LIST:
        raise Malformed(
            path,
            f"列表超过 {LONGEST_LIST} 项。",
            f"The list has more than {LONGEST_LIST} items.",
        )


def primitive(value: Any, path: str) -> None:
    if isinstance(value, str):
        _text(value, path)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > WHOLE:
            shown = str(value) if abs(value) < 10**_LONGEST_NUMBER else "…"
            raise Malformed(
                path,
                f"整数 {shown} 超出 ±2^53，无法精确表示。",
                f"The integer {shown} is beyond ±2^53 and cannot be kept exactly.",
            )
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise Malformed(
                path, "NaN 和无穷大不是数值。", "NaN and infinity are not numbers a rule can use."
            )
    else:
        name = type(value).__name__
        raise Malformed(path, f"{name} 不是 JSON 值。", f"{name} is not a JSON value.")


def _text(value: str, path: str) -> None:
    if "\x00" in value:
        raise Malformed(path, "文本不能含 NUL 字符。", "A text may not contain NUL.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Malformed(
            path, "文本含有不成对的代理字符。", "The text contains half of a character (surrogate)."
        )
    if len(value.encode()) > LONGEST_TEXT:
        raise Malformed(path, "文本超过 64 KiB。", "The text is longer than 64 KiB.")


def parse(document: Any) -> Node:
    """Read a rule; `Malformed` says where it is none."""
    _Reader().look(document, "", 0)
    return _node(document)


def _node(value: Any) -> Node:
    if isinstance(value, dict):
        return Expression.from_json(value)
    if isinstance(value, list):
        return [_node(each) for each in value]
    return value  # type: ignore[no-any-return]  # `parse` has looked: only primitives are left.


def to_json(node: Node) -> Any:
    """Give a tree back as JSON, with every argument list written out."""
    if isinstance(node, Expression):
        return {node.operator: [to_json(each) for each in node.arguments]}
    if isinstance(node, list):
        return [to_json(each) for each in node]
    return node


def canonical(value: Any) -> str:
    """Write JSON in the one way that makes equal values equal texts."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def is_literal(node: Node) -> bool:
    if isinstance(node, list):
        return all(is_literal(each) for each in node)
    return not isinstance(node, Expression)


def gives_literals(node: Node) -> bool:
    """Whether a node chooses between literals, which take the type of what it stands beside."""
    if not isinstance(node, Expression) or node.operator not in {"if", "?:"}:
        return False
    values = [*node.arguments[1::2], *(node.arguments[-1:] if len(node.arguments) % 2 else [])]
    return all(is_literal(each) for each in values)
