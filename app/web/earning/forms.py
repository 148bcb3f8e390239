"""Forms about earning: what was typed becomes a document, and a document fills the form."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from app.builder.earning import Part
from app.program.boost_codec import WEEKDAYS
from app.program.earning import SPANS
from app.program.reader import without_empty
from app.words import Words

Typed = Mapping[str, Any]
"""What came with a request: texts, and lists of what was ticked."""
FIXED, RATE, FORMULA = "fixed", "rate", "formula"


class NotRead(Exception):
    """Something typed cannot be read; the message belongs to one field."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__(words.en)
        self.field, self.words = field, words


def read(part: Part, typed: Typed) -> dict[str, Any]:
    """Write what was typed as a document. Raises `NotRead`."""
    return _READ[part](typed)


def fill(part: Part, written: Mapping[str, Any]) -> dict[str, Any]:
    """Give what fills the form of a document."""
    return _FILL[part](written)


def _label(typed: Typed) -> dict[str, str]:
    zh, en = str(typed.get("label", "")).strip(), str(typed.get("english", "")).strip()
    if not zh and not en:
        raise NotRead("label", Words("起个名字。", "Give it a name."))
    return {"zh": zh or en, "en": en or zh}


def _text(typed: Typed, name: str) -> str | None:
    return str(typed.get(name, "")).strip() or None


def _number(typed: Typed, name: str) -> Any:
    text = _text(typed, name)
    if text is None:
        return None
    try:
        found = float(text.replace(",", ""))
    except ValueError as error:
        raise NotRead(name, Words("这里应是数字。", "A number is expected here.")) from error
    return int(found) if found.is_integer() else found


def _json(typed: Typed, name: str) -> Any:
    text = _text(typed, name)
    if text is None:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        zh = f"这不是 JSON：第 {error.lineno} 行第 {error.colno} 个字符附近读不下去。"
        en = f"This is not JSON: reading stops at line {error.lineno}, character {error.colno}."
        raise NotRead(name, Words(zh, en)) from error


def _list(typed: Typed, name: str) -> list[str]:
    found = typed.get(name, [])
    return [str(each) for each in found] if isinstance(found, list) else [str(found)]


def _spans(typed: Typed, name: str) -> dict[str, int]:
    found = {span: _number(typed, f"{name}_{span}") for span in SPANS}
    return {span: each for span, each in found.items() if each is not None}


def _rule(typed: Typed) -> dict[str, Any]:
    what = _text(typed, "what") or "order"
    head = {"label": _label(typed), "object": what, "amount": _amount(typed)}
    where = _json(typed, "where")
    tail = without_empty(
        {
            "kind": _text(typed, "kind") if what == "activity" else None,
            "currency": _text(typed, "currency"),
            "rounding": _text(typed, "rounding"),
            "limits": _spans(typed, "limits"),
            "times": _spans(typed, "times"),
            "cooldown": _number(typed, "cooldown"),
            "valid": _json(typed, "valid") if _is_dates(typed) else _text(typed, "valid"),
            "held": _number(typed, "held"),
            "budget": _text(typed, "budget"),
            "from": _text(typed, "from"),
            "until": _text(typed, "until"),
            "off": bool(typed.get("off")),
        }
    )
    if not typed.get("boosted"):
        tail["boosted"] = False
    return head | tail | ({} if where is None else {"where": where})


def _is_dates(typed: Typed) -> bool:
    """Say whether a validity has dates of its own, which the form hands on as they are."""
    return (_text(typed, "valid") or "").startswith("{")


def _amount(typed: Typed) -> Any:
    match _text(typed, "how"):
        case "fixed":
            return _number(typed, "amount")
        case "formula":
            return _json(typed, "formula")
        case _:
            found = {
                "give": _number(typed, "give"),
                "each": _number(typed, "each"),
                "of": _text(typed, "of"),
            }
            rate = {key: each for key, each in found.items() if each is not None}
            rate.setdefault("give", 1)
            return rate | ({} if typed.get("whole") else {"whole": False})


def _fill_rule(written: Mapping[str, Any]) -> dict[str, Any]:
    amount = written.get("amount", {"give": 1, "each": 1})
    rate = amount if isinstance(amount, dict) and "give" in amount else {}
    how = FIXED if isinstance(amount, int) else RATE if rate else FORMULA
    values: dict[str, Any] = _filled_label(written) | {
        "what": written.get("object", "order"),
        "kind": written.get("kind", ""),
        "where": _pretty(written.get("where")),
        "how": how,
        "amount": amount if how == FIXED else "",
        "give": rate.get("give", 1),
        "each": rate.get("each", 1),
        "of": rate.get("of", ""),
        "whole": rate.get("whole", True),
        "formula": _pretty(amount) if how == FORMULA else "",
        "boosted": written.get("boosted", True),
    }
    for name in ("limits", "times"):
        given = written.get(name, {})
        values |= {f"{name}_{span}": given.get(span, "") for span in SPANS}
    names = ("rounding", "cooldown", "held", "budget", "from", "until", "off")
    values |= {name: written.get(name, "") for name in names}
    values["currency"] = written.get("currency", "points")
    valid = written.get("valid", "")
    return values | {"valid": valid if isinstance(valid, str) else orjson.dumps(valid).decode()}


def _filled_label(written: Mapping[str, Any]) -> dict[str, str]:
    label = Words.from_json(written.get("label", ""))
    return {"label": label.zh, "english": label.en}


def _pretty(document: Any) -> str:
    if document is None:
        return ""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()


def _boost(typed: Typed) -> dict[str, Any]:
    hours = [_text(typed, "hour_from"), _text(typed, "hour_until")]
    when = without_empty(
        {
            "from": _text(typed, "from"),
            "until": _text(typed, "until"),
            "weekdays": [each for each in _list(typed, "weekdays") if each in WEEKDAYS],
            "days": _whole_numbers(typed, "days"),
            "months": _whole_numbers(typed, "months"),
            "hours": [each or "" for each in hours] if any(hours) else None,
            "birthday": _text(typed, "birthday"),
        }
    )
    where = _json(typed, "where")
    tail = without_empty(
        {
            "when": when,
            "rules": [each for each in _list(typed, "rules") if each],
            "currency": _text(typed, "currency"),
            "budget": _text(typed, "budget"),
            "off": bool(typed.get("off")),
        }
    )
    head = {"label": _label(typed), "times": _number(typed, "times")}
    return head | tail | ({} if where is None else {"where": where})


def _whole_numbers(typed: Typed, name: str) -> list[int]:
    text = _text(typed, name) or ""
    try:
        return [int(each) for each in text.replace("，", ",").replace("、", ",").split(",") if each]
    except ValueError as error:
        words = Words("用逗号分开的整数，例如 8,18,28。", "Whole numbers with commas: 8,18,28.")
        raise NotRead(name, words) from error


def _fill_boost(written: Mapping[str, Any]) -> dict[str, Any]:
    when = written.get("when", {})
    hours = when.get("hours") or ["", ""]
    return _filled_label(written) | {
        "times": written.get("times", 2),
        "from": when.get("from", ""),
        "until": when.get("until", ""),
        "weekdays": when.get("weekdays", []),
        "days": ",".join(str(each) for each in when.get("days", [])),
        "months": ",".join(str(each) for each in when.get("months", [])),
        "hour_from": hours[0],
        "hour_until": hours[1],
        "birthday": when.get("birthday", ""),
        "rules": written.get("rules", []),
        "where": _pretty(written.get("where")),
        "currency": written.get("currency", "points"),
        "budget": written.get("budget", ""),
        "off": written.get("off", False),
    }


def _budget(typed: Typed) -> dict[str, Any]:
    money, of = _text(typed, "how") == "money", _text(typed, "of") or "currency"
    _said(typed, "money" if money else "most", Words("写最多给多少。", "Say how much there is."))
    if money and of != "coupons":
        words = Words("写一分或一次值多少钱。", "Say what one costs.")
        _said(typed, "worth", words)
    tail = without_empty(
        {
            "of": None if of == "currency" else of,
            "all": of != "currency" and bool(typed.get("all")),
            "currency": _text(typed, "currency") if of == "currency" else None,
            "most": None if money else _number(typed, "most"),
            "money": _number(typed, "money") if money else None,
            "worth": _number(typed, "worth") if money and of != "coupons" else None,
            "every": _text(typed, "every"),
        }
    )
    stops = {} if typed.get("stops") else {"stops": False}
    return {"label": _label(typed)} | tail | stops


def _said(typed: Typed, name: str, words: Words) -> None:
    if _text(typed, name) is None:
        raise NotRead(name, words)


def _fill_budget(written: Mapping[str, Any]) -> dict[str, Any]:
    names = ("most", "money", "worth", "every")
    return (
        _filled_label(written)
        | {name: written.get(name, "") for name in names}
        | {
            "how": "money" if "money" in written else "most",
            "of": written.get("of", "currency"),
            "all": written.get("all", False),
            "currency": written.get("currency", "points"),
            "stops": written.get("stops", True),
        }
    )


_READ: Mapping[Part, Callable[[Typed], dict[str, Any]]] = {
    Part.RULE: _rule,
    Part.BOOST: _boost,
    Part.BUDGET: _budget,
}
_FILL: Mapping[Part, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    Part.RULE: _fill_rule,
    Part.BOOST: _fill_boost,
    Part.BUDGET: _fill_budget,
}
NEW: Mapping[Part, dict[str, Any]] = {
    Part.RULE: {"object": "order", "amount": {"give": 1, "each": 1}},
    Part.BOOST: {"times": 2},
    Part.BUDGET: {"every": "month"},
}


def read_settings(typed: Typed) -> dict[str, Any]:
    """Write what holds for all rules. Raises `NotRead`."""
    ceilings = []
    for currency in _list(typed, "currencies"):
        found = {span: _number(typed, f"{currency}_{span}") for span in SPANS}
        limits = {span: each for span, each in found.items() if each is not None}
        if limits:
            ceilings.append({"currency": currency, **limits})
    return {
        "together": _text(typed, "together") or "best",
        "most": _number(typed, "most"),
        "ceilings": ceilings,
    }
