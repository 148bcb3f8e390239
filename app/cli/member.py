"""`rungs member`: where one member stands and why, deleting a member, making one of two."""

from collections.abc import Iterator
from typing import Any

import click

from app.cli.inside import layers
from app.cli.inside import standing as standings
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.expression.explain import Explained, State
from app.runtime.departing import remove_member
from app.runtime.hindsight import read_moment, release_at, standing_at
from app.runtime.merge import Merged
from app.runtime.merge import merge as merge_members
from app.runtime.naming import find_id, find_member
from app.runtime.releases import live
from app.runtime.standing import LadderView, Standing, standing

CONSOLE = "console"
MARKS = {State.MET: "✓", State.UNMET: "✗", State.UNKNOWN: "?"}


@click.group()
def member() -> None:
    """一位会员：等级和原因、设定等级、合并、注销。 One member: tiers and why, merge, delete."""


for _each in (*standings.COMMANDS, *layers.COMMANDS):
    member.add_command(_each)


@member.command()
@click.argument("who")
@click.option(
    "--at",
    help="过去的一天或时刻，如 2026-05-03。 A past day, as it ended, or a moment.",
)
@program_option
@workspace_option
@json_option
def explain(
    who: str, at: str | None, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """现在或当时为什么是这个等级。 Why a member is, or was, on a tier and not on the next."""
    place = the_program(workspace, program)
    now = to_instant(system_clock())
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        member_id = find_id(space, found, found.catalogue.members.object, who)
        if at is None:
            seen = standing(space, found, member_id, now=now)
        else:
            instant = read_moment(at, found, now=now)
            found = release_at(space, place.program_id, instant)
            seen = standing_at(space, found, member_id, at=instant)
    if as_json:
        say_json(_as_json(seen, found.number))
    else:
        _say(seen, found.number)


def _say(seen: Standing, release: int) -> None:
    moment = from_instant(seen.moment.now).astimezone(seen.moment.calendar.zone)
    shown = moment.strftime("%Y-%m-%d %H:%M")
    say(f"截至 {shown}，按第 {release} 版规则", f"As of {shown}, by release {release}")
    for view in seen.ladders:
        tier = "—" if view.tier is None else said(view.tier.label)
        click.echo(f"{said(view.ladder.label)}  {tier}")
        for each in reversed(view.tiers):
            mark = "●" if each.held else "○"
            click.echo(f"  {mark} {said(each.tier.label)}")
            if each.explained is not None:
                for line in _lines(each.explained, "      "):
                    click.echo(line)


def _lines(explained: Explained, indent: str) -> Iterator[str]:
    found = explained.comparison
    value = "" if found is None else f"  ({said(found.shown_value)})"
    yield f"{indent}{MARKS[explained.state]} {said(explained.sentence)}{value}"
    for each in explained.children:
        yield from _lines(each, indent + "  ")


def _as_json(seen: Standing, release: int) -> dict[str, Any]:
    return {
        "member_id": str(seen.member_id),
        "as_of": from_instant(seen.moment.now).isoformat(),
        "release": release,
        "ladders": [_ladder_json(each) for each in seen.ladders],
    }


def _ladder_json(view: LadderView) -> dict[str, Any]:
    return {
        "ladder": view.ladder.key,
        "tier": None if view.tier is None else view.tier.key,
        "tiers": [
            {
                "key": each.tier.key,
                "held": each.held,
                "condition": None if each.explained is None else _condition_json(each.explained),
            }
            for each in view.tiers
        ],
    }


def _condition_json(explained: Explained) -> dict[str, Any]:
    found = explained.comparison
    return {
        "sentence": explained.sentence.to_json(),
        "state": explained.state.value,
        "value": None if found is None else found.shown_value.to_json(),
        "children": [_condition_json(each) for each in explained.children],
    }


@member.command()
@click.argument("survivor")
@click.argument("other")
@program_option
@workspace_option
@json_option
def merge(
    survivor: str, other: str, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """把另一位会员并入这一位；可重复执行。 Merge another member into this one, once."""
    place = the_program(workspace, program)
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        members = found.catalogue.members.object
        ids = [find_id(space, found, members, each) for each in (survivor, other)]
        if ids[0] == ids[1] and survivor != other:
            # What named the other one leads to the survivor since they were merged.
            done = Merged(survivor_id=ids[0], merged_id=ids[1])
        else:
            done = merge_members(space, found, *ids, now=to_instant(system_clock()), by=CONSOLE)
    if as_json:
        say_json(
            {
                "member_id": str(done.survivor_id),
                "merged_id": str(done.merged_id),
                "already": done.moved is None,
                "moved": done.moved or {},
                "filled": done.filled,
                "kept": done.kept,
                "gained": [[each.ladder, each.old, each.new] for each in done.gained],
            }
        )
    elif done.moved is None:
        say("此前已经合并过。", "They had been merged before.")
    else:
        count = sum(done.moved.values())
        say(
            f"已并入会员 {done.survivor_id}，转入 {count} 条记录。",
            f"Merged into member {done.survivor_id}; {count} records went over.",
        )


@member.command()
@click.argument("who")
@click.option("--yes", is_flag=True, help="不再询问。 Do not ask.")
@program_option
@workspace_option
@json_option
def delete(
    who: str, program: str | None, workspace: str | None, *, yes: bool, as_json: bool
) -> None:
    """注销会员：清除个人信息，订单和账目不署名保留。 Delete a member and their personal data."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        member_id = find_member(space, live(space, place.program_id), who)
    if not yes:
        click.confirm(f"注销会员 {member_id}？不能撤销。 Delete for good?", abort=True, err=True)
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        now = to_instant(system_clock())
        remove_member(space, found, member_id, now=now, cause=CONSOLE, by=CONSOLE)
    if as_json:
        say_json({"deleted": str(member_id)})
    else:
        say(f"会员 {member_id} 已注销。", f"Member {member_id} was deleted.")
