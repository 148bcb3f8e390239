"""What the members there are say about a draft: a condition that hardly anybody meets (R-18).

It is asked where there is a database: before publishing, and by a preview. The other checks look
at the document alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.builder.checks.base import warning
from app.builder.proofs.likeness import likeness
from app.builder.proofs.members import Named, example_of
from app.builder.proofs.parts import conjuncts, said_part, written_place
from app.errors import Example, Finding
from app.expression.check import Checked
from app.expression.tree import Typed
from app.expression.types import Decimal, Integer
from app.program.checked import CheckedLadder
from app.runtime.foresight import Foreseeing
from app.runtime.reach import Reach, furthest, metric_of, part_of, parts_met, reached
from app.runtime.sight import Sight
from app.words import Words

FEWEST = 5
"""Percent of the members on a ladder; exactly so many are enough (E-24)."""
TOO_FEW_TO_SAY = 30
"""Below so many members nothing is said."""


def rarely_met(sight: Sight, found: Mapping[str, Foreseeing]) -> Iterator[Finding]:
    """Say which conditions fewer than 5 % of the members meet, and which part is to blame."""
    ladders = {key: n for n, key in enumerate(sight.checked.ladders)}
    for each in reached(found):
        if each.members >= TOO_FEW_TO_SAY and each.below(FEWEST):
            ladder = sight.checked.ladders[each.ladder]
            yield _finding(sight, ladder, each, f"/ladders/{ladders[each.ladder]}")


def _finding(sight: Sight, ladder: CheckedLadder, reach: Reach, path: str) -> Finding:
    position = ladder.ladder.position(reach.tier)
    tier, condition = ladder.ladder.tiers[position], ladder.conditions[reach.tier]
    place = f"{path}/tiers/{position}/condition"
    parts = list(conjuncts(condition.tree))
    counts = parts_met(sight, reach.ladder, [part_of(condition, each) for each in parts])
    rarest = min(range(len(parts)), key=counts.__getitem__)
    alone = replace(reach, met=counts[rarest])
    if len(parts) > 1 and not alone.below(FEWEST):
        return _together(sight, ladder, parts[rarest], reach, alone, place)
    blame = _blame(sight, ladder, parts, counts, rarest, reach)
    told = _told(sight, reach.met, reach.members)
    return warning(
        place + written_place(tier.condition, parts[rarest].path),
        f"现有会员中只有 {told.zh}满足“{tier.label.to('zh')}”的条件，不到 {FEWEST}%。{blame.zh}",
        f"Only {told.en} of the members meet the condition of {tier.label.to('en')}, which is"
        f" fewer than {FEWEST} %. {blame.en}",
        example=_furthest(sight, ladder, condition, parts[rarest]),
    )


def _together(
    sight: Sight, ladder: CheckedLadder, rarest: Typed, reach: Reach, alone: Reach, place: str
) -> Finding:
    """Say that no part holds back by itself; it is hard to meet them all."""
    tier, said = ladder.ladder.tier(reach.tier).label, said_part(rarest, ladder.scope)
    told, part = (_told(sight, each.met, each.members) for each in (reach, alone))
    return warning(
        place,
        f"现有会员中只有 {told.zh}满足“{tier.to('zh')}”的条件，不到 {FEWEST}%。"
        f"难在同时满足：单独看，最少人做到的“{said.zh}”也有 {part.zh}。",
        f"Only {told.en} of the members meet the condition of {tier.to('en')}, which is fewer than"
        f" {FEWEST} %. What is hard is to meet all of it: the rarest part alone, “{said.en}”, is"
        f" met by {part.en}.",
    )


def _blame(
    sight: Sight,
    ladder: CheckedLadder,
    parts: list[Typed],
    counts: list[int],
    rarest: int,
    reach: Reach,
) -> Words:
    if len(parts) == 1:
        return Words("", "")
    said = said_part(parts[rarest], ladder.scope)
    told = _told(sight, counts[rarest], reach.members)
    return Words(
        f"主要卡在“{said.zh}”：只有 {told.zh}做到。",
        f"What holds most back is “{said.en}”: {told.en} do it.",
    )


def _told(sight: Sight, met: int, members: int) -> Words:
    about = "≈" if sight.estimated else ""
    share = f"{about}{100 * met / members:.2f}".rstrip("0").rstrip(".")
    return Words(f"{share}%（{members:,} 位中 {met:,} 位）", f"{share} % ({met:,} of {members:,})")


def _furthest(
    sight: Sight, ladder: CheckedLadder, condition: Checked, part: Typed
) -> Example | None:
    """Show how far the furthest member has come with what holds most of them back."""
    metric = metric_of(part)
    if metric is None or not isinstance(metric.type, Integer | Decimal):
        return None
    value = furthest(sight, ladder.ladder.key, part_of(condition, metric))
    if value is None:
        return None
    shown = example_of({Named(likeness(metric), metric): value}, ladder.scope, None)
    return Example(
        said=Words(f"走得最远的会员：{shown.said.zh}", f"the furthest member: {shown.said.en}"),
        values=shown.values,
    )
