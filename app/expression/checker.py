"""The walk that types a tree; what each operator accepts stands in the operator's file."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.errors import Finding, Severity
from app.expression.literals import Unfit, coerce, natural_type
from app.expression.parse import Expression, Node, gives_literals, is_literal
from app.expression.ranges import as_number, fits, guarded, scale_of, unify
from app.expression.refusals import unknown_operator, wrong_count
from app.expression.tree import (
    Apply,
    Constant,
    Convert,
    Guard,
    Listing,
    RankCut,
    Rollup,
    Typed,
)
from app.expression.types import (
    Boolean,
    Decimal,
    Integer,
    ListOf,
    Null,
    Number,
    Scope,
    Type,
    is_numeric,
    name_of,
    with_null,
)
from app.words import Words


@dataclass(frozen=True, slots=True)
class Call:
    """An operator as it stands in a document."""

    expression: Expression
    path: str
    wanted: Type | None = None
    """The type of what it stands beside; literals that become its value take it."""

    @property
    def operator(self) -> str:
        return self.expression.operator

    @property
    def arguments(self) -> list[Node]:
        return self.expression.arguments

    def at(self, index: int) -> str:
        return self.path + self.expression.path_of(index)


class Checks(Protocol):
    """What the checker asks of an operator."""

    @property
    def fewest(self) -> int: ...

    @property
    def most(self) -> int | None: ...

    @property
    def set_wise(self) -> bool: ...

    def check(self, call: Call, checker: "Checker") -> Typed: ...


class Operators(Protocol):
    """Where the checker finds operators."""

    def find(self, key: str) -> Checks | None: ...

    def known(self) -> Iterable[str]: ...


@dataclass(slots=True)
class Seen:
    """What a whole rule was found to contain, over all the scopes inside it."""

    findings: list[Finding] = field(default_factory=list)
    rollups: dict[str, Rollup] = field(default_factory=dict)
    ranks: dict[str, RankCut] = field(default_factory=dict)
    variables: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checker:
    """Types nodes in one scope; a filter over rows is typed by a checker of its own."""

    scope: Scope
    operators: Operators
    seen: Seen
    set_wise: bool = False
    in_rows: bool = False
    """Inside the rows of a relation, where no further relation can be read."""
    item: Type | None = None
    """The type of the current item, inside map, filter, reduce, all, some and none."""

    def inside(self, scope: Scope, *, item: Type | None = None, in_rows: bool = True) -> "Checker":
        return Checker(scope, self.operators, self.seen, self.set_wise, in_rows, item)

    def plain(self, node: Node) -> Node:
        """Put the value of a parameter in the place of its name."""
        if isinstance(node, Expression) and node.operator == "var" and node.arguments:
            name = node.arguments[0]
            if isinstance(name, str) and self.item is None and name in self.scope.parameters:
                return self.scope.parameters[name]  # type: ignore[return-value]  # Literals only.
        return node

    def wrong(self, path: str, zh: str, en: str, fix: Words | None = None) -> Typed:
        """Note an error; what comes back fits everywhere, so that one error is told once."""
        self.seen.findings.append(Finding(path=path, message=Words(zh, en), fix=fix))
        return Constant(path=path, type=Null(), value=None)

    def warn(self, path: str, zh: str, en: str) -> None:
        self.seen.findings.append(
            Finding(path=path, message=Words(zh, en), severity=Severity.WARNING)
        )

    def typed(self, node: Node, path: str, wanted: Type | None = None) -> Typed:
        """Type a node; a literal becomes a value of the wanted type."""
        node = self.plain(node)
        if isinstance(node, Expression):
            return self._call(Call(node, path, wanted), wanted)
        if isinstance(node, list) and not is_literal(node):
            return self._listing(node, path, wanted)
        return self._literal(node, path, wanted)

    def _call(self, call: Call, wanted: Type | None) -> Typed:
        operator = self.operators.find(call.operator)
        if operator is None:
            return self.wrong(call.path, *unknown_operator(call.operator, self.operators.known()))
        count = len(call.arguments)
        if count < operator.fewest or (operator.most is not None and count > operator.most):
            return self.wrong(
                call.path, *wrong_count(call.operator, operator.fewest, operator.most, count)
            )
        if self.set_wise and not operator.set_wise:
            return self.wrong(
                call.path,
                f"“{call.operator}”只能用于单条记录（表单、公式），不能用于成批条件。",
                f"{call.operator!r} works on one record (forms, formulas), not on many at once.",
            )
        found = operator.check(call, self)
        if not isinstance(found, Apply) or not isinstance(found.type, ListOf):
            return found
        if isinstance(wanted, Boolean) and call.operator in {"missing", "missing_some"}:
            return replace(found, type=Boolean(nullable=False))
        if self.set_wise:
            return self.wrong(
                call.path,
                "成批条件里不能计算列表。",
                "A condition over many cannot compute a list.",
            )
        return found

    def _listing(self, node: list[Node], path: str, wanted: Type | None) -> Typed:
        item = wanted.item if isinstance(wanted, ListOf) else None
        places = [f"{path}/{index}" for index in range(len(node))]
        items = self.alike(node, places, item)
        kind = items[0].type if items else Null()
        return Listing(path=path, type=ListOf(kind, nullable=False), items=items)

    def _literal(self, value: Node, path: str, wanted: Type | None) -> Typed:
        try:
            kept, kind = coerce(value, Null() if wanted is None else wanted)
        except Unfit as unfit:
            return self.wrong(path, *unfit.message, fix=unfit.fix)
        return Constant(path=path, type=kind, value=kept)

    def argument(self, call: Call, index: int, wanted: Type | None = None) -> Typed:
        return self.typed(call.arguments[index], call.at(index), wanted)

    def needs(self, call: Call, index: int, wanted: Type) -> Typed:
        """Type an argument that has to be of one kind."""
        found = self.argument(call, index, wanted)
        return self.fit(found, wanted)

    def fit(self, node: Typed, wanted: Type) -> Typed:
        """Refuse a node of an unlike type."""
        if unify(node.type, wanted) is None:
            return self.unlike(node, wanted)
        return node

    def unlike(self, node: Typed, wanted: Type) -> Typed:
        needed, given = name_of(wanted), name_of(node.type)
        return self.wrong(
            node.path,
            f"这里需要{needed.zh}，给出的是{given.zh}。",
            f"This needs a {needed.en} and got a {given.en}.",
        )

    def condition(self, node: Node, path: str) -> Typed:
        """Type a node that stands where yes or no is asked."""
        found = self.typed(node, path, Boolean())
        if isinstance(found.type, Boolean | Null):
            return found
        kind = name_of(found.type)
        return self.wrong(
            path,
            f"这里需要是/否，给出的是{kind.zh}。",
            f"This must be true or false; it is a {kind.en}.",
            Words('用 {"!!": […]} 表示“有值且不为 0”。', 'Wrap it in {"!!": […]}: set and not 0.'),
        )

    def together(self, call: Call, indexes: Iterable[int]) -> tuple[Typed, ...]:
        """Type arguments that must be of like types; literals follow the fields beside them."""
        chosen = list(indexes)
        return self.alike([call.arguments[i] for i in chosen], [call.at(i) for i in chosen], None)

    def alike(self, nodes: list[Node], paths: list[str], wanted: Type | None) -> tuple[Typed, ...]:
        nodes = [self.plain(node) for node in nodes]
        found: dict[int, Typed] = {}
        leading: Type = Null() if wanted is None else wanted
        for i, node in enumerate(nodes):
            if not is_literal(node) and not gives_literals(node):
                found[i] = self.typed(node, paths[i], wanted)
                leading = self._lead(found, i, leading)
        for i, node in enumerate(nodes):
            if gives_literals(node):
                found[i] = self.typed(node, paths[i], leading)
                leading = self._lead(found, i, leading)
        for i, node in enumerate(nodes):
            if is_literal(node):
                if isinstance(leading, Null) and node is not None:
                    leading = _natural(node)
                found[i] = self.typed(node, paths[i], leading)
        return tuple(found[i] for i in range(len(nodes)))

    def _lead(self, found: dict[int, Typed], index: int, leading: Type) -> Type:
        both = unify(leading, found[index].type)
        if both is None:
            found[index] = self.unlike(found[index], leading)
            return leading
        return both

    def convert(self, node: Typed, wanted: Type) -> Typed:
        """Bring a number into the numeric type of the result it is part of."""
        have = node.type
        if not (is_numeric(have) and is_numeric(wanted)):
            return node
        if type(have) is type(wanted) and scale_of(have) == scale_of(wanted):
            return node
        if isinstance(wanted, Number):
            return converted(node, with_null(as_number(have), nullable=have.nullable))
        factor = 10 ** (scale_of(wanted) - scale_of(have))
        assert isinstance(have, Integer | Decimal)
        kind = Decimal(scale_of(wanted), have.lo * factor, have.hi * factor, have.nullable)
        return self.guard(converted(node, kind))

    def guard(self, node: Typed) -> Typed:
        """Make a result null where it would leave its range, and warn that this may happen."""
        if fits(node.type):
            return node
        self.warn(
            node.path,
            "结果可能超出可计算的范围，超出时视为无数据。",
            "The result may go out of range; where it does, it counts as no data.",
        )
        if isinstance(node, Constant):
            return Constant(path=node.path, type=with_null(node.type), value=None)
        return Guard(path=node.path, type=guarded(node.type), value=node)


def converted(node: Typed, wanted: Type) -> Typed:
    if isinstance(node, Constant) and isinstance(wanted, Number):
        assert isinstance(node.value, int)
        number = node.value / 10.0 ** scale_of(node.type)
        return Constant(path=node.path, type=wanted, value=number)
    if isinstance(node, Constant) and isinstance(wanted, Decimal):
        value = node.value
        assert isinstance(value, int)
        factor = 10 ** (wanted.scale - scale_of(node.type))
        return Constant(path=node.path, type=wanted, value=value * factor)
    return Convert(path=node.path, type=wanted, value=node)


def _natural(node: Node) -> Type:
    try:
        return natural_type(node)
    except Unfit:
        return Null()
