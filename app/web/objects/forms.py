"""The fields of a record as a form, and what a form says of them as the runtime reads it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.clock import from_instant
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.objects import MEMBER, REFUND
from app.runtime.append_only import append_only
from app.runtime.intake import WORKED_OUT
from app.runtime.listing import Wish, find
from app.runtime.orders import SETTLED
from app.storage import records
from app.web.objects.model import Fixed
from app.web.objects.naming import find_record, written_name
from app.web.objects.opened import POSTED, Opened
from app.web.objects.showing import Around, title_of
from app.web.records.inputs import Input, input_of, parsed, written
from app.words import Words

NUMBERED = "serial"
MOST_OFFERED = 200
"""Records that are offered as a list: stores and products, not orders."""
NOTHING: Mapping[str, Words] = {}
HINTS = {
    (REFUND, "order"): Words("写订单号", "Write the order no."),
}
FOLLOWED = Words(
    "这些不能改：净消费和积分由它们算出。更正请记一笔退款，再记一张新订单。",
    "These stay as they are, for other figures follow from them: record a refund and a new order"
    " instead.",
)


def writable(opened: Opened) -> list[Field]:
    """Give the fields that somebody may write in a new record."""
    worked_out = WORKED_OUT.get(opened.key, frozenset())
    return [
        each
        for each in opened.designed.in_use
        if each.key in opened.kept.fields
        and each.kind != NUMBERED
        and each.key not in worked_out
        and opened.may_read(each)
    ]


def changeable(opened: Opened) -> list[Field]:
    """Give the fields that may be changed later; what other figures follow from is settled."""
    fixed = SETTLED.get(opened.key, frozenset())
    return [each for each in writable(opened) if each.key not in fixed]


def fixed_shown(opened: Opened, row: Mapping[str, Any]) -> tuple[Fixed, ...]:
    """Show what cannot be changed any more."""
    around = Around.of(opened, [row])
    keys = SETTLED.get(opened.key, frozenset())
    return tuple(
        Fixed(label=each.label, value=around.value(each, row))
        for each in opened.designed.in_use
        if each.key in keys
    )


def why_fixed(opened: Opened) -> Words:
    """Say why not, and what is done instead."""
    return next(append_only()).message if opened.key in POSTED else FOLLOWED


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForm:
    """Some fields of an object as inputs."""

    opened: Opened
    fields: tuple[Field, ...]

    def texts(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Write what a record holds as inputs hold it."""
        return {each.key: self._text(each, row.get(each.key)) for each in self.fields}

    def blank(self) -> dict[str, str]:
        """Give what a new record begins with: its defaults, and that it happens now."""
        opened = self.opened
        now = opened.here.now
        texts = {}
        for each in self.fields:
            value = FIELD_KINDS[each.kind].parse(each.default, each) if each.default else None
            if each.key == opened.designed.occurred and value is None:
                value = now if each.kind == "datetime" else None
                today = from_instant(now).astimezone(opened.here.formats.zone).date()
                texts[each.key] = today.isoformat()
            if value is not None:
                texts[each.key] = written(value, each, opened.here.formats)
        return texts

    def inputs(
        self,
        texts: Mapping[str, str],
        *,
        was: Mapping[str, str],
        errors: Mapping[str, Words] = NOTHING,
    ) -> tuple[Input, ...]:
        return tuple(
            self._input(each, texts.get(each.key, ""), was.get(each.key, ""), errors)
            for each in self.fields
        )

    def _input(self, each: Field, text: str, was: str, errors: Mapping[str, Words]) -> Input:
        found = input_of(each, text, was=was, error=errors.get(each.key))
        there = self._there(each)
        if there is None:
            return found
        hint = HINTS.get((self.opened.key, each.key)) or each.help or _hint(there)
        return replace(found, choices=tuple(_offered(there)), help=hint)

    def values(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Words]]:
        """Read inputs as JSON has their values; say which references lead nowhere."""
        values: dict[str, Any] = {}
        errors = {}
        for each in self.fields:
            if each.key not in texts:
                continue
            there, text = self._there(each), texts[each.key]
            if there is None or not text:
                values[each.key] = parsed(text, each)
                continue
            found = find_record(there, text)
            if isinstance(found, Words):
                errors[each.key] = found
            else:
                values[each.key] = str(found)
        return values, errors

    def _text(self, each: Field, value: Any) -> str:
        there = self._there(each)
        if there is None or value is None:
            return written(value, each, self.opened.here.formats)
        row = records.find_rows(self.opened.here.space, there.kept, [value]).get(value)
        offered = dict(_offered(there))
        return str(value) if row is None or str(value) in offered else written_name(there, row)

    def _there(self, each: Field) -> Opened | None:
        """Open the object that a field refers to."""
        if each.kind != "reference":
            return None
        kept = self.opened.live.catalogue.records.get(str(each.options.get("object")))
        return None if kept is None else replace(self.opened, kept=kept)


def _offered(there: Opened) -> Iterator[tuple[str, Words]]:
    """Offer the records of a small object, such as stores; nothing where there are too many."""
    if there.designed.of_member or there.key == MEMBER:
        return
    wish = Wish(size=MOST_OFFERED)
    page = find(there.here.space, there.live, there.key, wish, now=there.here.now)
    if page.next is None:
        for row in page.rows:
            title = title_of(there, row)
            yield str(row["id"]), Words(title, title)


def _hint(there: Opened) -> Words | None:
    if there.is_members:
        return Words("会员编号、手机号或姓名", "Member no., phone or name")
    if not there.designed.of_member:
        return None
    zh, en = there.designed.label
    return Words(f"写{zh}的编号", f"Write the number of the {en}")


def rest_of(errors: Mapping[str, Words], known: Iterable[str]) -> Words | None:
    """Give what is wrong with none of the inputs."""
    shown = set(known)
    return next((words for key, words in errors.items() if key not in shown), None)
