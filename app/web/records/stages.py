"""Goals on the way to a tier and micro-levels, as a member's page shows them."""

from app.expression.gap import progress, sentence, ways
from app.program.ladder import Stage
from app.runtime.standing import LadderView, StageView
from app.web.records.model import LevelShown, StageShown, StagesShown
from app.web.records.showing import tier_shown
from app.words import Words

MOST_WAYS = 2


def level_shown(view: LadderView) -> LevelShown | None:
    held = next((each for each in view.tiers if each.held), None)
    if held is None or held.level is None:
        return None
    return LevelShown(level=held.level, levels=held.tier.levels)


def stages_shown(view: LadderView) -> tuple[StagesShown, ...]:
    """Give the goals on the way to the next tier, and those of other tiers that were reached."""
    found = []
    for each in view.tiers:
        shown = tier_shown(view.ladder, each.tier.key)
        stages = [one for one in each.stages if each is view.next or one.at is not None]
        if stages and shown is not None:
            found.append(StagesShown(tier=shown, stages=tuple(_stage(one) for one in stages)))
    return tuple(reversed(found))


def _stage(view: StageView) -> StageShown:
    missing = sentence(ways(view.explained)[:MOST_WAYS])
    return StageShown(
        label=view.stage.label,
        reward=_reward(view.stage),
        at=view.at,
        progress=1.0 if view.at is not None else progress(view.explained),
        missing=missing if view.at is None and missing.zh else None,
    )


def _reward(stage: Stage) -> Words | None:
    if not stage.points:
        return None
    known = {"points": Words("积分", "points"), "growth": Words("成长值", "growth value")}
    currency = known.get(stage.currency, Words(stage.currency, stage.currency))
    return Words(f"+{stage.points:,} {currency.zh}", f"+{stage.points:,} {currency.en}")
