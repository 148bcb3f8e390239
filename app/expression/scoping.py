"""The scopes inside a rule: rows of a relation, items of a list, the steps of a reduction."""

from app.expression.checker import Call, Checker
from app.expression.parse import Expression
from app.expression.tree import Typed
from app.expression.types import ListOf, Null, Scope, Type
from app.words import Words


def relation_named(node: object, checker: Checker) -> str | None:
    """Find the relation that is meant by its name, or by `{"var": name}`."""
    if isinstance(node, Expression) and node.operator == "var" and len(node.arguments) == 1:
        node = node.arguments[0]
    if isinstance(node, str) and node in checker.scope.relations and not checker.in_rows:
        return node
    return None


def rows_of(name: str, checker: Checker) -> Checker:
    """Give the checker of a relation's rows; it sees their fields and the programme's values."""
    relation = checker.scope.relations[name]
    scope = Scope(variables=relation.fields, parameters=checker.scope.parameters)
    return checker.inside(scope)


def items_of(item: Type, checker: Checker) -> Checker:
    return checker.inside(Scope(parameters=checker.scope.parameters), item=item)


def list_argument(call: Call, checker: Checker) -> Typed | None:
    """Type the list that is gone through; None where it is none."""
    found = checker.argument(call, 0)
    if isinstance(found.type, ListOf):
        return found
    known = " ".join(sorted(checker.scope.relations)) or "—"
    if not isinstance(found.type, Null):
        checker.wrong(
            call.at(0),
            "这里需要一个列表，或一组记录的名称。",
            "This must be a list, or name a set of records.",
            Words(f"可用的记录：{known}", f"Sets of records: {known}"),
        )
    return None
