"""Coupons and benefits as they are typed: texts become a document, and a document fills a form."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.builder.offers import Offer
from app.errors import Finding
from app.program.benefit import Every
from app.program.benefit_codec import read_benefit
from app.program.coupon_codec import read_coupon
from app.program.declared import findings_in
from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.program.reader import Reader, without_empty
from app.web.designs.declared import (
    DAYS,
    EN,
    END,
    FROM,
    MINIMUM,
    MONTHS_FIELD,
    MOST,
    NO,
    ON_REFUND,
    OPTIONS,
    TRANSFERABLE,
    UNTIL,
    VALIDITY,
    WAY,
    YES,
    ZH,
    Kind,
    asked_by,
)
from app.web.formats import Formats
from app.web.records.inputs import parsed, written
from app.words import Words

Typed = Mapping[str, str]
Errors = dict[str, Words]
NO_NAME = Words("起个名字。", "Give it a name.")
_READ: Mapping[Offer, Callable[[Reader, Any, str], Any]] = {
    Offer.COUPON: read_coupon,
    Offer.BENEFIT: read_benefit,
}
_ELSEWHERE = {"/label": f"label{ZH}", "/help": f"help{ZH}", "/goods": f"goods{ZH}"} | {
    "/stores": f"stores{ZH}",
    "/valid": WAY,
}
"""Where what is wrong is shown, if not at the input that has the name of the place."""


def read(
    offer: Offer, kind: Kind, typed: Typed, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Write what was typed as a document; what no form asks for stays as it was before."""
    kept = {key: (before or {})[key] for key in ("cost", "budget") if key in (before or {})}
    key = {} if before is None else {"key": before["key"]}
    options = {
        each.key.removeprefix(OPTIONS): option_of(typed, each)
        for each in asked_by(kind)
        if _text(typed, each.key)
    }
    tail: dict[str, Any] = {"options": options}
    if offer is Offer.COUPON:
        tail |= _terms(typed)
    tail["help"] = _words(typed, "help")
    label = _words(typed, "label") or {"zh": "", "en": ""}
    return {**key, "kind": kind.key, "label": label, **without_empty(tail), **kept}


def _terms(typed: Typed) -> dict[str, Any]:
    return {
        "minimum": option_of(typed, MINIMUM) or None,
        "valid": _validity(typed),
        "stores": _words(typed, "stores"),
        "goods": _words(typed, "goods"),
        "most_each": option_of(typed, MOST),
        "transferable": _text(typed, TRANSFERABLE.key) == YES,
        "on_refund": None
        if _text(typed, ON_REFUND.key) in {"", "return"}
        else _text(typed, ON_REFUND.key),
    }


def _validity(typed: Typed) -> Any:
    match _text(typed, WAY):
        case "days":
            return f"{option_of(typed, DAYS)}d"
        case "months":
            return f"{option_of(typed, MONTHS_FIELD)}mo"
        case "end":
            return _text(typed, END.key)
        case "dates":
            days = {"from": _text(typed, FROM.key), "until": _text(typed, UNTIL.key)}
            return {name: day for name, day in days.items() if day}
        case _:
            return None


def _text(typed: Typed, name: str) -> str:
    return typed.get(name, "").strip()


def _words(typed: Typed, name: str) -> dict[str, str] | None:
    zh, en = _text(typed, name + ZH), _text(typed, name + EN)
    return {"zh": zh, "en": en} if zh or en else None


def option_of(typed: Typed, field: Field) -> Any:
    """Read one input as the document has it; what cannot be read stays as it was typed."""
    text = _text(typed, field.key)
    if not text:
        return None
    kind = FIELD_KINDS[field.kind]
    try:
        value = kind.to_json(kind.parse(parsed(text, field), field), field)
    except Refused:
        return text
    return int(value) if isinstance(value, float) and value.is_integer() else value


def errors_of(offer: Offer, kind: Kind, typed: Typed, document: Mapping[str, Any]) -> Errors:
    """Say what must be put right before it can be kept, by the names of inputs."""
    found: Errors = {}
    if not _text(typed, f"label{ZH}") and not _text(typed, f"label{EN}"):
        found[f"label{ZH}"] = NO_NAME
    if offer is Offer.COUPON:
        found |= _wrong_validity(typed)
    reader = Reader()
    _READ[offer](reader, {"key": "new", **document}, "")
    part, said = offer is Offer.BENEFIT, document.get("options", {})
    wrong = [
        *reader.findings,
        *findings_in(kind.options, said, "/options", part=part),
    ]
    for name, words in placed(wrong).items():
        found.setdefault(name, words)
    if any(name.startswith("valid.") and name != WAY for name in found):
        found.pop(WAY, None)
    return found


def _wrong_validity(typed: Typed) -> Errors:
    """Say what the way that was chosen still asks for."""
    way = _text(typed, WAY)
    found: Errors = {}
    for field in VALIDITY.get(way, ()):
        text = _text(typed, field.key)
        if not text and way != "dates":
            found[field.key] = Words("请填写这里。", "Fill this in.")
        try:
            FIELD_KINDS[field.kind].parse(text or None, field)
        except Refused as refused:
            found[field.key] = refused.words
    if way == "dates":
        first, last = _text(typed, FROM.key), _text(typed, UNTIL.key)
        if not first and not last:
            found[FROM.key] = Words("至少写一个日期。", "Give one of the dates.")
        elif not found and first and last and last < first:
            found[UNTIL.key] = Words("还没开始就结束了。", "It ends before it begins.")
    return found


def placed(findings: Sequence[Finding]) -> Errors:
    """Put each finding beside the input it is about; the first one counts."""
    found: Errors = {}
    for each in findings:
        name = _ELSEWHERE.get(each.path) or each.path.strip("/").replace("/", ".")
        found.setdefault(name, each.message)
    return found


def fill(offer: Offer, kind: Kind, document: Mapping[str, Any], formats: Formats) -> dict[str, str]:
    """Give what fills the form of a document."""
    options = document.get("options")
    said = options if isinstance(options, Mapping) else {}
    values = {
        each.key: shown(said.get(each.key.removeprefix(OPTIONS), each.default), each, formats)
        for each in asked_by(kind)
    }
    for name in ("label", "help", "goods", "stores"):
        words = _words_of(document.get(name))
        values |= {name + ZH: words.zh, name + EN: words.en}
    if offer is Offer.COUPON:
        values |= _filled_validity(document.get("valid"))
        values[MINIMUM.key] = shown(document.get("minimum"), MINIMUM, formats)
        values[MOST.key] = shown(document.get("most_each"), MOST, formats)
        values[TRANSFERABLE.key] = YES if document.get("transferable") is True else NO
        values[ON_REFUND.key] = str(document.get("on_refund") or "return")
    return values


def _words_of(value: Any) -> Words:
    return Words.from_json(value) if isinstance(value, str | Mapping) else Words("", "")


def shown(value: Any, field: Field, formats: Formats) -> str:
    """Write a value of the document as its input holds it; what cannot be read, as it is."""
    if value is None:
        return ""
    try:
        text = written(FIELD_KINDS[field.kind].parse(value, field), field, formats)
    except Refused:
        return str(value)
    return text.removesuffix(".0") if field.kind in {"number", "percent"} else text


def _filled_validity(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        first, last = str(value.get("from") or ""), str(value.get("until") or "")
        return {WAY: "dates", FROM.key: first, UNTIL.key: last}
    text = str(value or "")
    if text in set(Every):
        return {WAY: "end", END.key: text}
    if text.endswith("mo"):
        return {WAY: "months", MONTHS_FIELD.key: text.removesuffix("mo")}
    if text.endswith("d"):
        return {WAY: "days", DAYS.key: text.removesuffix("d")}
    return {WAY: "always"}


def usual(kind: Kind) -> dict[str, str]:
    """Give what a new one begins with."""
    begun = {each.key: str(each.default) for each in asked_by(kind) if each.default is not None}
    return begun | {
        WAY: "days",
        DAYS.key: "30",
        END.key: Every.MONTH.value,
        TRANSFERABLE.key: NO,
        ON_REFUND.key: "return",
    }
