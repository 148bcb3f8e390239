"""Every page of a form can be reached, and conditions ask only what came before."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.expression.check import Checked
from app.expression.tree import Constant
from app.program.checked import CheckedProgram
from app.program.checked_forms import CheckedForm, CheckedItem, CheckedPage
from app.program.form_items import ITEM_KINDS
from app.program.form_reading import reads
from app.words import Words


class ReachablePages(Check):
    key = "reachable_pages"
    label = Words("表单的每一页都能到达", "Every page of a form can be reached")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for form in checked.forms.values():
            if not form.pages:
                yield Finding.of(
                    f"{form.path}/pages", "表单至少要有一页。", "A form needs at least one page."
                )
            for n, page in enumerate(form.pages):
                yield from _page(form, page, n)
            for each in form.items.values():
                yield from _item(form, each)


def _page(form: CheckedForm, page: CheckedPage, n: int) -> Iterator[Finding]:
    path = f"{page.path}/visible"
    if not any(ITEM_KINDS[each.item.kind].typed or each.items for each in page.items):
        yield warning(
            f"{page.path}/items", "这一页没有可以填的内容。", "There is nothing to fill in here."
        )
    if page.visible is None:
        return
    if _never(page.visible):
        yield Finding.of(path, "这一页永远不会显示。", "This page is never shown.")
    for key in reads(page.visible):
        asked = form.items.get(key)
        if asked is not None and _place(form, asked.page) >= n:
            yield Finding.of(
                path,
                f"这一页的条件要看“{key}”，它却在这一页或更后面，到不了。",
                f"The page depends on {key!r}, which is asked there or later,"
                " so nobody gets there.",
            )


def _item(form: CheckedForm, each: CheckedItem) -> Iterator[Finding]:
    if each.visible is None:
        return
    path = f"{each.path}/visible"
    if _never(each.visible):
        yield Finding.of(path, "这一项永远不会显示。", "This is never shown.")
    order = list(form.items)
    for key in reads(each.visible):
        if key in order and order.index(key) > order.index(each.key):
            yield warning(
                path,
                f"是否显示要看后面才问的“{key}”：填的人会看到前面忽然多出一项。",
                f"Whether it is shown depends on {key!r}, which is asked further down: something"
                " appears above where people are.",
            )


def _never(checked: Checked) -> bool:
    tree = checked.tree
    return isinstance(tree, Constant) and not tree.value and not checked.errors


def _place(form: CheckedForm, page: str) -> int:
    return next(n for n, each in enumerate(form.pages) if each.page.key == page)
