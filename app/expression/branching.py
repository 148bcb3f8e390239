"""What `if` and `?:` share: an unknown condition takes the else."""

from collections.abc import Callable

from sqlalchemy import case

from app.expression.arithmetic import common, level_all
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import Offer
from app.expression.operator import Operator
from app.expression.parse import gives_literals
from app.expression.proving import Amount, Prover, Truth
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Boolean, ListOf, Null, with_null
from app.words import Words


class Branching(Operator):
    """Conditions and values in turn, then the value for when none holds."""

    fewest = 2

    def offers(self) -> tuple[Offer, ...]:
        return ()

    def check(self, call: Call, checker: Checker) -> Typed:
        count = len(call.arguments)
        has_else = count % 2 == 1
        tests = [
            checker.condition(call.arguments[i], call.at(i)) for i in range(0, count - has_else, 2)
        ]
        places = [*range(1, count, 2), *([count - 1] if has_else else [])]
        values = list(self._values(call, places, checker))
        if not has_else:
            values.append(Constant(path=call.path, type=Null(), value=None))
        return self._typed(call, tests, values, checker)

    def _values(self, call: Call, places: list[int], checker: Checker) -> tuple[Typed, ...]:
        """Type the values; literals alone take the type of what the choice stands beside."""
        wanted = None if isinstance(call.wanted, Null | Boolean) else call.wanted
        if wanted is None or not gives_literals(call.expression):
            return checker.together(call, places)
        nodes = [call.arguments[i] for i in places]
        return checker.alike(nodes, [call.at(i) for i in places], wanted)

    def _typed(
        self, call: Call, tests: list[Typed], values: list[Typed], checker: Checker
    ) -> Typed:
        level = level_all(tuple(values), checker)
        kind = common(level)
        if isinstance(kind, Null):
            return Constant(path=call.path, type=kind, value=None)
        if checker.set_wise and isinstance(kind, ListOf):
            return checker.wrong(
                call.path, "成批条件不能返回列表。", "A condition over many cannot give a list."
            )
        kind = with_null(kind, nullable=any(each.type.nullable for each in level))
        pairs = [part for pair in zip(tests, level, strict=False) for part in pair]
        return Apply(
            path=call.path,
            type=kind,
            operator=call.operator,
            arguments=(*pairs, level[-1]),
        )

    def python(self, node: Apply, code: Coder) -> str:
        return self._written(node, code, code.value)

    def python_true(self, node: Apply, code: Coder) -> str:
        return self._written(node, code, code.true)

    def python_false(self, node: Apply, code: Coder) -> str:
        return self._written(node, code, code.false)

    def _written(self, node: Apply, code: Coder, write: Callable[[Typed], str]) -> str:
        parts = node.arguments
        branches = [
            f"{write(parts[i + 1])} if {code.true(parts[i])} else "
            for i in range(0, len(parts) - 1, 2)
        ]
        return f"({''.join(branches)}{write(parts[-1])})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        parts = node.arguments
        branches = [
            (translate.true(parts[i]), translate.value(parts[i + 1]))
            for i in range(0, len(parts) - 1, 2)
        ]
        return case(*branches, else_=translate.value(parts[-1]))

    def truth(self, node: Apply, prove: Prover) -> Truth:
        parts = node.arguments
        found = prove.truth(parts[-1])
        for i in range(len(parts) - 3, -1, -2):
            test, branch = prove.truth(parts[i]).true, prove.truth(parts[i + 1])
            found = Truth(
                prove.choose(test, branch.true, found.true),
                prove.choose(test, branch.false, found.false),
            )
        return found

    def amount(self, node: Apply, prove: Prover) -> Amount:
        if isinstance(node.type, ListOf):
            return prove.free(node)
        parts = node.arguments
        found = prove.amount(parts[-1])
        for i in range(len(parts) - 3, -1, -2):
            test, branch = prove.truth(parts[i]).true, prove.amount(parts[i + 1])
            found = Amount(
                prove.choose(test, branch.value, found.value),
                prove.choose(test, branch.known, found.known),
            )
        return found

    def phrase(self, node: Apply, say: Speaker) -> Words:
        parts = [say.words(each) for each in node.arguments]
        if all(isinstance(each, Constant) for each in _values(node)):
            return _plain_choice(parts)
        zh = [f"若{parts[i].zh}则{parts[i + 1].zh}" for i in range(0, len(parts) - 1, 2)]
        en = [f"{parts[i + 1].en} if {parts[i].en}" for i in range(0, len(parts) - 1, 2)]
        last = parts[-1]
        return Words(f"（{'，'.join(zh)}，否则{last.zh}）", f"({', '.join(en)}, else {last.en})")


def _values(node: Apply) -> tuple[Typed, ...]:
    return (*node.arguments[1:-1:2], node.arguments[-1])


def _plain_choice(parts: list[Words]) -> Words:
    """Say a choice between fixed values by the usual one first: ¥2,000（若…则为 ¥1,500）."""
    usual = parts[-1]
    others = [(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
    zh = "；".join(f"若{test.zh}则为 {value.zh}" for test, value in others)
    en = "; ".join(f"{value.en} if {test.en}" for test, value in others)
    return Words(f"{usual.zh}（{zh}）", f"{usual.en} ({en})")
