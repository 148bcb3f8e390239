"""All that is to be said about a programme: one answer for draft page, API, command and publish."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from app.builder.checks import CHECKS
from app.builder.checks.base import LogicalCheck
from app.builder.continuity import breaks
from app.builder.new_terms import new_terms
from app.builder.proofs import Solver, find_solver
from app.builder.proofs.memory import Memory
from app.errors import Finding, Severity
from app.program.checked import CheckedProgram, check_program
from app.program.program import Program
from app.words import Words

_MEMORY = Memory()
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def findings_in(program: Program) -> tuple[Finding, ...]:
    """Say what is wrong with a programme and what might be better; what blocks comes first."""
    return examine(program).findings


def examine(program: Program, *, live: Program | None = None) -> CheckedProgram:
    """Check every condition, ask every check of the shelf, and compare with what is live."""
    checked = check_program(program)
    # A check sees the programme as it was written, also the fields that cannot be used.
    written = replace(checked, program=program)
    compared = () if live is None else (*breaks(live, program), *new_terms(live, program))
    solver = find_solver()
    plain = [each for each in CHECKS if solver is None or not isinstance(each, LogicalCheck)]
    asked = chain.from_iterable(each.check(written) for each in plain)
    proved = _not_proven(written) if solver is None else _recalled(checked, solver)
    found = chain(checked.findings, compared, asked, proved)
    distinct = {(each.path, each.message): each for each in found}
    ordered = sorted(distinct.values(), key=_place)
    return replace(checked, findings=tuple(ordered))


def _place(finding: Finding) -> tuple[int, list[tuple[bool, int, str]]]:
    """Order by severity, then as the document goes."""
    steps = finding.path.split("/")
    counted = [each.isascii() and each.isdigit() for each in steps]
    numbered = [
        (not number, int(each) if number else 0, each)
        for each, number in zip(steps, counted, strict=True)
    ]
    return _ORDER.index(finding.severity), numbered


def _recalled(checked: CheckedProgram, solver: Solver) -> tuple[Finding, ...]:
    return _MEMORY.recall(checked.program, lambda: tuple(_proved(checked, solver)))


def _proved(checked: CheckedProgram, solver: Solver) -> Iterator[Finding]:
    """Ask the checks that can be proved about each ladder whose conditions are right."""
    with solver.proofs(checked) as proofs:
        for path, proof in proofs:
            for each in CHECKS:
                if isinstance(each, LogicalCheck) and (proof.populated or each.of_nobody):
                    yield from each.prove(proof, path)
            if proof.undecided:
                yield _open(path)


def _not_proven(checked: CheckedProgram) -> Iterator[Finding]:
    if any(each.conditions for each in checked.ladders.values()):
        yield Finding(
            path="/ladders",
            message=Words(
                "未证明：没有安装证明器，条件之间的关系只按字面比较。",
                "Not proven: no solver is installed, so conditions are compared as they are"
                " written.",
            ),
            severity=Severity.NOTE,
            fix=Words(
                "安装：pip install rungs[proofs]", "To install it: pip install rungs[proofs]"
            ),
        )


def _open(path: str) -> Finding:
    return Finding(
        path=path,
        message=Words(
            "部分未证明：有的条件太复杂，既没能证明，也没能举出例子。",
            "Not all is proven: some conditions could neither be proved nor shown by an example.",
        ),
        severity=Severity.NOTE,
    )
