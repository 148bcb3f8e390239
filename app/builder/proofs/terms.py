"""Rules as terms of Z3: what cannot be said exactly is left open, so that proofs stay proofs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import z3

from app.builder.proofs.bounds import A_DAY, NOISE, bounds
from app.builder.proofs.likeness import likeness
from app.builder.proofs.logic import Logic
from app.expression.operators import OPERATORS
from app.expression.proving import Amount, Term, Truth
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
    children,
)
from app.expression.types import Boolean, Choice, Decimal, Instant, Number, Type

APART = 2**20
"""Between two texts that are named lie as many that are not; the empty text is the least."""
FURTHEST = 14 * 3_600_000_000
"""Microseconds by which local time is at most ahead of, or behind, UTC."""
FIRST_TODAY, LAST_TODAY = 18_262, 47_482
"""2020-01-01 and 2100-01-01: a proof holds for every day between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """Something the solver may choose: a field, a metric, or what could not be said exactly."""

    key: str
    node: Typed
    kind: Type
    value: Term
    known: Term


@dataclass(slots=True)
class Terms(Logic):
    """Turns typed nodes into terms. Equal nodes become the same terms, wherever they stand."""

    texts: dict[str, int]
    free_by_key: dict[str, Free] = field(default_factory=dict)
    facts: list[Term] = field(default_factory=list)
    """What holds of every member."""
    rollups: dict[str, Rollup] = field(default_factory=dict)
    cuts: dict[str, RankCut] = field(default_factory=dict)
    items: dict[tuple[str, object], Term] = field(default_factory=dict)
    _booleans: dict[str, Term] = field(default_factory=dict)
    _amounts: dict[int, tuple[Typed, Amount]] = field(default_factory=dict)
    """By the identity of a node, which is kept with it, so that no other node gets the same."""
    _truths: dict[int, tuple[Typed, Truth]] = field(default_factory=dict)

    @classmethod
    def for_trees(cls, trees: Iterable[Typed]) -> "Terms":
        named = sorted({"", *(text for tree in trees for text in _texts_in(tree))})
        context = z3.Context()
        # Python may drop terms on whichever thread collects garbage.
        z3.Z3_enable_concurrent_dec_ref(context.ref())
        return cls(context, {text: n * APART for n, text in enumerate(named)})

    # What a prover answers.

    @property
    def today(self) -> Term:
        today = z3.Int("today", self.context)
        if "today" not in self._booleans:
            self._booleans["today"] = today
            self.facts += [today >= FIRST_TODAY, today <= LAST_TODAY]
        return today

    @property
    def now(self) -> Term:
        now = z3.Int("now", self.context)
        if "now" not in self._booleans:
            self._booleans["now"] = now
            self._on(now, self.today)
        return now

    def truth(self, node: Typed) -> Truth:
        if id(node) not in self._truths:
            self._truths[id(node)] = node, self._truth(node)
        return self._truths[id(node)][1]

    def _truth(self, node: Typed) -> Truth:
        match node:
            case Constant(value=None):
                return Truth(self.some([]), self.some([]))
            case Constant(value=value):
                return self.decided(self.every([]) if value else self.some([]))
            case Apply():
                return OPERATORS[node.operator].truth(node, self)
            case Quantifier():
                return OPERATORS[node.operator].truth_over(node, self)
            case RankCut():
                return self._near(node)
            case Variable() | Rollup():
                found = self.free(node)
                yes = found.value == 1
                return Truth(
                    self.every([found.known, yes]), self.every([found.known, self.opposite(yes)])
                )
            case Convert(value=value) | Guard(value=value):
                return self.truth(value)
            case Listing() | Transform():
                return self.free_truth(node)

    def amount(self, node: Typed) -> Amount:
        if id(node) not in self._amounts:
            self._amounts[id(node)] = node, self._amount(node)
        return self._amounts[id(node)][1]

    def _amount(self, node: Typed) -> Amount:
        if isinstance(node.type, Boolean) and not isinstance(node, Constant):
            found = self.truth(node)
            return Amount(self.choose(found.true, 1, 0), self.some([found.true, found.false]))
        match node:
            case Constant():
                return self._constant(node)
            case Convert():
                return self._converted(node)
            case Guard(value=value):
                inner = self.amount(value)
                fits = self.between_ends(inner.value, node)
                return Amount(inner.value, self.every([inner.known, fits]))
            case Apply():
                return OPERATORS[node.operator].amount(node, self)
            case _:
                return self.free(node)

    def day(self, node: Typed) -> Amount:
        if not isinstance(node.type, Instant):
            return self.amount(node)
        if isinstance(node, Apply) and node.operator == "now":
            return Amount(self.today, self.every([]))
        found = self.amount(node)
        key = f"day of {likeness(node)}"
        day = z3.Int(key, self.context)
        if key not in self._booleans:
            self._booleans[key] = day
            self._on(found.value, day)
        return Amount(day, found.known)

    def _on(self, instant: Term, day: Term) -> None:
        since = instant - day * A_DAY
        self.facts += [since >= -FURTHEST, since < A_DAY + FURTHEST]

    def strict(self, nodes: tuple[Typed, ...]) -> tuple[list[Term], Term]:
        found = [self.amount(each) for each in nodes]
        return [each.value for each in found], self.every([each.known for each in found])

    def free_truth(self, node: Typed) -> Truth:
        key = likeness(node)
        true = self.boolean(f"true {key}")
        if not node.type.nullable:
            return self.decided(true)
        false = self.boolean(f"false {key}")
        self.facts.append(self.opposite(self.every([true, false])))
        return Truth(true, false)

    def free(
        self,
        node: Typed,
        *,
        known: Term | None = None,
        lo: float | None = None,
        hi: float | None = None,
    ) -> Amount:
        key = likeness(node)
        if key not in self.free_by_key:
            sort = z3.Real if isinstance(node.type, Number) else z3.Int
            value = sort(f"value {key}", self.context)
            self.facts += bounds(value, node.type, self, self.text, (lo, hi))
            if known is None:
                known = self.boolean(f"known {key}") if node.type.nullable else self.every([])
            self.free_by_key[key] = Free(
                key=key, node=node, kind=node.type, value=value, known=known
            )
            if isinstance(node, Rollup):
                self.rollups[key] = node
        found = self.free_by_key[key]
        return Amount(found.value, found.known)

    def has(self, node: Typed, item: object) -> Term:
        key = likeness(node)
        if (key, item) not in self.items:
            found = self.boolean(f"{key} has {item!r}")
            self.items[key, item] = found
            self.facts.append(z3.Implies(found, self.filled(node)))
        return self.items[key, item]

    def filled(self, node: Typed) -> Term:
        key = likeness(node)
        filled = self.boolean(f"{key} has anything")
        if (key, None) not in self.items:
            self.items[key, None] = filled
            self.facts.append(z3.Implies(filled, self.amount(node).known))
        return filled

    def text(self, value: str) -> Term:
        return z3.IntVal(self.texts[value], self.context)

    def between_ends(self, value: Term, node: Typed) -> Term:
        if isinstance(node.type, Number):
            return self.boolean(f"fits {likeness(node)}")
        return self.every(list(bounds(value, node.type, self, self.text)))

    def any_row(self, node: Quantifier) -> Term:
        items = "" if node.items is None else likeness(node.items)
        return self.boolean(f"some {node.relation} {items} {likeness(node.condition)}")

    # How they are made.

    def boolean(self, key: str) -> Term:
        if key not in self._booleans:
            self._booleans[key] = z3.Bool(key, self.context)
        return self._booleans[key]

    def _constant(self, node: Constant) -> Amount:
        known = self.every([])
        match node.value:
            case None:
                return Amount(z3.IntVal(0, self.context), self.some([]))
            case bool():
                return Amount(z3.IntVal(int(node.value), self.context), known)
            case int():
                return Amount(z3.IntVal(node.value, self.context), known)
            case float():
                return Amount(self.number(Fraction(node.value)), known)
            case str():
                return Amount(self.text(node.value), known)
            case _:
                return self.free(node)

    def _converted(self, node: Convert) -> Amount:
        inner, have = self.amount(node.value), scale_of(node.value.type)
        if isinstance(node.type, Decimal):
            return Amount(inner.value * 10 ** (node.type.scale - have), inner.known)
        if isinstance(node.value.type, Number):
            return inner
        exact = z3.ToReal(inner.value)
        if not have:
            return Amount(exact, inner.known)
        rounded = self.free(node, known=inner.known)
        size = z3.If(exact >= 0, exact, -exact) / 10**have
        off = rounded.value - exact / 10**have
        noise = self.number(NOISE) * size
        self.facts += [off <= noise, -off <= noise]
        return rounded

    def _near(self, node: RankCut) -> Truth:
        metric = self.amount(node.metric)
        key = f"cut {node.normal_form}"
        if key not in self.free_by_key:
            self.cuts[key] = node
            self.free_by_key[key] = Free(
                key=key,
                node=node,
                kind=node.metric.type,
                value=z3.Int(key, self.context),
                known=self.boolean(f"known {key}"),
            )
        cut = self.free_by_key[key]
        known = self.every([metric.known, cut.known, metric.value > 0])
        near, far = metric.value >= cut.value, metric.value < cut.value
        true, false = (far, near) if node.negated else (near, far)
        return Truth(self.every([known, true]), self.every([known, false]))


def _texts_in(tree: Typed) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        waiting.extend(children(node))
        if isinstance(node.type, Choice):
            yield from node.type.options
        if isinstance(node, Constant):
            values = node.value if isinstance(node.value, tuple) else (node.value,)
            yield from (each for each in values if isinstance(each, str))
