"""Formulas, metrics and parameters put in the place of their names, as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.errors import Finding
from app.program.field import Field
from app.program.objects import MEMBER, Object
from app.program.parameters import PREFIX, Parameter
from app.program.program import Program
from app.words import Words

COMPUTED = frozenset({"formula", "rollup"})
ROLLUPS = frozenset(
    {"count_of", "sum_of", "avg_of", "min_of", "max_of", "first_of", "last_of"}
    | {"days_of", "streak_of", "capped_of"}
)
QUANTIFIERS = frozenset({"all", "some", "none"})
OVER_ROWS = ROLLUPS | QUANTIFIERS | {"map", "filter", "reduce"}
"""Operators whose first argument names rows or items that the others speak about."""
_MOST = 1_000
_DEEPEST = 64
"""Beyond what the rule language takes, so that it, and not we, says what is too deep."""


def expand(document: Any, program: Program, object_key: str) -> Any:
    """Put what computed fields stand for in the place of their names.

    A field that leads back to itself stays a name, and so is refused where the rule is checked;
    `circles_in` says which fields these are.
    """
    return expand_on(document, program, program.object(object_key))


def expand_on(document: Any, program: Program, here: Object) -> Any:
    """Do the same for a rule about something that is described like a record."""
    return _Expansion(program).of(document, here, ())


def parameters_in(document: Any, program: Program, object_key: str) -> frozenset[str]:
    """Say which parameters a rule depends on, also through formulas."""
    expansion = _Expansion(program)
    expansion.of(document, program.object(object_key), ())
    return frozenset(expansion.read)


def rows_of(program: Program, operator: str, arguments: list[Any]) -> Object | None:
    """Say whose records the arguments behind the first one speak about."""
    first = arguments[0] if arguments else None
    if operator in QUANTIFIERS and isinstance(first, dict):
        first = first.get("var")
    elif operator not in ROLLUPS:
        return None
    return program.find_object(first.partition(".")[0]) if isinstance(first, str) else None


@dataclass(frozen=True, slots=True)
class _Expansion:
    program: Program
    known: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What each computed field stands for: a field named twice is worked out once."""
    read: set[str] = field(default_factory=set)
    """The parameters that were put in the place of their names."""

    def of(self, document: Any, here: Object, way: tuple[str, ...], depth: int = 0) -> Any:
        if isinstance(document, list):
            return [self.of(each, here, way, depth + 1) for each in document]
        if not isinstance(document, dict) or len(document) != 1 or depth > _DEEPEST:
            return document
        ((operator, given),) = document.items()
        if operator == "var":
            return self._named(document, given, here, way)
        if operator in OVER_ROWS and isinstance(given, list) and given:
            below = rows_of(self.program, operator, given)
            rest = given[1:]
            if below is not None:
                rest = [self.of(each, below, way, depth + 1) for each in rest]
            return {operator: [self.of(given[0], here, way, depth + 1), *rest]}
        return {operator: self.of(given, here, way, depth + 1)}

    def _named(self, document: Any, given: Any, here: Object, way: tuple[str, ...]) -> Any:
        name = given[0] if isinstance(given, list) and given else given
        found = self._meaning(name, here, way) if isinstance(name, str) else None
        if found is None:
            return document
        default = given[1:2] if isinstance(given, list) else []
        return {"coalesce": [found, *default]} if default else found

    def _meaning(self, name: str, here: Object, way: tuple[str, ...]) -> Any:
        head, dot, tail = name.partition(".")
        if dot and head == PREFIX and (parameter := self.program.find_parameter(tail)):
            return self._parameter(parameter, here, way)
        computed = here.find_field(head)
        if computed is None:
            return None
        if dot:
            return self._there(computed, tail, way)
        place = f"{here.key}.{name}"
        if computed.kind not in COMPUTED or place in way or len(way) > _DEEPEST:
            return None
        known = (here.key, name)
        if known not in self.known:
            expression = computed.options.get("expression")
            self.known[known] = self.of(expression, here, (*way, place))
        return self.known[known]

    def _parameter(self, parameter: Parameter, here: Object, way: tuple[str, ...]) -> Any:
        """Give a value, or the choice between values; only a member can be asked the latter."""
        place = f"{PREFIX}.{parameter.key}"
        self.read.add(parameter.key)
        if not parameter.cases:
            return parameter.value
        if here.key != MEMBER or place in way:
            return None
        branches = [
            part
            for each in parameter.cases
            for part in (self.of(each.when, here, (*way, place)), each.value)
        ]
        return {"if": [*branches, parameter.value]}

    def _there(self, reference: Field, name: str, way: tuple[str, ...]) -> Any:
        """Reach a formula through a reference; a metric of another record is not read here."""
        there = self.program.find_object(str(reference.options.get("object")))
        computed = None if there is None else there.find_field(name)
        if there is None or computed is None or computed.kind != "formula":
            return None
        found = self._meaning(name, there, way)
        if found is None or _is_huge(found):
            return found  # The rule language refuses what is huge before it reads any name.
        return _through(reference.key, found)


def _is_huge(document: Any) -> bool:
    waiting, count = [document], 0
    while waiting and count <= _MOST:
        each = waiting.pop()
        count += 1
        if isinstance(each, dict | list):
            waiting.extend(each.values() if isinstance(each, dict) else each)
    return count > _MOST


def _through(reference: str, document: Any) -> Any:
    """Name the fields of a formula as they are named from the record that refers to it."""
    if isinstance(document, list):
        return [_through(reference, each) for each in document]
    if not isinstance(document, dict) or len(document) != 1:
        return document
    ((operator, given),) = document.items()
    if operator != "var":
        return {operator: _through(reference, given)}
    if isinstance(given, list):
        return {"var": [f"{reference}.{given[0]}", *given[1:]]} if given else document
    return {"var": f"{reference}.{given}"}


def circles_in(program: Program) -> Iterator[Finding]:
    """Find the computed fields that lead back to themselves."""
    for n, each in enumerate(program.designed):
        whole = program.object(each.key)
        for m, computed in enumerate(each.fields):
            if computed.kind in COMPUTED and _leads_to(program, whole, computed.key):
                name = computed.label
                yield Finding(
                    path=f"/objects/{n}/fields/{m}/options/expression",
                    message=Words(
                        f"“{name.to('zh')}”绕了一圈又用到它自己。",
                        f"{name.to('en')} leads back to itself.",
                    ),
                )


def _leads_to(program: Program, start: Object, wanted: str) -> bool:
    """Follow the names a computed field uses, and those they use, back to the field."""
    seen: set[tuple[str, str]] = set()
    waiting = list(_uses(program, start, wanted))
    while waiting:
        place = waiting.pop()
        if place == (start.key, wanted):
            return True
        if place not in seen:
            seen.add(place)
            there = program.find_object(place[0])
            waiting.extend(() if there is None else _uses(program, there, place[1]))
    return False


def _uses(program: Program, here: Object, name: str) -> Iterator[tuple[str, str]]:
    """List the fields that a computed field reads, by object and key."""
    computed = here.find_field(name)
    if computed is not None and computed.kind in COMPUTED:
        yield from _names_in(program, computed.options.get("expression"), here)


def _names_in(
    program: Program, document: Any, here: Object, depth: int = 0
) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(document, list):
        for each in document:
            yield from _names_in(program, each, here, depth + 1)
    elif isinstance(document, dict):
        for operator, given in document.items():
            arguments = given if isinstance(given, list) else [given]
            if operator == "var" and arguments and isinstance(arguments[0], str):
                yield _place(here, arguments[0])
            below = rows_of(program, operator, arguments)
            yield from _names_in(program, arguments, below or here, depth + 1)


def _place(here: Object, name: str) -> tuple[str, str]:
    head, dot, tail = name.partition(".")
    reference = here.find_field(head)
    if dot and reference is not None:
        return str(reference.options.get("object")), tail
    return here.key, name


def names_of_parameters(document: Any) -> Iterator[str]:
    """Give the parameters that a rule names itself."""
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            for operator, given in each.items():
                first = given[0] if isinstance(given, list) and given else given
                head, dot, tail = first.partition(".") if isinstance(first, str) else ("", "", "")
                if operator == "var" and dot and head == PREFIX:
                    yield tail
                waiting.append(given)
