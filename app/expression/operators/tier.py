"""`tier`: the key of the tier on which the member stands; null below the first."""

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import Kind, Offer, Outcome, Result, Section, Shape, Slot, computed
from app.expression.operator import Operator
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.types import Choice
from app.words import Words


class Tier(Operator):
    key = "tier"
    label = Words("等级", "tier")
    fewest = 0
    most = 1

    def offers(self) -> tuple[Offer, ...]:
        ladder = Slot(shape=Shape.LADDER, label=Words("等级体系", "ladder"), optional=True)
        found = Result(always=Outcome(kind=Kind.CHOICE), tiers_of=0)
        return (computed(Section.STANDING, found, ladder),)

    def check(self, call: Call, checker: Checker) -> Typed:
        ladder = checker.plain(call.arguments[0]) if call.arguments else checker.scope.ladder
        if not isinstance(ladder, str) or ladder not in checker.scope.ladders:
            known = " ".join(checker.scope.ladders) or "—"
            return checker.wrong(
                call.at(0) if call.arguments else call.path,
                f"这里要写明等级体系，可用：{known}。",
                f"This must name a ladder; known: {known}.",
            )
        return Apply(
            path=call.path,
            type=Choice(checker.scope.ladders[ladder]),
            operator=self.key,
            words=(ladder,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        return f"values.get({code.constant(f'tier:{node.words[0]}')})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        return translate.source.tier(node.words[0])

    def phrase(self, node: Apply, say: Speaker) -> Words:
        key = f"tier:{node.words[0]}"
        return say.scope.labels.get(key, Words("等级", "tier"))
