"""`rungs member layers|grant|trial|end-layer`: tiers held beside the earned one."""

from collections.abc import Callable
from typing import Any

import click

from app.cli.place import Place, json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.errors import Invalid, NotFound
from app.program.checked import CheckedLadder
from app.program.dates import instant_of
from app.runtime import granting
from app.runtime.granting import Granted
from app.runtime.holding import Ended, Holding, LayerView, Phase, holdings
from app.runtime.naming import find_member
from app.runtime.releases import Live, live
from app.storage.layers import Kind, Layer
from app.storage.space import Space
from app.words import Words

CONSOLE = "console"
who_argument = click.argument("who")
ladder_option = click.option(
    "--ladder", help="等级体系；只有一个时可省略。 Needed where there are several ladders."
)
why_option = click.option("--why", required=True, help="原因，记入审计。 Why; kept in the audit.")
Command = Callable[..., Any]


def placed(command: Command) -> Command:
    for option in (json_option, workspace_option, program_option):
        command = option(command)
    return command


KINDS = {
    Kind.FLOOR: Words("保底", "at least"),
    Kind.LOCK: Words("锁定", "locked"),
    Kind.TRIAL: Words("体验", "on trial"),
    Kind.PAID: Words("付费", "paid for"),
}
PHASES = {
    Phase.WAITING: Words("未开始", "to come"),
    Phase.ACTIVE: Words("有效", "active"),
    Phase.OVER: Words("已结束", "over"),
}


@click.command()
@who_argument
@placed
def layers(who: str, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """人工设定、体验、付费的等级。 Tiers set by a person, tried or paid for."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        held = holdings(space, found, find_member(space, found, who), now=now)
    if as_json:
        say_json({"layers": [layer_json(key, each) for key, each in _every(held)]})
        return
    for _, each in _every(held):
        click.echo(line_of(found, each))


def _every(held: dict[str, Holding]) -> list[tuple[str, LayerView]]:
    return [(key, each) for key, on in held.items() for each in on.layers]


def line_of(found: Live, view: LayerView) -> str:
    zone = found.checked.program.settings.calendar.zone
    start, over = (
        "…" if each is None else f"{from_instant(each).astimezone(zone):%Y-%m-%d %H:%M}"
        for each in (view.layer.starts_at, view.over_at)
    )
    tier = "—" if view.tier is None else said(view.tier.label)
    mark = "●" if view.in_force else "○"
    words = f"{said(KINDS[view.layer.kind])} {tier}  {start} – {over}  {said(PHASES[view.phase])}"
    return f"{mark} {view.layer.id}  {words}  {view.layer.reason}"


def layer_json(ladder: str, view: LayerView) -> dict[str, Any]:
    ended = view.ended
    return {
        "id": str(view.layer.id),
        "ladder": ladder,
        "kind": view.layer.kind.value,
        "tier": None if view.tier is None else view.tier.key,
        "starts_at": from_instant(view.layer.starts_at).isoformat(),
        "ends_at": None if view.layer.ends_at is None else moment_json(view.layer.ends_at),
        "reason": view.layer.reason,
        "phase": view.phase.value,
        "in_force": view.in_force,
        "ended": None if ended is None else ended.value,
        "ended_why": view.layer.closed_why if ended is Ended.BY_PERSON else None,
    }


def moment_json(instant: int) -> str:
    return from_instant(instant).isoformat()


@click.command()
@who_argument
@click.argument("tier")
@click.option(
    "--kind",
    type=click.Choice([Kind.FLOOR.value, Kind.LOCK.value, Kind.PAID.value]),
    default=Kind.FLOOR.value,
    show_default=True,
    help="保底、锁定、付费。 At least this tier, exactly this one, or paid for.",
)
@click.option("--from", "start", help="何时开始；默认现在。 When it begins; now by default.")
@click.option("--until", help="何时结束；默认直到结束它。 When it ends; by default when ended.")
@why_option
@ladder_option
@placed
def grant(
    who: str,
    tier: str,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
    **options: Any,
) -> None:
    """给会员一个等级：保底、锁定或付费。 Give a member a tier beside the earned one."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        start = _read(found, options["start"])
        wanted = Granted(
            member_id=find_member(space, found, who),
            ladder=the_ladder(found, options["ladder"]).ladder.key,
            kind=Kind(options["kind"]),
            tier=tier,
            reason=options["why"],
            starts_at=now if start is None else start,
            ends_at=_read(found, options["until"]),
        )
        layer = granting.grant(space, found, wanted, now=now, by=CONSOLE)
        _tell(space, place, layer, now=now, as_json=as_json)


@click.command()
@who_argument
@click.argument("offer")
@ladder_option
@placed
def trial(
    who: str,
    offer: str,
    ladder: str | None,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """开始体验一个等级；每人一次。 Let a member try a tier, once in a life."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        key, member_id = the_ladder(found, ladder).ladder.key, find_member(space, found, who)
        layer = granting.start_trial(space, found, member_id, key, offer, now=now, by=CONSOLE)
        _tell(space, place, layer, now=now, as_json=as_json)


@click.command("end-layer")
@who_argument
@click.argument("layer_id", type=click.IntRange(min=1))
@why_option
@placed
def end_layer(
    who: str, layer_id: int, why: str, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """结束一层等级，其他各层不变。 End one layer; every other stays as it is."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        member_id = find_member(space, found, who)
        layer = granting.end(space, found, member_id, layer_id, now=now, by=CONSOLE, why=why)
        _tell(space, place, layer, now=now, as_json=as_json)


def _tell(space: Space, place: Place, layer: Layer, *, now: int, as_json: bool) -> None:
    found = live(space, place.program_id)
    held = holdings(space, found, layer.member_id, now=now)
    key, shown = next(each for each in _every(held) if each[1].layer.id == layer.id)
    if as_json:
        tiers = {key: each.tier for key, each in held.items()}
        say_json({"layer": layer_json(key, shown), "tiers": tiers})
        return
    click.echo(line_of(found, shown))
    tier = held[key].tier
    label = found.checked.ladders[key].ladder.tier(tier).label if tier else Words("—", "—")
    say(f"现在的等级：{label.to('zh')}", f"The tier now: {label.to('en')}")


def the_ladder(found: Live, key: str | None) -> CheckedLadder:
    """Find a ladder; where there is one only, it need not be named. Raises `NotFound`."""
    ladders = found.checked.ladders
    if key is None and len(ladders) == 1:
        return next(iter(ladders.values()))
    if key in ladders:
        return ladders[str(key)]
    listed = ", ".join(ladders) or "—"
    raise NotFound(
        f"请用 --ladder 指明等级体系：{listed}。", f"Say which ladder with --ladder: {listed}."
    )


def _read(found: Live, text: str | None) -> int | None:
    """Read a moment, or a day as it begins, in the programme's time. Raises `Invalid`."""
    if text is None:
        return None
    at = instant_of(text, found.checked.program.settings.calendar.zone)
    if at is None:
        raise Invalid(f"“{text}”不是时刻。", f"{text!r} is no moment.")
    return at


COMMANDS = (layers, grant, trial, end_layer)
