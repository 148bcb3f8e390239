"""A coupon that a benefit promises is issued by something: the benefit itself issues none."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.builder.checks.base import Check, warning
from app.builder.checks.flows_connected import reached_in
from app.errors import Finding, Severity
from app.program.benefit import Benefit
from app.program.benefits import BENEFIT_KINDS
from app.program.checked import CheckedProgram
from app.program.flow_options import Widget
from app.program.flows import Flow
from app.program.program import Program
from app.program.steps import STEP_KINDS
from app.words import Words

BUNDLE = "bundle"
"""A bundle may come with a tier, and what is in it with the tier's pack or again and again."""


class IssuedCoupons(Check):
    key = "issued_coupons"
    label = Words("权益里说的券有人发", "Coupons that benefits promise are issued")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for n, benefit in enumerate(program.benefits):
            yield from _promised(program, benefit, benefit.options, f"/benefits/{n}/options")
        for n, ladder in enumerate(program.ladders):
            for m, tier in enumerate(ladder.tiers):
                for k, given in enumerate(tier.benefits):
                    found = program.find_benefit(given.benefit)
                    if found is not None:
                        path = f"/ladders/{n}/tiers/{m}/benefits/{k}/options"
                        yield from _promised(program, found, given.options, path)


def _promised(
    program: Program, benefit: Benefit, options: Mapping[str, Any], path: str
) -> Iterator[Finding]:
    if benefit.kind not in BENEFIT_KINDS:
        return
    option = BENEFIT_KINDS[benefit.kind].coupon_option
    design = program.find_coupon(str(options.get(option))) if option else None
    if design is None:
        return
    giving = [each for each in program.flows if _gives(each, design.key)]
    if any(each.enabled for each in giving):
        return
    if benefit.kind == BUNDLE and _comes_with_a_tier(program, design.key):
        return
    named, coupon = benefit.label, design.label
    if giving:
        off = giving[0].label
        yield Finding(
            path=f"{path}/{option}",
            message=Words(
                f"“{named.to('zh')}”说要送“{coupon.to('zh')}”，"
                f"会发它的自动化“{off.to('zh')}”还没有启用。",
                f"{named.to('en')} promises {coupon.to('en')}; the automation {off.to('en')}, which"
                " would issue it, is off.",
            ),
            # Ready-made programmes come with their automations off.
            severity=Severity.NOTE,
            fix=Words("启用这个自动化。", "Switch the automation on."),
        )
        return
    yield warning(
        f"{path}/{option}",
        f"“{named.to('zh')}”说要送“{coupon.to('zh')}”，但没有自动化发它，会员不会收到。",
        f"{named.to('en')} promises {coupon.to('en')}, and no automation issues it: members would"
        " get none.",
        fix=Words(
            "加一个发这种券的自动化；生日礼遇可从“生日祝福”开始。",
            "Add an automation that gives this coupon; for birthdays there is one to begin with.",
        ),
    )


def _gives(flow: Flow, coupon: str) -> bool:
    """Say whether a step that members can come to gives the coupon."""
    reached = reached_in(flow)
    return any(
        step.options.get(option.key) == coupon
        for step in flow.steps
        if step.key in reached
        and not step.off
        and step.kind in STEP_KINDS
        and STEP_KINDS[step.kind].acts
        for option in STEP_KINDS[step.kind].options
        if option.widget is Widget.COUPON
    )


def _comes_with_a_tier(program: Program, coupon: str) -> bool:
    return any(
        coupon
        in {
            *(each.coupon for each in tier.recurring),
            *(each.coupon for each in (tier.pack.coupons if tier.pack else ())),
        }
        for ladder in program.ladders
        for tier in ladder.tiers
    )
