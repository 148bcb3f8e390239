"""`or`: at least one condition holds."""

from sqlalchemy import or_

from app.expression.coder import Coder
from app.expression.joining import Joining
from app.expression.proving import Prover, Truth
from app.expression.translator import Column, Translator
from app.expression.tree import Apply
from app.words import Words


class Or(Joining):
    key = "or"
    label = Words("或", "or")
    group = Words("满足任一条件", "Any of these")
    joint = Words("，或", ", or ")

    def python(self, node: Apply, code: Coder) -> str:
        if not node.type.nullable:
            return "(" + " or ".join(code.value(each) for each in node.arguments) + ")"
        names: list[str] = []
        tests: list[str] = []
        for each in node.arguments:
            if each.type.nullable:
                name = code.fresh()
                tests.append(f"({name} := {code.value(each)})")
                names.append(name)
            else:
                tests.append(code.true(each))
        unknown = " or ".join(f"{name} is None" for name in names)
        # None of them is true: all are false, or one is unknown.
        return f"(True if {' or '.join(tests)} else None if {unknown} else False)"

    def python_true(self, node: Apply, code: Coder) -> str:
        return "(" + " or ".join(code.true(each) for each in node.arguments) + ")"

    def python_false(self, node: Apply, code: Coder) -> str:
        return "(" + " and ".join(code.false(each) for each in node.arguments) + ")"

    def sql(self, node: Apply, translate: Translator) -> Column:
        return or_(*(translate.value(each) for each in node.arguments)).self_group()

    def sql_true(self, node: Apply, translate: Translator) -> Column:
        return or_(*(translate.true(each) for each in node.arguments)).self_group()

    def truth(self, node: Apply, prove: Prover) -> Truth:
        parts = [prove.truth(each) for each in node.arguments]
        return Truth(
            prove.some([each.true for each in parts]), prove.every([each.false for each in parts])
        )
