"""No field and no parameter has the name of something else that rules read."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.objects import GIVEN, MEMBER, Object
from app.program.program import Program
from app.program.scope import relations_of
from app.words import Words

RESERVED = {
    "id": Words("记录编号", "the number of a record"),
    "member_id": Words("所属会员", "the member a record belongs to"),
    "workspace_id": Words("工作区", "the workspace"),
    "created_at": Words("录入时间", "when a record was entered"),
    "parameter": Words("参数", "parameters"),
    "active_kinds": Words("方案设置里的活跃行为", "the setting of the programme"),
}
"""Words that stand for something already, in rules or in the tables that BI tools read."""


class FreeNames(Check):
    key = "free_names"
    label = Words("字段标识不与别的名字相撞", "Keys of fields clash with nothing")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for n, designed in enumerate(program.designed):
            yield from _fields(program, designed, f"/objects/{n}")
        for n, parameter in enumerate(program.parameters):
            if program.object(MEMBER).find_field(parameter.key):
                yield Finding.of(
                    f"/parameters/{n}/key",
                    f"会员已有字段“{parameter.key}”，参数请换一个标识，免得看错。",
                    f"Members have a field {parameter.key!r}; call the parameter otherwise, so that"
                    " nobody takes one for the other.",
                )


def _standings(program: Program) -> dict[str, Words]:
    """Give the names under which the readable view of members shows their tiers."""
    return {f"tier_{each.key}": each.label for each in program.ladders}


def _fields(program: Program, designed: Object, path: str) -> Iterator[Finding]:
    related = {each.key: each for each in relations_of(program, program.object(designed.key))}
    given = GIVEN.get(designed.key)
    for m, field in enumerate(designed.fields):
        if given is not None and given.find_field(field.key):
            continue
        place = f"{path}/fields/{m}/key"
        if field.key in RESERVED:
            meaning = RESERVED[field.key]
            yield Finding.of(
                place,
                f"标识“{field.key}”已用于{meaning.zh}，请换一个。",
                f"The key {field.key!r} stands for {meaning.en}; take another.",
            )
        elif designed.key == MEMBER and field.key in _standings(program):
            ladder = _standings(program)[field.key]
            yield Finding.of(
                place,
                f"标识“{field.key}”是会员在“{ladder.to('zh')}”所处等级的名字，请换一个。",
                f"The key {field.key!r} names the tier on {ladder.to('en')}; take another.",
            )
        elif field.key in related:
            other = related[field.key].label
            yield Finding.of(
                place,
                f"标识“{field.key}”与“{designed.label.to('zh')}”的下级记录“{other.to('zh')}”相撞，"
                "规则里分不清，请换一个。",
                f"The key {field.key!r} is also that of the records {other.to('en')} below"
                f" {designed.label.to('en')}; rules could not tell them apart. Take another.",
            )
