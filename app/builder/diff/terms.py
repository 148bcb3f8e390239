"""What changes in when tiers are gained, reviewed and lost, tried and made up."""

from collections.abc import Iterator

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    moved,
    out_of_order,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.builder.diff.naming import currency_of, ladder_name, renamed, tier_of
from app.program.checked import CheckedLadder
from app.program.ladder import Demotion, Due, Ladder, MakeUp, Promoted, Review, Trial
from app.program.sentences import sentence
from app.words import Words

PROMOTED = {
    Promoted.EVENT: Words("一达到就升", "as soon as they qualify"),
    Promoted.EVALUATION: Words("每天核算时升", "at the daily evaluation"),
    Promoted.REVIEW: Words("考核时升", "at a review"),
}
DUE = {
    Due.EVALUATION: Words("每天", "every day"),
    Due.PERIOD: Words("考核周期结束时", "at the end of the period"),
    Due.NEXT_PERIOD: Words("下一个考核周期结束时", "at the end of the next period"),
}
DEMOTION = {
    Demotion.NEVER: Words("不降级", "keep their tier"),
    Demotion.ONE_DOWN: Words("降一级", "go one tier down"),
    Demotion.REQUALIFY: Words("降到仍够得上的最高一级", "go to the highest tier they qualify for"),
}


def due_of(review: Review) -> Words:
    """Say when a review is held."""
    if review.validity is None:
        return DUE[review.due]
    days = Words("天", "days") if str(review.validity).endswith("d") else Words("个月", "months")
    count = review.validity.count
    return Words(
        f"取得或保住 {count} {days.zh}后", f"{count} {days.en} after they were gained or kept"
    )


def terms_of(found: CheckedLadder) -> Words:
    """Say of a new ladder what is not as it usually is."""
    ladder = found.ladder
    parts = []
    if ladder.promoted is not Promoted.EVENT:
        when = PROMOTED[ladder.promoted]
        parts.append(Words(f"晋升：{when.zh}", f"members rise {when.en}"))
    if ladder.review != Review():
        due, then = due_of(ladder.review), DEMOTION[ladder.review.demotion]
        parts.append(
            Words(
                f"考核：{due.zh}，没通过的{then.zh}",
                f"reviewed {due.en}, those who do not pass {then.en}",
            )
        )
    if ladder.make_up is not None:
        terms = _make_up_terms(found, ladder.make_up)
        parts.append(Words(f"补差晋升：{terms.zh}", f"making up: {terms.en}"))
    for each in ladder.trials:
        name, offer = quoted(each.label, each.key), _offer(found, each)
        parts.append(Words(f"体验{name.zh}：{offer.zh}", f"trial {name.en}: {offer.en}"))
    return Words(
        "".join(f"；{each.zh}" for each in parts), "".join(f"; {each.en}" for each in parts)
    )


def term_changes(
    old: CheckedLadder, new: CheckedLadder, *, old_path: str, path: str
) -> Iterator[Change]:
    before, after = old.ladder, new.ladder
    name = ladder_name(after)
    if before.promoted is not after.promoted:
        what = Words(f"{name.zh}的晋升时间", f"when members rise on {name.en}")
        was, now = PROMOTED[before.promoted], PROMOTED[after.promoted]
        yield replaced(f"{path}/promoted", what, was, now)
    yield from _review(before, after, name, f"{path}/review")
    yield from _make_up(old, new, name, (old_path, path))
    yield from _trials(old, new, old_path=f"{old_path}/trials", path=f"{path}/trials")


def _review(old: Ladder, new: Ladder, name: Words, path: str) -> Iterator[Change]:
    before, after = old.review, new.review
    if (before.due, before.validity) != (after.due, after.validity):
        what = Words(f"{name.zh}的考核时间", f"when tiers are reviewed on {name.en}")
        yield replaced(f"{path}/due", what, due_of(before), due_of(after))
    if before.demotion is not after.demotion:
        what = Words(
            f"{name.zh}没通过考核的会员", f"what members do who do not pass a review on {name.en}"
        )
        yield replaced(
            f"{path}/demotion", what, DEMOTION[before.demotion], DEMOTION[after.demotion]
        )
    if before.floor != after.floor:
        what = Words(f"{name.zh}的最低保留等级", f"the tier nobody falls below on {name.en}")
        was, now = tier_of(old, before.floor), tier_of(new, after.floor)
        yield replaced(f"{path}/floor", what, was, now)
    if before.grace_days != after.grace_days:
        what = Words(f"{name.zh}的宽限期", f"the grace on {name.en}")
        was, now = _days(before.grace_days), _days(after.grace_days)
        yield replaced(f"{path}/grace_days", what, was, now)
    if before.notice_days != after.notice_days:
        what = Words(f"{name.zh}考核前的提醒", f"the notice before reviews on {name.en}")
        was, now = _notice(before.notice_days), _notice(after.notice_days)
        yield replaced(f"{path}/notice_days", what, was, now, Importance.WORDS)


def _days(count: int) -> Words:
    if not count:
        return Words("（没有）", "(none)")
    return Words(f"{count} 天", "1 day" if count == 1 else f"{count} days")


def _notice(count: int) -> Words:
    days = _days(count)
    return Words(f"提前 {days.zh}", f"{days.en} before") if count else days


def _make_up(
    there: CheckedLadder, here: CheckedLadder, name: Words, places: tuple[str, str]
) -> Iterator[Change]:
    old, new = there.ladder.make_up, here.ladder.make_up
    old_path, path = (f"{each}/make_up" for each in places)
    what = Words(f"{name.zh}的补差晋升", f"making up what is missing on {name.en}")
    if new is None:
        if old is not None:
            yield removed(old_path, what.zh, what.en)
    elif old is None:
        terms = _make_up_terms(here, new)
        yield added(path, f"{what.zh}：{terms.zh}", f"{what.en}: {terms.en}")
    elif _written(old) != _written(new):
        yield replaced(path, what, _make_up_terms(there, old), _make_up_terms(here, new))


def _written(make_up: MakeUp) -> tuple[str, str, int]:
    """Tell apart what is the same number written differently."""
    return make_up.currency, str(make_up.rate), make_up.most_percent


def _make_up_terms(found: CheckedLadder, make_up: MakeUp) -> Words:
    rate, what = f"{make_up.rate.normalize():f}", currency_of(found, make_up.currency)
    share = f"{make_up.most_percent}%"
    return Words(
        f"每消费 1 元补 {rate} {what.zh}，最多补差距的 {share}",
        f"{rate} {what.en} for each unit spent, at most {share} of the distance",
    )


def _trials(
    old: CheckedLadder, new: CheckedLadder, *, old_path: str, path: str
) -> Iterator[Change]:
    before, after = old.ladder.trials, new.ladder.trials
    for each in paired(before, after):
        there = each.new or each.old
        assert there is not None
        name = quoted(there.label, there.key)
        what = Words(f"体验晋升{name.zh}", f"the trial {name.en}")
        if each.new is None:
            yield removed(f"{old_path}/{each.old_at}", what.zh, what.en)
        elif each.old is None:
            offer = _offer(new, each.new)
            place = f"{path}/{each.new_at}"
            yield added(place, f"{what.zh}：{offer.zh}", f"{what.en}: {offer.en}")
        else:
            place = f"{path}/{each.new_at}"
            yield from _trial((old, each.old), (new, each.new), what, place)
    for n in out_of_order(before, after):
        name = quoted(after[n].label, after[n].key)
        yield moved(
            f"{path}/{n}",
            f"体验晋升{name.zh}移到了第 {n + 1} 位",
            f"Moved the trial {name.en} to place {n + 1}",
            Importance.WORDS,
        )


def _trial(
    old: tuple[CheckedLadder, Trial], new: tuple[CheckedLadder, Trial], what: Words, path: str
) -> Iterator[Change]:
    (there, before), (here, after) = old, new
    if before.tier != after.tier:
        of = Words(f"{what.zh}的等级", f"the tier of {what.en}")
        was, now = tier_of(there.ladder, before.tier), tier_of(here.ladder, after.tier)
        yield replaced(f"{path}/tier", of, was, now)
    if before.days != after.days:
        of = Words(f"{what.zh}的天数", f"how long {what.en} lasts")
        yield replaced(f"{path}/days", of, _days(before.days), _days(after.days))
    if not same(before.who, after.who):
        of = Words(f"{what.zh}的领取条件", f"who may take {what.en}")
        yield replaced(f"{path}/who", of, _who(there, before), _who(here, after))
    if not same(before.label, after.label):
        yield renamed(f"{path}/label", Words("体验晋升", "the trial"), before.label, after.label)


def _offer(found: CheckedLadder, trial: Trial) -> Words:
    tier, days, who = tier_of(found.ladder, trial.tier), _days(trial.days), _who(found, trial)
    return Words(f"{tier.to('zh')} {days.zh}，{who.zh}", f"{tier.to('en')} for {days.en}, {who.en}")


def _who(found: CheckedLadder, trial: Trial) -> Words:
    checked = found.trials.get(trial.key)
    if checked is None:
        return Words("全部会员", "everybody")
    return sentence(checked, found.scope)
