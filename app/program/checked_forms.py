"""Forms with every condition checked, ready to be asked about answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.errors import Finding
from app.expression.check import Checked, check
from app.expression.types import Scope, with_null
from app.program.fields import FIELD_KINDS
from app.program.form_scope import (
    Target,
    as_object,
    form_scope,
    row_as_object,
    row_scope,
    target_of,
)
from app.program.forms import NOTHING, ROWS, SECTION, Form, Item, Page
from app.program.formulas import expand_on
from app.program.objects import Object
from app.program.program import Program
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedItem:
    """An item with its conditions; what it stands in has been decided before it."""

    item: Item
    path: str
    target: Target | None
    visible: Checked | None = None
    required: Checked | None = None
    computed: Checked | None = None
    items: "tuple[CheckedItem, ...]" = ()
    within: "CheckedItem | None" = None
    """The section it stands in."""
    page: str = ""
    called: Words | None = None
    """What it writes is called: the field, or the object of the rows."""

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def label(self) -> Words:
        """What people read: its own words, or those of what it writes."""
        if self.item.label is not None:
            return self.item.label
        return NOTHING if self.called is None else self.called

    @property
    def conditions(self) -> Iterator[Checked]:
        for each in (self.visible, self.required, self.computed):
            if each is not None:
                yield each


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPage:
    page: Page
    path: str
    visible: Checked | None
    items: tuple[CheckedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedForm:
    """A form with its conditions ready for Python and words."""

    form: Form
    path: str
    scope: Scope
    pages: tuple[CheckedPage, ...]
    items: Mapping[str, CheckedItem]
    """Every item outside of sub-forms, by key, in the order of the form."""
    functions: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)
    """Python meanings, made once: by the identity of what was checked."""


def check_form(program: Program, form: Form, path: str, findings: list[Finding]) -> CheckedForm:
    """Check the conditions of a form; what does not lead to a field is for a check to say."""
    reader = _Reader(
        program=program,
        object=form.object,
        here=as_object(program, form),
        scope=form_scope(program, form),
        findings=findings,
    )
    pages = tuple(reader.page(each, f"{path}/pages/{n}") for n, each in enumerate(form.pages))
    items = {each.key: each for page in pages for each in _flat(page.items)}
    return CheckedForm(form=form, path=path, scope=reader.scope, pages=pages, items=items)


def _flat(items: tuple[CheckedItem, ...]) -> Iterator[CheckedItem]:
    for each in items:
        yield each
        if each.item.kind == SECTION:
            yield from _flat(each.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    program: Program
    object: str
    here: Object
    scope: Scope
    findings: list[Finding]

    def page(self, page: Page, path: str) -> CheckedPage:
        return CheckedPage(
            page=page,
            path=path,
            visible=self.condition(page.visible, f"{path}/visible"),
            items=tuple(
                self.item(each, f"{path}/items/{n}", None, page.key)
                for n, each in enumerate(page.items)
            ),
        )

    def item(self, item: Item, path: str, within: CheckedItem | None, page: str) -> CheckedItem:
        target = target_of(self.program, self.object, item) if item.field else None
        there = self.program.find_object(item.object or "") if item.kind == ROWS else None
        called = there or (None if target is None else target.field)
        found = CheckedItem(
            item=item,
            called=None if called is None else called.label,
            path=path,
            target=target,
            visible=self.condition(item.visible, f"{path}/visible"),
            required=self.condition(item.required, f"{path}/required"),
            computed=self.computed(item.computed, target, f"{path}/computed"),
            within=within,
            page=page,
        )
        inside = self.rows(item) if item.kind == ROWS else self
        holder = found if item.kind == SECTION else None
        below = tuple(
            inside.item(each, f"{path}/items/{n}", holder, page)
            for n, each in enumerate(item.items)
        )
        return replace(found, items=below) if below else found

    def rows(self, item: Item) -> "_Reader":
        return _Reader(
            program=self.program,
            object=item.object or "",
            here=row_as_object(self.program, item),
            scope=row_scope(self.program, item),
            findings=self.findings,
        )

    def condition(self, document: Any, path: str) -> Checked | None:
        return None if document is None else self.checked(document, path, "boolean")

    def computed(self, document: Any, target: Target | None, path: str) -> Checked | None:
        if document is None or target is None:
            return None
        kind = FIELD_KINDS[target.field.kind]
        if kind.stored is None:
            return None
        return self.checked(document, path, with_null(kind.type_of(target.asked)))

    def checked(self, document: Any, path: str, expect: Any) -> Checked:
        found = check(expand_on(document, self.program, self.here), self.scope, expect=expect)
        self.findings.extend(each.under(path) for each in found.findings)
        return found
