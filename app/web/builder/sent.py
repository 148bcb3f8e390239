"""What would go out if a draft were published and applied now, in words."""

from collections.abc import Iterator

from app.builder.outgoing import Outgoing, StageReached
from app.program.program import Program
from app.web.builder.handed_out import handed_out
from app.web.builder.model import Sent
from app.words import Words

MEMBERS = Words("位会员", "members")
NOTHING_MORE = Words("", "")


def sent(program: Program, found: Outgoing) -> Iterator[Sent]:
    """Give a line for each sort of thing; nothing at all where nothing goes out."""
    for each in found.stages:
        yield _stage(program, each)
    yield from handed_out(program, found)
    for currency, points in found.points.items():
        yield Sent(
            icon="plus",
            name=Words("奖励合计", "Rewards in total"),
            detail=NOTHING_MORE,
            count=points,
            what=_currency(program, currency),
        )
    if found.converted:
        yield Sent(
            icon="check",
            name=Words("体验转正", "Trials that turn into the earned tier"),
            detail=Words(
                "已经挣得体验的等级，体验就此结束。", "The tier is earned; the trial ends."
            ),
            count=found.converted,
            what=MEMBERS,
        )
    if found.expired:
        yield Sent(
            icon="leave",
            name=Words("体验到期", "Trials whose time is over"),
            detail=NOTHING_MORE,
            count=found.expired,
            what=MEMBERS,
        )
    if found.notices:
        yield Sent(
            icon="warning",
            name=Words("降级提醒", "Notices before a review"),
            detail=Words(
                "照现在的数据，下次考核保不住等级。",
                "As things stand, they would not keep their tier at the next review.",
            ),
            count=found.notices,
            what=MEMBERS,
        )


def _stage(program: Program, each: StageReached) -> Sent:
    tier, stage = each.tier.label, each.stage
    worth = Words("没有奖励", "no reward")
    if stage.points:
        currency = _currency(program, stage.currency)
        worth = Words(
            f"每位 {stage.points:,} {currency.zh}，共 {each.points:,}",
            f"{stage.points:,} {currency.en.lower()} each, {each.points:,} in all",
        )
    return Sent(
        icon="check",
        name=Words(
            f"{tier.to('zh')}·{stage.label.to('zh')}", f"{tier.to('en')}: {stage.label.to('en')}"
        ),
        detail=worth,
        count=each.members,
        what=MEMBERS,
    )


def _currency(program: Program, key: str) -> Words:
    found = next((each for each in program.currencies if each.key == key), None)
    return Words(key, key) if found is None else found.label
