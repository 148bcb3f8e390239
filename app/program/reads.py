"""Which fields a rule reads, and where in the rule it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.program.formulas import ROLLUPS, rows_of
from app.program.objects import MEMBER, Object
from app.program.program import Program

_DEEPEST = 64
_OF_A_FIELD = frozenset({"changed", "before"})


class Read(NamedTuple):
    """A field that is read; without one, its object is counted."""

    object: str
    field: str | None
    path: str
    """Within the rule."""


def fields_read(program: Program, object_key: str, rule: Any) -> Iterator[Read]:
    """Give the fields of a rule about the records of an object, also those it reaches."""
    here = program.find_object(object_key)
    if here is not None:
        yield from _Reader(program).of(rule, here, "", 0)


@dataclass(frozen=True, slots=True)
class _Reader:
    program: Program

    def of(self, rule: Any, here: Object, path: str, depth: int) -> Iterator[Read]:
        if depth > _DEEPEST:
            return
        if isinstance(rule, list):
            for n, each in enumerate(rule):
                yield from self.of(each, here, f"{path}/{n}", depth + 1)
        elif isinstance(rule, dict):
            for operator, given in rule.items():
                yield from self.operation(operator, given, here, f"{path}/{operator}", depth)

    def operation(
        self, operator: str, given: Any, here: Object, path: str, depth: int
    ) -> Iterator[Read]:
        arguments = given if isinstance(given, list) else [given]
        first = arguments[0] if arguments else None
        if operator == "var" or operator in _OF_A_FIELD:
            yield from self.named(first, here, path)
        below = rows_of(self.program, operator, arguments)
        if below is not None and operator in ROLLUPS:
            name = str(first).partition(".")[2]
            yield Read(below.key, name or None, path)
        for n, each in enumerate(arguments):
            place = f"{path}/{n}" if isinstance(given, list) else path
            yield from self.of(each, below if below is not None and n else here, place, depth + 1)

    def named(self, name: Any, here: Object, path: str) -> Iterator[Read]:
        """Read a name, also one that leads through a reference: `store.city`."""
        if not isinstance(name, str):
            return
        head, dot, tail = name.partition(".")
        field = here.find_field(head)
        if field is None:
            yield from self._of_member(head, tail, here, path)
            return
        yield Read(here.key, head, path)
        there = self.program.find_object(str(field.options.get("object"))) if dot else None
        if there is not None and there.find_field(tail) is not None:
            yield Read(there.key, tail, path)

    def _of_member(self, head: str, name: str, here: Object, path: str) -> Iterator[Read]:
        """Read what earning rules name of whoever a record belongs to: `member.city`."""
        there = self.program.find_object(MEMBER) if head == MEMBER and here.of_member else None
        if there is not None and there.find_field(name) is not None:
            yield Read(MEMBER, name, path)
