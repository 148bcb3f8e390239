"""Pages on which a member is given a tier, starts a trial, or has a layer ended."""

from dataclasses import dataclass, replace

from app.access import Can
from app.errors import NotFound
from app.program.ladder import Ladder, Tier
from app.runtime import granting
from app.runtime.holding import Phase
from app.runtime.releases import Live, live
from app.runtime.standing import LadderView, Standing, standing
from app.storage.layers import Layer
from app.web.frame import Here
from app.web.language import t
from app.web.records.layer_forms import OFFERED, LayerForm
from app.web.records.layers import layer_shown
from app.web.records.member_model import LayerShown
from app.web.records.model import TierShown
from app.web.records.showing import name_of, tier_shown
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShown:
    """A trial, to one member."""

    ladder: str
    trial: str
    label: Words
    tier: TierShown | None
    days: int
    refused: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The tier in force on one ladder, and whether it comes from a layer."""

    label: Words
    tier: TierShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPage:
    name: str
    member_url: str
    url: str
    trial_url: str
    today: str
    now: tuple[Now, ...]
    offers: tuple[OfferShown, ...]
    design_url: str | None = None
    """Where trials are designed, for whom may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPage:
    name: str
    member_url: str
    url: str
    layer: LayerShown


def _seen(here: Here, member_id: int) -> tuple[Live, Standing]:
    if here.standing.number is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    found = live(here.space, here.program_id)
    return found, standing(here.space, found, member_id, now=here.now)


def set_page(here: Here, member_id: int) -> SetPage:
    _, seen = _seen(here, member_id)
    return SetPage(
        name=name_of(seen.fields, personal=here.visitor.may(Can.READ_PERSONAL)),
        member_url=here.url("records.member", member_id=member_id),
        url=here.url("records.give_tier", member_id=member_id),
        trial_url=here.url("records.start_trial", member_id=member_id),
        today=here.formats.day_of(here.now),
        now=tuple(
            Now(
                label=each.ladder.label,
                tier=tier_shown(each.ladder, each.tier.key) if each.tier else None,
            )
            for each in seen.ladders
        ),
        offers=tuple(offer for each in seen.ladders for offer in _offers(each)),
        design_url=here.url("builder.ladder") if here.visitor.may(Can.EDIT_DRAFT) else None,
    )


def _offers(view: LadderView) -> list[OfferShown]:
    return [
        OfferShown(
            ladder=view.ladder.key,
            trial=each.trial.key,
            label=each.trial.label,
            tier=tier_shown(view.ladder, each.trial.tier),
            days=each.trial.days,
            refused=each.refused,
        )
        for each in view.offers
    ]


def offer_choices(here: Here, form: LayerForm) -> LayerForm:
    """Fill in what may be chosen: tiers highest first, by ladder."""
    if here.standing.number is None:
        raise NotFound("没有这位会员。", "There is no such member.")
    ladders = live(here.space, here.program_id).checked.program.ladders
    form.kind.choices = [(kind.value, t(label)) for kind, label in OFFERED.items()]
    form.tier.choices = [
        ("", t(Words("请选择", "Choose"))),
        *(
            (f"{ladder.key}/{each.key}", _called(ladder, each, several=len(ladders) > 1))
            for ladder in ladders
            for each in reversed(ladder.tiers)
        ),
    ]
    return form


def _called(ladder: Ladder, tier: Tier, *, several: bool) -> str:
    return f"{t(ladder.label)} · {t(tier.label)}" if several else t(tier.label)


def give(here: Here, member_id: int, form: LayerForm) -> Layer:
    """Give a tier as the form says. Raises `AppError`."""
    found = live(here.space, here.program_id)
    wanted = form.wanted(member_id, here.formats)
    return granting.grant(here.space, found, wanted, now=here.now, by=here.visitor.user.email)


def try_out(here: Here, member_id: int, ladder: str, trial: str) -> Layer:
    """Start a trial. Raises `AppError`."""
    found, by = live(here.space, here.program_id), here.visitor.user.email
    return granting.start_trial(here.space, found, member_id, ladder, trial, now=here.now, by=by)


def end_page(here: Here, member_id: int, layer_id: int) -> EndPage:
    """Show the layer that is to be ended. Raises `NotFound` also for one that is over."""
    _, seen = _seen(here, member_id)
    for view in seen.ladders:
        for each in view.holding.layers if view.holding else ():
            if each.layer.id == layer_id and each.phase is not Phase.OVER:
                return EndPage(
                    name=name_of(seen.fields, personal=here.visitor.may(Can.READ_PERSONAL)),
                    member_url=here.url("records.member", member_id=member_id),
                    url=here.url("records.end_layer", member_id=member_id, layer_id=layer_id),
                    layer=replace(layer_shown(here, view, each), end_url=None),
                )
    raise NotFound(
        "没有这一层等级，或者它已经结束。", "There is no such layer, or it is over already."
    )


def end(here: Here, member_id: int, layer_id: int, why: str) -> Layer:
    """End a layer. Raises `AppError`."""
    found, by = live(here.space, here.program_id), here.visitor.user.email
    return granting.end(here.space, found, member_id, layer_id, now=here.now, by=by, why=why)
