"""Which incentive is looked at, and when each member met it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select

from app.days import start_of_day
from app.errors import Invalid, NotFound
from app.program.flows import Flow, Step
from app.program.steps import STEP_KINDS
from app.program.steps.base import Group
from app.runtime.releases import Live
from app.storage import exposures
from app.storage.space import Space
from app.words import Words

AB, HOLDOUT = "ab_split", "holdout"


class Subject(StrEnum):
    """What an incentive is."""

    FLOW = "flow"
    COUPON = "coupon"
    BENEFIT = "benefit"
    BOOST = "boost"


class Since(StrEnum):
    """Of an automation: from when before and after are told apart."""

    ENTERED = "entered"
    """When the member went in; where they are divided by an A/B test, when that was done."""
    GIVEN = "given"
    """When the member first went through a step that gives something."""


SINCE = {
    Since.ENTERED: Words("会员进入自动化时", "the member went in"),
    Since.GIVEN: Words("会员第一次得到东西时", "the member was first given something"),
}
SUBJECTS = {
    Subject.FLOW: Words("自动化", "Automation"),
    Subject.COUPON: Words("优惠券", "Coupon"),
    Subject.BENEFIT: Words("权益", "Benefit"),
    Subject.BOOST: Words("加速", "Boost"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incentive:
    """An incentive that was found in what is live."""

    subject: Subject
    key: str
    label: Words
    from_: Words
    """What the moment of each member is."""
    met: Select[Any]
    """`member_id`, `variant`, `at`."""
    groups: Mapping[str, Words]
    """What the groups of an A/B test are called; none: nobody was divided."""
    held_out: bool = False
    since: tuple[Since, ...] = ()
    """What may be asked for."""


def incentive(
    space: Space, live: Live, subject: Subject, key: str, since: Since = Since.ENTERED
) -> Incentive:
    """Find an incentive in what is live. Raises `NotFound`, and `Invalid` for one without a day."""
    match subject:
        case Subject.FLOW:
            return _of_flow(space, live, key, since)
        case Subject.COUPON:
            return _of_coupon(space, live, key)
        case Subject.BENEFIT:
            return _of_benefit(space, live, key)
        case Subject.BOOST:
            return _of_boost(space, live, key)


def _missing(subject: Subject, key: str) -> NotFound:
    said = SUBJECTS[subject]
    return NotFound(
        f"已发布的方案里没有{said.zh}“{key}”。", f"What is live has no {said.en.lower()} {key!r}."
    )


def gives(flow: Flow) -> list[str]:
    """Name the steps of an automation by which members are given something."""
    return [
        each.key
        for each in flow.steps
        if each.kind in STEP_KINDS and STEP_KINDS[each.kind].group is Group.GIVE and not each.off
    ]


def test_in(flow: Flow) -> Step | None:
    """Find the A/B test of an automation: the first, one that holds members out before others."""
    tests = [each for each in flow.steps if each.kind == AB and not each.off]
    return next((each for each in tests if each.options.get(HOLDOUT)), next(iter(tests), None))


def _of_flow(space: Space, live: Live, key: str, since: Since) -> Incentive:
    flow = live.checked.program.find_flow(key)
    if flow is None:
        raise _missing(Subject.FLOW, key)
    program_id, given, test = live.catalogue.program_id, gives(flow), test_in(flow)
    may = (Since.ENTERED, Since.GIVEN) if given else (Since.ENTERED,)
    groups: Mapping[str, Words] = {}
    told = SINCE[since]
    if since is Since.GIVEN:
        if not given:
            raise Invalid(
                "这个自动化没有发放步骤，只能从进入时算起。",
                "This automation gives nothing: ask from when members went in.",
            )
        met = exposures.left(space, program_id, key, given)
    elif test is not None:
        met = exposures.assigned(space, program_id, key, test.key)
        groups = STEP_KINDS[AB].ways(test.options)
        told = Words(
            f"会员在“{test.label.zh}”第一次分到组时", f"the member was divided at {test.label.en}"
        )
    else:
        met = exposures.entered(space, program_id, key)
    held_out = bool(groups) and bool(test and test.options.get(HOLDOUT))
    return Incentive(
        subject=Subject.FLOW,
        key=key,
        label=flow.label,
        from_=told,
        met=met,
        groups=groups,
        held_out=held_out,
        since=may,
    )


def _of_coupon(space: Space, live: Live, key: str) -> Incentive:
    design = next((each for each in live.checked.program.coupons if each.key == key), None)
    if design is None:
        raise _missing(Subject.COUPON, key)
    return Incentive(
        subject=Subject.COUPON,
        key=key,
        label=design.label,
        from_=Words("会员第一次得到这种券时", "the member was first given such a coupon"),
        met=exposures.issued(space, live.catalogue.program_id, key),
        groups={},
    )


def _of_benefit(space: Space, live: Live, key: str) -> Incentive:
    program = live.checked.program
    benefit = next((each for each in program.benefits if each.key == key), None)
    if benefit is None:
        raise _missing(Subject.BENEFIT, key)
    columns = live.catalogue.members.ladders
    tiers = [
        columns[ladder.key].tiers[tier.key]
        for ladder in program.ladders
        for tier in ladder.tiers
        if any(each.benefit == key for each in tier.benefits)
    ]
    return Incentive(
        subject=Subject.BENEFIT,
        key=key,
        label=benefit.label,
        from_=Words(
            "会员第一次有这项权益时（升到有它的等级，或单独发给）",
            "the member first had this benefit, by a tier that has it or by itself",
        ),
        met=exposures.had(space, live.catalogue.program_id, key, tiers),
        groups={},
    )


def _of_boost(space: Space, live: Live, key: str) -> Incentive:
    boost = next((each for each in live.checked.program.earning.boosts if each.key == key), None)
    if boost is None:
        raise _missing(Subject.BOOST, key)
    day = boost.when.first
    if day is None:
        raise Invalid(
            "这条加速没有开始日期，没有“之前”可比。",
            "This boost has no first day, so there is no before to compare with.",
        )
    at = start_of_day(day, live.checked.program.settings.calendar.zone)
    return Incentive(
        subject=Subject.BOOST,
        key=key,
        label=boost.label,
        from_=Words(
            "加速开始那天（当天已是会员的人）", "the day it began, for whoever was a member"
        ),
        met=exposures.everybody(space, live.catalogue.members, at, day),
        groups={},
    )
