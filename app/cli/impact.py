"""What the draft would do to the members' tiers, as lines of text."""

import click

from app.builder.preview import Impact, LadderImpact, Movement
from app.cli.speech import said, say, say_findings
from app.words import Words

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
