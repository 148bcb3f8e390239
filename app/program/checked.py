"""A programme with every condition checked: what builder and runtime both start from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.errors import Finding, Severity
from app.expression.check import Checked, check
from app.expression.tree import RankCut, Rollup
from app.expression.types import Scope
from app.program.checked_earning import NOTHING_EARNED, CheckedEarning, check_earning
from app.program.checked_flows import CheckedFlow, check_flow
from app.program.checked_forms import CheckedForm, check_form
from app.program.checked_messages import check_messages
from app.program.ladder import Ladder
from app.program.objects import MEMBER
from app.program.options import sound
from app.program.program import Program
from app.program.record_rules import RecordRule, check_records
from app.program.scope import expand, scope_of
from app.program.segment_rules import check_segments
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Elders:
    """Members to whom a release does not apply, and the ladder as it still is for them."""

    before: int
    """When the release came: whoever was a member before, in microseconds UTC, is an elder."""
    ladder: "CheckedLadder"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLadder:
    """A ladder with its conditions ready for Python, SQL and words."""

    ladder: Ladder
    scope: Scope
    members: Checked | None
    conditions: Mapping[str, Checked]
    """By tier; the lowest tier has none."""
    retention: Mapping[str, Checked]
    """What it takes to stay, by tier, where that is something of its own."""
    trials: Mapping[str, Checked]
    """Who may try a tier, by trial."""
    stages: Mapping[tuple[str, str], Checked]
    """By tier and stage."""
    elders: Elders | None = None

    def of(self, created_at: int) -> "CheckedLadder":
        """Give the ladder as it is for a member whose record was made at a moment."""
        if self.elders is None or created_at >= self.elders.before:
            return self
        return self.elders.ladder.of(created_at)

    def stay(self, tier: str) -> Checked | None:
        """Give what it takes to stay on a tier; None for the lowest."""
        return self.retention.get(tier) or self.conditions.get(tier)

    @property
    def everything(self) -> Iterator[Checked]:
        """Give each condition of the ladder."""
        for group in (self.conditions, self.retention, self.trials, self.stages):
            yield from group.values()
        if self.members is not None:
            yield self.members
        if self.elders is not None:
            yield from self.elders.ladder.everything


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProgram:
    program: Program
    ladders: Mapping[str, CheckedLadder]
    rollups: Mapping[str, tuple[Rollup, ...]]
    """The distinct metrics that are read, by object."""
    ranks: tuple[RankCut, ...]
    findings: tuple[Finding, ...]
    segments: Mapping[str, Checked] = field(default_factory=dict)
    """The conditions of segments; what they read of metrics is kept as a ladder's is."""
    rules: Mapping[str, tuple[RecordRule, ...]] = field(default_factory=dict)
    """What records must satisfy, by object."""
    forms: Mapping[str, CheckedForm] = field(default_factory=dict)
    flows: Mapping[str, CheckedFlow] = field(default_factory=dict)
    """What their conditions read of metrics is kept as a ladder's is."""
    earning: CheckedEarning = NOTHING_EARNED

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
    forms = {
        each.key: check_form(program, each, f"/forms/{n}", findings)
        for n, each in enumerate(program.forms)
    }
    flows = {
        each.key: check_flow(program, each, f"/flows/{n}", findings)
        for n, each in enumerate(program.flows)
    }
    check_messages(program, findings)
    _cases(program, findings)
    conditions = [each for ladder in ladders.values() for each in ladder.everything]
    ranks = {each.normal_form: each for c in conditions for each in c.ranks}
    segments = check_segments(program, ranks.values(), findings)
    rules = check_records(program, findings)
    earning = check_earning(program, findings)
    read: dict[str, list[Checked]] = {key: list(found) for key, found in fields.items()}
    asked = [each for flow in flows.values() for each in flow.over_members]
    read[MEMBER] = [*conditions, *read[MEMBER], *segments.values(), *asked]
    return CheckedProgram(
        program=program,
        ladders=ladders,
        rollups={key: _distinct(found) for key, found in read.items()},
        ranks=tuple(ranks.values()),
        findings=tuple(findings),
        segments=segments,
        rules=rules,
        forms=forms,
        flows=flows,
        earning=earning,
    )


def for_new_members(
    checked: CheckedProgram, elder: CheckedProgram, *, since: int
) -> CheckedProgram:
    """Leave everybody who was a member before a moment under the rules of an older release.

    Both have the same ladders with the same tiers; only conditions may differ.
    """
    ladders = {
        key: replace(each, elders=Elders(before=since, ladder=elder.ladders[key]))
        for key, each in checked.ladders.items()
    }
    owners = {**elder.rollups, **checked.rollups}
    return replace(
        checked,
        ladders=ladders,
        rollups={
            key: tuple(
                {
                    each.normal_form: each
                    for each in (*elder.rollups.get(key, ()), *checked.rollups.get(key, ()))
                }.values()
            )
            for key in owners
        },
        ranks=tuple({each.normal_form: each for each in (*elder.ranks, *checked.ranks)}.values()),
    )


def _distinct(conditions: Iterable[Checked]) -> tuple[Rollup, ...]:
    return tuple({each.normal_form: each for c in conditions for each in c.rollups}.values())


def _ladder(program: Program, ladder: Ladder, path: str, findings: list[Finding]) -> CheckedLadder:
    scope = scope_of(program, MEMBER, ladder=ladder.key)

    def checked(document: Any, place: str) -> Checked:
        return _condition(program, document, scope, f"{path}/{place}", findings)

    conditions, retention, stages = {}, {}, {}
    for n, tier in enumerate(ladder.tiers):
        place = f"tiers/{n}"
        if n == 0 and (tier.condition is not None or tier.retention is not None):
            what = "condition" if tier.condition is not None else "retention"
            findings.append(_lowest_asks(f"{path}/{place}/{what}"))
        elif n > 0 and tier.condition is None:
            findings.append(_asks_nothing(f"{path}/{place}/condition", tier.label))
        elif n > 0:
            conditions[tier.key] = checked(tier.condition, f"{place}/condition")
        if n > 0 and tier.retention is not None:
            retention[tier.key] = checked(tier.retention, f"{place}/retention")
        for m, stage in enumerate(tier.stages):
            stages[tier.key, stage.key] = checked(stage.condition, f"{place}/stages/{m}/condition")
    if not ladder.tiers:
        findings.append(_no_tiers(f"{path}/tiers"))
    return CheckedLadder(
        ladder=ladder,
        scope=scope,
        members=None if ladder.members is None else checked(ladder.members, "members"),
        conditions=conditions,
        retention=retention,
        trials={
            each.key: checked(each.who, f"trials/{n}/who")
            for n, each in enumerate(ladder.trials)
            if each.who is not None
        },
        stages=stages,
    )


def _condition(
    program: Program, document: Any, scope: Scope, path: str, findings: list[Finding]
) -> Checked:
    found = check(expand(document, program, MEMBER), scope, set_wise=True)
    findings.extend(each.under(path) for each in found.findings)
    return found


def _cases(program: Program, findings: list[Finding]) -> None:
    """Check for whom parameters have values of their own; what they read is read where they are."""
    for n, parameter in enumerate(program.parameters):
        for m, each in enumerate(parameter.cases):
            path = f"/parameters/{n}/cases/{m}/when"
            _condition(program, each.when, scope_of(program, MEMBER), path, findings)


def _rollup_fields(program: Program, object_key: str, findings: list[Finding]) -> Iterable[Checked]:
    for path, written in program.written_fields(object_key):
        if written.kind != "rollup":
            continue
        document = expand(written.options.get("expression"), program, object_key)
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
