"""What membership shares: a list has an item, a text has a part; null-safe and two-valued."""

from sqlalchemy import Boolean as SQLBoolean
from sqlalchemy import func, literal, or_

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import Position
from app.expression.list_dialects import ListHas
from app.expression.operator import Operator
from app.expression.parse import is_literal
from app.expression.proving import Prover, Truth
from app.expression.ranges import scale_of, unify
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator, sql_type
from app.expression.tree import Apply, Constant, Listing, Typed
from app.expression.types import (
    Boolean,
    Decimal,
    ListOf,
    Null,
    Number,
    Text,
    Type,
    is_textual,
    name_of,
    with_null,
)
from app.words import Words

FALSE = literal(False, SQLBoolean())  # noqa: FBT003  # SQL's FALSE as a bound value.


class Containing(Operator):
    """Whether something is in something; arguments of the node: the whole, then the part."""

    fewest = most = 2
    of_text = Words("{0}包含{1}", "{0} contains {1}")
    of_list = Words("{0}包含{1}", "{0} contains {1}")
    one_of = Words("{1}为{0}之一", "{1} is one of {0}")

    def contained(self, call: Call, checker: Checker, whole: int) -> Typed:
        """Type the whole and its part; literals follow the type of the other."""
        part = 1 - whole
        nodes = [checker.plain(each) for each in call.arguments]
        if is_literal(nodes[part]) and not is_literal(nodes[whole]):
            outer = checker.argument(call, whole)
            inner = checker.argument(call, part, _part_type(outer.type))
        else:
            inner = checker.argument(call, part)
            outer = checker.argument(call, whole, _whole_type(inner.type, nodes[whole]))
        refused = self._refused(outer, inner, checker)
        if refused is not None:
            return refused
        return Apply(
            path=call.path,
            type=Boolean(nullable=False),
            operator=call.operator,
            arguments=(outer, inner),
        )

    def _refused(self, outer: Typed, inner: Typed, checker: Checker) -> Typed | None:
        whole = outer.type
        if isinstance(whole, Null) or isinstance(inner.type, Null):
            return None
        if is_textual(whole):
            return None if is_textual(inner.type) else checker.unlike(inner, Text())
        if not isinstance(whole, ListOf):
            kind = name_of(whole)
            return checker.wrong(
                outer.path,
                f"这里需要列表或文本，给出的是{kind.zh}。",
                f"This needs a list or a text and got a {kind.en}.",
            )
        if unify(whole.item, inner.type) is None:
            return checker.unlike(inner, whole.item)
        kinds = inner.type, whole.item
        mixed = scale_of(kinds[0]) != scale_of(kinds[1]) and not isinstance(whole.item, Null)
        if mixed and any(isinstance(kind, Decimal | Number) for kind in kinds):
            return checker.unlike(inner, whole.item)
        if checker.set_wise and not is_constant(outer) and not _of_texts(outer):
            return checker.wrong(
                outer.path,
                "成批条件只能查找文本列表。",
                "A condition over many looks things up in lists of texts only.",
            )
        return None

    def python(self, node: Apply, code: Coder) -> str:
        outer, inner = node.arguments
        if isinstance(outer.type, Null) or isinstance(inner.type, Null):
            return code.no()
        if isinstance(outer, Constant) and isinstance(outer.value, tuple):
            items = frozenset(each for each in outer.value if each is not None)
            return f"(({code.value(inner)}) in {code.constant(items)})"
        test, (whole, part) = code.strict((outer, inner))
        found = f"{part} in {whole}"
        return f"({found} if {test} else {code.no()})" if test else f"({found})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        found = self.sql_true(node, translate)
        two_valued = isinstance(found, ListHas) or not any(
            each.type.nullable for each in node.arguments
        )
        return found if two_valued else func.coalesce(found, FALSE)

    def sql_true(self, node: Apply, translate: Translator) -> Column:
        outer, inner = node.arguments
        if isinstance(outer.type, Null) or isinstance(inner.type, Null):
            return FALSE
        part = translate.value(inner)
        if isinstance(outer, Constant) and isinstance(outer.value, tuple):
            items = [each for each in outer.value if each is not None]
            assert isinstance(outer.type, ListOf)
            kind = sql_type(outer.type.item)
            return part.in_([literal(each, kind) for each in items]) if items else FALSE
        if isinstance(outer, Listing):
            part = translate.once(part)
            equal: list[Column] = [part.bool_op("=")(translate.value(each)) for each in outer.items]
            return _any(equal)
        whole = translate.value(outer)
        if isinstance(outer.type, ListOf):
            return ListHas(whole, part)
        return Position(whole, part).bool_op(">")(literal(0))

    def truth(self, node: Apply, prove: Prover) -> Truth:
        outer, inner = node.arguments
        if isinstance(outer.type, Null) or isinstance(inner.type, Null):
            return prove.decided(prove.some([]))
        listed = _listed(outer)
        if listed is not None:
            part = prove.amount(inner)
            items = [prove.amount(each) for each in listed]
            return prove.decided(
                prove.some(
                    [
                        prove.every([part.known, each.known, part.value == each.value])
                        for each in items
                    ]
                )
            )
        if isinstance(outer.type, ListOf) and isinstance(inner, Constant):
            return prove.decided(prove.has(outer, inner.value))
        return prove.free_truth(node)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        outer, inner = node.arguments
        if isinstance(outer, Constant) and isinstance(outer.value, tuple):
            items = say.listed([_item(each, outer.type, inner, say) for each in outer.value])
            said = say.words(inner)
            return Words(
                self.one_of.zh.format(items.zh, said.zh), self.one_of.en.format(items.en, said.en)
            )
        sentence = self.of_text if is_textual(outer.type) else self.of_list
        whole, part = say.words(outer), say.beside(inner, outer)
        return Words(sentence.zh.format(whole.zh, part.zh), sentence.en.format(whole.en, part.en))


def _item(value: object, kind: Type, beside: Typed, say: Speaker) -> Words:
    item = kind.item if isinstance(kind, ListOf) else kind
    named = say.named(value, beside) if isinstance(value, str) else None
    return say.shown(value, item) if named is None else named


def is_constant(node: Typed) -> bool:
    return isinstance(node, Constant | Listing)


def _listed(outer: Typed) -> tuple[Typed, ...] | None:
    """Give the items of a list that is written down, as nodes."""
    if isinstance(outer, Listing):
        return outer.items
    if not isinstance(outer, Constant) or not isinstance(outer.value, tuple):
        return None
    assert isinstance(outer.type, ListOf)
    kind = with_null(outer.type.item, nullable=False)
    return tuple(
        Constant(path=outer.path, type=kind, value=each) for each in outer.value if each is not None
    )


def _of_texts(node: Typed) -> bool:
    return isinstance(node.type, ListOf) and is_textual(node.type.item)


def _part_type(whole: Type) -> Type | None:
    if isinstance(whole, ListOf):
        return whole.item
    return Text() if is_textual(whole) else None


def _whole_type(part: Type, node: object) -> Type | None:
    if isinstance(node, list) and not isinstance(part, Null):
        return ListOf(part)
    return None


def _any(columns: list[Column]) -> Column:
    return or_(*(func.coalesce(each, FALSE) for each in columns)).self_group()
