"""What a form makes of answers: which items are shown, which are needed, what they come to.

Decided here, on the server, for every entrance: pages, API and preview.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.days import Moment
from app.errors import Finding
from app.expression.check import Checked
from app.expression.python import to_predicate, to_python
from app.program.checked_forms import CheckedForm, CheckedItem
from app.program.fields import FIELD_KINDS, Refused
from app.program.fields.base import Reading
from app.program.form_items import ITEM_KINDS
from app.program.forms import ROWS
from app.program.objects import MEMBER
from app.words import Words

Answers = Mapping[str, Any]
"""By key of the item, as JSON or as text; rows are a list of such mappings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Answers as the form takes them."""

    shown: frozenset[str]
    """Keys of the items that are shown, and of the pages as `page:key`."""
    needed: frozenset[str]
    """Keys of the items that must be answered."""
    values: Mapping[str, Any]
    """By key, as columns hold them; what is hidden is not there."""
    findings: tuple[Finding, ...]
    """Below `/key`, or `/key/0/key` in a sub-form."""
    rows: Mapping[str, tuple["Settled", ...]] = field(default_factory=dict)

    def shows_page(self, key: str) -> bool:
        return f"page:{key}" in self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What answers are looked at with."""

    moment: Moment
    reading: Reading
    member: Mapping[str, Any] | None = None
    """What is known of the member, where it is sure who it is."""


def settle(form: CheckedForm, answers: Answers, around: Circumstances) -> Settled:
    """Decide about all answers of a form."""
    sheet = _Sheet(form, form.items, answers, around)
    sheet.known[MEMBER] = around.member
    shown = {f"page:{each.page.key}" for each in form.pages if sheet.page_is_shown(each.page.key)}
    return sheet.settled(shown)


class _Sheet(Mapping[str, Any]):
    """Answers under consideration; a value is worked out when a condition asks for it."""

    def __init__(
        self,
        form: CheckedForm,
        items: Mapping[str, CheckedItem],
        answers: Answers,
        around: Circumstances,
    ) -> None:
        self.form, self.there, self.answers, self.around = form, items, answers, around
        self.pages = {each.page.key: each for each in form.pages}
        self.known: dict[str, Any] = {}
        self.problems: dict[str, list[Finding]] = {}
        self.rows: dict[str, tuple[Settled, ...]] = {}
        self.under_way: set[str] = set()
        """What is being worked out; a circle ends here, and a check keeps it out of releases."""

    def __getitem__(self, key: str) -> Any:
        if key not in self.known:
            self.known[key] = self._once(f"value:{key}", lambda: self._value(self.there[key]))
        return self.known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.there)

    def __len__(self) -> int:
        return len(self.there)

    def settled(self, shown: set[str]) -> Settled:
        values = {key: self[key] for key in self.there}
        shown |= {key for key, each in self.there.items() if self.is_shown(each)}
        needed = {key for key in shown & set(self.there) if self.is_needed(self.there[key])}
        findings = [
            finding
            for key in self.there
            if key in shown
            for finding in self._findings(self.there[key], needed)
        ]
        return Settled(
            shown=frozenset(shown),
            needed=frozenset(needed),
            values={key: value for key, value in values.items() if key in shown},
            findings=tuple(findings),
            rows={key: each for key, each in self.rows.items() if key in shown},
        )

    def page_is_shown(self, key: str) -> bool:
        found = self.pages.get(key)
        return found is None or self._holds(f"page:{key}", found.visible, otherwise=True)

    def is_shown(self, each: CheckedItem) -> bool:
        if each.within is not None and not self.is_shown(each.within):
            return False
        if self.there is self.form.items and not self.page_is_shown(each.page):
            return False
        return self._holds(f"shown:{each.key}", each.visible, otherwise=True)

    def is_needed(self, each: CheckedItem) -> bool:
        if each.computed is not None or each.target is None:
            return False
        usual = each.target.field.required
        return self._holds(f"needed:{each.key}", each.required, otherwise=usual)

    def _holds(self, name: str, checked: Checked | None, *, otherwise: bool) -> bool:
        if checked is None:
            return otherwise
        if name not in self.known:
            ask = self._function(checked, to_predicate)
            self.known[name] = self._once(name, lambda: ask(self, self.around.moment))
        return self.known[name] is not None and bool(self.known[name])

    def _once(self, name: str, work: Callable[[], Any]) -> Any:
        if name in self.under_way:
            return None
        self.under_way.add(name)
        try:
            return work()
        finally:
            self.under_way.discard(name)

    def _value(self, each: CheckedItem) -> Any:
        if not self.is_shown(each):
            return None
        if each.item.kind == ROWS:
            return self._rows(each)
        if each.target is None or not ITEM_KINDS[each.item.kind].answered:
            return None
        if each.computed is not None:
            return self._function(each.computed, to_python)(self, self.around.moment)
        return self._read(each)

    def _read(self, each: CheckedItem) -> Any:
        assert each.target is not None
        raw = self.answers.get(each.key)
        if not ITEM_KINDS[each.item.kind].typed and (raw is None or not each.item.prefill):
            raw = each.item.value
        if raw is None:
            return None
        asked = each.target.asked
        try:
            return FIELD_KINDS[asked.kind].parse(raw, asked, self.around.reading)
        except Refused as refused:
            self._wrong(each.key, Finding(path="", message=refused.words))
            return None

    def _rows(self, each: CheckedItem) -> list[Mapping[str, Any]]:
        raw = self.answers.get(each.key)
        given = _rows_in(raw)
        inside = {one.key: one for one in each.items}
        sheets = [_Sheet(self.form, inside, one, self.around).settled(set()) for one in given]
        for n, sheet in enumerate(sheets):
            for finding in sheet.findings:
                self._wrong(each.key, finding.under(f"/{n}"))
        self.rows[each.key] = tuple(sheets)
        if not each.item.least <= len(given) <= each.item.most:
            self._wrong(each.key, Finding(path="", message=_how_many(each)))
        return [sheet.values for sheet in sheets]

    def _wrong(self, key: str, finding: Finding) -> None:
        self.problems.setdefault(key, []).append(finding.under(f"/{key}"))

    def _findings(self, each: CheckedItem, needed: set[str]) -> Iterator[Finding]:
        found = self.problems.get(each.key, [])
        yield from found
        if not found and each.key in needed and self[each.key] is None:
            assert each.target is not None
            yield Finding(path=f"/{each.key}", message=_missing(each.target.asked.label))

    def _function(self, checked: Checked, make: Callable[[Checked], Any]) -> Any:
        kept = self.form.functions
        name = id(checked)
        if name not in kept:
            kept[name] = make(checked)
        return kept[name]


def _rows_in(raw: Any) -> list[Mapping[str, Any]]:
    return [each for each in raw if isinstance(each, Mapping)] if isinstance(raw, list) else []


def _how_many(each: CheckedItem) -> Words:
    least, most = each.item.least, each.item.most
    if least == most:
        return Words(f"请填 {least} 行。", f"Please fill in {least} rows.")
    return Words(f"请填 {least} 到 {most} 行。", f"Please fill in {least} to {most} rows.")


def _missing(label: Words) -> Words:
    return Words(f"请填写“{label.to('zh')}”。", f"Please fill in “{label.to('en')}”.")


def as_sent(form: CheckedForm, answers: Answers, settled: Settled) -> dict[str, Any]:
    """Give the answers that count, as they were written; a computed one as it came out."""
    return _as_sent(form.items.values(), answers, settled)


def _as_sent(items: Iterable[CheckedItem], answers: Answers, settled: Settled) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for each in items:
        if each.key not in settled.shown:
            continue
        if each.item.kind == ROWS:
            rows = zip(
                _rows_in(answers.get(each.key)), settled.rows.get(each.key, ()), strict=False
            )
            sent[each.key] = [_as_sent(each.items, row, sheet) for row, sheet in rows]
        elif settled.values.get(each.key) is not None and each.target is not None:
            sent[each.key] = _written(each, answers, settled)
    return sent


def _written(each: CheckedItem, answers: Answers, settled: Settled) -> Any:
    assert each.target is not None
    if each.computed is None and each.key in answers and ITEM_KINDS[each.item.kind].typed:
        return answers[each.key]
    asked = each.target.asked
    return FIELD_KINDS[asked.kind].to_json(settled.values[each.key], asked)


def unknown_answers(form: CheckedForm, answers: Answers) -> Iterator[Finding]:
    """Say which answers are to nothing that the form asks."""
    for key in answers:
        if key not in form.items:
            known = ", ".join(
                each.key for each in form.items.values() if ITEM_KINDS[each.item.kind].typed
            )
            yield Finding.of(
                f"/{key}",
                f"表单里没有“{key}”。可用：{known}。",
                f"The form asks nothing called {key!r}. Known: {known}.",
            )
