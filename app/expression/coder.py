"""How typed nodes become Python source; what each operator means stands in its own file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.days import Moment
from app.expression.ranges import scale_of
from app.expression.tree import (
    Apply,
    Constant,
    Convert,
    Guard,
    Listing,
    Quantifier,
    RankCut,
    Rollup,
    Transform,
    Typed,
    Variable,
)
from app.expression.types import LARGEST, SMALLEST, Decimal, Integer, Number

Metric = Callable[[Mapping[str, object], Moment], object]


class PythonMeaning(Protocol):
    """What the coder asks of an operator."""

    def python(self, node: Apply, code: "Coder") -> str: ...

    def python_true(self, node: Apply, code: "Coder") -> str: ...

    def python_false(self, node: Apply, code: "Coder") -> str: ...

    def python_over(self, node: Quantifier | Transform, code: "Coder") -> str: ...

    def metric(self, node: Rollup | RankCut, code: "Coder") -> Metric: ...


class Meanings(Protocol):
    def __getitem__(self, key: str) -> PythonMeaning: ...


@dataclass(slots=True)
class Workshop:
    """What all functions of one generated module share."""

    operators: Meanings
    materialised: Mapping[str, str]
    lenient: bool
    """Whether a field that a mapping lacks reads as null instead of raising KeyError."""
    environment: dict[str, object] = field(default_factory=dict)
    functions: list[str] = field(default_factory=list)
    count: int = 0


class Coder:
    """Writes expressions. Text of operators never becomes source: constants go by reference."""

    def __init__(self, shop: Workshop, *, rows: bool = False) -> None:
        self.shop = shop
        self._get = shop.lenient or rows

    def fresh(self, letter: str = "t") -> str:
        self.shop.count += 1
        return f"{letter}{self.shop.count}"

    def constant(self, value: object) -> str:
        """Give the name under which generated code finds a value."""
        name = self.fresh("k")
        self.shop.environment[name] = value
        return name

    def no(self) -> str:
        """Write a plain false."""
        return "False"

    def function(self, node: Typed, mode: Callable[["Coder", Typed], str]) -> str:
        """Write a function of one row or item, and give its name."""
        name = self.fresh("f")
        inner = Coder(self.shop, rows=True)
        body = mode(inner, node)
        self.shop.functions.append(f"def {name}(values, moment):\n    return {body}\n")
        return name

    def value(self, node: Typed) -> str:
        """Write an expression that gives the node's value, None for null and unknown."""
        operators = self.shop.operators
        match node:
            case Constant(value=value):
                return self.constant(value)
            case Variable():
                return self._variable(node.name)
            case Listing(items=items):
                return f"[{', '.join(self.value(each) for each in items)}]"
            case Convert():
                return self._convert(node)
            case Guard():
                return self._guard(node)
            case Apply():
                return operators[node.operator].python(node, self)
            case Quantifier() | Transform():
                return operators[node.operator].python_over(node, self)
            case Rollup():
                return self._metric(node)
            case RankCut():
                name = self.constant(operators["rank_of"].metric(node, self))
                return f"{name}(values, moment)"

    def true(self, node: Typed) -> str:
        """Write an expression that is truthy exactly where the node is true."""
        if isinstance(node, Apply):
            return self.shop.operators[node.operator].python_true(node, self)
        return self.value(node)

    def false(self, node: Typed) -> str:
        """Write an expression that is truthy exactly where the node is false."""
        if isinstance(node, Apply):
            return self.shop.operators[node.operator].python_false(node, self)
        return self.value_is_false(node)

    def value_is_false(self, node: Typed) -> str:
        value = self.value(node)
        return f"({value}) is False" if node.type.nullable else f"not ({value})"

    def strict(self, nodes: tuple[Typed, ...]) -> tuple[str, list[str]]:
        """Bind operands: gives the test that none of them is null ("" if none can be) and names.

        An operand is bound only as far as the test has come, so names may be used only after it.
        """
        tests: list[str] = []
        names: list[str] = []
        for node in nodes:
            value = self.value(node)
            if not node.type.nullable:
                names.append(value if isinstance(node, Constant) else f"({value})")
                continue
            name = self.fresh()
            tests.append(f"({name} := {value}) is not None")
            names.append(name)
        return " and ".join(tests), names

    def otherwise_null(self, nodes: tuple[Typed, ...], write: Callable[..., str]) -> str:
        """Write an expression over operands that is null where any of them is."""
        test, names = self.strict(nodes)
        written = write(*names)
        return f"({written} if {test} else None)" if test else f"({written})"

    def _variable(self, name: str) -> str:
        if not name:
            return "values"
        *through, last = name.split(".")
        found = "values"
        tests = []
        for step in through:
            inner = self.fresh()
            tests.append(f"({inner} := {self._field(found, step)}) is None")
            found = inner
        value = self._field(found, last)
        return f"(None if {' or '.join(tests)} else {value})" if tests else value

    def _field(self, mapping: str, key: str) -> str:
        name = self.constant(key)
        return f"{mapping}.get({name})" if self._get else f"{mapping}[{name}]"

    def _convert(self, node: Convert) -> str:
        have, scale = node.value.type, scale_of(node.value.type)

        def write(name: str) -> str:
            if isinstance(node.type, Decimal):
                return f"{name} * {10 ** (node.type.scale - scale)}"
            return f"{name} / {10.0**scale!r}" if scale else f"{name} + 0.0"

        assert isinstance(have, Integer | Decimal | Number)
        return self.otherwise_null((node.value,), write)

    def _guard(self, node: Guard) -> str:
        name = self.fresh()
        value = self.value(node.value)
        match node.type:
            case Integer(lo=lo, hi=hi) | Decimal(lo=lo, hi=hi):
                fits = f"{lo} <= {name} <= {hi}"
            case Number():
                fits = f"(not {name} or {SMALLEST!r} <= abs({name}) <= {LARGEST!r})"
            case _:
                raise TypeError(f"{node.type} has no range.")
        known = f"({name} := {value}) is not None and {fits}"
        if not node.value.type.nullable:
            known = f"(({name} := {value}) or True) and {fits}"
        return f"({name} if {known} else None)"

    def _metric(self, node: Rollup) -> str:
        metric = self.shop.operators[node.function].metric(node, self)
        return f"{self.constant(metric)}(values, moment)"
