"""`matches`: a text fits a regular expression (RE2), as a whole search; for one record only."""

import re2

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import Kind, Offer, Shape, Slot, operand, rule
from app.expression.operator import Operator
from app.expression.tree import Apply, Typed
from app.expression.types import Boolean, Text
from app.words import Words


class Matches(Operator):
    key = "matches"
    label = Words("符合格式", "matches")
    fewest = most = 2
    set_wise = False
    sentence = Words("{0}符合格式", "{0} has the right format")

    def offers(self) -> tuple[Offer, ...]:
        form = Slot(shape=Shape.TEXT, label=Words("正则表达式", "regular expression"))
        no = Words("不符合格式", "does not match")
        return (rule(operand(Kind.TEXT), form, negated=no, single=True),)

    def check(self, call: Call, checker: Checker) -> Typed:
        text = checker.needs(call, 0, Text())
        pattern = checker.plain(call.arguments[1])
        if not isinstance(pattern, str):
            return checker.wrong(
                call.at(1), "格式必须是固定文本。", "The pattern must be a fixed text."
            )
        try:
            re2.compile(pattern, _options())
        except re2.error:
            return checker.wrong(
                call.at(1),
                "这不是有效的正则表达式（RE2 语法）。",
                "This is not a valid regular expression (RE2 syntax).",
            )
        return Apply(
            path=call.path,
            type=Boolean(nullable=False),
            operator=self.key,
            arguments=(text,),
            words=(pattern,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        pattern = code.constant(re2.compile(node.words[0], _options()))
        test, (name,) = code.strict(node.arguments)
        found = f"{pattern}.search({name}) is not None"
        return f"({found} if {test} else {code.no()})" if test else f"({found})"


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False  # A wrong pattern is a finding, not a line on the terminal.
    return options
