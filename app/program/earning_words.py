"""Earning rules in words: as members read them, and as a list of changes tells them."""

from collections.abc import Iterator, Mapping, Sequence

from app.days import from_day
from app.expression.check import check
from app.program.benefit import Every
from app.program.benefit_words import currency_label, joined, money, validity
from app.program.boost_codec import clock
from app.program.checked_earning import earning_scope
from app.program.earning import EVER, Around, Boost, EarningRule, Rate, Rounding, When
from app.program.objects import ACTIVITY, MEMBER, ORDER
from app.program.program import Program
from app.program.scope import expand
from app.program.sentences import clause
from app.words import Words

KINDS = {
    "purchase": Words("购买", "purchase"),
    "check_in": Words("签到", "check-in"),
    "visit": Words("到店", "visit"),
    "comment": Words("评论", "comment"),
    "review": Words("评价", "review"),
    "share": Words("分享", "share"),
    "like": Words("点赞", "like"),
    "referral": Words("推荐好友", "referral"),
    "signup": Words("注册", "sign-up"),
    "profile": Words("完善资料", "completed profile"),
    "training": Words("训练", "training"),
    "lesson": Words("上课", "lesson"),
    "course": Words("完成课程", "finished course"),
    "attend": Words("出勤", "attendance"),
}
"""What common kinds of activity are called; others are called by their key."""
SPANS = {
    Every.DAY.value: Words("每天", "a day"),
    Every.WEEK.value: Words("每周", "a week"),
    Every.MONTH.value: Words("每月", "a month"),
    Every.QUARTER.value: Words("每季度", "a quarter"),
    Every.YEAR.value: Words("每年", "a year"),
    EVER: Words("累计", "in all"),
}
WEEKDAYS = (
    Words("周一", "Monday"),
    Words("周二", "Tuesday"),
    Words("周三", "Wednesday"),
    Words("周四", "Thursday"),
    Words("周五", "Friday"),
    Words("周六", "Saturday"),
    Words("周日", "Sunday"),
)
ROUNDINGS = {
    Rounding.DOWN: Words("小数舍去", "parts are dropped"),
    Rounding.NEAREST: Words("四舍五入", "rounded to the nearest"),
    Rounding.UP: Words("小数进位", "parts are rounded up"),
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
AROUND = {
    Around.DAY: Words("生日当天", "on the birthday"),
    Around.WEEK: Words("生日当周", "in the week of the birthday"),
    Around.MONTH: Words("生日当月", "in the month of the birthday"),
}
_SEMICOLON = ("；", "; ")


def kind_words(kind: str) -> Words:
    return KINDS.get(kind, Words(f"“{kind}”", f"“{kind}”"))


def rule_words(program: Program, rule: EarningRule) -> Words:
    """Say what earns how much, and what limits it."""
    return joined([_earns(program, rule), *_limits(program, rule)], *_SEMICOLON)


def _earns(program: Program, rule: EarningRule) -> Words:
    label = currency_label(program, rule.currency)
    many = not isinstance(rule.amount, int | Rate) or _given(rule.amount) != 1
    zh, en = label.to("zh"), _plural(label.to("en").lower(), many=many)
    asked = condition_words(program, rule.where, rule.object)
    where = Words(f"{asked.zh}时，" if asked.zh else "", f" when {asked.en}" if asked.en else "")
    what = _what(program, rule)
    if isinstance(rule.amount, int):
        said = Words(
            f"每次{what.zh}得 {rule.amount:,} {zh}", f"{rule.amount:,} {en} for each {what.en}"
        )
    elif isinstance(rule.amount, Rate):
        said = _rate(program, rule, rule.amount, Words(zh, en))
    else:
        said = Words(f"每次{what.zh}按公式得{zh}", f"{en} by a formula for each {what.en}")
    return Words(f"{where.zh}{said.zh}", f"{said.en}{where.en}")


def _given(amount: int | Rate) -> int:
    return amount.give if isinstance(amount, Rate) else amount


def _plural(name: str, *, many: bool) -> str:
    return name if many else name.removesuffix("s")


def _what(program: Program, rule: EarningRule) -> Words:
    if rule.object == ACTIVITY and rule.kind:
        return kind_words(rule.kind)
    found = program.find_object(rule.object)
    if rule.object == ORDER:
        return Words("下单", "order")
    label = Words(rule.object, rule.object) if found is None else found.label
    return Words(label.to("zh"), label.to("en").lower())


def _rate(program: Program, rule: EarningRule, rate: Rate, currency: Words) -> Words:
    found = program.find_object(rule.object)
    named = None if found is None else found.find_field(rule.multiplied or "")
    label = Words(rule.multiplied or "", rule.multiplied or "") if named is None else named.label
    is_money = named is not None and named.kind == "money"
    each = (
        money(round(rate.each * 100), program).removesuffix(".00")
        if is_money
        else f"{rate.each:,g}"
    )
    full_zh, full_en = ("满 ", "full ") if rate.whole and rate.each != 1 else (" ", "")
    part = Words("", "")
    if not rate.whole:
        part = Words(f"（{ROUNDINGS[rule.rounding].zh}）", f" ({ROUNDINGS[rule.rounding].en})")
    if rule.object == ORDER and rule.multiplied == "net":
        return Words(
            f"消费每{full_zh}{each} 得 {rate.give:,} {currency.zh}{part.zh}",
            f"{rate.give:,} {currency.en} for each {full_en}{each} spent{part.en}",
        )
    what = _what(program, rule)
    return Words(
        f"{what.zh}的{label.to('zh')}每{full_zh}{each} 得 {rate.give:,} {currency.zh}{part.zh}",
        f"{rate.give:,} {currency.en} for each {full_en}{each} of {label.to('en').lower()}"
        f" of the {what.en}{part.en}",
    )


def condition_words(program: Program, document: object, object_key: str | None) -> Words:
    """Say a condition; empty where there is none."""
    if document is None:
        return Words("", "")
    scope = earning_scope(program, object_key)
    return clause(check(expand(document, program, object_key or MEMBER), scope), scope)


def _limits(program: Program, rule: EarningRule) -> Iterator[Words]:
    label = currency_label(program, rule.currency)
    for span, most in rule.times.items():
        if most == 1 and span == EVER:
            yield Words("只有第一次", "the first time alone")
        else:
            often = "once" if most == 1 else f"{most:,} times"
            yield Words(f"{SPANS[span].zh}最多 {most:,} 次", f"at most {often} {SPANS[span].en}")
    for span, most in rule.limits.items():
        zh = f"{SPANS[span].zh}最多 {most:,} {label.to('zh')}"
        yield Words(zh, f"at most {most:,} {SPANS[span].en}")
    if rule.cooldown:
        yield Words(f"间隔至少 {_minutes(rule.cooldown).zh}", f"{_minutes(rule.cooldown).en} apart")
    if rule.held:
        days = "1 day" if rule.held == 1 else f"{rule.held} days"
        yield Words(f"{rule.held} 天后可用", f"can be used after {days}")
    valid = validity(rule.valid)
    if valid.zh:
        yield valid
    if rule.first is not None or rule.last is not None:
        yield _between(rule.first, rule.last)
    if not rule.boosted:
        yield Words("不加速", "not multiplied")
    if rule.budget is not None and (budget := program.find_budget(rule.budget)):
        name = budget.label
        yield Words(f"计入预算“{name.to('zh')}”", f"from the budget {name.to('en')}")


def _minutes(minutes: int) -> Words:
    for size, zh, en in ((24 * 60, "天", "day"), (60, "小时", "hour")):
        if minutes % size == 0:
            count = minutes // size
            return Words(f"{count} {zh}", f"{count} {en}{'' if count == 1 else 's'}")
    return Words(f"{minutes} 分钟", f"{minutes} minute{'' if minutes == 1 else 's'}")


def _between(first: int | None, last: int | None) -> Words:
    start, end = (None if each is None else from_day(each).isoformat() for each in (first, last))
    if start and end:
        return (
            Words(start, f"on {start}")
            if start == end
            else Words(f"{start} 至 {end}", f"from {start} to {end}")
        )
    return Words(f"{start} 起", f"from {start}") if start else Words(f"到 {end}", f"until {end}")


def boost_words(program: Program, boost: Boost) -> Words:
    """Say what is multiplied, when and for whom."""
    label = currency_label(program, boost.currency)
    times = f"{boost.times:,g}"
    named = [each.label for each in program.earning.rules if each.key in boost.rules]
    rules = _listed(named)
    what = Words(
        f"{rules.zh} {times} 倍" if named else f"{times} 倍{label.to('zh')}",
        f"{times}× {label.to('en').lower()}" + (f" for {rules.en}" if named else ""),
    )
    who = condition_words(program, boost.where, None)
    asked = Words(f"{who.zh}时" if who.zh else "", f"when {who.en}" if who.en else "")
    parts = [*when_words(boost.when)]
    when = joined(parts, " ", ", ")
    zh = "，".join(each for each in (when.zh, asked.zh, what.zh) if each)
    en = ", ".join(each for each in (what.en, when.en, asked.en) if each)
    return Words(zh, en)


def when_words(when: When) -> Iterator[Words]:
    """Say when something holds; nothing where it always does."""
    if when.first is not None or when.last is not None:
        yield _between(when.first, when.last)
    if when.months:
        zh = "、".join(f"{each}" for each in when.months)
        names = ", ".join(MONTHS[each - 1] for each in when.months)
        yield Words(f"{zh} 月", f"in {names}")
    if when.days:
        ordered = sorted(when.days, key=lambda each: (each < 0, each))
        zh = "、".join("最后一天" if each < 0 else f"{each} 日" for each in ordered)
        en = ", ".join("the last day" if each < 0 else f"day {each}" for each in ordered)
        yield Words(f"每月 {zh}", f"on {en} of the month")
    if when.weekdays:
        listed = _listed([WEEKDAYS[each] for each in when.weekdays])
        yield Words(f"每{listed.zh}", f"on {listed.en}")
    if when.hours is not None:
        start, end = (clock(each) for each in when.hours)
        yield Words(f"{start}–{end}", f"from {start} to {end}")
    if when.birthday is not None:
        yield AROUND[when.birthday]


def _listed(words: Sequence[Words]) -> Words:
    return Words(
        "、".join(each.to("zh") for each in words), ", ".join(each.to("en") for each in words)
    )


def limits_words(limits: Mapping[str, int]) -> Words:
    """Say limits in one line."""
    return joined(
        Words(f"{SPANS[span].zh} {most:,}", f"{most:,} {SPANS[span].en}")
        for span, most in limits.items()
    )
