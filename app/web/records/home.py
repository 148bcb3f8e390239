"""The programme's home: its ladder with the people on it, and what changed."""

from app.access import Can
from app.builder.releases import history
from app.program.ladder import Ladder
from app.program.sentences import sentence
from app.runtime.overview import Counted, Overview, Promotion, overview
from app.runtime.releases import Live, live
from app.storage.programs import ReleaseRow
from app.storage.samples import is_coming
from app.storage.standings import EvaluationRow, last_evaluation
from app.web.budget_marks import marks_shown
from app.web.frame import Here
from app.web.records.model import Happening, HomePage, LadderShown, Move, Step
from app.web.records.showing import initial_of_member, name_of, tier_shown
from app.words import Words

DAYS = 30
DAY = 86_400_000_000
PROMOTIONS = 6
HAPPENINGS = 6


def home_page(here: Here) -> HomePage:
    released = here.standing.number is not None
    found = live(here.space, here.program_id) if released else None
    seen = None if found is None else _overview(here, found)
    counted = seen.ladders if seen else ()
    total = max((each.total for each in counted), default=0)
    return HomePage(
        title=here.standing.label,
        release=here.standing.number,
        published_at=here.standing.published_at,
        total=total,
        ups=seen.moves.ups if seen else 0,
        downs=seen.moves.downs if seen else 0,
        days=DAYS,
        risen=_risen(counted[0]) if counted else None,
        ladders=tuple(_ladder(here, found, each) for each in counted) if found else (),
        moves=tuple(_move(here, each) for each in seen.promotions) if seen else (),
        happenings=_happenings(here),
        members_url=here.url("records.members") if here.visitor.may(Can.READ_MEMBERS) else None,
        at_risk_url=here.url("records.at_risk")
        if released and here.visitor.may(Can.READ_MEMBERS)
        else None,
        ladder_url=here.url("builder.ladder"),
        marks=marks_shown(here),
        budgets_url=here.url("benefits.benefits", _anchor="budgets"),
        sample_url=here.url("gallery.coming") if is_coming(here.space, here.program_id) else None,
    )


def _overview(here: Here, found: Live) -> Overview:
    return overview(here.space, found, since=here.now - DAYS * DAY, limit=PROMOTIONS)


def _risen(counted: Counted) -> float | None:
    """Say which share of the members stands above the first tier."""
    tiers = counted.ladder.tiers
    if not tiers or not counted.total:
        return None
    above = sum(counted.members.get(each.key, 0) for each in tiers[1:])
    return 100 * above / counted.total


def _ladder(here: Here, found: Live, counted: Counted) -> LadderShown:
    placed = sum(n for key, n in counted.members.items() if key is not None)
    steps = []
    start = 0.0
    for tier in counted.ladder.tiers:
        members = counted.members.get(tier.key, 0)
        share = members / placed if placed else 0.0
        steps.append(_step(here, found, counted.ladder, tier.key, (members, share, start)))
        start += 1000 * share
    return LadderShown(
        label=counted.ladder.label, steps=tuple(steps), unplaced=counted.members.get(None, 0)
    )


def _step(
    here: Here, found: Live, ladder: Ladder, key: str, counted: tuple[int, float, float]
) -> Step:
    members, share, start = counted
    checked = found.checked.ladders[ladder.key]
    condition = checked.conditions.get(key)
    shown = tier_shown(ladder, key)
    assert shown is not None
    return Step(
        tier=shown,
        members=members,
        share=100 * share,
        start=round(start, 2),
        width=round(1000 * share, 2),
        rule=sentence(condition, checked.scope).to(here.formats.language) if condition else "",
        url=here.url("records.members", ladder=ladder.key, tier=key)
        if here.visitor.may(Can.READ_MEMBERS)
        else None,
    )


def _move(here: Here, promotion: Promotion) -> Move:
    name = name_of(promotion.member, personal=here.visitor.may(Can.READ_PERSONAL))
    may_look = here.visitor.may(Can.READ_MEMBERS)
    return Move(
        name=name,
        initial=initial_of_member(name),
        url=here.url("records.member", member_id=promotion.member["id"]) if may_look else None,
        old=tier_shown(promotion.ladder, promotion.old),
        new=tier_shown(promotion.ladder, promotion.new),
        at=promotion.at,
    )


def _happenings(here: Here) -> tuple[Happening, ...]:
    releases = history(here.space, here.program_id)[:HAPPENINGS]
    found = [_released(here, each) for each in releases]
    evaluated = last_evaluation(here.space, here.program_id)
    if evaluated is not None:
        found.append(_evaluated(here, evaluated))
    return tuple(sorted(found, key=lambda each: each.at, reverse=True)[:HAPPENINGS])


def _released(here: Here, row: ReleaseRow) -> Happening:
    return Happening(
        text=Words(f"发布了第 {row.number} 版", f"Release {row.number} was published"),
        detail=row.note,
        at=row.published_at,
        url=here.url("builder.release", number=row.number),
    )


def _evaluated(here: Here, row: EvaluationRow) -> Happening:
    placed, changed = here.formats.number(row.placed), here.formats.number(row.changed)
    words = Words(
        f"评估 {placed} 位会员，{changed} 位等级有变",
        f"{placed} members evaluated, {changed} moved",
    )
    return Happening(
        text=Words("完成一次定级评估", "Tiers were evaluated"),
        detail=words.to(here.formats.language),
        at=row.finished_at or row.started_at,
    )
