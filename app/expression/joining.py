"""What `and` and `or` share: Kleene logic over true, false and unknown."""

from typing import ClassVar

from app.expression.checker import Call, Checker
from app.expression.offering import Offer, Role
from app.expression.operator import Operator
from app.expression.speaker import Speaker
from app.expression.tree import Apply, Typed
from app.expression.types import Boolean
from app.words import Words


class Joining(Operator):
    """Conditions joined into one."""

    joint: ClassVar[Words]
    group: ClassVar[Words]

    def offers(self) -> tuple[Offer, ...]:
        return (Offer(role=Role.GROUP, label=self.group),)

    def check(self, call: Call, checker: Checker) -> Typed:
        parts = tuple(
            checker.condition(each, call.at(index)) for index, each in enumerate(call.arguments)
        )
        nullable = any(part.type.nullable for part in parts)
        return Apply(
            path=call.path, type=Boolean(nullable), operator=call.operator, arguments=parts
        )

    def phrase(self, node: Apply, say: Speaker) -> Words:
        parts = [self._part(each, say) for each in node.arguments]
        return Words(
            self.joint.zh.join(part.zh for part in parts),
            self.joint.en.join(part.en for part in parts),
        )

    def _part(self, node: Typed, say: Speaker) -> Words:
        said = say.words(node)
        if not isinstance(node, Apply) or node.operator not in {"and", "or"}:
            return said
        if len(node.arguments) > 1:
            return Words(f"（{said.zh}）", f"({said.en})")
        return said
