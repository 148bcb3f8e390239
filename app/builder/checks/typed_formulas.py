"""Each formula can be computed, and comes out as what its field says."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.expression.check import check
from app.program.checked import CheckedProgram
from app.program.options import sound
from app.program.program import Program
from app.program.results import RESULTS, result_of
from app.program.scope import expand, scope_of
from app.words import Words


class TypedFormulas(Check):
    key = "typed_formulas"
    label = Words("公式能算，结果类型相符", "Formulas compute what they say")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        usable = sound(checked.program)
        for designed in usable.designed:
            yield from _formulas_of(usable, designed.key)


def _formulas_of(program: Program, object_key: str) -> Iterator[Finding]:
    scope = scope_of(program, object_key)
    for path, field in program.written_fields(object_key):
        expression = field.options.get("expression")
        if field.kind == "formula" and expression is not None:
            document = expand(expression, program, object_key)
            found = check(document, scope, expect=RESULTS[result_of(field)])
            yield from (each.under(f"{path}/options/expression") for each in found.findings)
