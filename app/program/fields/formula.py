"""A value computed from other fields where it is used; never stored, so never stale."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from app.errors import Finding
from app.expression.types import Type
from app.program.field import Field
from app.program.fields.base import PLAIN, FieldKind, Group, Look, Reading, Refused, quoted
from app.program.results import RESULTS, result_of, result_option
from app.words import Words


class Formula(FieldKind):
    key = "formula"
    label = Words("公式", "Formula")
    about = Words("由本条记录的其他字段算出", "Computed from other fields of the record")
    icon = "square-function"
    group = Group.COMPUTED
    look = Look.COMPUTED
    drawn = MappingProxyType({"expression": Look.EXPRESSION})
    stored = None
    options = (
        Field(key="expression", kind="formula", label=Words("公式", "Formula"), required=True),
        result_option(),
    )

    def type_of(self, field: Field) -> Type:
        return RESULTS[result_of(field)]

    def parse(self, raw: Any, field: Field, reading: Reading = PLAIN) -> None:
        if raw is not None and raw != "":
            raise Refused(
                f"“{field.label.zh}”由公式算出，不能填写 {quoted(raw)}。",
                f"“{field.label.to('en')}” is computed; {quoted(raw)} cannot be written to it.",
            )

    def findings_in(self, field: Field) -> Iterator[Finding]:
        if field.options.get("expression") is None:
            yield Finding(
                path="/options/expression",
                message=Words("公式字段要有公式。", "A formula field needs a formula."),
            )
