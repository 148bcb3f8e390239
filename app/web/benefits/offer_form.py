"""The form that says on which budgets a coupon or a benefit draws, and what one costs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.builder import drafts, offers
from app.builder.budgets import named_in
from app.builder.earning import program_of
from app.builder.offers import Offer
from app.program.benefit_words import money
from app.program.budget import Budget, Of, charged
from app.program.budget_words import budget_words
from app.program.coupon import CouponDesign
from app.program.face_value import face_of, printed_on
from app.program.program import Program
from app.web.benefits.offers import kind_of, new_urls
from app.web.frame import Here
from app.words import Words

NOTHING = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChoice:
    """A budget that an offer may draw on."""

    key: str
    label: Words
    sentence: Words
    chosen: bool
    always: bool = False
    """It holds for all, whether or not it is chosen."""
    gone: bool = False
    """It is named and is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferForm:
    """What a coupon or benefit draws on, being written."""

    title: Words
    about: Words
    is_coupon: bool
    url: str
    back_url: str
    new_url: str
    budgets: tuple[BudgetChoice, ...]
    cost: str
    face: Words | None
    """What is printed on it, which budgets of money go by."""
    errors: Mapping[str, Words]
    problem: Words | None
    version: str


def offer_form(
    here: Here,
    offer: Offer,
    key: str,
    typed: Mapping[str, Any] | None = None,
    *,
    errors: Mapping[str, Words] | None = None,
    problem: Words | None = None,
) -> OfferForm:
    """Show what an offer draws on, or again what was typed. Raises `NotFound`."""
    draft = drafts.get(here.space, here.program_id)
    written = offers.find(draft.content, offer, key)
    program = program_of(draft.content) or Program(key="_", label=NOTHING)
    chosen = named_in(written) if typed is None else tuple(typed["budgets"])
    design = program.find_coupon(key) if offer is Offer.COUPON else None
    kind = kind_of(design if offer is Offer.COUPON else program.find_benefit(key))
    label = Words.from_json(written.get("label", key))
    sort = Words("优惠券", "Coupon") if offer is Offer.COUPON else Words("权益", "Benefit")
    return OfferForm(
        title=Words(f"{label.to('zh')}：预算与成本", f"{label.to('en')}: budgets and cost")
        if offer is Offer.COUPON
        else Words(f"{label.to('zh')}：预算", f"{label.to('en')}: budgets"),
        about=Words(f"{sort.zh} · {kind.to('zh')}", f"{sort.en} · {kind.to('en')}"),
        is_coupon=offer is Offer.COUPON,
        url=here.url("benefits.save_offer", offer=offer.value, design=key),
        back_url=here.url("benefits.benefits", _anchor="budgets"),
        new_url=new_urls(here)[offer.of.value],
        budgets=tuple(_choices(program, offer, chosen)),
        cost=str(written.get("cost", "") if typed is None else typed["cost"]),
        face=None if design is None else _face(program, design),
        errors=errors or {},
        problem=problem,
        version=str(draft.version if typed is None else typed["version"]),
    )


def _face(program: Program, design: CouponDesign) -> Words | None:
    """Give what is printed on a coupon, whatever one costs."""
    printed = printed_on(design)
    return None if printed is None else Words(money(printed, program), money(printed, program))


def _choices(program: Program, offer: Offer, chosen: Sequence[str]) -> Iterator[BudgetChoice]:
    own = {each.key: each for each in program.budgets if each.of is offer.of}
    for key, each in own.items():
        yield _choice(program, each, chosen=key in chosen)
    for key in chosen:
        if key not in own:
            said = Words("没有这个预算", "There is no such budget")
            label = Words(key, key)
            yield BudgetChoice(key=key, label=label, sentence=said, chosen=True, gone=True)


def _choice(program: Program, budget: Budget, *, chosen: bool) -> BudgetChoice:
    return BudgetChoice(
        key=budget.key,
        label=budget.label,
        sentence=budget_words(program, budget),
        chosen=chosen or budget.all,
        always=budget.all,
    )


def errors_of_offer(
    program: Program | None, offer: Offer, written: Mapping[str, Any]
) -> dict[str, Words]:
    """Say what is wrong with budgets and cost, by the field it is beside."""
    found: dict[str, Words] = {}
    for each in offers.wrong(offer, written):
        name = "cost" if each.path.startswith("/cost") else "budgets"
        found.setdefault(name, each.message)
    known = {} if program is None else {each.key: each for each in program.budgets}
    gone = [key for key in named_in(written) if key not in known or known[key].of is not offer.of]
    if gone:
        zh, en = "、".join(gone), ", ".join(gone)
        said = Words(f"没有预算“{zh}”，请取消勾选。", f"There is no budget {en}: untick it.")
        found.setdefault("budgets", said)
    if program is not None and not found:
        found |= _unpriced(program, offer, written)
    return found


def _unpriced(program: Program, offer: Offer, written: Mapping[str, Any]) -> dict[str, Words]:
    """Say that a budget of money needs to know what a coupon comes to."""
    design = offers.read(written) if offer is Offer.COUPON else None
    if design is None or face_of(design):
        return {}
    for each in charged(program.budgets, Of.COUPONS, design.budgets):
        if each.in_money:
            return {
                "cost": Words(
                    f"预算“{each.label.to('zh')}”按面值算，这种券没有面值：请写每张成本。",
                    f"The budget {each.label.to('en')} goes by face value and this coupon has none:"
                    " say what one costs.",
                )
            }
    return {}
