"""Typing a rule: what it may see, what comes out, and findings for everything that is wrong."""

from dataclasses import dataclass
from typing import Any, Literal

from app.errors import Finding, Severity
from app.expression.checker import Checker, Seen
from app.expression.operators import OPERATORS
from app.expression.parse import Expression, Malformed, Node, parse
from app.expression.ranges import unify
from app.expression.tree import Constant, RankCut, Rollup, Typed
from app.expression.types import Boolean, Null, Scope, Type, is_numeric


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A rule that has been looked at; only one without errors may be given a meaning."""

    tree: Typed
    type: Type
    findings: tuple[Finding, ...]
    rollups: tuple[Rollup, ...]
    """The distinct metrics it uses, also those that are ranked."""
    ranks: tuple[RankCut, ...]
    variables: tuple[str, ...]
    """The fields it reads of the record itself, dotted through references."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)


def check(
    document: Any,
    scope: Scope,
    *,
    expect: "Literal['boolean'] | Type | None" = "boolean",
    set_wise: bool = False,
) -> Checked:
    """Type a rule; a wrong one comes back with findings and never raises."""
    seen = Seen()
    checker = Checker(scope, OPERATORS, seen, set_wise=set_wise)
    try:
        node = document if isinstance(document, Expression) else parse(document)
    except Malformed as malformed:
        seen.findings.extend(malformed.findings)
        tree: Typed = Constant(path=malformed.path, type=Null(), value=None)
    else:
        tree = _expected(checker, node, expect)
    return Checked(
        tree=tree,
        type=tree.type,
        findings=tuple(seen.findings),
        rollups=tuple(seen.rollups.values()),
        ranks=tuple(seen.ranks.values()),
        variables=tuple(seen.variables),
    )


def _expected(checker: Checker, node: Node, expect: "Literal['boolean'] | Type | None") -> Typed:
    if expect == "boolean" or isinstance(expect, Boolean):
        return checker.condition(node, "")
    if expect is None:
        return checker.typed(node, "")
    found = checker.typed(node, "", expect)
    if unify(found.type, expect) is None:
        return checker.unlike(found, expect)
    return checker.convert(found, expect) if is_numeric(expect) else found
