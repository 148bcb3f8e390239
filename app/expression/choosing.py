"""Values that stand in for others: branches and defaults of one common type."""

from app.expression.arithmetic import common, level_all
from app.expression.checker import Checker
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Null, with_null


def first_set(path: str, nodes: tuple[Typed, ...], checker: Checker) -> Typed:
    """Type `coalesce`, and a field with a default: the first value that is not null."""
    known = tuple(node for node in nodes if not isinstance(node.type, Null))
    if not known:
        return Constant(path=path, type=Null(), value=None)
    level = level_all(known, checker)
    nullable = all(node.type.nullable for node in level)
    kind = with_null(common(level), nullable=nullable)
    return Apply(path=path, type=kind, operator="coalesce", arguments=level)
