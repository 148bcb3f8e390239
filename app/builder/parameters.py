"""Parameters as an operator meets them: who uses each, and one value changed by itself."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.builder import drafts, releases
from app.builder.diff.change import Change, same
from app.builder.diff.parameters import case_words, value_change
from app.builder.findings import examine
from app.builder.releases import Apply, Published
from app.builder.rule_places import place_of
from app.builder.rules import written_rules
from app.clock import to_instant
from app.errors import Conflict, Invalid, NotFound
from app.expression.check import check
from app.program.checked import CheckedProgram
from app.program.codec import load
from app.program.fields.base import Refused
from app.program.formulas import expand, parameters_in
from app.program.parameters import Parameter
from app.program.program import Program
from app.program.scope import scope_of
from app.program.sentences import sentence
from app.storage import programs
from app.storage.space import Space
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A rule that depends on a parameter, also through a formula."""

    path: str
    where: Words
    sentence: Words


class Unpublished(Conflict):
    """The draft already says something else of this value, and nobody has published it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One value changed, and nothing else."""

    parameter: Parameter
    """As it would be."""
    change: Change
    content: Any
    """The live document with the new value."""
    draft: Any
    """The draft with the new value; None where it is left alone."""
    seen: int
    """The version of the draft that was looked at."""
    checked: CheckedProgram


def uses_of(program: Program) -> Mapping[str, tuple[Use, ...]]:
    """Say where each parameter is used, by key."""
    found: dict[str, list[Use]] = {each.key: [] for each in program.parameters}
    for path, rule in written_rules(program):
        object_key, ladder, where = place_of(program, path)
        for key in sorted(parameters_in(rule, program, object_key)):
            scope = scope_of(program, object_key, ladder=ladder)
            checked = check(expand(rule, program, object_key), scope, expect=None, set_wise=True)
            use = Use(path=path, where=where, sentence=sentence(checked, scope))
            found[key].append(use)
    return {key: tuple(each) for key, each in found.items()}


def cases_of(parameter: Parameter, program: Program) -> tuple[Words, ...]:
    """Say for whom each case of a parameter holds."""
    return tuple(case_words(parameter, n, program) for n in range(len(parameter.cases)))


def find(program: Program, key: str) -> Parameter:
    """Find a parameter. Raises `NotFound`."""
    found = program.find_parameter(key)
    if found is None:
        known = ", ".join(each.key for each in program.parameters) or "—"
        raise NotFound(
            f"没有参数“{key}”。可用：{known}。", f"There is no parameter {key!r}. Known: {known}."
        )
    return found


def plan(space: Space, program_id: int, key: str, raw: Any, *, case: int | None = None) -> Planned:
    """See what a new value of one parameter comes to; nothing is written.

    A draft with other changes keeps them and takes the value as well, so that its own publication
    does not take the value back. Where the draft says something else of the same value, that is
    somebody's work that is not published yet: `Unpublished`. Raises `NotFound`, `Invalid`.
    """
    row = programs.get_program(space, program_id)
    if row.live_release_id is None:
        raise Conflict(
            "方案还没有发布：请在草稿里改参数，再发布。",
            "Nothing is live yet: change the parameter in the draft and publish that.",
        )
    live = programs.get_release_by_id(space, program_id, row.live_release_id).content
    program = load(live)
    old = find(program, key)
    if case is not None and not 0 <= case < len(old.cases):
        raise NotFound("这个参数没有这一档。", "The parameter has no such case.")
    new = old.with_value(_read(old, raw), case)
    if same(_value(new, case), _value(old, case)):
        raise Conflict("这个值已在生效，没有变化。", "This is the value that is live already.")
    n = program.parameters.index(old)
    draft = drafts.get(space, program_id)
    content = _with_value(live, new, case)
    return Planned(
        parameter=new,
        change=value_change(old, new, program, f"/parameters/{n}", case),
        content=content,
        draft=_drafted(draft.content, live, content, old, new, case),
        seen=draft.version,
        checked=examine(load(content), live=program),
    )


def _read(parameter: Parameter, raw: Any) -> Any:
    try:
        value = parameter.written(raw)
    except Refused as refused:
        raise Invalid(*refused.words) from refused
    if value is None:
        raise Invalid("参数要有值。", "A parameter needs a value.")
    beyond = parameter.beyond(value)
    if beyond is not None:
        label = parameter.label
        raise Invalid(f"“{label.to('zh')}”{beyond.zh}。", f"{label.to('en')} is {beyond.en}.")
    return value


def _value(parameter: Parameter, case: int | None) -> Any:
    return parameter.value if case is None else parameter.cases[case].value


def _with_value(content: Any, new: Parameter, case: int | None) -> Any:
    """Write the value into a copy of a document."""
    copy = deepcopy(content)
    there = next(each for each in copy["parameters"] if each["key"] == new.key)
    place = there if case is None else there["cases"][case]
    place["value"] = _value(new, case)
    return copy


def _drafted(
    draft: Any, live: Any, content: Any, old: Parameter, new: Parameter, case: int | None
) -> Any:
    if same(draft, live):
        return content
    there = [each for each in _written(draft) if each.get("key") == new.key]
    if not there:
        return None  # The draft has done away with the parameter.
    was, drafted = _spot(live, old.key, case), _spot(draft, old.key, case)
    if same(was, drafted):
        return _with_value(draft, new, case)
    if drafted is not None and same(drafted.get("value"), _value(new, case)):
        return None
    raise Unpublished(
        f"草稿里“{new.label.to('zh')}”也改了，还没有发布。请先发布或改回草稿。",
        f"The draft changes {new.label.to('en')}, too, and is not published yet."
        " Publish the draft or put it back first.",
    )


def _written(content: Any) -> Iterator[dict[str, Any]]:
    given = content.get("parameters") if isinstance(content, dict) else None
    return (each for each in (given if isinstance(given, list) else ()) if isinstance(each, dict))


def _spot(content: Any, key: str, case: int | None) -> dict[str, Any] | None:
    """Give what a document says at the place of a value: the value, and for whom it holds."""
    there = next(each for each in _written(content) if each.get("key") == key)
    if case is None:
        return {"value": there.get("value")}
    cases = there.get("cases")
    found = cases[case] if isinstance(cases, list) and case < len(cases) else None
    return found if isinstance(found, dict) else None


def set_value(
    space: Space,
    program_id: int,
    planned: Planned,
    *,
    note: str,
    now: datetime,
    by: str | None,
    apply: Apply = Apply.NEXT,
) -> Published:
    """Publish one changed value as the next release. Raises `NotReady`, `Conflict`."""
    if planned.draft is not None:
        programs.save_draft(
            space, program_id, planned.draft, seen=planned.seen, at=to_instant(now), by=by
        )
    return releases.publish_content(
        space,
        program_id,
        planned.content,
        note=note or planned.change.sentence.zh,
        now=now,
        by=by,
        apply=apply,
    )
