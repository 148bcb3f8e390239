"""The conditions of segments, typed against what the programme has of its members."""

from collections.abc import Iterable, Iterator

from app.errors import Finding
from app.expression.check import Checked, check
from app.expression.tree import RankCut
from app.expression.types import Scope
from app.program.objects import MEMBER
from app.program.program import Program
from app.program.scope import expand, scope_of
from app.words import Words


def segment_scope(program: Program) -> Scope:
    """Say what a segment may see; with one ladder, `period` and `tier` mean that one."""
    only = program.ladders[0].key if len(program.ladders) == 1 else None
    return scope_of(program, MEMBER, ladder=only)


def check_segments(
    program: Program, ranks: Iterable[RankCut], findings: list[Finding]
) -> dict[str, Checked]:
    """Check the conditions of all segments; `ranks` are those that ladders take."""
    known = {each.normal_form for each in ranks}
    scope = segment_scope(program)
    found = {}
    for n, each in enumerate(program.segments):
        path = f"/segments/{n}/where"
        if each.where is None:
            findings.append(_asks_nothing(path, each.label))
            continue
        checked = check(expand(each.where, program, MEMBER), scope, set_wise=True)
        findings.extend(one.under(path) for one in (*checked.findings, *_unranked(checked, known)))
        found[each.key] = checked
    return found


def _asks_nothing(path: str, label: Words) -> Finding:
    return Finding.of(
        path,
        f"人群“{label.to('zh')}”还没有条件。",
        f"The segment {label.to('en')} has no condition yet.",
    )


def _unranked(checked: Checked, known: set[str]) -> Iterator[Finding]:
    """Refuse ranks that no evaluation takes: nobody would be found, and nobody told why."""
    for each in checked.ranks:
        if each.normal_form not in known:
            yield Finding.of(
                each.path,
                "人群里只能用等级条件中也有的排名：排名在每次评估时计算。",
                "A segment may use a rank only that a ladder asks for too: evaluations take ranks.",
            )
