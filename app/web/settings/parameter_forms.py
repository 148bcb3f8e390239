"""Parameters as they are typed: texts become a document, and a document fills a form."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from app.program.field import Field
from app.program.parameters import KINDS, Parameter, dump_parameter, read_parameter
from app.program.reader import Reader, without_empty
from app.web.designs.declared import EN, ZH
from app.web.designs.forms import NO_NAME, Errors, Typed, option_of, placed, shown
from app.web.formats import Formats
from app.words import Words

CASE = "case."
FEW = 1
"""Lines left blank below the cases there are."""
MANY = 20
"""At most as many cases as a form takes."""
VALUE, LEAST, MOST = "value", "least", "most"
BOUNDED = frozenset({"money", "integer", "number", "percent", "days", "date"})
ABOUT = {
    "money": Words("例如消费门槛：¥2,000", "A threshold of spend: ¥2,000"),
    "integer": Words("例如下几单、来几次：12", "How many orders or visits: 12"),
    "number": Words("可以有小数：1.5", "May have decimals: 1.5"),
    "percent": Words("例如前百分之几：10%", "The top so many: 10 %"),
    "days": Words("例如多久没来：30 天", "How long ago: 30 days"),
    "date": Words("例如活动从哪天起", "The day something begins"),
    "text": Words("例如要比对的城市", "A text to compare with"),
}


def field_of(kind: str, name: str, label: Words, **more: Any) -> Field:
    """Give the field by which a value of a kind is asked for."""
    return Field(key=name, kind=KINDS[kind], label=label, **more)


def numbers_of(typed: Typed) -> list[int]:
    """Give the numbers of the lines of cases that were sent, in their order."""
    found = {name.split(".")[1] for name in typed if name.startswith(CASE)}
    return sorted(int(each) for each in found if each.isascii() and each.isdigit())[:MANY]


def read(kind: str, key: str | None, typed: Typed) -> tuple[dict[str, Any], Errors]:
    """Write what was typed as a document, and say by name of input what is wrong with it."""
    errors: Errors = {}
    cases, lines = [], []
    for number in numbers_of(typed):
        when, value = f"{CASE}{number}.when", f"{CASE}{number}.value"
        if not _text(typed, when) and not _text(typed, value):
            continue
        lines.append(number)
        cases.append({"when": _json(typed, when, errors), "value": _value(kind, typed, value)})
    document = {
        "key": key or "new",
        "label": _words(typed, "label") or {"zh": "", "en": ""},
        "kind": kind,
        VALUE: _value(kind, typed, VALUE),
        **without_empty({name: _value(kind, typed, name) for name in (LEAST, MOST)}),
        **without_empty({"help": _words(typed, "help"), "cases": cases}),
    }
    if not any(document["label"].values()):
        errors[f"label{ZH}"] = NO_NAME
    reader = Reader()
    parameter = read_parameter(reader, document, "")
    for name, words in placed(reader.findings).items():
        errors.setdefault(_input_of(name, lines), words)
    if parameter is not None:
        document = dump_parameter(parameter)
        errors |= {name: each for name, each in _beyond(parameter, lines) if name not in errors}
    return document, errors


def _beyond(parameter: Parameter, lines: list[int]) -> Iterator[tuple[str, Words]]:
    """Say which values lie outside of the bounds, and which bounds leave no room."""
    least, most = parameter.kept(parameter.least), parameter.kept(parameter.most)
    if least is not None and most is not None and most < least:
        yield MOST, Words("最大的比最小的还小。", "This is less than the least.")
        return
    values = [(VALUE, parameter.value)]
    values += [
        (f"{CASE}{n}.value", each.value) for n, each in zip(lines, parameter.cases, strict=True)
    ]
    for name, value in values:
        beyond = parameter.beyond(value)
        if beyond is not None:
            yield name, Words(f"{beyond.zh}。", f"It must be {beyond.en}.")


def _input_of(name: str, lines: list[int]) -> str:
    """Name the input that a place within the document was read from."""
    part, _, rest = name.partition(".")
    number, _, within = rest.partition(".")
    which = within.partition(".")[0]
    if part == "cases" and number.isdigit():
        return f"{CASE}{lines[int(number)]}.{which or VALUE}"
    return name


def errors_at(findings: Any, count: int) -> Errors:
    """Put what the checks say of a parameter of the draft beside the inputs it is about."""
    lines = list(range(count))
    return {_input_of(name, lines): words for name, words in placed(findings).items()}


def _text(typed: Typed, name: str) -> str:
    return typed.get(name, "").strip()


def _words(typed: Typed, name: str) -> dict[str, str] | None:
    zh, en = _text(typed, name + ZH), _text(typed, name + EN)
    return {"zh": zh or en, "en": en or zh} if zh or en else None


def _value(kind: str, typed: Typed, name: str) -> Any:
    return option_of(typed, field_of(kind, name, NO_NAME))


def _json(typed: Typed, name: str, errors: Errors) -> Any:
    text = _text(typed, name)
    if not text:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        zh = f"这不是 JSON：第 {error.lineno} 行第 {error.colno} 个字符附近读不下去。"
        en = f"This is not JSON: reading stops at line {error.lineno}, character {error.colno}."
        errors[name] = Words(zh, en)
    return text


def fill(document: Mapping[str, Any], kind: str, formats: Formats) -> dict[str, str]:
    """Give what fills the form of a document."""
    values = {
        name: shown(document.get(name), field_of(kind, name, NO_NAME), formats)
        for name in (VALUE, LEAST, MOST)
    }
    for name in ("label", "help"):
        said = document.get(name)
        words = Words.from_json(said) if isinstance(said, str | Mapping) else Words("", "")
        values |= {name + ZH: words.zh, name + EN: words.en}
    for number, case in enumerate(_cases(document)):
        field = field_of(kind, VALUE, NO_NAME)
        values[f"{CASE}{number}.when"] = orjson.dumps(case.get("when")).decode()
        values[f"{CASE}{number}.value"] = shown(case.get("value"), field, formats)
    return values


def _cases(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = document.get("cases")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def lines_of(typed: Typed, *, more: bool) -> list[int]:
    """Give the lines that a form shows: those with something in them, and some that are blank."""
    there = [
        number
        for number in numbers_of(typed)
        if any(_text(typed, f"{CASE}{number}.{name}") for name in ("when", VALUE))
    ]
    after = max(numbers_of(typed), default=-1) + 1
    blank = 1 if more or not there else 0
    return [*there, *range(after, after + blank)][:MANY]
