"""A metric of the records that belong to this one: spend in the last 365 days."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from app.errors import Finding
from app.expression.types import Type
from app.program.field import Field
from app.program.fields.base import PLAIN, FieldKind, Group, Look, Reading, Refused, quoted
from app.program.results import RESULTS, result_of, result_option
from app.words import Words


class Rollup(FieldKind):
    key = "rollup"
    label = Words("汇总指标", "Metric")
    about = Words("汇总名下的记录，例如近一年消费", "Sums up records, such as spend in a year")
    icon = "sigma"
    group = Group.COMPUTED
    look = Look.COMPUTED
    common = True
    drawn = MappingProxyType({"expression": Look.EXPRESSION})
    stored = None
    options = (
        Field(key="expression", kind="formula", label=Words("指标", "Metric"), required=True),
        result_option(),
    )

    def type_of(self, field: Field) -> Type:
        return RESULTS[result_of(field)]

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> None:
        if raw is not None and raw != "":
            raise Refused(
                f"“{field.label.zh}”由系统汇总，不能填写 {quoted(raw)}。",
                f"“{field.label.to('en')}” is computed; {quoted(raw)} cannot be written to it.",
            )

    def findings_in(self, field: Field) -> Iterator[Finding]:
        expression = field.options.get("expression")
        if not isinstance(expression, dict) or len(expression) != 1:
            yield Finding(
                path="/options/expression",
                message=Words(
                    '汇总字段要有一个指标，例如 {"sum_of": ["order.net", "365d"]}。',
                    'A metric is needed; one is {"sum_of": ["order.net", "365d"]}.',
                ),
            )
