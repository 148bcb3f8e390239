"""All that is to be said about a programme: one answer for draft page, API, command and publish."""

from dataclasses import replace
from itertools import chain

from app.builder.checks import CHECKS
from app.builder.continuity import breaks
from app.errors import Finding, Severity
from app.program.checked import CheckedProgram, check_program
from app.program.program import Program

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def findings_in(program: Program) -> tuple[Finding, ...]:
    """Say what is wrong with a programme and what might be better; what blocks comes first."""
    return examine(program).findings


def examine(program: Program, *, live: Program | None = None) -> CheckedProgram:
    """Check every condition, ask every check of the shelf, and compare with what is live."""
    checked = check_program(program)
    # A check sees the programme as it was written, also the fields that cannot be used.
    written = replace(checked, program=program)
    broken = () if live is None else breaks(live, program)
    found = chain(checked.findings, broken, *(each.check(written) for each in CHECKS))
    distinct = {(each.path, each.message): each for each in found}
    ordered = sorted(distinct.values(), key=lambda each: _ORDER.index(each.severity))
    return replace(checked, findings=tuple(ordered))
