"""No answer of a form depends on itself."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_forms import CheckedForm
from app.program.form_reading import leads_to
from app.words import Words


class FormsWithoutCircles(Check):
    key = "forms_without_circles"
    label = Words("表单的显示和计算不绕圈", "Nothing on a form depends on itself")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for form in checked.forms.values():
            yield from _circles(form)


def _circles(form: CheckedForm) -> Iterator[Finding]:
    edges = {key: leads_to(form, each) for key, each in form.items.items()}
    told: set[str] = set()
    for key, each in form.items.items():
        way = _way_back(edges, key)
        if way is None or key in told:
            continue
        told.update(way)
        place = "visible" if each.computed is None else "computed"
        zh = " → ".join(f"“{one}”" for one in (key, *way))
        yield Finding.of(
            f"{each.path}/{place}",
            f"这些答案互相依赖，绕成了圈：{zh}。",
            f"These answers depend on each other: {' → '.join((key, *way))}.",
        )


def _way_back(edges: dict[str, frozenset[str]], start: str) -> tuple[str, ...] | None:
    """Find a way from an item back to itself, as short as there is."""
    ways: list[tuple[str, ...]] = [(each,) for each in sorted(edges[start])]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        if way[-1] == start:
            return way
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        ways.extend((*way, each) for each in sorted(edges.get(way[-1], frozenset())))
    return None
