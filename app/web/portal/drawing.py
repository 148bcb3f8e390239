"""What a page of a form shows: its questions as WTForms inputs, with errors beside them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wtforms import Field as Input
from wtforms.form import BaseForm

from app.errors import Finding
from app.program.checked_forms import CheckedItem
from app.program.field import Width
from app.program.fields import FIELD_KINDS, Refused
from app.program.fields.base import Reading
from app.program.form_answers import Settled
from app.program.form_items import ITEM_KINDS
from app.program.forms import ROWS, SECTION
from app.runtime import listing
from app.web.language import language, t, w
from app.web.portal.inputs import GROUPS, input_for
from app.web.portal.opening import Opened
from app.web.portal.sheets import BEFORE
from app.words import Words

MOST_RECORDS = 200


@dataclass(slots=True, kw_only=True)
class Question:
    """One item as it is drawn."""

    key: str
    name: str
    """Its name in the address of inputs: the key, or `rows-0-key`."""
    kind: str
    label: str = ""
    help: str = ""
    text: str = ""
    required: bool = False
    shown: bool = True
    half: bool = False
    input: Input | None = None
    group: bool = False
    computed: str | None = None
    errors: tuple[Words, ...] = ()
    items: tuple["Question", ...] = ()
    rows: tuple[tuple["Question", ...], ...] = ()
    least: int = 0
    most: int = 0
    suffix: str = ""


@dataclass(slots=True, kw_only=True)
class Drawing:
    """Draws the items of one page."""

    opened: Opened
    settled: Settled
    answers: Mapping[str, Any]
    findings: Iterable[Finding] = ()
    left_out: frozenset[str] = frozenset()
    """Items that need no asking: who comes by a personal link is known."""
    drawn: set[str] = field(default_factory=set)
    """Keys of the items on the page that have inputs."""
    _inputs: dict[str, Input] = field(default_factory=dict)
    _data: dict[str, Any] = field(default_factory=dict)
    _wrong: dict[str, list[Words]] = field(default_factory=lambda: defaultdict(list))

    def page(self, items: Iterable[CheckedItem]) -> tuple[Question, ...]:
        for each in self.findings:
            self._wrong[each.path.strip("/").replace("/", "-")].append(each.message)
        found = tuple(self._all(items, self.settled, self.answers, ""))
        form = BaseForm(self._inputs, prefix=BEFORE)
        form.process(data=self._data)
        _bind(found, form)
        return found

    def _all(
        self, items: Iterable[CheckedItem], sheet: Settled, answers: Mapping[str, Any], prefix: str
    ) -> Iterator[Question]:
        for each in items:
            if each.item.kind == "hidden" or each.key in self.left_out:
                continue
            yield self._one(each, sheet, answers, prefix)

    def _one(
        self, each: CheckedItem, sheet: Settled, answers: Mapping[str, Any], prefix: str
    ) -> Question:
        item, name = each.item, prefix + each.key
        help_words = item.help or (None if each.target is None else each.target.asked.help)
        found = Question(
            key=each.key,
            name=name,
            kind=item.kind,
            label=t(each.label),
            help="" if help_words is None else t(help_words),
            text=t(item.text),
            required=each.key in sheet.needed,
            shown=each.key in sheet.shown,
            half=item.width is Width.HALF,
            errors=tuple(self._wrong.get(name, ())),
        )
        if item.kind == SECTION:
            found.items = tuple(self._all(each.items, sheet, answers, prefix))
        elif item.kind == ROWS:
            self._rows(found, each, sheet, answers)
        elif ITEM_KINDS[item.kind].answered and each.target is not None:
            self._ask(found, each, sheet, answers)
        return found

    def _rows(
        self, found: Question, each: CheckedItem, sheet: Settled, answers: Mapping[str, Any]
    ) -> None:
        self.drawn.add(each.key)
        given = answers.get(each.key) or []
        sheets = sheet.rows.get(each.key, ())
        found.rows = tuple(
            tuple(self._all(each.items, one, row, f"{each.key}-{n}-"))
            for n, (one, row) in enumerate(zip(sheets, given, strict=False))
        )
        found.least, found.most = each.item.least, each.item.most

    def _ask(
        self, found: Question, each: CheckedItem, sheet: Settled, answers: Mapping[str, Any]
    ) -> None:
        assert each.target is not None
        self.drawn.add(each.key)
        asked = each.target.asked
        kind, reading = FIELD_KINDS[asked.kind], self._reading()
        if each.computed is not None:
            found.computed = kind.show(sheet.values.get(each.key), asked, language(), reading)
            return
        records = self._records(each) if asked.kind == "reference" else ()
        # The key of the field says what a phone may complete, whatever the item is called.
        made = input_for(each.target.field, found.label, records=records)
        found.group = issubclass(made.field_class, GROUPS)
        found.suffix = _suffix(each, self.opened.live.checked.program.settings.currency)
        self._inputs[found.name] = made
        self._data[found.name] = self._typed(each, answers.get(each.key), found)

    def _typed(self, each: CheckedItem, raw: Any, found: Question) -> Any:
        """Give what was typed as the input shows it; a choice by its key."""
        assert each.target is not None
        asked = each.target.asked
        if asked.kind == "tags" and found.group:
            return self._canonical(each, raw) or []
        if asked.kind in {"choice", "boolean"}:
            chosen = self._canonical(each, raw)
            return str(chosen).lower() if isinstance(chosen, bool) else chosen
        return ", ".join(str(one) for one in raw) if isinstance(raw, list) else raw

    def _canonical(self, each: CheckedItem, raw: Any) -> Any:
        assert each.target is not None
        asked = each.target.asked
        try:
            return FIELD_KINDS[asked.kind].parse(raw, asked, self._reading())
        except Refused:
            return None

    def _reading(self) -> Reading:
        settings = self.opened.live.checked.program.settings
        return Reading(zone=settings.calendar.zone, currency=settings.currency)

    def _records(self, each: CheckedItem) -> tuple[tuple[str, str], ...]:
        assert each.target is not None
        name = str(each.target.field.options.get("object"))
        kept = self.opened.live.catalogue.records.get(name)
        if kept is None or kept.object.of_member:
            return ()
        title = kept.object.title or kept.object.fields[0].key
        wish = listing.Wish(sort=title, size=MOST_RECORDS)
        found = listing.find(self.opened.space, self.opened.live, name, wish, now=self.opened.now)
        return tuple((str(row["id"]), str(row.get(title) or row["id"])) for row in found.rows)


def _bind(questions: Iterable[Question], form: BaseForm) -> None:
    for each in questions:
        if each.name in form and each.kind == "field" and each.computed is None:
            each.input = form[each.name]
        _bind(each.items, form)
        for row in each.rows:
            _bind(row, form)


def _suffix(each: CheckedItem, currency: str) -> str:
    """Say in what an answer is counted."""
    assert each.target is not None
    field = each.target.field
    if field.kind == "money":
        return w("元", "CNY") if currency == "CNY" else currency
    return "%" if field.kind == "percent" else str(field.options.get("unit") or "")
