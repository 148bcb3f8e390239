"""What `changed` and `before` share: a field and what it held before the change at hand."""

from app.expression.checker import Call, Checker
from app.expression.operator import Operator
from app.expression.parse import Expression
from app.expression.reading import read
from app.expression.tree import Typed, Variable
from app.expression.types import ListOf


class Changing(Operator):
    most = 1

    def field(self, call: Call, checker: Checker) -> Variable | None:
        """Read the field, written as its name or as `{"var": name}`."""
        name = checker.plain(call.arguments[0])
        if isinstance(name, Expression) and name.operator == "var" and len(name.arguments) == 1:
            name = name.arguments[0]
        if not checker.scope.changes or checker.in_rows:
            checker.wrong(
                call.path,
                "这里没有变更前的值。",
                "There is no earlier state to look at here.",
            )
            return None
        if not isinstance(name, str) or "." in name:
            checker.wrong(
                call.at(0),
                "这里需要本记录的字段名。",
                "This must name a field of the record itself.",
            )
            return None
        found: Typed = read(name, call.at(0), checker)
        if not isinstance(found, Variable):
            return None
        if isinstance(found.type, ListOf):
            checker.wrong(call.at(0), "列表字段不支持。", "List fields have no earlier value here.")
            return None
        return found
