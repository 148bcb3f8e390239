"""When a tier is reviewed, and what follows, in the words of a page of rules for members."""

from dataclasses import dataclass

from app.program.ladder import Demotion, Due, Ladder, Promoted, Tier
from app.program.period import Period, Span
from app.words import Words

AT_THE_END = {
    Span.MONTH: Words("每月月底考核一次。", "Reviewed at the end of every month."),
    Span.QUARTER: Words(
        "每季度末考核一次（3、6、9、12 月底）。",
        "Reviewed at the end of every quarter: March, June, September and December.",
    ),
    Span.HALF_YEAR: Words(
        "每半年考核一次（6 月底、12 月底）。",
        "Reviewed twice a year, at the end of June and of December.",
    ),
    Span.YEAR: Words("每年年底考核一次（12 月 31 日）。", "Reviewed once a year, on 31 December."),
    Span.JOINED: Words(
        "每到入会周年考核一次。", "Reviewed once a year, on the anniversary of your joining."
    ),
    Span.TIER: Words(
        "取得或保住等级满一年时考核。", "Reviewed a year after you reach the tier or keep it."
    ),
}
"""Reviews at the end of each period."""
AT_THE_END_AFTER = {
    Span.MONTH: Words(
        "有效期到次月月底，届时考核；通过后再续一个月。",
        "Valid until the end of the following month, when it is reviewed. Each time you qualify,"
        " you keep it for another month.",
    ),
    Span.QUARTER: Words(
        "有效期到下一季度末，届时考核；通过后再续一个季度。",
        "Valid until the end of the following quarter, when it is reviewed. Each time you qualify,"
        " you keep it for another quarter.",
    ),
    Span.HALF_YEAR: Words(
        "有效期到下一个半年结束（6 月底或 12 月底），届时考核；通过后再续半年。",
        "Valid until the end of the following half-year (June or December), when it is reviewed."
        " Each time you qualify, you keep it for another half-year.",
    ),
    Span.YEAR: Words(
        "有效期到次年年底（12 月 31 日），届时考核；通过后再续一年。",
        "Valid until 31 December of the following year, when it is reviewed. Each time you qualify,"
        " you keep it for another year.",
    ),
    Span.JOINED: Words(
        "有效期到取得后的第二个入会周年，届时考核；通过后再续一年。",
        "Valid until the second anniversary of your joining from then, when it is reviewed. Each"
        " time you qualify, you keep it for another year.",
    ),
    Span.TIER: Words(
        "取得后两年内有效，届时考核；通过后再续一年。",
        "Valid for two years, then reviewed. Each time you qualify, you keep it for another year.",
    ),
}
"""Reviews at the end of the period after the one in which the tier was reached."""
DAILY = Words(
    "每天核对一次，一直满足要求就一直保留。",
    "We look once a day: as long as you meet the requirement, the tier is yours.",
)


def when_reviewed(ladder: Ladder) -> Words:
    """Say when a tier that can be lost is looked at again."""
    review, period = ladder.review, ladder.period
    match review.due:
        case Due.EVALUATION:
            return DAILY
        case Due.VALIDITY:
            assert review.validity is not None
            return _valid_for(review.validity, 1)
        case Due.PERIOD:
            if period.counted:
                length = _length(period, 1)
                return Words(
                    f"取得或保住等级满 {length.zh}时考核。",
                    f"Reviewed {length.en} after you reach the tier or keep it.",
                )
            return AT_THE_END.get(period.span, DAILY)
        case Due.NEXT_PERIOD:
            if period.counted:
                return _valid_for(period, 2)
            return AT_THE_END_AFTER.get(period.span, DAILY)


def _valid_for(period: Period, times: int) -> Words:
    first, then = _length(period, times), _length(period, 1)
    again = then.en.removeprefix("1 ")
    return Words(
        f"取得后 {first.zh}内有效，到期考核；通过后再续 {then.zh}。",
        f"Valid for {first.en}, then reviewed. Each time you qualify, you keep it for another"
        f" {again}.",
    )


def _length(period: Period, times: int) -> Words:
    count = period.count * times
    one = count == 1
    if period.span is Span.DAYS:
        return Words(f"{count} 天", f"{count} day" if one else f"{count} days")
    return Words(f"{count} 个月", f"{count} month" if one else f"{count} months")


def notice(ladder: Ladder) -> Words | None:
    """Say how long before a review members are told."""
    days = ladder.review.notice_days
    if not ladder.review.dated or not days:
        return None
    return Words(
        f"如果还差一些，考核前 {days} 天我们会提醒您。",
        f"If something is still missing, we let you know {_days(days)} before.",
    )


@dataclass(frozen=True, slots=True)
class Fall:
    """What becomes of a tier that is not kept."""

    ladder: Ladder
    tier: Tier

    @property
    def never(self) -> bool:
        """Whether whoever reached the tier has it for good."""
        return self.ladder.review.demotion is Demotion.NEVER or self.position == self._lowest

    @property
    def lines(self) -> tuple[Words, ...]:
        """Say what happens, in the order in which it happens."""
        review = self.ladder.review
        found = []
        if review.dated and review.grace_days:
            days = _days(review.grace_days)
            found.append(
                Words(
                    f"先保留 {review.grace_days} 天宽限期：期内补足要求，等级不变。",
                    f"You have {days} of grace: meet the requirement by then, and nothing changes.",
                )
            )
        found.append(self._to)
        if self.ladder.promoted is not Promoted.REVIEW:
            found.append(
                Words(
                    "之后重新达到升级要求，随时升回。",
                    "Meet the requirement again at any time, and you are back.",
                )
            )
        return tuple(found)

    @property
    def position(self) -> int:
        return self.ladder.position(self.tier.key)

    @property
    def _lowest(self) -> int:
        """The lowest position that somebody on this tier can fall to."""
        floor = self.ladder.position(self.ladder.review.floor)
        return floor if 0 <= floor <= self.position else 0

    @property
    def certain(self) -> Tier | None:
        """The tier one falls to; None where that depends on what is still met."""
        one_down = self.ladder.review.demotion is Demotion.ONE_DOWN
        if one_down or self.position - 1 == self._lowest:
            return self.ladder.tiers[self.position - 1]
        return None

    @property
    def floor(self) -> Tier | None:
        """The tier below which nobody falls from this one, where that is not the lowest."""
        return self.ladder.tiers[self._lowest] if self._lowest else None

    @property
    def _to(self) -> Words:
        if self.certain is not None:
            label = self.certain.label
            return Words(
                f"{self._then.zh}降为{label.to('zh')}。",
                f"{self._then.en} go down to {label.to('en')}.",
            )
        zh = "改为仍满足要求的最高等级"
        en = "move to the highest tier whose requirement you still meet"
        if self.floor is not None:
            zh += f"，最低为{self.floor.label.to('zh')}"
            en += f", never below {self.floor.label.to('en')}"
        return Words(f"{self._then.zh}{zh}。", f"{self._then.en} {en}.")

    @property
    def _then(self) -> Words:
        review = self.ladder.review
        if review.dated and review.grace_days:
            return Words("宽限期满仍未达到，", "After the days of grace, you")
        return Words("", "You")


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
