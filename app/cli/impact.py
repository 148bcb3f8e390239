"""What the draft would do to the members' tiers, as lines of text."""

from collections.abc import Iterable

import click

from app.builder.handing_out import CouponsOut, decimal
from app.builder.moving import Mover, Tiers
from app.builder.outgoing import Outgoing
from app.builder.preview import Impact, LadderImpact, Movement
from app.cli.speech import said, say, say_findings
from app.program.benefit_words import EVERY
from app.words import Words

NOWHERE = "-"
MOVEMENTS = {
    Movement.RISES: Words("↑ 升级", "rise"),
    Movement.FALLS: Words("↓ 降级", "fall"),
    Movement.STAYS: Words("= 不变", "stay"),
    Movement.ENTERS: Words("+ 首次定级", "placed for the first time"),
    Movement.LEAVES: Words("- 离开等级体系", "leave the ladder"),
}


def say_impact(found: Impact) -> None:
    looked_at, members = f"{found.looked_at:,}", f"{found.members:,}"
    if found.estimated:
        say(f"≈ 由 {looked_at} 位推算 {members} 位。", f"≈ from {looked_at} of {members} members.")
    for each in found.ladders:
        _say_ladder(each, "≈" if found.estimated else "")
    _say_outgoing(found.outgoing, "≈" if found.estimated else "")
    say_findings(found.findings)
    if found.blank:
        listed = ", ".join(f"{key}.{field}" for key, field in found.blank)
        say(f"按空值计算的字段：{listed}。", f"Fields read as blank: {listed}.")


def _say_ladder(found: LadderImpact, about: str) -> None:
    click.echo(said(found.ladder.label))
    for movement, words in MOVEMENTS.items():
        click.echo(f"  {about}{found.count(movement):>9,}  {said(words)}")
        for each in found.shifts:
            if each.movement is movement and movement is not Movement.STAYS:
                old, new = each.old or "—", each.new or "—"
                click.echo(f"  {about}{each.members:>9,}    {old} → {new}")


def _say_outgoing(found: Outgoing, about: str) -> None:
    say("会发出", "What would go out")
    for stage in found.stages:
        name = f"{stage.ladder}.{stage.tier.key}.{stage.stage.key}"
        worth = f"{stage.points:,} {stage.stage.currency}"
        click.echo(f"  {about}{stage.members:>9,}  {name}: {worth}")
    for many, words in (
        (found.converted, Words("体验转正", "trials turn into the earned tier")),
        (found.expired, Words("体验到期", "trials are over")),
        (found.notices, Words("降级提醒", "notices before a review")),
    ):
        if many:
            click.echo(f"  {about}{many:>9,}  {said(words)}")
    for pack in found.packs:
        label = said(Words("礼包", "pack"))
        click.echo(f"  {about}{pack.members:>9,}  {label} {pack.ladder}.{pack.tier.key}")
    for coupons in found.coupons:
        _say_coupons(coupons, about)
    if found.coupons:
        say(f"  成本 {about}{decimal(found.cost)}", f"  Cost {about}{decimal(found.cost)}")
    for each in found.recurring:
        every = said(EVERY[each.recurring.every])
        click.echo(f"  {every} {each.ladder}.{each.tier.key}:")
        _say_coupons(each.coupons, about)
    if found.nothing:
        say(
            "  没有礼包、券、积分、提醒或体验变动。",
            "  No packs, coupons, points, notices or trials that end.",
        )


def _say_coupons(found: CouponsOut, about: str) -> None:
    cost = decimal(found.cost) or said(Words("成本未知", "unknown cost"))
    click.echo(f"  {about}{found.count:>9,}  {found.design.key}: {cost}")
    ration = found.ration
    if ration.budget is not None:
        most = Words("（至多）", " (at most)") if ration.at_most else Words("", "")
        key, refused = ration.budget.key, f"{ration.refused:,}"
        say(
            f"  预算 {key} 所限{most.zh}，不发 {refused}",
            f"  Limited by the budget {key}{most.en}, not issued: {refused}",
        )


def say_movers(movers: Iterable[Mover]) -> None:
    for each in movers:
        old, new = each.old or NOWHERE, each.new or NOWHERE
        name = str(each.member.get("external_id") or each.member.get("number") or "")
        click.echo(f"{each.member_id}  {name}  {old} → {new}  {said(each.why)}")


def tiers_of(given: str | None) -> Tiers:
    """Read a tier of the command line; `-` is not being on the ladder."""
    if not given:
        return ()
    return (None,) if given == NOWHERE else (given,)
