"""Every parameter is read by some rule."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.builder.rules import rules_of_forms, written_rules
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.formulas import names_of_parameters
from app.words import Words


class UsedParameters(Check):
    key = "used_parameters"
    label = Words("每个参数都用得上", "Every parameter is used")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        rules = [*(rule for _, rule in written_rules(program)), *rules_of_forms(program)]
        used = {key for rule in rules for key in names_of_parameters(rule)}
        for n, each in enumerate(program.parameters):
            if each.key not in used:
                yield warning(
                    f"/parameters/{n}",
                    f"没有规则用到参数“{each.label.to('zh')}”，改它不会有任何作用。",
                    f"No rule reads the parameter {each.label.to('en')}; changing it does nothing.",
                )
