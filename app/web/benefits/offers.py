"""Budgets of coupons and benefits: how full they are, and what draws on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.access import Can
from app.builder import drafts
from app.builder.budgets import lost_words
from app.builder.checks import CHECKS
from app.builder.diff.change import same
from app.builder.earning import Part, program_of
from app.builder.offers import Offer
from app.errors import Finding
from app.program.benefit import Benefit
from app.program.benefit_codec import dump_benefit
from app.program.benefit_words import cost_of, money
from app.program.benefits import BENEFIT_KINDS
from app.program.budget import Of, charged
from app.program.budget_words import quantity_words
from app.program.checked import CheckedProgram, check_program
from app.program.coupon import CouponDesign
from app.program.coupon_codec import dump_coupon
from app.program.coupons import COUPON_KINDS
from app.program.face_value import price_of
from app.program.program import Program
from app.runtime.releases import live
from app.web.earning.model import Bar
from app.web.earning.shelf import Shelf
from app.web.frame import Here
from app.words import Words

NOTHING = Words("", "")
NOT_YET, CHANGED = (
    Words("发布后生效", "Works once published"),
    Words("修改未发布", "Changes not published"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What one coupon or grant takes out of a budget."""

    label: Words
    takes: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShown:
    """A coupon or a benefit of the draft, with what it draws on."""

    label: Words
    kind: Words
    takes: tuple[Taking, ...]
    cost: Words
    state: Words | None
    findings: tuple[Finding, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetsShown:
    """The part of the page of benefits about budgets; it is of the draft."""

    bars: tuple[Bar, ...]
    offers: tuple[OfferShown, ...]
    lost: tuple[Words, ...]
    new_urls: Mapping[str, str]


def budgets_shown(here: Here) -> BudgetsShown | None:
    """Give the budgets of the draft; None where it cannot be read or has nothing to give."""
    content = drafts.get(here.space, here.program_id).content
    program = program_of(content)
    if program is None or not (program.coupons or program.benefits or program.budgets):
        return None
    found = live(here.space, here.program_id) if here.standing.number is not None else None
    published = None if found is None else found.checked.program
    checked = check_program(program)
    findings = (*checked.findings, *CHECKS["sensible_earning"].check(checked))
    shelf = Shelf(here, program, published, findings, coming={"from": "benefits"})
    own = [each for each in program.budgets if each.of is not Of.CURRENCY]
    return BudgetsShown(
        bars=shelf.bars(found, content, own),
        offers=tuple(_offers(here, checked, published)),
        lost=tuple(lost_words(content)),
        new_urls=new_urls(here) if here.visitor.may(Can.EDIT_DRAFT) else {},
    )


def new_urls(here: Here) -> dict[str, str]:
    ways = {"part": Part.BUDGET.value, "from": "benefits"}
    return {of.value: here.url("earning.new", of=of.value, **ways) for of in Of}


def _offers(here: Here, checked: CheckedProgram, published: Program | None) -> Iterator[OfferShown]:
    program, findings = checked.program, tuple(CHECKS["known_benefits"].check(checked))
    for n, design in enumerate(program.coupons):
        cost = cost_of(design)
        before = None if published is None else published.find_coupon(design.key)
        yield OfferShown(
            label=design.label,
            kind=kind_of(design),
            takes=tuple(takings(program, design)),
            cost=NOTHING if cost is None else Words(money(cost, program), money(cost, program)),
            state=_state(before, design, dump_coupon),
            findings=_about(findings, f"/coupons/{n}"),
            url=_url(here, Offer.COUPON, design.key),
        )
    for n, benefit in enumerate(program.benefits):
        given = None if published is None else published.find_benefit(benefit.key)
        yield OfferShown(
            label=benefit.label,
            kind=kind_of(benefit),
            takes=tuple(takings(program, benefit)),
            cost=NOTHING,
            state=_state(given, benefit, dump_benefit),
            findings=_about(findings, f"/benefits/{n}"),
            url=_url(here, Offer.BENEFIT, benefit.key),
        )


def kind_of(offer: CouponDesign | Benefit | None) -> Words:
    """Say what sort of coupon or benefit it is; nothing of one that is unknown."""
    kinds = COUPON_KINDS if isinstance(offer, CouponDesign) else BENEFIT_KINDS
    return NOTHING if offer is None or offer.kind not in kinds else kinds[offer.kind].label


def _url(here: Here, offer: Offer, key: str) -> str | None:
    if not here.visitor.may(Can.EDIT_DRAFT):
        return None
    return here.url("benefits.offer", offer=offer.value, design=key)


def _state(before: Any, now: Any, dump: Any) -> Words | None:
    if before is None:
        return NOT_YET
    return None if same(dump(before), dump(now)) else CHANGED


def _about(findings: Sequence[Finding], place: str) -> tuple[Finding, ...]:
    """Choose what is about the budgets and the cost of one offer."""
    return tuple(
        each for each in findings if each.path.startswith((f"{place}/budget", f"{place}/cost"))
    )


def takings(program: Program, thing: CouponDesign | Benefit) -> Iterator[Taking]:
    """Say what one takes out of each of its budgets, those of all included."""
    is_coupon = isinstance(thing, CouponDesign)
    for each in charged(program.budgets, Of.COUPONS if is_coupon else Of.BENEFITS, thing.budgets):
        takes = price_of(each, thing) if isinstance(thing, CouponDesign) else 1
        yield Taking(label=each.label, takes=quantity_words(program, each, takes))
