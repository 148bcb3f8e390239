"""The form of a parameter: its name, value, bounds and values for some, and where it is used."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.builder import drafts
from app.builder.earning import program_of
from app.builder.findings import examine
from app.builder.keyed import Listed
from app.builder.parameter_uses import uses_of_parameter
from app.builder.parts import find, print_of
from app.errors import Finding, NotFound, Severity
from app.program.field import Field
from app.program.numerals import currency_sign
from app.program.parameters import KINDS, NAMES
from app.program.program import Program
from app.web.designs.declared import EN, ZH
from app.web.designs.forms import Errors, Typed
from app.web.designs.listing import EMPTY
from app.web.designs.model import Difference, KindGroup, KindShown, KindsPage, Meanwhile, RemovePage
from app.web.frame import Here
from app.web.records.inputs import Input, input_of
from app.web.settings import parameter_forms as forms
from app.web.settings.model import CaseInputs, ParameterPage
from app.web.settings.parameter_forms import BOUNDED, CASE, LEAST, MOST, VALUE, field_of
from app.web.settings.places import used
from app.words import Words

ICONS = {
    "money": "coins",
    "percent": "percent",
    "days": "clock",
    "date": "calendar",
    "text": "edit",
}
NEW = Words("新建参数", "New parameter")
_UNITS = {"percent": Words("%", "%"), "days": Words("天", "days")}
_LONG = frozenset({"help.zh", "help.en"})
_NAMES = (
    ("label" + ZH, Words("名称（中文）", "Name (Chinese)"), None),
    ("label" + EN, Words("名称（英文）", "Name (English)"), None),
    (
        "help" + ZH,
        Words("说明（中文）", "What it is for (Chinese)"),
        Words("可不填：调它的人会看到。", "May be blank; whoever changes it sees it."),
    ),
    ("help" + EN, Words("说明（英文）", "What it is for (English)"), None),
)


def written_of(here: Here, key: str) -> dict[str, Any]:
    """Find a parameter as the draft has it. Raises `NotFound`."""
    found = find(drafts.get(here.space, here.program_id).content, Listed.PARAMETERS.value, key)
    if found is None or found.get("kind") not in KINDS:
        raise NotFound(f"草稿里没有参数“{key}”。", f"The draft has no parameter {key!r}.")
    return found


def kinds_page(here: Here) -> KindsPage:
    """Show the kinds among which one chooses."""
    kinds = tuple(
        KindShown(
            label=NAMES[each],
            about=forms.ABOUT[each],
            icon=ICONS.get(each, "diagnosis"),
            url=here.url("settings.new_parameter", kind=each),
        )
        for each in KINDS
    )
    return KindsPage(
        title=Words("新建参数：哪一种？", "New parameter: of which kind?"),
        groups=(KindGroup(label=Words("", ""), kinds=kinds),),
        back_url=here.url("builder.parameters"),
    )


def parameter_page(
    here: Here,
    kind: str,
    key: str | None,
    typed: Typed,
    *,
    errors: Errors | None = None,
    problem: Words | None = None,
    meanwhile: Meanwhile | None = None,
    more: bool = False,
) -> ParameterPage:
    """Show one being written, as it is typed or as the draft has it; `key` is None of a new one."""
    content = drafts.get(here.space, here.program_id).content
    program = program_of(content) or EMPTY
    there = None if key is None else find(content, Listed.PARAMETERS.value, key)
    lines = forms.lines_of(typed, more=more)
    about = () if key is None else _about(program, key)
    beside = forms.errors_at([e for e in about if e.severity is Severity.ERROR], len(lines))
    inputs = _Inputs(here, kind, typed, {**beside, **(errors or {})})
    published = here.standing.live
    is_live = published is not None and key is not None and published.find_parameter(key)
    return ParameterPage(
        title=NEW if there is None else Words.from_json(there.get("label") or str(key)),
        key=key,
        kind=NAMES[kind],
        kind_key=kind,
        url=here.url("settings.add_parameter", kind=kind)
        if key is None
        else here.url("settings.save_parameter", parameter=key),
        back_url=here.url("builder.parameters"),
        value_url=here.url("builder.parameters", _anchor=key) if is_live else None,
        names=tuple(inputs.names()),
        value=inputs.value(VALUE, Words("值", "Value"), required=True),
        bounds=tuple(inputs.bounds()) if kind in BOUNDED else (),
        cases=tuple(inputs.case(each) for each in lines),
        wrong=len(errors or {}),
        problem=problem,
        findings=tuple(replace(e, path="") for e in about if e.severity is not Severity.ERROR),
        seen=typed["seen"] if "seen" in typed and meanwhile is None else print_of(there),
        meanwhile=meanwhile,
        uses=() if key is None else used(here, program, uses_of_parameter(program, key)),
        remove_url=None if there is None else here.url("settings.ask_parameter", parameter=key),
    )


def _about(program: Program, key: str) -> tuple[Finding, ...]:
    """Give what the checks say about one of the draft, at paths within it."""
    keys = [each.key for each in program.parameters]
    if key not in keys:
        return ()
    place = f"/parameters/{keys.index(key)}"
    return tuple(
        replace(each, path=each.path.removeprefix(place))
        for each in examine(program).findings
        if each.path == place or each.path.startswith(f"{place}/")
    )


class _Inputs:
    """The inputs of a form, drawn from fields as those of records are."""

    def __init__(self, here: Here, kind: str, typed: Typed, errors: Errors) -> None:
        self.here, self.kind = here, kind
        self.typed, self.errors = typed, errors

    def names(self) -> Iterator[Input]:
        for name, label, hint in _NAMES:
            kind = "long_text" if name in _LONG else "text"
            yield self._drawn(Field(key=name, kind=kind, label=label, help=hint))

    def bounds(self) -> Iterator[Input]:
        hint = Words("可不填：不限。", "May be blank: no limit.")
        yield self.value(LEAST, Words("最小可以是", "At least"), hint=hint)
        yield self.value(MOST, Words("最大可以是", "At most"), hint=hint)

    def case(self, number: int) -> CaseInputs:
        when = f"{CASE}{number}.when"
        return CaseInputs(
            number=number,
            when=self.typed.get(when, ""),
            error=self.errors.get(when),
            value=self.value(f"{CASE}{number}.value", Words("他们的值", "Their value")),
        )

    def value(
        self, name: str, label: Words, *, hint: Words | None = None, required: bool = False
    ) -> Input:
        found = self._drawn(field_of(self.kind, name, label, help=hint, required=required))
        sign = currency_sign(self.here.standing.settings.currency)
        unit = Words(sign, sign) if self.kind == "money" else _UNITS.get(self.kind)
        return replace(found, unit=unit)

    def _drawn(self, field: Field) -> Input:
        drawn = input_of(field, self.typed.get(field.key, ""), error=self.errors.get(field.key))
        return replace(drawn, blank=not field.required)


def meanwhile_of(here: Here, key: str, kind: str, typed: Typed) -> Meanwhile:
    """Say what somebody else did to the same parameter while this was being typed."""
    draft = drafts.get(here.space, here.program_id)
    theirs = find(draft.content, Listed.PARAMETERS.value, key)
    filled = {} if theirs is None else forms.fill(theirs, kind, here.formats)
    return Meanwhile(
        by=draft.saved_by or "",
        gone=theirs is None,
        differences=() if theirs is None else tuple(_differences(filled, typed)),
        url=here.url("builder.parameters")
        if theirs is None
        else here.url("settings.parameter", parameter=key),
    )


_SAID = {name: label for name, label, _ in _NAMES} | {
    VALUE: Words("值", "Value"),
    LEAST: Words("最小", "Least"),
    MOST: Words("最大", "Most"),
}


def _differences(theirs: Typed, mine: Typed) -> Iterator[Difference]:
    names = [*_SAID, *sorted({each for each in (*theirs, *mine) if each.startswith(CASE)})]
    for name in names:
        was, now = theirs.get(name, "").strip(), mine.get(name, "").strip()
        if was != now:
            yield Difference(label=_SAID.get(name) or _of_case(name), theirs=was, yours=now)


def _of_case(name: str) -> Words:
    _, number, part = name.split(".")
    n = int(number) + 1
    if part == VALUE:
        return Words(f"第 {n} 档的值", f"Value of case {n}")
    return Words(f"第 {n} 档的条件", f"Condition of case {n}")


def remove_page(here: Here, key: str) -> RemovePage:
    """Ask whether a parameter is to go. Raises `NotFound`."""
    found = written_of(here, key)
    program = program_of(drafts.get(here.space, here.program_id).content) or EMPTY
    return RemovePage(
        label=Words.from_json(found.get("label") or key),
        uses=used(here, program, uses_of_parameter(program, key)),
        stays=None,
        url=here.url("settings.remove_parameter", parameter=key),
        back_url=here.url("builder.parameters"),
    )
