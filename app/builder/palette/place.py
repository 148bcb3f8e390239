"""Where a condition stands, written as one word: it decides what the condition may speak about.

`member` is a condition about members, such as a segment; `ladder:main` one of a ladder: a tier,
retention, a stage; `record:order` is about one record, as in a form or a validation; `rows:order`
chooses among the records of an object; `change:order` is about a record that has just changed;
`check:order` is what must hold of a record before it is kept, from its own fields alone;
`form:visit` is about the answers on a form, `form:visit/kids` about one row of its sub-form;
`body` is about what another system sent, which is known by an example of it alone.
`earning:order` is about a record that earns, and its member as they were then; `earning:member`
about the member alone.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.errors import Invalid
from app.expression.types import Scope
from app.program.checked_earning import earning_scope
from app.program.form_scope import as_object, form_scope, row_as_object, row_scope
from app.program.forms import ROWS, Form
from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.program.scope import relations_of, scope_of
from app.words import Words


class Sort(StrEnum):
    MEMBER = "member"
    LADDER = "ladder"
    RECORD = "record"
    ROWS = "rows"
    CHANGE = "change"
    CHECK = "check"
    FORM = "form"
    BODY = "body"
    EARNING = "earning"


_BODY = Object(key=Sort.BODY, label=Words("内容", "Body"), fields=(), of_member=False)


class NoSuchPlace(Invalid):
    """A word that names no place of this programme."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"没有“{word[:60]}”这个位置：条件的位置写作 member、ladder:main、record:order、"
            "rows:order、change:order、check:order、earning:order、form:visit 或 body。",
            f"There is no place {word[:60]!r}: a condition stands at member, ladder:main,"
            " record:order, rows:order, change:order, check:order, earning:order, form:visit or"
            " body.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a condition stands."""

    sort: Sort
    object: str
    """The object whose records are spoken of, or the key of the form."""
    ladder: str | None = None
    rows: str | None = None
    """The sub-form of which one row is meant."""

    @property
    def set_wise(self) -> bool:
        """Whether the condition is asked of many records at once."""
        return self.sort in {Sort.MEMBER, Sort.LADDER, Sort.ROWS}

    @property
    def of_members(self) -> bool:
        """Whether there are members whom the condition chooses."""
        return self.sort in {Sort.MEMBER, Sort.LADDER}

    @property
    def alone(self) -> bool:
        """Whether nothing around a record is seen: what it refers to, what belongs to it."""
        alone = {Sort.ROWS, Sort.CHECK, Sort.BODY, Sort.EARNING}
        return self.sort in alone or self.rows is not None

    def __str__(self) -> str:
        if self.sort in {Sort.MEMBER, Sort.BODY}:
            return self.sort.value
        rows = f"/{self.rows}" if self.rows else ""
        return f"{self.sort}:{self.ladder or self.object}{rows}"

    def here(self, program: Program) -> Object:
        """Give what the condition is about, as an object with its fields."""
        if self.sort is Sort.BODY:
            return _BODY
        if self.sort is Sort.CHECK:
            whole = program.object(self.object)
            # A metric is not known of a record that is not kept yet.
            return replace(whole, fields=tuple(f for f in whole.fields if f.kind != "rollup"))
        if self.sort is Sort.EARNING:
            whole = program.object(self.object)
            # Of the member one speaks by name, as one does where a record earns.
            own = () if self.object == MEMBER else whole.fields
            return replace(whole, fields=own)
        if self.sort is not Sort.FORM:
            return program.object(self.object)
        form = form_of(program, self.object)
        return (
            row_as_object(program, form.item(self.rows)) if self.rows else as_object(program, form)
        )

    def below(self, program: Program) -> tuple[Object, ...]:
        """Give the objects whose records the condition may count."""
        if self.alone:
            return ()
        if self.sort is not Sort.FORM:
            return tuple(relations_of(program, self.here(program)))
        sheets = (each for each in form_of(program, self.object).items if each.kind == ROWS)
        return tuple(replace(row_as_object(program, each), key=each.key) for each in sheets)

    def scope(self, program: Program) -> Scope:
        """Give what a condition sees here; of a body, that is what an example of it has."""
        if self.sort is Sort.BODY:
            return Scope()
        if self.sort is Sort.FORM:
            form = form_of(program, self.object)
            return (
                row_scope(program, form.item(self.rows)) if self.rows else form_scope(program, form)
            )
        if self.sort is Sort.EARNING:
            return earning_scope(program, None if self.object == MEMBER else self.object)
        whole = scope_of(program, self.object, ladder=self.ladder)
        if self.alone:
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
    if word == Sort.BODY:
        return Place(sort=Sort.BODY, object=word)
    if head == Sort.LADDER and any(each.key == name for each in program.ladders):
        return Place(sort=Sort.LADDER, object=MEMBER, ladder=name)
    if head == Sort.FORM and (found := _on_form(name, program)) is not None:
        return found
    others = {Sort.RECORD, Sort.ROWS, Sort.CHANGE, Sort.CHECK, Sort.EARNING}
    if colon and head in others and program.find_object(name) is not None:
        return Place(sort=Sort(head), object=name)
    raise NoSuchPlace(word)


def form_of(program: Program, key: str) -> Form:
    return next(each for each in program.forms if each.key == key)


def _on_form(name: str, program: Program) -> Place | None:
    key, _, rows = name.partition("/")
    form = next((each for each in program.forms if each.key == key), None)
    if form is None:
        return None
    item = form.find_item(rows) if rows else None
    if rows and (item is None or item.kind != ROWS):
        return None
    return Place(sort=Sort.FORM, object=key, rows=rows or None)
