"""`and`: every condition holds."""

from sqlalchemy import and_

from app.expression.coder import Coder
from app.expression.joining import Joining
from app.expression.proving import Prover, Truth
from app.expression.translator import Column, Translator
from app.expression.tree import Apply
from app.words import Words


class And(Joining):
    key = "and"
    label = Words("且", "and")
    group = Words("满足全部条件", "All of these")
    joint = Words("，且", " and ")

    def python(self, node: Apply, code: Coder) -> str:
        if not node.type.nullable:
            return "(" + " and ".join(code.value(each) for each in node.arguments) + ")"
        names: list[str] = []
        tests: list[str] = []
        for each in node.arguments:
            if each.type.nullable:
                name = code.fresh()
                tests.append(f"({name} := {code.value(each)}) is False")
                names.append(name)
            else:
                tests.append(code.false(each))
        # None of them is false: all are true, or one is unknown.
        return f"(False if {' or '.join(tests)} else {' and '.join(names)} or None)"

    def python_true(self, node: Apply, code: Coder) -> str:
        return "(" + " and ".join(code.true(each) for each in node.arguments) + ")"

    def python_false(self, node: Apply, code: Coder) -> str:
        return "(" + " or ".join(code.false(each) for each in node.arguments) + ")"

    def sql(self, node: Apply, translate: Translator) -> Column:
        return and_(*(translate.value(each) for each in node.arguments)).self_group()

    def sql_true(self, node: Apply, translate: Translator) -> Column:
        return and_(*(translate.true(each) for each in node.arguments)).self_group()

    def truth(self, node: Apply, prove: Prover) -> Truth:
        parts = [prove.truth(each) for each in node.arguments]
        return Truth(
            prove.every([each.true for each in parts]), prove.some([each.false for each in parts])
        )
