"""What metrics share: the rows of a relation in a window, filtered, and made one value of."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, select

from app.days import Moment
from app.expression.checker import Call, Checker
from app.expression.coder import Coder, Metric
from app.expression.counting import Dated, counting, sql_bounds
from app.expression.measuring import Measuring
from app.expression.parse import Expression, Node, canonical, to_json
from app.expression.rowsource import RowSource
from app.expression.scoping import relation_named, rows_of
from app.expression.source import Rows
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Constant, RankCut, Rollup, Typed, Variable
from app.expression.types import Instant, Null, Type
from app.expression.windows import FORMS, LIFETIME, Span, Window, parse_window, words_of
from app.words import Words


@dataclass(frozen=True, slots=True)
class Buckets:
    """Columns of day buckets: one row a member, source and day on which something counted."""

    day: ColumnElement[int]
    rows: ColumnElement[int]
    """Rows of that day; for a source with a field, those whose field is not null. Never 0."""
    total: ColumnElement[int]
    least: ColumnElement[Any]
    most: ColumnElement[Any]


class Rolling(Measuring):
    """A metric: an object, for most with a field, a window and a filter."""

    most = 3
    bucketed: ClassVar[bool] = True
    """Whether day buckets are enough to compute it; otherwise it is computed from rows."""
    measure: ClassVar[Words] = Words("{window}{label}", "{label} {window}")

    @abstractmethod
    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        """Compute the metric from the rows that count."""

    @abstractmethod
    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        """Compute the metric as an aggregate over the rows that count."""

    def from_buckets(
        self, rollup: Rollup, buckets: Buckets, in_window: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        """Compute the metric as an aggregate over a member's day buckets."""
        raise TypeError(f"{self.key} is computed from rows.")

    def check(self, call: Call, checker: Checker) -> Typed:
        named = self._named(call, checker)
        if named is None:
            return Constant(path=call.path, type=Null(), value=None)
        relation, field = named
        window, at = self._window(call, checker)
        if window is None:
            return Constant(path=call.path, type=Null(), value=None)
        condition = self._filter(call, checker, relation, at)
        return self.rollup(call, checker, relation, field, window, condition)

    def rollup(
        self,
        call: Call,
        checker: Checker,
        relation: str,
        field: str | None,
        window: Window,
        condition: "tuple[Node, Typed] | None",
        words: tuple[str, ...] = (),
        *,
        cap: int | None = None,
    ) -> Typed:
        kind = None if field is None else checker.scope.relations[relation].fields[field]
        result = self.result(kind)
        if result is None:
            return checker.wrong(call.at(0), *self.refusal(kind), fix=None)
        what = relation if field is None else f"{relation}.{field}"
        written = [] if condition is None else [_resolved(condition[0], checker)]
        source = canonical([relation, field, *written])
        said: list[object] = [what, *words] if words else [what, str(window)]
        said += [] if cap is None else [cap]
        node = Rollup(
            path=call.path,
            type=result,
            function=self.key,
            relation=relation,
            field=field,
            window=window,
            filter=None if condition is None else condition[1],
            normal_form=canonical({self.key: [*said, *written]}),
            source=source,
            occurred=checker.scope.relations[relation].occurred,
            by_instant=_by_instant(checker, relation),
            field_type=kind,
            mode=words[0] if words else None,
            unit=words[1] if words else None,
            cap=cap,
        )
        checker.seen.rollups[node.normal_form] = node
        return node

    def refusal(self, kind: Type | None) -> Words:
        return Words(
            f"“{self.key}”不能用于这种字段。", f"{self.key!r} cannot be taken of such a field."
        )

    def _named(self, call: Call, checker: Checker) -> tuple[str, str | None] | None:
        """Read `order.net` or `order`, also as `{"var": …}`."""
        first = checker.plain(call.arguments[0])
        if isinstance(first, Expression) and first.operator == "var" and first.arguments:
            first = first.arguments[0]
        if checker.in_rows:
            checker.wrong(
                call.path,
                "筛选条件里不能再用指标。",
                "A filter over records cannot use a metric.",
            )
            return None
        relation, dot, field = first.partition(".") if isinstance(first, str) else ("", "", "")
        if relation_named(relation, checker) is None:
            self._no_relation(call, checker, str(relation))
            return None
        if not self.reads_field and not dot:
            return relation, None
        fields = checker.scope.relations[relation].fields
        if self.reads_field and field in fields:
            return relation, field
        self._no_field(call, checker, relation, list(fields))
        return None

    def _no_relation(self, call: Call, checker: Checker, name: str) -> None:
        known = " ".join(sorted(checker.scope.relations)) or "—"
        checker.wrong(
            call.at(0),
            f"没有名为“{name[:60]}”的记录。可用：{known}。",
            f"There are no records called {name[:60]!r}. Known: {known}.",
        )

    def _no_field(self, call: Call, checker: Checker, relation: str, fields: list[str]) -> None:
        if not self.reads_field:
            checker.wrong(
                call.at(0),
                f"“{self.key}”数的是记录，不带字段：写 {relation}。",
                f"{self.key!r} counts records and takes no field: write {relation}.",
            )
            return
        known = " ".join(f"{relation}.{field}" for field in fields)
        checker.wrong(
            call.at(0),
            f"这里需要写明字段，如：{known}。",
            f"This needs a field, one of: {known}.",
        )

    def _window(self, call: Call, checker: Checker, at: int = 1) -> tuple[Window | None, int]:
        """Read the window, and say at which argument the filter would stand."""
        if len(call.arguments) <= at or isinstance(call.arguments[at], Expression):
            return LIFETIME, at
        word = checker.plain(call.arguments[at])
        window = parse_window(word) if isinstance(word, str) else None
        if window is None:
            checker.wrong(
                call.at(at), f"时间窗口应如：{FORMS}。", f"The window must be one of: {FORMS}."
            )
            return None, at + 1
        return _on_ladder(window, call.at(at), checker), at + 1

    def _filter(
        self, call: Call, checker: Checker, relation: str, at: int
    ) -> "tuple[Node, Typed] | None":
        if len(call.arguments) <= at:
            return None
        if len(call.arguments) > at + 1:
            checker.wrong(call.at(at + 1), "多出一个参数。", "This is one argument too many.")
        node = call.arguments[at]
        return node, rows_of(relation, checker).condition(node, call.at(at))

    def metric(self, node: Rollup | RankCut, code: Coder) -> Metric:
        assert isinstance(node, Rollup)
        kept = code.shop.materialised.get(node.normal_form)
        if kept is not None:
            return lambda values, moment: self.kept(node, values, kept, moment)
        condition = None if node.filter is None else code.function(node.filter, Coder.true)
        environment = code.shop.environment

        def computed(values: Mapping[str, object], moment: Moment) -> object:
            test: Any = None if condition is None else environment[condition]
            return self.of_rows(node, counting(node, values, moment, test), moment)

        return computed

    def kept(
        self, node: Rollup, values: Mapping[str, Any], key: str, moment: Moment
    ) -> object | None:
        return values.get(key)

    def sql_metric(self, node: Rollup, translate: Translator) -> Column:
        rows = translate.source.rows(node.relation)
        column = None if node.field is None else rows.columns[node.field]
        found = select(self.aggregate(node, rows, column)).select_from(rows.table)
        found = found.where(self.counts(node, rows, translate)).correlate_except(rows.table)
        return found.scalar_subquery()

    def counts(self, node: Rollup, rows: Rows, translate: Translator) -> ColumnElement[bool]:
        """Say which rows count: the record's own, in the window, that meet the filter."""
        first, last = sql_bounds(node.window, translate)
        conditions = [rows.belongs, rows.day <= bound(translate.moment.today)]
        if first is not None:
            conditions.append(rows.day >= first)
        if last is not None:
            conditions.append(rows.day <= last)
        if node.filter is not None:
            conditions.append(translate.inside(RowSource(rows)).whole_true(node.filter))
        return and_(*conditions)

    def phrase_metric(self, node: Rollup | RankCut, say: Speaker) -> Words:
        assert isinstance(node, Rollup)
        window = words_of(node.window)
        named = say.scope.labels.get(known_by(node))
        label = named or say.scope.label(_what(node))
        whole = say.scope.labels.get(f"{known_by(node)}:{node.window}")
        if whole is not None:
            return whole
        if node.filter is not None and named is None:
            condition = say.inside(node.relation).words(node.filter)
            label = Words(f"（{condition.zh}）{label.zh}", f"{label.en} ({condition.en})")
        return Words(
            self.measure.zh.format(window=window.zh, label=label.zh),
            self.measure.en.format(window=window.en, label=label.en),
        )


def known_by(node: Rollup) -> str:
    """Give the label for a field of the rows that have one value: `entry.earned:currency:points`.

    Where people have a word for these rows, the filter is not said beside it.
    """
    match node.filter:
        case Apply(operator="==" | "===", arguments=(Variable(name=name), Constant(value=value))):
            return f"{_what(node)}:{name}:{value}"
        case _:
            return ""


def _what(node: Rollup) -> str:
    return node.relation if node.field is None else f"{node.relation}.{node.field}"


def _by_instant(checker: Checker, relation: str) -> bool:
    found = checker.scope.relations[relation]
    return isinstance(found.fields.get(found.occurred), Instant)


def _resolved(node: Node, checker: Checker) -> Any:
    """Write a filter with the values of parameters, so that metrics are shared only if equal."""
    node = checker.plain(node)
    if isinstance(node, Expression):
        return {node.operator: [_resolved(each, checker) for each in node.arguments]}
    if isinstance(node, list):
        return [_resolved(each, checker) for each in node]
    return to_json(node)


def _on_ladder(window: Window, path: str, checker: Checker) -> Window | None:
    if window.span not in {Span.PERIOD, Span.TIER}:
        return window
    ladder = window.ladder or checker.scope.ladder
    if ladder is None or ladder not in checker.scope.ladders:
        known = " ".join(f"{window.span}:{key}" for key in checker.scope.ladders) or "—"
        checker.wrong(
            path,
            f"这里要写明等级体系，可用：{known}。",
            f"This must name a ladder; known: {known}.",
        )
        return None
    return Window(window.span, 0, ladder)


def unit_of(node: Apply | Rollup) -> str:
    return node.unit if isinstance(node, Rollup) and node.unit else "count"
