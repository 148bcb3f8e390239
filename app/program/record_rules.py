"""What must hold between the fields of a record: checked once, asked of every record kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.days import Moment
from app.errors import Finding
from app.expression.check import Checked, check
from app.expression.python import to_python
from app.expression.types import Scope
from app.program.field import Field
from app.program.formulas import expand
from app.program.program import Program
from app.program.scope import scope_of
from app.program.sentences import sentence
from app.words import Words


@dataclass(frozen=True, kw_only=True)
class RecordRule:
    """The check of one field, ready to be asked."""

    field: Field
    checked: Checked
    message: Words

    @cached_property
    def ask(self) -> Callable[[Mapping[str, object], Moment], object | None]:
        return to_python(self.checked)

    def allows(self, values: Mapping[str, Any], moment: Moment) -> bool:
        """Say whether a record may be kept: what is not known breaks no rule."""
        answer = self.ask(values, moment)
        return answer is None or bool(answer)


def record_scope(program: Program, object_key: str) -> Scope:
    """Say what the check of a field may see: the fields of its record, and nothing around it."""
    whole = scope_of(program, object_key)
    return Scope(variables=whole.variables, labels=whole.labels, parameters=whole.parameters)


def check_records(
    program: Program, findings: list[Finding]
) -> Mapping[str, tuple[RecordRule, ...]]:
    """Check the checks of all fields, by object."""
    found = {
        each.key: tuple(_rules(program, each.key, findings))
        for each in program.objects
        if any(field.check is not None and not field.retired for field in each.fields)
    }
    return {key: rules for key, rules in found.items() if rules}


def _rules(program: Program, object_key: str, findings: list[Finding]) -> Iterator[RecordRule]:
    scope = record_scope(program, object_key)
    for path, field in program.written_fields(object_key):
        if field.check is None or field.retired:
            continue
        place = f"{path}/check/condition"
        if field.check.condition is None:
            findings.append(
                Finding.of(place, "校验还没有条件。", "This check has no condition yet.")
            )
            continue
        found = check(expand(field.check.condition, program, object_key), scope)
        findings.extend(each.under(place) for each in found.findings)
        if not found.errors:
            message = field.check.message or _read_aloud(found, scope)
            yield RecordRule(field=field, checked=found, message=message)


def _read_aloud(checked: Checked, scope: Scope) -> Words:
    asked = sentence(checked, scope)
    return Words(f"应满足：{asked.zh}。", f"This must hold: {asked.en}.")


def broken(
    rules: Sequence[RecordRule], values: Mapping[str, Any], moment: Moment
) -> tuple[Finding, ...]:
    """Say which rules a whole record breaks, at the fields they belong to."""
    return tuple(
        Finding(path=f"/{each.field.key}", message=each.message)
        for each in rules
        if not each.allows(values, moment)
    )
