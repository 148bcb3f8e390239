"""Where a coupon or a benefit is used, so that nobody takes it away without knowing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.builder.offers import Offer
from app.builder.uses import Use
from app.program.benefit import Benefit
from app.program.benefits import BENEFIT_KINDS
from app.program.flow_options import Option, Widget
from app.program.flows import Flow
from app.program.ladder import Tier
from app.program.program import Program
from app.program.steps import STEP_KINDS
from app.program.triggers import TRIGGER_KINDS
from app.words import Words

__all__ = ["Use", "uses_of"]

WIDGETS = {Offer.COUPON: Widget.COUPON, Offer.BENEFIT: Widget.BENEFIT}
"""How an automation asks for one."""


def uses_of(program: Program, offer: Offer, key: str) -> tuple[Use, ...]:
    """List the tiers, benefits and automations that name a coupon or a benefit."""
    found = [*_tiers(program, offer, key), *asked_in_flows(program, WIDGETS[offer], key)]
    if offer is Offer.COUPON:
        found += _benefits(program, key)
    return tuple(found)


def _tiers(program: Program, offer: Offer, key: str) -> Iterator[Use]:
    for n, ladder in enumerate(program.ladders):
        for m, tier in enumerate(ladder.tiers):
            place = f"/ladders/{n}/tiers/{m}"
            given = _brought(program, tier, key) if offer is Offer.COUPON else _had(tier, key)
            for below, what in given:
                yield Use(path=f"{place}/{below}", where=_said(tier.label, what))


def _had(tier: Tier, key: str) -> Iterator[tuple[str, Words]]:
    for n, each in enumerate(tier.benefits):
        if each.benefit == key:
            yield f"benefits/{n}", Words("权益", "benefits")


def _brought(program: Program, tier: Tier, key: str) -> Iterator[tuple[str, Words]]:
    for n, given in enumerate(tier.pack.coupons if tier.pack else ()):
        if given.coupon == key:
            yield f"pack/coupons/{n}", Words("晋升礼包", "pack on reaching it")
    for n, recurring in enumerate(tier.recurring):
        if recurring.coupon == key:
            yield f"recurring/{n}", Words("周期权益", "recurring coupons")
    for n, had in enumerate(tier.benefits):
        found = program.find_benefit(had.benefit)
        if found is not None and _names(found, had.options, key):
            label = found.label
            yield f"benefits/{n}", Words(f"权益“{label.to('zh')}”", f"benefit {label.to('en')}")


def _benefits(program: Program, key: str) -> Iterator[Use]:
    for n, each in enumerate(program.benefits):
        if _names(each, each.options, key):
            zh, en = each.label.to("zh"), each.label.to("en")
            yield Use(path=f"/benefits/{n}", where=Words(f"权益“{zh}”", f"Benefit {en}"))


def _names(benefit: Benefit, options: Mapping[str, Any], key: str) -> bool:
    if benefit.kind not in BENEFIT_KINDS:
        return False
    option = BENEFIT_KINDS[benefit.kind].coupon_option
    return option is not None and options.get(option) == key


def asked_in_flows(program: Program, widget: Widget, key: str) -> Iterator[Use]:
    """Give the triggers and steps that ask for such a thing and name this one."""
    for n, flow in enumerate(program.flows):
        trigger = flow.trigger
        if trigger is not None and trigger.kind in TRIGGER_KINDS:
            kind = TRIGGER_KINDS[trigger.kind]
            if _asks(kind.options, trigger.options, widget, key):
                yield Use(path=f"/flows/{n}/trigger", where=_in_flow(flow, kind.label))
        for m, step in enumerate(flow.steps):
            if step.kind in STEP_KINDS:
                declared = STEP_KINDS[step.kind]
                if _asks(declared.options, step.options, widget, key):
                    said = step.label if step.label.zh or step.label.en else declared.label
                    yield Use(path=f"/flows/{n}/steps/{m}", where=_in_flow(flow, said))


def _asks(declared: Sequence[Option], options: Mapping[str, Any], widget: Widget, key: str) -> bool:
    return any(each.widget is widget and options.get(each.key) == key for each in declared)


def _in_flow(flow: Flow, step: Words) -> Words:
    zh, en = flow.label.to("zh"), flow.label.to("en")
    return Words(f"自动化“{zh}” · {step.to('zh')}", f"Automation {en} · {step.to('en')}")


def _said(label: Words, what: Words) -> Words:
    return Words(f"等级“{label.to('zh')}” · {what.zh}", f"Tier {label.to('en')} · {what.en}")
