"""No computed field leads back to itself."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.formulas import circles_in
from app.words import Words


class NoCircles(Check):
    key = "no_circles"
    label = Words("公式不绕圈", "Formulas do not go round in circles")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        return circles_in(checked.program)
