"""Parameters: values with a name that conditions read, so that one may be changed alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.fields.base import PLAIN, Reading, Refused
from app.program.reader import Reader, said, without_empty
from app.words import Language, Words

PREFIX = "parameter"
"""What a condition names a parameter by: `parameter.gold_spend`."""
KINDS: Mapping[str, str] = {
    "money": "money",
    "integer": "integer",
    "number": "number",
    "percent": "percent",
    "days": "integer",
    "date": "date",
    "text": "text",
}
"""The kinds a parameter may have, and the kind of field that reads and shows such values."""
NAMES = {
    "days": Words("天数", "Days"),
    **{key: FIELD_KINDS[kind].label for key, kind in KINDS.items() if key == kind},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Another value for the members who meet a condition."""

    when: Any
    """As JSON-Logic, about the member."""
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that rules share, as the document has it: amounts in the main unit."""

    key: str
    label: Words
    kind: str
    value: Any
    least: Any = None
    most: Any = None
    help: Words | None = None
    cases: tuple[Case, ...] = ()
    """The first whose condition is met; without one, `value` holds."""

    @property
    def field(self) -> Field:
        """A field that reads and shows values of this parameter."""
        return Field(key=self.key, kind=KINDS[self.kind], label=self.label)

    def kept(self, written: Any) -> Any:
        """Read a value; None is blank. Raises `Refused`."""
        return FIELD_KINDS[KINDS[self.kind]].parse(written, self.field)

    def written(self, raw: Any) -> Any:
        """Give a value, also one typed by a person, as the document has it. Raises `Refused`."""
        kind = FIELD_KINDS[KINDS[self.kind]]
        value = kind.to_json(kind.parse(raw, self.field), self.field)
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def shown(self, written: Any, language: Language, reading: Reading = PLAIN) -> str:
        """Show a value of the document as people read it."""
        kind = FIELD_KINDS[KINDS[self.kind]]
        text = kind.show(self.kept(written), self.field, language, reading)
        if self.kind == "money":
            return text.removesuffix(".00")
        if self.kind == "days":
            one = "day" if text == "1" else "days"
            return f"{text} 天" if language == "zh" else f"{text} {one}"
        return text

    def words(self, written: Any, reading: Reading = PLAIN) -> Words:
        return Words(*(self.shown(written, each, reading) for each in ("zh", "en")))

    def beyond(self, written: Any) -> Words | None:
        """Say how a value lies outside of what the parameter may be; None where it does not."""
        value, least, most = (self.kept(each) for each in (written, self.least, self.most))
        if least is not None and value < least:
            bound = self.words(self.least)
            return Words(f"最少为 {bound.zh}", f"at least {bound.en}")
        if most is not None and value > most:
            bound = self.words(self.most)
            return Words(f"最多为 {bound.zh}", f"at most {bound.en}")
        return None

    def with_value(self, value: Any, case: int | None = None) -> "Parameter":
        """Give the same parameter with another value, or with another value of one case."""
        if case is None:
            return replace(self, value=value)
        cases = list(self.cases)
        cases[case] = replace(cases[case], value=value)
        return replace(self, cases=tuple(cases))


def read_parameter(reader: Reader, value: Any, path: str) -> Parameter | None:
    """Read a parameter; None where even its kind is not known."""
    content = reader.mapping(value, path)
    reader.only(content, path, "key label kind value least most help cases")
    key, kind = reader.key(content, path), content.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        known = list(KINDS)
        reader.wrong(
            f"{path}/kind",
            f"参数的类型可以是：{'、'.join(known)}。",
            f"The kind of a parameter is one of {', '.join(known)}.",
        )
        return None
    help_words = content.get("help")
    parameter = Parameter(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        kind=kind,
        value=content.get("value"),
        least=content.get("least"),
        most=content.get("most"),
        help=None if help_words is None else reader.words(help_words, f"{path}/help"),
        cases=tuple(
            _case(reader, each, f"{path}/cases/{n}")
            for n, each in enumerate(reader.sequence(content.get("cases"), f"{path}/cases"))
        ),
    )
    return _settled(parameter) if _readable(reader, parameter, path) else None


def _settled(parameter: Parameter) -> Parameter:
    """Write the values the way conditions take them: `"2,000"` is 2000."""
    return replace(
        parameter,
        value=parameter.written(parameter.value),
        least=parameter.written(parameter.least),
        most=parameter.written(parameter.most),
        cases=tuple(replace(each, value=parameter.written(each.value)) for each in parameter.cases),
    )


def _case(reader: Reader, value: Any, path: str) -> Case:
    content = reader.mapping(value, path)
    reader.only(content, path, "when value")
    if content.get("when") is None:
        reader.wrong(f"{path}/when", "要写明适用于哪些会员。", "Say for which members this holds.")
    return Case(when=content.get("when"), value=content.get("value"))


def _readable(reader: Reader, parameter: Parameter, path: str) -> bool:
    """Say whether every value is one of the parameter's kind."""
    needed = [("value", parameter.value)]
    needed += [(f"cases/{n}/value", each.value) for n, each in enumerate(parameter.cases)]
    asked = [*needed, ("least", parameter.least), ("most", parameter.most)]
    before = len(reader.findings)
    for place, written in asked:
        try:
            blank = parameter.kept(written) is None
        except Refused as refused:
            reader.wrong(f"{path}/{place}", *refused.words)
            continue
        if blank and (place, written) in needed:
            reader.wrong(f"{path}/{place}", "参数要有值。", "A parameter needs a value.")
    return len(reader.findings) == before


def dump_parameter(parameter: Parameter) -> dict[str, Any]:
    """Write a parameter; what says nothing is left out."""
    head = {"key": parameter.key, "label": parameter.label.to_json(), "kind": parameter.kind}
    head["value"] = parameter.value
    head |= said("least", parameter.least) | said("most", parameter.most)
    return head | without_empty(
        {
            "help": None if parameter.help is None else parameter.help.to_json(),
            "cases": [{"when": each.when, "value": each.value} for each in parameter.cases],
        }
    )
