"""What messages may mention: a list of variables, each with its label, its kind and a sample."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from app.clock import from_instant
from app.days import from_day
from app.program.field import Field, Mask
from app.program.fields import FIELD_KINDS
from app.program.fields.base import Reading
from app.program.message_filters import Speech
from app.program.objects import MEMBER
from app.program.personal import GIVEN, mask_of, masked
from app.program.program import Program
from app.words import Language, Words

UNSUBSCRIBE = "links.unsubscribe"


class Group(StrEnum):
    """How the list is divided; the word is what a variable's path begins with."""

    MEMBER = "member"
    TIER = "tier"
    NEXT = "next"
    LADDER = "ladder"
    BALANCE = "balance"
    COUPON = "coupon"
    LINKS = "links"
    FORM = "form"
    PROGRAM = "program"

    @property
    def label(self) -> Words:
        return _GROUPS[self]


_GROUPS = {
    Group.MEMBER: Words("会员", "Member"),
    Group.TIER: Words("等级", "Tier"),
    Group.NEXT: Words("下一级", "Next tier"),
    Group.LADDER: Words("其他等级体系", "Other ladders"),
    Group.BALANCE: Words("余额", "Balances"),
    Group.COUPON: Words("这次发的券", "The coupon of this run"),
    Group.LINKS: Words("链接", "Links"),
    Group.FORM: Words("表单链接", "Links to forms"),
    Group.PROGRAM: Words("方案", "Programme"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One thing that a message may mention."""

    path: str
    label: Words
    group: Group
    sample: Words
    """What it might say, in both languages."""
    value: Any = None
    """The sample as the text is given it, where that is not a text."""

    @property
    def written(self) -> str:
        return f"{{{{ {self.path} }}}}"

    def example(self, language: Language) -> Any:
        return self.sample.to(language) if self.value is None else self.value


def variables(program: Program) -> tuple[Variable, ...]:
    return tuple(_all(program))


def _all(program: Program) -> Iterator[Variable]:
    for each in program.object(MEMBER).in_use:
        if may_be_said(each):
            yield _of_field(each)
    for n, ladder in enumerate(program.ladders):
        labels = [each.label for each in ladder.tiers] or [Words("", "")]
        low, high = labels[-2:][0], labels[-1]
        yield from _of_ladder(ladder.key, ladder.label, (low, high), first=n == 0)
    for currency in program.currencies:
        yield _variable(f"balance.{currency.key}", currency.label, Group.BALANCE, 1200)
    yield from _of_coupon(program)
    address = "https://example.com/u/…"
    yield _variable(UNSUBSCRIBE, Words("退订", "Unsubscribe"), Group.LINKS, address)
    for form in program.forms:
        label = Words(form.label.to("zh") or form.key, form.label.to("en") or form.key)
        yield _variable(f"form.{form.key}", label, Group.FORM, "https://example.com/f/…")
    yield Variable(
        path="program.label",
        label=Words("方案名称", "Name of the programme"),
        group=Group.PROGRAM,
        sample=program.label,
    )
    today = date(2026, 3, 1)
    yield _variable("program.today", Words("今天", "Today"), Group.PROGRAM, today)


def _of_ladder(
    key: str, label: Words, tiers: tuple[Words, Words], *, first: bool
) -> Iterator[Variable]:
    since = date(2026, 1, 1)
    missing = Words("再消费 ¥100", "Spend ¥100 more")
    zh, en = ("", "") if first else (f"{label.to('zh')}：", f"{label.to('en')}: ")
    found = (
        ("tier", "label", Words(f"{zh}等级名称", f"{en}Tier"), tiers[0], None),
        (
            "tier",
            "key",
            Words(f"{zh}等级标识", f"{en}Key of the tier"),
            Words("gold", "gold"),
            None,
        ),
        ("tier", "since", Words(f"{zh}从哪天起", f"{en}Since when"), Words("", ""), since),
        ("next", "label", Words(f"{zh}下一级名称", f"{en}Next tier"), tiers[1], None),
        ("next", "missing", Words(f"{zh}还差什么", f"{en}What is missing"), missing, None),
    )
    for root, name, called, sample, value in found:
        group = Group(root) if first else Group.LADDER
        path = f"{root}.{name}" if first else f"ladder.{key}.{_OF_OTHERS[root, name]}"
        yield Variable(path=path, label=called, group=group, sample=sample, value=value)


_OF_OTHERS = {
    ("tier", "label"): "tier",
    ("tier", "key"): "key",
    ("tier", "since"): "since",
    ("next", "label"): "next",
    ("next", "missing"): "missing",
}


def _of_coupon(program: Program) -> Iterator[Variable]:
    if not program.coupons:
        return
    design = program.coupons[0]
    yield Variable(
        path="coupon.label",
        label=Words("券名", "Coupon"),
        group=Group.COUPON,
        sample=Words(design.label.to("zh"), design.label.to("en")),
    )
    yield _variable("coupon.code", Words("券码", "Code"), Group.COUPON, "7KQ4-9XHM-2TRA")
    until = date(2026, 3, 31)
    yield _variable("coupon.until", Words("最后一天", "Last day of use"), Group.COUPON, until)
    yield Variable(
        path="coupon.terms",
        label=Words("使用说明", "Terms"),
        group=Group.COUPON,
        sample=Words("满 200 减 20", "¥20 off from ¥200"),
    )


def _variable(path: str, label: Words, group: Group, value: Any) -> Variable:
    said = label if not any(label) else Words(label.to("zh"), label.to("en"))
    sample = Words(str(value), str(value))
    kept = None if isinstance(value, str) else value
    return Variable(path=path, label=said, group=group, sample=sample, value=kept)


def may_be_said(field: Field) -> bool:
    """Say whether a field may stand in a message: not what is hidden, nor what refers elsewhere.

    A name and a birthday are hidden from colleagues by themselves, not from the member.
    """
    if field.kind not in FIELD_KINDS or field.kind == "reference":
        return False
    if FIELD_KINDS[field.kind].stored is None:
        return False
    if field.mask is None and field.key in GIVEN:
        return True
    return mask_of(field) is not Mask.HIDDEN


def _of_field(field: Field) -> Variable:
    label = Words(field.label.to("zh") or field.key, field.label.to("en") or field.key)
    value = _SAMPLES.get(field.kind)
    if field.key == "name":
        value = Words("王小明", "Wang Xiaoming")
    path = f"member.{field.key}"
    if isinstance(value, Words):
        return Variable(path=path, label=label, group=Group.MEMBER, sample=value)
    if value is not None:
        return _variable(path, label, Group.MEMBER, value)
    return Variable(path=path, label=label, group=Group.MEMBER, sample=label)


_UTC = ZoneInfo("UTC")
_SAMPLES: Mapping[str, Any] = {
    "money": Decimal("1234.50"),
    "integer": 12,
    "number": 12.5,
    "percent": "10%",
    "boolean": True,
    "date": date(1990, 3, 1),
    "datetime": datetime(2026, 3, 1, 4, tzinfo=_UTC),
    "serial": "M000123",
}


def said_of(value: Any, field: Field, speech: Speech) -> Any:
    """Give a value of a field as texts are given it: by its kind, and masked where it must be."""
    kind = FIELD_KINDS[field.kind]
    if value is None:
        return None
    if field.mask not in (None, Mask.OPEN):
        return masked(_shown(value, field, speech), field)
    match field.kind:
        case "money":
            return Decimal(value).scaleb(-2)
        case "date":
            return from_day(value)
        case "datetime":
            return from_instant(value)
        case "integer" | "boolean":
            return _shown(value, field, speech) if field.options.get("unit") else value
    return kind.show(value, field, speech.language, _reading(speech))


def _shown(value: Any, field: Field, speech: Speech) -> str:
    return FIELD_KINDS[field.kind].show(value, field, speech.language, _reading(speech))


def _reading(speech: Speech) -> Reading:
    return Reading(zone=ZoneInfo(speech.zone), currency=speech.currency)


def samples(program: Program, language: Language) -> dict[str, Any]:
    """Give a made-up member's data, for looking at a text before there is anybody."""
    return nested({each.path: each.example(language) for each in variables(program)})


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Turn values by path into dictionaries in one another."""
    found: dict[str, Any] = {}
    for path, value in flat.items():
        place = found
        *steps, last = path.split(".")
        for step in steps:
            place = place.setdefault(step, {})
        place[last] = value
    return found
