"""Which answers a condition of a form reads."""

from collections.abc import Iterator

from app.expression.check import Checked
from app.expression.tree import Quantifier, Rollup, Typed, Variable, children
from app.program.checked_forms import CheckedForm, CheckedItem


def reads(checked: Checked) -> frozenset[str]:
    """Give the keys of the items, and of the sub-forms, that a condition asks about."""
    return frozenset(_read(checked.tree))


def _read(tree: Typed) -> Iterator[str]:
    match tree:
        case Variable(name=name):
            yield name.partition(".")[0]
        case Rollup(relation=relation):
            yield relation
            return  # What is inside speaks about the rows.
        case Quantifier(relation=str(relation)):
            yield relation
            return
        case _:
            pass
    for each in children(tree):
        yield from _read(each)


def leads_to(form: CheckedForm, each: CheckedItem) -> frozenset[str]:
    """Give the items on whose answers the value of an item depends, also through its showing."""
    page = next((one for one in form.pages if one.page.key == each.page), None)
    around = [each.visible, each.computed, None if page is None else page.visible]
    if each.within is not None:
        around.append(each.within.visible)
    return frozenset(key for one in around if one is not None for key in reads(one))
