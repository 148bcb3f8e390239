"""Texts of messages made to work: checked syntax, plain data, an end to how long they become."""

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from jinja2 import ChainableUndefined, Template, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from app.program.message_filters import FILTERS, Speech, written
from app.program.message_syntax import COMPARE, is_plain, read

LONGEST_SAID = 100_000
"""Characters of what is said; a text that becomes longer is not said at all."""
Data = Mapping[str, Any]
"""Plain dictionaries in one another, with texts, numbers, dates and nothing at their ends."""

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}


class Unsayable(Exception):
    """A text that cannot be said; those that were checked can."""


class _Environment(ImmutableSandboxedEnvironment):
    """Reaches keys of dictionaries, and nothing else of anything."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self._reached(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._reached(obj, argument)

    def call(self, *_: Any, **__: Any) -> Any:
        raise Unsayable

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def _reached(self, obj: Any, name: Any) -> Any:
        found = obj.get(name) if type(obj) is dict and isinstance(name, str) else None
        return None if callable(found) else found


class _Comparing(NodeTransformer):
    """Lets comparisons be made by our own hand: Python's fail on what is not there."""

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802  # Jinja calls it by the name of the node.
        (asked,) = node.ops
        return nodes.Filter(
            self.visit(node.expr),
            COMPARE,
            [nodes.Const(asked.op), asked.expr],
            [],
            None,
            None,
            lineno=node.lineno,
        )


def _compare(value: Any, word: str, other: Any) -> bool:
    """Compare as the rule language does: with nothing, no comparison is true."""
    if value is None:
        return False
    try:
        return _COMPARISONS[word](value, other)
    except TypeError:
        return False


@lru_cache(maxsize=64)
def _environment(speech: Speech, html: bool) -> _Environment:  # noqa: FBT001  # A key of the cache.
    made = _Environment(
        autoescape=html,
        undefined=ChainableUndefined,
        finalize=partial(_finalize, speech),
        keep_trailing_newline=True,
        trim_blocks=True,
        cache_size=0,
    )
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    for name, each in FILTERS.items():
        made.filters[name] = partial(_filtered, each.do, speech)
    made.filters[COMPARE] = _compare
    return made


def _finalize(speech: Speech, value: Any) -> str:
    return written(None if isinstance(value, ChainableUndefined) else value, speech)


def _filtered(do: Callable[..., Any], speech: Speech, value: Any, *given: Any) -> Any:
    return do(None if isinstance(value, ChainableUndefined) else value, speech, *given)


@lru_cache(maxsize=2048)
def _made(source: str, speech: Speech, html: bool) -> Template:  # noqa: FBT001  # A key of the cache.
    found = read(source)
    if found.tree is None:
        raise Unsayable
    return _environment(speech, html).from_string(_Comparing().visit(found.tree))


def say(source: str, data: Data, speech: Speech, *, html: bool = False) -> str:
    """Put a text in words. Raises `Unsayable`, and nothing else, for what was not checked."""
    if is_plain(source):
        return source
    try:
        pieces: list[str] = []
        length = 0
        for piece in _made(source, speech, html).generate(data):
            length += len(piece)
            if length > LONGEST_SAID:
                raise Unsayable
            pieces.append(piece)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as wrong:
        raise Unsayable from wrong
    return "".join(pieces)
