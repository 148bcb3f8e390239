"""Values of parameters lie between the least and the most they may be."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.parameters import Parameter
from app.words import Words


class ParametersInBounds(Check):
    key = "parameters_in_bounds"
    label = Words("参数的值都在允许的范围内", "Parameters keep within their bounds")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, each in enumerate(checked.program.parameters):
            yield from _findings(each, f"/parameters/{n}")


def _findings(parameter: Parameter, path: str) -> Iterator[Finding]:
    values = [("value", parameter.value)]
    values += [(f"cases/{n}/value", each.value) for n, each in enumerate(parameter.cases)]
    for place, value in values:
        beyond = parameter.beyond(value)
        if beyond is not None:
            shown = parameter.words(value)
            yield Finding.of(
                f"{path}/{place}",
                f"“{parameter.label.to('zh')}”{beyond.zh}，现在是 {shown.zh}。",
                f"{parameter.label.to('en')} is {shown.en}; it must be {beyond.en}.",
            )
