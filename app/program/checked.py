"""A programme with every condition checked: what builder and runtime both start from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Finding, Severity
from app.expression.check import Checked, check
from app.expression.tree import RankCut, Rollup
from app.expression.types import Scope
from app.program.ladder import Ladder
from app.program.objects import MEMBER
from app.program.options import sound
from app.program.program import Program
from app.program.scope import expand, scope_of
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLadder:
    """A ladder with its conditions ready for Python, SQL and words."""

    ladder: Ladder
    scope: Scope
    members: Checked | None
    conditions: Mapping[str, Checked]
    """By tier; the lowest tier has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProgram:
    program: Program
    ladders: Mapping[str, CheckedLadder]
    rollups: Mapping[str, tuple[Rollup, ...]]
    """The distinct metrics that are read, by object."""
    ranks: tuple[RankCut, ...]
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """Whether something must be put right before a release."""
        return any(each.severity is Severity.ERROR for each in self.findings)


def check_program(program: Program) -> CheckedProgram:
    """Check every condition of a programme; what is wrong are findings, never exceptions.

    Fields that cannot be used as they are designed are left aside; `app.program.options` says what
    is wrong with them.
    """
    program = sound(program)
    findings: list[Finding] = []
    ladders = {
        each.key: _ladder(program, each, f"/ladders/{n}", findings)
        for n, each in enumerate(program.ladders)
    }
    fields = {
        each.key: list(_rollup_fields(program, each.key, findings)) for each in program.objects
    }
    conditions = [each for ladder in ladders.values() for each in _conditions(ladder)]
    read: dict[str, list[Checked]] = {key: list(found) for key, found in fields.items()}
    read[MEMBER] = [*conditions, *read[MEMBER]]
    return CheckedProgram(
        program=program,
        ladders=ladders,
        rollups={key: _distinct(found) for key, found in read.items()},
        ranks=tuple({each.normal_form: each for c in conditions for each in c.ranks}.values()),
        findings=tuple(findings),
    )


def _conditions(ladder: CheckedLadder) -> Iterable[Checked]:
    yield from ladder.conditions.values()
    if ladder.members is not None:
        yield ladder.members


def _distinct(conditions: Iterable[Checked]) -> tuple[Rollup, ...]:
    return tuple({each.normal_form: each for c in conditions for each in c.rollups}.values())


def _ladder(program: Program, ladder: Ladder, path: str, findings: list[Finding]) -> CheckedLadder:
    scope = scope_of(program, MEMBER, ladder=ladder.key)
    conditions = {}
    for n, tier in enumerate(ladder.tiers):
        if n == 0 and tier.condition is not None:
            findings.append(_lowest_asks(f"{path}/tiers/0/condition"))
        elif n > 0 and tier.condition is None:
            findings.append(_asks_nothing(f"{path}/tiers/{n}/condition", tier.label))
        elif n > 0:
            conditions[tier.key] = _condition(
                program, tier.condition, scope, f"{path}/tiers/{n}/condition", findings
            )
    members = None
    if ladder.members is not None:
        members = _condition(program, ladder.members, scope, f"{path}/members", findings)
    if not ladder.tiers:
        findings.append(_no_tiers(f"{path}/tiers"))
    return CheckedLadder(ladder=ladder, scope=scope, members=members, conditions=conditions)


def _condition(
    program: Program, document: Any, scope: Scope, path: str, findings: list[Finding]
) -> Checked:
    found = check(expand(document, program, MEMBER), scope, set_wise=True)
    findings.extend(each.under(path) for each in found.findings)
    return found


def _rollup_fields(program: Program, object_key: str, findings: list[Finding]) -> Iterable[Checked]:
    for path, field in program.written_fields(object_key):
        if field.kind != "rollup":
            continue
        document = expand(field.options.get("expression"), program, object_key)
        found = check(document, scope_of(program, object_key), expect=None, set_wise=True)
        findings.extend(each.under(f"{path}/options/expression") for each in found.findings)
        yield found


def _lowest_asks(path: str) -> Finding:
    return Finding(
        path=path,
        message=Words(
            "最低一级不能有条件：体系里的每位会员至少站在这一级。",
            "The lowest tier has no condition: every member of the ladder stands there at least.",
        ),
    )


def _asks_nothing(path: str, label: Words) -> Finding:
    return Finding(
        path=path,
        message=Words(
            f"“{label.to('zh')}”没有晋升条件，所有会员都会升到这一级。",
            f"{label.to('en')} has no condition, so every member would rise to it.",
        ),
    )


def _no_tiers(path: str) -> Finding:
    return Finding(
        path=path,
        message=Words("等级体系至少要有一个等级。", "A ladder needs at least one tier."),
    )
