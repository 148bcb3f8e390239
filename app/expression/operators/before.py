"""`before`: what a field held before the change at hand."""

from app.expression.changing import Changing
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import NAME, Offer, Result, Section, computed
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Null, with_null
from app.words import Words


class Before(Changing):
    key = "before"
    label = Words("变更前", "before")

    def offers(self) -> tuple[Offer, ...]:
        return (computed(Section.FIELD, Result(of=0), NAME, of_change=True),)

    def check(self, call: Call, checker: Checker) -> Typed:
        field = self.field(call, checker)
        if field is None:
            return Constant(path=call.path, type=Null(), value=None)
        return Apply(
            path=call.path, type=with_null(field.type), operator=self.key, words=(field.name,)
        )

    def python(self, node: Apply, code: Coder) -> str:
        return f"values.get({code.constant(f'before:{node.words[0]}')})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        return translate.source.before(node.words[0])

    def phrase(self, node: Apply, say: Speaker) -> Words:
        label = say.label(node.words[0])
        return Words(f"变更前的{label.zh}", f"{label.en} before the change")
