"""Releases for new members only: what may change in one, and what it keeps for the others."""

from collections.abc import Iterator
from dataclasses import replace

from app.errors import Finding
from app.program.benefit import Packs
from app.program.checked import CheckedProgram, for_new_members
from app.program.ladder import Ladder, Tier
from app.program.program import Program
from app.runtime.releases import live as live_of
from app.storage.space import Space
from app.words import Words


def with_elders(
    space: Space, program_id: int, checked: CheckedProgram, *, since: int
) -> CheckedProgram:
    """Join a programme that is to be released to the rules of those who are members already."""
    return for_new_members(checked, live_of(space, program_id).checked, since=since)


def not_for_new_members(live: Program | None, new: Program) -> list[Finding]:
    """Say what stands in the way of releasing a programme for new members only.

    Elders and newcomers share the ladder, its periods, its reviews and all fields; the conditions
    to rise and to stay may differ, and the words.
    """
    if live is None:
        return [
            _finding(
                "", "还没有发布过，不存在老会员。", "Nothing was released before: all are new."
            )
        ]
    return [*_ladders(live, new), *_fields(live, new)]


def _ladders(live: Program, new: Program) -> Iterator[Finding]:
    before = {each.key: _shape(each) for each in live.ladders}
    for n, each in enumerate(new.ladders):
        if before.pop(each.key, None) != _shape(each):
            yield _finding(
                f"/ladders/{n}",
                "只对新会员生效时，等级体系只能改晋升和保级条件，不能改等级、周期和考核。",
                "For new members only, a ladder may change the conditions to rise and to stay, not"
                " its tiers, periods and reviews.",
            )
    for key in before:
        yield _finding(
            "/ladders", f"老会员还在体系“{key}”里。", f"Members are on the ladder {key!r} still."
        )


def _shape(ladder: Ladder) -> Ladder:
    """Give a ladder without what may differ."""
    nothing = Words("", "")
    tiers = tuple(Tier(key=each.key, label=nothing) for each in ladder.tiers)
    return replace(ladder, label=nothing, tiers=tiers, trials=(), make_up=None, packs=Packs.PASSED)


def _fields(live: Program, new: Program) -> Iterator[Finding]:
    kept = {(each.key, f.key): f.kind for each in new.objects for f in each.fields}
    for each in live.objects:
        for field in each.fields:
            if kept.get((each.key, field.key)) != field.kind:
                yield _finding(
                    "/objects",
                    f"老会员的规则可能还要用字段“{each.key}.{field.key}”。",
                    f"The rules of present members may need {each.key}.{field.key} still.",
                )


def _finding(path: str, zh: str, en: str) -> Finding:
    return Finding(path=path, message=Words(zh, en))
