"""The page of designs: every coupon and benefit of the draft, and what tiers give of them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.access import Can
from app.builder import drafts
from app.builder.checks import CHECKS
from app.builder.diff.change import same
from app.builder.earning import program_of
from app.builder.offer_uses import Use, uses_of
from app.builder.offers import Offer
from app.errors import Finding
from app.program.benefit import Benefit, TierBenefit
from app.program.benefit_codec import dump_benefit
from app.program.benefit_words import (
    benefit_value,
    cost_of,
    joined,
    money,
    pack_words,
    recurring_words,
    validity,
    worth,
)
from app.program.benefits.base import CATEGORIES, BenefitKind
from app.program.checked import CheckedProgram, check_program
from app.program.coupon import CouponDesign
from app.program.coupon_codec import dump_coupon
from app.program.ladder import Ladder, Tier
from app.program.program import Program
from app.web.benefits.offers import takings
from app.web.designs.declared import find_kind, kinds_of
from app.web.designs.model import (
    DesignRow,
    DesignsPage,
    KindGroup,
    KindShown,
    KindsPage,
    LadderLink,
    Urls,
    UseShown,
)
from app.web.designs.telling import limits_words
from app.web.frame import Here
from app.web.records.model import TierShown
from app.web.records.showing import tier_shown
from app.web.undoing import undo_offered
from app.words import Words

NOTHING = Words("", "")
EMPTY = Program(key="_", label=NOTHING)
NOT_YET = Words("发布后生效", "Works once published")
CHANGED = Words("修改未发布", "Changes not published")
ICONS = {Offer.COUPON: "ticket", Offer.BENEFIT: "benefit"}
LABELS = {Offer.COUPON: Words("优惠券", "Coupon"), Offer.BENEFIT: Words("权益", "Benefit")}
EXAMINED = ("known_benefits", "usable_coupons", "issued_coupons")
"""The checks that speak of coupons and benefits."""


def designs_page(here: Here) -> DesignsPage:
    program = program_of(drafts.get(here.space, here.program_id).content)
    may = here.visitor.may(Can.EDIT_DRAFT) and program is not None
    shelf = _Shelf(here, program or EMPTY, may=may)
    return DesignsPage(
        coupons=tuple(shelf.coupons()),
        benefits=tuple(shelf.benefits()),
        ladders=tuple(_ladders(here, program or EMPTY)),
        coupon_kinds=tuple(_kinds(here, Offer.COUPON)),
        new_urls={each.value: here.url("designs.new", offer=each.value) for each in Offer},
        may_edit=may,
        readable=program is not None,
        document_url=here.url("builder.document"),
        undo=undo_offered(here, here.url("designs.undo")),
    )


def findings_of(checked: CheckedProgram) -> tuple[Finding, ...]:
    return tuple(one for key in EXAMINED for one in CHECKS[key].check(checked))


def below(findings: tuple[Finding, ...], place: str) -> tuple[Finding, ...]:
    """Choose what is about one thing of the document."""
    return tuple(
        each for each in findings if each.path == place or each.path.startswith(f"{place}/")
    )


class _Shelf:
    """Designs of the draft beside what is live."""

    def __init__(self, here: Here, program: Program, *, may: bool) -> None:
        self.here, self.program, self.may = here, program, may
        self.findings = findings_of(check_program(program))

    def coupons(self) -> Iterator[DesignRow]:
        live = self.here.standing.live
        for n, each in enumerate(self.program.coupons):
            cost = cost_of(each)
            price = "" if cost is None else money(cost, self.program)
            before = None if live is None else live.find_coupon(each.key)
            yield self._row(
                Offer.COUPON,
                each,
                f"/coupons/{n}",
                before=before,
                worth=worth(self.program, each),
                validity=validity(each.valid) if validity(each.valid).zh else _ALWAYS,
                limits=joined([*_places(each), limits_words(each)]),
                cost=Words(price, price),
            )

    def benefits(self) -> Iterator[DesignRow]:
        live = self.here.standing.live
        for n, each in enumerate(self.program.benefits):
            before = None if live is None else live.find_benefit(each.key)
            yield self._row(
                Offer.BENEFIT,
                each,
                f"/benefits/{n}",
                before=before,
                worth=benefit_value(self.program, TierBenefit(benefit=each.key)),
                limits=each.help or NOTHING,
            )

    def _row(
        self,
        offer: Offer,
        thing: CouponDesign | Benefit,
        place: str,
        *,
        before: CouponDesign | Benefit | None,
        worth: Words,
        limits: Words,
        validity: Words = NOTHING,
        cost: Words = NOTHING,
    ) -> DesignRow:
        kind = find_kind(offer, thing.kind)
        return DesignRow(
            label=thing.label,
            kind=Words(thing.kind, thing.kind) if kind is None else kind.label,
            icon=ICONS[offer] if kind is None else kind.icon,
            worth=worth,
            validity=validity,
            limits=limits,
            takes=tuple(
                joined([each.label, each.takes], " · ", " · ")
                for each in takings(self.program, thing)
            ),
            cost=cost,
            uses=used(self.here, self.program, uses_of(self.program, offer, thing.key)),
            state=_state(before, thing),
            # Where it is in the document says nothing to whoever reads a row about it.
            findings=tuple(replace(each, path="") for each in below(self.findings, place)),
            is_open=kind is not None and any(each.required for each in kind.options),
            urls=urls_of(self.here, offer, thing.key) if self.may else None,
        )


_ALWAYS = Words("一直有效", "always valid")


def _places(design: CouponDesign) -> Iterator[Words]:
    yield from (each for each in (design.goods, design.stores) if each is not None)


def _state(before: Any, now: CouponDesign | Benefit) -> Words | None:
    if before is None:
        return NOT_YET
    dump: Any = dump_coupon if isinstance(now, CouponDesign) else dump_benefit
    return None if same(dump(before), dump(now)) else CHANGED


def urls_of(here: Here, offer: Offer, key: str) -> Urls:
    named = {"offer": offer.value, "design": key}
    return Urls(
        edit=here.url("designs.edit", **named),
        duplicate=here.url("designs.duplicate", **named),
        remove=here.url("designs.ask", **named),
        budget=here.url("benefits.offer", **named),
    )


def used(here: Here, program: Program, uses: tuple[Use, ...]) -> tuple[UseShown, ...]:
    return tuple(UseShown(where=each.where, url=_place(here, program, each)) for each in uses)


def _place(here: Here, program: Program, use: Use) -> str:
    """Lead to where a place of the document is edited."""
    part, number, *_ = use.path.strip("/").split("/")
    match part:
        case "flows":
            return here.url("builder.flow", key=program.flows[int(number)].key)
        case "benefits":
            named = {"offer": Offer.BENEFIT.value, "design": program.benefits[int(number)].key}
            return here.url("designs.edit", **named)
        case _:
            return _tier_page(here, program.ladders[int(number)], use.path)


def _tier_page(here: Here, ladder: Ladder, path: str) -> str:
    """Lead to the matrix for a benefit of a tier, and to its pack for what it brings."""
    _, _, _, _, tier, part, *_ = path.split("/")
    if part == "benefits":
        return here.url("designs.tiers", ladder=ladder.key)
    return _pack_url(here, ladder, ladder.tiers[int(tier)])


def _ladders(here: Here, program: Program) -> Iterator[LadderLink]:
    for ladder in program.ladders:
        shown = [(each, tier_shown(ladder, each.key)) for each in ladder.tiers]
        yield LadderLink(
            label=ladder.label,
            url=here.url("designs.tiers", ladder=ladder.key),
            benefits=sum(len(each.benefits) for each in ladder.tiers),
            packs=tuple(
                (tier, brought(program, each), _pack_url(here, ladder, each))
                for each, tier in shown
                if tier is not None
            ),
        )


def _pack_url(here: Here, ladder: Ladder, tier: Tier) -> str:
    return here.url("designs.pack", ladder=ladder.key, tier=tier.key)


def brought(program: Program, tier: Tier) -> Words:
    """Say what a tier brings once, and again and again."""
    pack = NOTHING if tier.pack is None else pack_words(program, tier.pack)
    return joined([pack, *(recurring_words(program, each) for each in tier.recurring)], "；", "; ")


def tiers_having(program: Program, benefit: str) -> Iterator[tuple[TierShown, Words]]:
    """Give the tiers that have a benefit, with what they give of it."""
    for ladder in program.ladders:
        for tier in ladder.tiers:
            for given in tier.benefits:
                shown = tier_shown(ladder, tier.key)
                if given.benefit == benefit and shown is not None:
                    yield shown, benefit_value(program, given)


def _kinds(here: Here, offer: Offer) -> Iterator[KindShown]:
    for each in kinds_of(offer):
        yield KindShown(
            label=each.label,
            about=each.about,
            icon=each.icon,
            url=here.url("designs.new", offer=offer.value, kind=each.key),
        )


def kinds_page(here: Here, offer: Offer) -> KindsPage:
    """Show the kinds among which one chooses; those of benefits by what they appeal to."""
    shown = list(_kinds(here, offer))
    groups = [KindGroup(label=NOTHING, kinds=tuple(shown))]
    if offer is Offer.BENEFIT:
        pairs = list(zip(kinds_of(offer), shown, strict=True))
        groups = [
            KindGroup(
                label=label,
                kinds=tuple(
                    one
                    for kind, one in pairs
                    if isinstance(kind, BenefitKind) and kind.category is category
                ),
            )
            for category, label in CATEGORIES.items()
        ]
    named = LABELS[offer]
    return KindsPage(
        title=Words(f"新建{named.zh}：哪一种？", f"New {named.en.lower()}: of which kind?"),
        groups=tuple(groups),
        back_url=here.url("designs.designs"),
    )
