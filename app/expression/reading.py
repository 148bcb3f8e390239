"""How names in a rule are looked up, and what is said when there is no such name."""

from difflib import get_close_matches

from app.expression.checker import Checker
from app.expression.tree import Typed, Variable
from app.expression.types import ListOf
from app.words import Words

PARAMETER = "parameter."
"""Whoever checks a rule puts values in the place of parameters; what is left has none here."""


def read(name: str, path: str, checker: Checker) -> Typed:
    """Type a field by its name; the empty name is the current item."""
    if name == "" and checker.item is not None:
        return Variable(path=path, type=checker.item, name="")
    kind = checker.scope.find(name)
    if kind is None:
        return _unknown(name, path, checker)
    if checker.set_wise and isinstance(kind, ListOf) and isinstance(kind.item, ListOf):
        return checker.wrong(
            path, "成批条件不能读取嵌套列表。", "A condition over many cannot read nested lists."
        )
    if not checker.in_rows:
        checker.seen.variables[name] = None
    return Variable(path=path, type=kind, name=name)


def _unknown(name: str, path: str, checker: Checker) -> Typed:
    shown = name[:60]
    if name.startswith(PARAMETER):
        return _no_parameter(shown.removeprefix(PARAMETER), path, checker)
    if name in checker.scope.relations:
        return checker.wrong(
            path,
            f"“{shown}”是一组记录，不是单个值。",
            f"{shown!r} is a set of records, not one value.",
            Words("请用 count_of、sum_of 或 some 等。", "Use count_of, sum_of, some and the like."),
        )
    names = checker.scope.names()
    near = get_close_matches(name, names, n=1, cutoff=0.7)
    fix = Words(f"是否指“{near[0]}”？", f"Did you mean {near[0]!r}?") if near else None
    return checker.wrong(path, f"没有字段“{shown}”。", f"There is no field {shown!r}.", fix)


def _no_parameter(key: str, path: str, checker: Checker) -> Typed:
    known = [
        label.removeprefix(PARAMETER)
        for label in checker.scope.labels
        if label.startswith(PARAMETER)
    ]
    if key in known:
        return checker.wrong(
            path,
            f"参数“{key}”对不同会员取不同的值，只能用在会员的条件里。",
            f"The parameter {key!r} differs from member to member; only conditions about members"
            " may read it.",
        )
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    fix = Words(f"是否指“{near[0]}”？", f"Did you mean {near[0]!r}?") if near else None
    return checker.wrong(
        path, f"没有可用的参数“{key}”。", f"There is no parameter {key!r} to be read here.", fix
    )
