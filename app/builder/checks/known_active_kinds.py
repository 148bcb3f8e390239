"""What counts as being active names kinds of activity that somebody records."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from app.builder.checks.base import Check, warning
from app.builder.rules import nodes, written_rules
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.program import Program
from app.words import Words

RECORDED = "purchase"
"""The kind of activity that the product itself writes, with each paid order."""
PATH = "/settings/active_kinds"


class KnownActiveKinds(Check):
    key = "known_active_kinds"
    label = Words("活跃行为写得对", "What counts as being active is spelled right")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        kinds = checked.program.settings.active_kinds
        if not kinds and _is_read(checked.program):
            yield warning(
                PATH,
                "有规则用到活跃行为，但设置里一种也没有，所以没有会员算活跃。",
                "A rule reads what counts as being active, but nothing does: nobody is active.",
            )
        named = kinds_in_rules(checked.program) | {RECORDED}
        for n, kind in enumerate(kinds):
            yield from _one(f"{PATH}/{n}", kind, kinds[:n], named)


def _one(path: str, kind: str, before: tuple[str, ...], named: set[str]) -> Iterator[Finding]:
    if not kind.strip():
        yield warning(path, "行为类型是空的。", "This kind of activity is blank.")
    elif kind in before:
        yield warning(path, f"“{kind}”写了两次。", f"{kind!r} is there twice.")
    elif kind not in named:
        near = get_close_matches(kind, sorted(named), n=1, cutoff=0.8)
        if near:
            yield warning(
                path,
                f"没有规则提到行为“{kind}”，倒是有很像的“{near[0]}”。",
                f"No rule speaks of the activity {kind!r}, but {near[0]!r} is much alike.",
                fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?"),
            )


def _is_read(program: Program) -> bool:
    return any(
        operator == "var" and arguments[:1] == ["active_kinds"]
        for _, rule in written_rules(program)
        for operator, arguments in nodes(rule)
    )


def kinds_in_rules(program: Program) -> set[str]:
    """Collect the kinds of activity that rules compare with."""
    found: set[str] = set()
    for _, rule in written_rules(program):
        for _, arguments in nodes(rule):
            if any(each in ({"var": "kind"}, {"var": ["kind"]}) for each in arguments):
                found.update(_texts(arguments))
    return found


def _texts(arguments: list[Any]) -> Iterator[str]:
    for each in arguments:
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            yield from (text for text in each if isinstance(text, str))
