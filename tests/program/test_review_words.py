"""How long tiers last, and what a qualification period is, in the words of the rules page."""

import pytest

from tests.program.test_promises import in_general, of_tier, page, read

REVIEWS = [
    ("month", "period", "每月月底考核一次。", "Reviewed at the end of every month."),
    (
        "quarter",
        "period",
        "每季度末考核一次（3、6、9、12 月底）。",
        "Reviewed at the end of every quarter: March, June, September and December.",
    ),
    (
        "half_year",
        "period",
        "每半年考核一次（6 月底、12 月底）。",
        "Reviewed twice a year, at the end of June and of December.",
    ),
    (
        "year",
        "period",
        "每年年底考核一次（12 月 31 日）。",
        "Reviewed once a year, on 31 December.",
    ),
    (
        "joined",
        "period",
        "每到入会周年考核一次。",
        "Reviewed once a year, on the anniversary of your joining.",
    ),
    (
        "tier",
        "period",
        "取得或保住等级满一年时考核。",
        "Reviewed a year after you reach the tier or keep it.",
    ),
    (
        "365d",
        "period",
        "取得或保住等级满 365 天时考核。",
        "Reviewed 365 days after you reach the tier or keep it.",
    ),
    (
        "1mo",
        "next_period",
        "取得后 2 个月内有效，到期考核；通过后再续 1 个月。",
        "Valid for 2 months, then reviewed. Each time you qualify, you keep it for another month.",
    ),
    (
        "half_year",
        "next_period",
        "有效期到下一个半年结束（6 月底或 12 月底），届时考核；通过后再续半年。",
        (
            "Valid until the end of the following half-year (June or December), when it is"
            " reviewed. Each time you qualify, you keep it for another half-year."
        ),
    ),
    (
        "joined",
        "next_period",
        "有效期到取得后的第二个入会周年，届时考核；通过后再续一年。",
        (
            "Valid until the second anniversary of your joining from then, when it is reviewed."
            " Each time you qualify, you keep it for another year."
        ),
    ),
    (
        "lifetime",
        "12mo",
        "取得后 12 个月内有效，到期考核；通过后再续 12 个月。",
        (
            "Valid for 12 months, then reviewed. Each time you qualify, you keep it for another"
            " 12 months."
        ),
    ),
]


@pytest.mark.parametrize(
    ("period", "due", "zh", "en"), REVIEWS, ids=[f"{each[0]}-{each[1]}" for each in REVIEWS]
)
def test_a_tier_says_how_long_it_lasts(period: str, due: str, zh: str, en: str) -> None:
    found = page(period=period, review={"due": due})
    assert of_tier(found, "gold")["有效期与考核"] == [zh]
    assert of_tier(found, "gold", "en")["How long it lasts"] == [en]
    shared = read(found.shared, "zh")
    assert shared["有效期与考核"] == [zh]


PERIODS = [
    ("lifetime", "从入会起一直累计。"),
    ("month", "一个考核期是一个自然月，每月 1 日重新累计。"),
    ("quarter", "一个考核期是一个自然季度，1、4、7、10 月 1 日重新累计。"),
    ("half_year", "一个考核期是半年，1 月 1 日和 7 月 1 日重新累计。"),
    ("joined", "一个考核期是您的一个入会年，每到入会周年重新累计。"),
    ("tier", "考核期从取得或保住当前等级之日算起。"),
    ("365d", "考核期滚动计算，总是到今天为止的 365 天。"),
    ("12mo", "考核期滚动计算，总是到今天为止的 12 个月。"),
]


@pytest.mark.parametrize(("period", "zh"), PERIODS, ids=[each[0] for each in PERIODS])
def test_the_period_is_explained_where_a_rule_counts_by_it(period: str, zh: str) -> None:
    assert in_general(page(period=period))["考核周期"] == [zh]
