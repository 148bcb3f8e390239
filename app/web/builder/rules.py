"""A ladder of the draft as its designer sees it: each tier's rules, and the page members read."""

from collections.abc import Iterator, Mapping

from app.builder.diff import PROMOTIONS
from app.builder.diff.terms import PROMOTED, due_of
from app.errors import Finding
from app.program.checked import CheckedLadder
from app.program.ladder import Demotion, Ladder, Promoted, Review, Tier, Trial
from app.program.program import Program
from app.program.promises import rules_of
from app.program.review_words import Fall
from app.program.rules_page import RulesPage, Topic
from app.program.sentences import clause, sentence
from app.web.builder.model import LadderRules, PageRead, RuleShown, Term, TierRead
from app.web.records.showing import tier_shown
from app.words import Words

FALLS = {
    Demotion.NEVER: Words("不降级", "Nobody falls"),
    Demotion.ONE_DOWN: Words("降一级", "One tier down"),
    Demotion.REQUALIFY: Words("降到仍够得上的最高一级", "To the highest tier they qualify for"),
}


def ladder_rules(
    program: Program,
    checked: CheckedLadder,
    live: Ladder | None,
    findings: Mapping[int, tuple[Finding, ...]],
    counted: Mapping[tuple[str, str], int],
) -> LadderRules:
    """Show a ladder; `findings` are by tier, `counted` are the members by ladder and tier."""
    ladder, page = checked.ladder, rules_of(program, checked)
    rungs = [
        _rung(checked, page, place, live, findings[place], counted)
        for place in range(len(ladder.tiers))
    ]
    return LadderRules(
        key=ladder.key,
        label=ladder.label,
        note=_note(ladder),
        terms=tuple(_terms(checked, page)),
        rungs=tuple(reversed(rungs)),
        page=page_read(page),
    )


def _note(ladder: Ladder) -> Words:
    period, rise = ladder.period.words, PROMOTIONS[ladder.promotion]
    return Words(f"考核周期：{period.zh} · 晋升：{rise.zh}", f"Period: {period.en} · {rise.en}")


def _terms(checked: CheckedLadder, page: RulesPage) -> Iterator[Term]:
    """Say what holds for the ladder, as far as it is not what every ladder begins with."""
    ladder, review = checked.ladder, checked.ladder.review
    if checked.members is not None:
        yield _term("members", "适用会员", "Who", sentence(checked.members, checked.scope))
    if review != Review() or ladder.promoted is not Promoted.EVENT:
        yield _term("up-arrow", "升级", "Rise", _capital(PROMOTED[ladder.promoted]))
    if review != Review():
        yield from _review(ladder)
    making_up = page.about(Topic.MAKE_UP)
    if making_up is not None:
        yield _term("plus", "补差", "Make-up", making_up.lines[0])


def _review(ladder: Ladder) -> Iterator[Term]:
    review = ladder.review
    yield _term("clock", "考核", "Review", _capital(due_of(review)))
    zh, en = FALLS[review.demotion]
    if review.floor is not None and review.demotion is not Demotion.NEVER:
        floor = ladder.tiers[ladder.position(review.floor)].label
        zh, en = f"{zh}，最低{floor.to('zh')}", f"{en}, never below {floor.to('en')}"
    yield _term("down-arrow", "没通过", "If not", Words(zh, en))
    if review.dated and review.grace_days:
        days = review.grace_days
        yield _term("refund", "宽限", "Grace", Words(f"{days} 天", _days(days)))
    if review.dated and review.notice_days:
        days = review.notice_days
        yield _term("mail", "提醒", "Notice", Words(f"提前 {days} 天", f"{_days(days)} before"))


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _term(icon: str, zh: str, en: str, text: Words) -> Term:
    return Term(icon=icon, name=Words(zh, en), lines=(text,))


def _capital(words: Words) -> Words:
    return Words(words.zh, words.en[:1].upper() + words.en[1:])


def _rung(
    checked: CheckedLadder,
    page: RulesPage,
    place: int,
    live: Ladder | None,
    findings: tuple[Finding, ...],
    counted: Mapping[tuple[str, str], int],
) -> RuleShown:
    ladder = checked.ladder
    tier = ladder.tiers[place]
    shown = tier_shown(ladder, tier.key)
    assert shown is not None
    old = next((each for each in live.tiers if each.key == tier.key), None) if live else None
    condition = checked.conditions.get(tier.key)
    return RuleShown(
        tier=shown,
        place=place + 1,
        sentence=sentence(condition, checked.scope) if condition else None,
        terms=(*_staying(checked, tier), *_on_the_way(checked, page, place)),
        members=counted.get((ladder.key, tier.key)),
        changed=live is not None and old != tier,
        findings=findings,
    )


def _staying(checked: CheckedLadder, tier: Tier) -> Iterator[Term]:
    """Say how a tier is kept and what follows, where the ladder says anything of it."""
    ladder = checked.ladder
    own = checked.retention.get(tier.key)
    if checked.stay(tier.key) is None or (own is None and ladder.review == Review()):
        return
    fall = Fall(ladder, tier)
    if fall.never:
        yield _term("lock", "保级", "To stay", Words("长期有效，不会降级", "Never lost"))
        return
    stay = Words("与晋升条件相同", "The same as to rise")
    if own is not None:
        stay = sentence(own, checked.scope)
    yield _term("lock", "保级", "To stay", stay)
    yield _term("down-arrow", "没通过", "If not", _falls_to(fall))


def _falls_to(fall: Fall) -> Words:
    if fall.certain is not None:
        label = fall.certain.label
        return Words(f"降为{label.to('zh')}", f"Down to {label.to('en')}")
    return FALLS[Demotion.REQUALIFY]


def _on_the_way(checked: CheckedLadder, page: RulesPage, place: int) -> Iterator[Term]:
    """Say what leads to a tier or on from it: goals, small steps, trials."""
    ladder, tier = checked.ladder, checked.ladder.tiers[place]
    goals = page.tiers[place].about(Topic.STAGES)
    if goals is not None:
        yield Term(icon="check", name=Words("途中目标", "Goals"), lines=goals.lines)
    if tier.levels > 1 and place + 1 < len(ladder.tiers):
        above = ladder.tiers[place + 1].label
        steps = Words(
            f"到{above.to('zh')}分 {tier.levels} 小级",
            f"{tier.levels} on the way to {above.to('en')}",
        )
        yield _term("ladder", "小级", "Steps", steps)
    offers = tuple(_offer(checked, each) for each in ladder.trials if each.tier == tier.key)
    if offers:
        yield Term(icon="benefit", name=Words("体验", "Trial"), lines=offers)


def _offer(checked: CheckedLadder, trial: Trial) -> Words:
    label, days = trial.label, _days(trial.days)
    zh, en = f"{label.to('zh')}：{trial.days} 天", f"{label.to('en')}: {days}"
    who = checked.trials.get(trial.key)
    if who is None:
        return Words(zh, en)
    rule, clauses = sentence(who, checked.scope), clause(who, checked.scope)
    return Words(f"{zh}，限{rule.zh}的会员", f"{en}, where {clauses.en}")


def page_read(page: RulesPage) -> PageRead:
    """Show what members read; what is the same for every tier is said once."""
    return PageRead(
        sections=(
            *(each for each in page.sections if each.topic is not Topic.TIERS),
            *page.shared,
        ),
        tiers=tuple(
            TierRead(tier=shown, sections=page.besides_shared(each))
            for each in page.tiers
            if (shown := tier_shown(page.ladder, each.tier.key)) is not None
        ),
    )
