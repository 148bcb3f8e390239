"""The rules of a ladder in the words of a good shop, written from the live rules themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.program.benefit_promises import on_a_jump, tier_gives
from app.program.checked import CheckedLadder
from app.program.ladder import Demotion, Ladder, MakeUp, Promoted, Promotion, Tier, Trial
from app.program.period import Span
from app.program.program import Program
from app.program.review_words import Fall, notice, when_reviewed
from app.program.rules_page import RulesPage, Section, TierRules, Topic
from app.program.sentences import clause
from app.words import Words

ALL = 100
"""Percent."""
PERIODS = {
    Span.LIFETIME: Words("从入会起一直累计。", "Everything since you joined counts."),
    Span.MONTH: Words(
        "一个考核期是一个自然月，每月 1 日重新累计。",
        "A qualification period is a calendar month; counting starts anew on the 1st.",
    ),
    Span.QUARTER: Words(
        "一个考核期是一个自然季度，1、4、7、10 月 1 日重新累计。",
        "A qualification period is a calendar quarter; counting starts anew in January, April, July"
        " and October.",
    ),
    Span.HALF_YEAR: Words(
        "一个考核期是半年，1 月 1 日和 7 月 1 日重新累计。",
        "A qualification period is half a calendar year; counting starts anew on 1 January and"
        " 1 July.",
    ),
    Span.YEAR: Words(
        "一个考核期是一个自然年，每年 1 月 1 日重新累计。",
        "A qualification period is a calendar year; counting starts anew on 1 January.",
    ),
    Span.JOINED: Words(
        "一个考核期是您的一个入会年，每到入会周年重新累计。",
        "A qualification period is a year of your membership; counting starts anew on each"
        " anniversary of your joining.",
    ),
    Span.TIER: Words(
        "考核期从取得或保住当前等级之日算起。",
        "The qualification period begins when you reach your current tier, or keep it.",
    ),
}
WHEN = {
    Promoted.EVENT: Words("达到要求立即升级", "You move up the moment you qualify"),
    Promoted.EVALUATION: Words(
        "每天核对一次，达到要求即升级", "We look once a day, and you move up as soon as you qualify"
    ),
    Promoted.REVIEW: Words("在考核时升级", "You move up when your tier is reviewed"),
}
HOW = {
    Promotion.JUMP: Words(
        "可以直接升到够得上的最高等级，不必逐级。", "straight to the highest tier within reach."
    ),
    Promotion.STEP: Words("每次升一级。", "one tier at a time."),
}


def rules_of(program: Program, found: CheckedLadder) -> RulesPage:
    """Write the rules of a ladder for its members."""
    writer = _Writer(program, found)
    return RulesPage(
        ladder=found.ladder,
        sections=tuple(writer.general()),
        tiers=tuple(
            TierRules(tier=each, sections=tuple(writer.tier(each))) for each in found.ladder.tiers
        ),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    program: Program
    found: CheckedLadder

    @property
    def ladder(self) -> Ladder:
        return self.found.ladder

    def general(self) -> Iterator[Section]:
        yield _section(Topic.MEMBERS, self._members())
        yield _section(Topic.TIERS, _from_below(self.ladder))
        if len(self.ladder.tiers) > 1:
            yield _section(Topic.RISE, *self._rise())
        if self._speaks_of_periods:
            yield _section(Topic.PERIOD, self._period())
        if self.ladder.make_up is not None:
            yield _section(Topic.MAKE_UP, *self._make_up(self.ladder.make_up))

    def _members(self) -> Words:
        if self.found.members is None:
            return Words("所有会员。", "Every member.")
        rule = clause(self.found.members, self.found.scope)
        return Words(f"符合以下条件的会员：{rule.zh}。", f"Members for whom {rule.en}.")

    def _rise(self) -> Iterator[Words]:
        when, how = WHEN[self.ladder.promoted], HOW[self.ladder.promotion]
        yield Words(f"{when.zh}，{how.zh}", f"{when.en}, {how.en}")
        if jump := on_a_jump(self.ladder):
            yield jump
        review = self.ladder.review
        if review.dated and review.demotion is not Demotion.NEVER:
            yield Words(
                "升级后如有退款，会按退款后的数据重新核对等级。",
                "If an order is refunded after you moved up, your tier is checked again.",
            )

    @property
    def _speaks_of_periods(self) -> bool:
        """Whether some rule counts by the period, so that members must know what it is."""
        return any(
            rollup.window.needs == "period"
            for each in self.found.everything
            for rollup in each.rollups
        )

    def _period(self) -> Words:
        period = self.ladder.period
        if not period.counted:
            return PERIODS[period.span]
        unit = Words("天", "days") if period.span is Span.DAYS else Words("个月", "months")
        return Words(
            f"考核期滚动计算，总是到今天为止的 {period.count} {unit.zh}。",
            f"The qualification period is always the {period.count} {unit.en} up to today.",
        )

    def _make_up(self, make_up: MakeUp) -> Iterator[Words]:
        what = self._currency(make_up.currency)
        rate = _number(make_up.rate)
        zh, en = f"每消费 ¥1 可补 {rate} {what.zh}", f"every ¥1 you spend makes up {rate}"
        if make_up.most_percent < ALL:
            share = f"{make_up.most_percent}%"
            zh += f"，最多补两级差距的 {share}"
            en += f", up to {share} of the distance between two tiers"
        yield Words(
            f"{what.zh}还差一点时，可以用消费补足：{zh}。",
            f"When you are a little short of {what.en}, {en}.",
        )
        yield Words("退款时相应扣回。", "A refund takes it back.")

    def tier(self, tier: Tier) -> Iterator[Section]:
        yield _section(Topic.REACH, self._reach(tier))
        yield from self._staying(tier)
        if tier.stages:
            yield _section(Topic.STAGES, *self._stages(tier))
        above = self.ladder.tiers[self.ladder.position(tier.key) + 1 :]
        if tier.levels > 1 and above:
            label = above[0].label
            yield _section(
                Topic.LEVELS,
                Words(
                    f"通往{label.to('zh')}的路分为 {tier.levels} 小级，每一步都看得见。",
                    f"The way to {label.to('en')} has {tier.levels} small steps, so you see each"
                    " one you take.",
                ),
            )
        if trials := [each for each in self.ladder.trials if each.tier == tier.key]:
            yield _section(
                Topic.TRIALS, *(line for each in trials for line in self._trial(each, tier))
            )
        yield from tier_gives(self.program, tier)

    def _reach(self, tier: Tier) -> Words:
        label = tier.label
        checked = self.found.conditions.get(tier.key)
        if checked is None:
            return Words("加入即可获得。", "Yours from the start.")
        rule = clause(checked, self.found.scope)
        return Words(
            f"{rule.zh}，即可升为{label.to('zh')}。", f"{label.to('en')} is yours when {rule.en}."
        )

    def _staying(self, tier: Tier) -> Iterator[Section]:
        """Say how the tier is kept and lost, where it can be lost at all."""
        if self.found.stay(tier.key) is None:
            return
        fall = Fall(self.ladder, tier)
        label = tier.label
        if fall.never:
            forever = Words(
                f"升为{label.to('zh')}后长期有效，不会降级。",
                f"Once you have reached {label.to('en')}, you keep it.",
            )
            yield _section(Topic.KEEP, forever)
            return
        own = self.found.retention.get(tier.key)
        same = Words("与升级要求相同。", "The same as to get there.")
        if own is not None:
            rule = clause(own, self.found.scope)
            same = Words(
                f"{rule.zh}，即可保住{label.to('zh')}。",
                f"You stay {label.to('en')} when {rule.en}.",
            )
        yield _section(Topic.KEEP, same)
        told = notice(self.ladder)
        yield _section(Topic.REVIEW, when_reviewed(self.ladder), *([told] if told else []))
        yield _section(Topic.FALL, *fall.lines)

    def _stages(self, tier: Tier) -> Iterator[Words]:
        for each in tier.stages:
            checked = self.found.stages[tier.key, each.key]
            zh, en = clause(checked, self.found.scope)
            if each.points:
                what = self._currency(each.currency)
                zh += f"，奖励 {each.points:,} {what.zh}"
                en += f"; worth {each.points:,} {what.en}"
            yield Words(f"{each.label.to('zh')}：{zh}。", f"{each.label.to('en')}: {en}.")

    def _trial(self, trial: Trial, tier: Tier) -> Iterator[Words]:
        zh, en = tier.label.to("zh"), tier.label.to("en")
        days = "1 day" if trial.days == 1 else f"{trial.days} days"
        once = Words("每位会员一次", "once for each member")
        if len(self.ladder.trials) > 1:
            once = Words("各种体验每位会员限选一次", "one of the trials for each member")
        yield Words(
            f"{trial.label.to('zh')}：免费体验{zh} {trial.days} 天，{once.zh}。",
            f"{trial.label.to('en')}: {en} for {days}, free, {once.en}.",
        )
        if (who := self.found.trials.get(trial.key)) is not None:
            rule = clause(who, self.found.scope)
            yield Words(f"领取条件：{rule.zh}。", f"Open to you when {rule.en}.")
        yield Words(
            f"体验期间达到升级要求，即成为正式{zh}；否则期满回到您原来的等级。",
            f"Meet the requirement meanwhile, and {en} is yours; if not, you return to the tier"
            " you have earned.",
        )

    def _currency(self, key: str) -> Words:
        found = self.program.find_currency(key)
        label = Words(key, key) if found is None else found.label
        english = label.to("en")
        return Words(label.to("zh"), english[:1].lower() + english[1:])


def _section(topic: Topic, *lines: Words) -> Section:
    return Section(topic=topic, lines=lines)


def _from_below(ladder: Ladder) -> Words:
    zh = [each.label.to("zh") for each in ladder.tiers]
    en = [each.label.to("en") for each in ladder.tiers]
    *before, highest = en or [""]
    listed = f"{', '.join(before)} and {highest}" if before else highest
    return Words(f"由低到高：{'、'.join(zh)}。", f"From the first to the highest: {listed}.")


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"
