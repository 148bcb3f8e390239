"""A condition as it stands in an editor: checked where it will be, and read aloud part by part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.builder.palette import Place, read_place
from app.expression.border import scope_of as seen_in
from app.expression.check import Checked, check
from app.expression.operators import OPERATORS
from app.expression.speaker import Speaker
from app.expression.tree import Quantifier, Rollup, Typed, children
from app.expression.types import Scope
from app.program.codec import load
from app.program.formulas import expand_on
from app.program.options import sound
from app.program.program import Program
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A condition in its place."""

    program: Program
    place: Place
    scope: Scope
    document: Any
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What a part of a condition says."""

    at: str
    """Where it stands in the condition, as in `/and/0`."""
    sentence: Words


def ask(
    content: Any,
    place: str,
    document: Any,
    *,
    of_value: bool = False,
    sample: Mapping[str, Any] | None = None,
) -> Asked:
    """Check a condition, or a value, as a part of a programme.

    What is sent by another system is known by a `sample` of it. Raises `Unreadable` and
    `NoSuchPlace`.
    """
    program = sound(load(content))
    here = read_place(place, program)
    scope = here.scope(program) if sample is None else seen_in({}, sample)
    expanded = expand_on(document, program, here.here(program))
    expect: Literal["boolean"] | None = None if of_value else "boolean"
    checked = check(expanded, scope, expect=expect, set_wise=here.set_wise)
    return Asked(program=program, place=here, scope=scope, document=document, checked=checked)


def clauses(asked: Asked) -> tuple[Clause, ...]:
    """Read every part aloud that is an operation in the document, and that is right."""
    wrong = [each.path for each in asked.checked.errors]
    said = _said(asked.checked.tree, Speaker(asked.scope, OPERATORS))
    found = {
        path: words
        for path, words in said
        if isinstance(_at(asked.document, path), dict) and not _touched(path, wrong)
    }
    return tuple(Clause(at=path, sentence=words) for path, words in found.items())


def _said(node: Typed, say: Speaker) -> Iterator[tuple[str, Words]]:
    yield node.path, say.words(node)
    relation = node.relation if isinstance(node, Rollup | Quantifier) else None
    inside = say if relation is None else say.inside(relation)
    for each in children(node):
        yield from _said(each, inside)


def _touched(path: str, wrong: list[str]) -> bool:
    return any(f"{each}/".startswith(f"{path}/") or path.startswith(f"{each}/") for each in wrong)


def _at(document: Any, path: str) -> Any:
    """Find what stands at a place; None where a formula or a parameter stands for more."""
    here = document
    for step in path.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict):
            here = here.get(key)
        elif isinstance(here, list) and key.isdecimal() and int(key) < len(here):
            here = here[int(key)]
        else:
            return None
    return here
