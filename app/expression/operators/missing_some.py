"""`missing_some`: fewer than so many of some fields are filled in."""

from functools import reduce

from sqlalchemy import case

from app.expression.absence import BLANK, Absence, blank, lacking, names_of, proof_blank
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.containing import FALSE
from app.expression.proving import Prover, Truth
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Boolean, ListOf, Null, Text
from app.words import Words


class MissingSome(Absence):
    key = "missing_some"
    label = Words("填写不足", "too few are set")
    fewest = most = 2

    def check(self, call: Call, checker: Checker) -> Typed:
        needed = checker.plain(call.arguments[0])
        if not isinstance(needed, int) or isinstance(needed, bool) or needed < 0:
            return checker.wrong(call.at(0), "这里需要个数。", "This must be a count.")
        fields = self.fields(checker.plain(call.arguments[1]), call.at(1), checker)
        if fields is None:
            return Constant(path=call.path, type=Null(), value=None)
        return Apply(
            path=call.path,
            type=ListOf(Text(nullable=False), nullable=False),
            operator=self.key,
            arguments=fields,
            words=(str(needed),),
        )

    def python(self, node: Apply, code: Coder) -> str:
        listed = "".join(f"{code.value(each)}, " for each in node.arguments)
        needed = int(node.words[0])
        if isinstance(node.type, Boolean):
            return f"({code.constant(filled)}(({listed})) < {needed})"
        names = code.constant(names_of(node))
        return f"{code.constant(lacking_some)}({names}, ({listed}), {needed})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        counted: list[Column] = [
            case((blank(each, translate), bound(0)), else_=bound(1)) for each in node.arguments
        ]
        if not counted:
            return FALSE if node.words[0] == "0" else ~FALSE
        total = reduce(lambda left, right: left + right, counted)
        return total.bool_op("<")(bound(int(node.words[0])))

    def truth(self, node: Apply, prove: Prover) -> Truth:
        if not node.arguments:
            return prove.decided(prove.every([]) if node.words[0] != "0" else prove.some([]))
        there = [prove.choose(proof_blank(each, prove), 0, 1) for each in node.arguments]
        return prove.decided(sum(there) < int(node.words[0]))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        items = say.listed([say.words(each) for each in node.arguments])
        needed = node.words[0]
        return Words(
            f"{items.zh}中填写不足 {needed} 项", f"fewer than {needed} of {items.en} are set"
        )


def filled(values: tuple[object, ...]) -> int:
    return sum(value not in BLANK for value in values)


def lacking_some(names: tuple[str, ...], values: tuple[object, ...], needed: int) -> list[str]:
    return lacking(names, values) if filled(values) < needed else []
