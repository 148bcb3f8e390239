"""Where a condition stands, written as one word: it decides what the condition may speak about.

`member` is a condition about members, such as a segment; `ladder:main` one of a ladder: a tier,
retention, a stage; `record:order` is about one record, as in a form or a validation; `rows:order`
chooses among the records of an object; `change:order` is about a record that has just changed.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.errors import Invalid
from app.expression.types import Scope
from app.program.objects import MEMBER
from app.program.program import Program
from app.program.scope import scope_of


class Sort(StrEnum):
    MEMBER = "member"
    LADDER = "ladder"
    RECORD = "record"
    ROWS = "rows"
    CHANGE = "change"


class NoSuchPlace(Invalid):
    """A word that names no place of this programme."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"没有“{word[:60]}”这个位置：条件的位置写作 member、ladder:main、record:order、"
            "rows:order 或 change:order。",
            f"There is no place {word[:60]!r}: a condition stands at member, ladder:main,"
            " record:order, rows:order or change:order.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a condition stands."""

    sort: Sort
    object: str
    ladder: str | None = None

    @property
    def set_wise(self) -> bool:
        """Whether the condition is asked of many records at once."""
        return self.sort not in {Sort.RECORD, Sort.CHANGE}

    @property
    def of_members(self) -> bool:
        """Whether there are members whom the condition chooses."""
        return self.sort in {Sort.MEMBER, Sort.LADDER}

    def __str__(self) -> str:
        if self.sort is Sort.MEMBER:
            return self.sort.value
        return f"{self.sort}:{self.ladder or self.object}"

    def scope(self, program: Program) -> Scope:
        """Give what a condition sees here."""
        whole = scope_of(program, self.object, ladder=self.ladder)
        if self.sort is Sort.ROWS:
            return Scope(
                variables=whole.variables, labels=whole.labels, parameters=whole.parameters
            )
        if self.sort is not Sort.CHANGE:
            return whole
        return Scope(
            variables=whole.variables,
            references=whole.references,
            relations=whole.relations,
            ladders=whole.ladders,
            changes=True,
            labels=whole.labels,
            parameters=whole.parameters,
        )


def read_place(word: str, program: Program) -> Place:
    """Read where a condition stands. Raises `NoSuchPlace`."""
    head, colon, name = word.partition(":")
    if word == Sort.MEMBER:
        return Place(sort=Sort.MEMBER, object=MEMBER)
    if head == Sort.LADDER and any(each.key == name for each in program.ladders):
        return Place(sort=Sort.LADDER, object=MEMBER, ladder=name)
    others = {Sort.RECORD, Sort.ROWS, Sort.CHANGE}
    if colon and head in others and program.find_object(name) is not None:
        return Place(sort=Sort(head), object=name)
    raise NoSuchPlace(word)
