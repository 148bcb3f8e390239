"""The page of what members did before and after an incentive."""

from flask import request

from app.analytics.effect import AMOUNT, LABELS, LOOKED_AT, Effect, GroupWindow, Measure, effect
from app.analytics.incentives import SINCE, SUBJECTS, Since, Subject
from app.errors import NotFound
from app.runtime.releases import live
from app.web.analytics.effect_model import (
    BesideShown,
    Choice,
    EffectPage,
    GroupShown,
    MeasureShown,
    WindowShown,
)
from app.web.formats import Formats
from app.web.frame import Here
from app.words import Words

FULL = 100.0
BACK = {
    Subject.FLOW: ("flows.all_flows", Words("自动化", "Automations")),
    Subject.COUPON: ("benefits.benefits", Words("权益与积分", "Benefits and points")),
    Subject.BENEFIT: ("benefits.benefits", Words("权益与积分", "Benefits and points")),
    Subject.BOOST: ("earning.earning", Words("积分规则", "Earning rules")),
}
SAID = {
    True: ("badge--good", Words("不像是偶然", "not by chance")),
    False: ("", Words("可能是偶然", "may be chance")),
    None: ("", Words("人太少，不下结论", "too few to say")),
}


def effect_asked(here: Here, subject: str, key: str) -> Effect:
    """Read what the address asks for. Raises `NotFound`, and what cannot be compared."""
    which = next((each for each in Subject if each.value == subject), None)
    if which is None or here.standing.number is None:
        raise NotFound("没有这一页。", "There is no such page.")
    wish = request.args.get("since", "")
    since = next((each for each in Since if each.value == wish), Since.ENTERED)
    found = live(here.space, here.program_id)
    return effect(here.space, found, which, key, now=here.now, since=since)


def effect_page(here: Here, found: Effect) -> EffectPage:
    about = found.incentive
    named = {"subject": about.subject.value, "key": about.key}
    endpoint, back = BACK[about.subject]
    asked = {} if found.since is Since.ENTERED else {"since": found.since.value}
    return EffectPage(
        label=about.label,
        subject=SUBJECTS[about.subject],
        from_=about.from_,
        members=found.members,
        looked_at=LOOKED_AT if found.estimated else None,
        held_out=about.held_out,
        choices=tuple(
            Choice(
                label=SINCE[each],
                url=here.url("analytics.effect", **named, since=each.value),
                current=each is found.since,
            )
            for each in about.since
        )
        if len(about.since) > 1
        else (),
        windows=tuple(
            WindowShown(
                days=window.days,
                groups=tuple(_group(here.formats, found, each) for each in window.groups),
            )
            for window in found.windows
            if window.groups
        ),
        csv_url=here.url("analytics.effect_csv", **named, **asked),
        back_url=here.url(endpoint),
        back=back,
        compares=any(group.beside for window in found.windows for group in window.groups),
    )


def _group(formats: Formats, found: Effect, group: GroupWindow) -> GroupShown:
    return GroupShown(
        label=group.label if found.incentive.groups else None,
        held_out=found.incentive.held_out and group.variant == "holdout",
        counted=group.counted,
        early=group.early,
        new=group.new,
        measures=tuple(_measure(formats, group, each) for each in group.measures)
        if group.counted
        else (),
    )


def _measure(formats: Formats, group: GroupWindow, each: Measure) -> MeasureShown:
    before, after = each.each(each.sums.before) or 0.0, each.each(each.sums.after) or 0.0
    most = max(before, after)
    beside = group.beside.get(each.name)
    return MeasureShown(
        label=LABELS[each.name],
        before=_average(formats, each.name, before),
        after=_average(formats, each.name, after),
        change=_signed(formats, each.name, after - before),
        rose=None if each.change == 0 else each.change > 0,
        before_width=round(FULL * before / most, 2) if most else 0.0,
        after_width=round(FULL * after / most, 2) if most else 0.0,
        before_sum=_sum(formats, each.name, each.sums.before),
        after_sum=_sum(formats, each.name, each.sums.after),
        beside=None
        if beside is None
        else BesideShown(
            more=_signed(formats, each.name, beside.more),
            tone=SAID[beside.differs][0],
            said=SAID[beside.differs][1],
        ),
    )


def _sum(formats: Formats, name: str, value: int) -> str:
    return formats.money(value) if name == AMOUNT else formats.number(value)


def _average(formats: Formats, name: str, value: float) -> str:
    return formats.money(round(value)) if name == AMOUNT else formats.average(value)


def _signed(formats: Formats, name: str, value: float) -> str:
    shown = _average(formats, name, abs(value))
    if shown == _average(formats, name, 0):
        return shown
    return f"{'+' if value > 0 else '−'}{shown}"
