"""Layers of a tier as a member's page shows them, one line each."""

from app.access import Can
from app.runtime.holding import Ended, LayerView, Phase
from app.runtime.standing import LadderView
from app.storage.layers import Kind, Layer
from app.web.frame import Here
from app.web.records.member_model import GroundsShown, LayerShown
from app.web.records.showing import tier_shown
from app.words import Words

KINDS = {
    Kind.FLOOR: Words("人工保底", "Floor set by hand"),
    Kind.LOCK: Words("人工锁定", "Locked by hand"),
    Kind.TRIAL: Words("体验", "Trial"),
    Kind.PAID: Words("付费", "Paid"),
}
PHASES = {
    Phase.WAITING: Words("未开始", "To come"),
    Phase.ACTIVE: Words("有效", "Active"),
    Phase.OVER: Words("已结束", "Over"),
}
ENDED = {
    Ended.EXPIRED: Words("到期", "expired"),
    Ended.CONVERTED: Words("体验期间达到条件，转为正式等级", "earned meanwhile"),
}


def reason_of(view: LadderView, layer: Layer) -> Words:
    """Say why a layer was set: of a trial its name, of others what the person wrote."""
    offered = (each for each in view.ladder.trials if each.key == layer.offer)
    trial = next(offered, None) if layer.kind is Kind.TRIAL else None
    return Words(layer.reason, layer.reason) if trial is None else trial.label


def source_of(here: Here, each: LayerView) -> Words:
    """Name a layer and until when it lasts."""
    kind = KINDS[each.layer.kind]
    if each.over_at is None:
        return kind
    until = here.formats.through(each.over_at)
    return Words(f"{kind.zh}，至 {until}", f"{kind.en} until {until}")


def set_url(here: Here, member_id: int) -> str | None:
    """Say where a tier is set, for whom may."""
    if not here.visitor.may(Can.SET_TIERS):
        return None
    return here.url("records.set_tier", member_id=member_id)


def grounds_shown(here: Here, view: LadderView) -> GroundsShown:
    held = view.holding
    assert held is not None
    by = held.by
    lines = [(each.phase, layer_shown(here, view, each)) for each in held.layers]
    return GroundsShown(
        earned=tier_shown(view.ladder, held.earned.key) if held.earned else None,
        reached=held.reached,
        decides=by is None,
        source=None if by is None else source_of(here, by),
        locked=by is not None and by.layer.kind is Kind.LOCK,
        layers=tuple(each for phase, each in lines if phase is not Phase.OVER),
        past=tuple(each for phase, each in lines if phase is Phase.OVER),
    )


def layer_shown(here: Here, view: LadderView, each: LayerView) -> LayerShown:
    over = each.phase is Phase.OVER
    may = here.visitor.may(Can.SET_TIERS) and not over
    return LayerShown(
        kind=KINDS[each.layer.kind],
        tier=tier_shown(view.ladder, each.tier.key) if each.tier else None,
        phase=PHASES[each.phase],
        starts_at=each.layer.starts_at,
        over_at=each.over_at,
        in_force=each.in_force,
        reason=reason_of(view, each.layer),
        ended=_ended(each),
        end_url=here.url(
            "records.end_layer", member_id=each.layer.member_id, layer_id=each.layer.id
        )
        if may
        else None,
    )


def _ended(each: LayerView) -> Words | None:
    if each.ended is Ended.BY_PERSON:
        why = each.layer.closed_why or ""
        return Words(f"提前结束：{why}", f"ended: {why}")
    return None if each.ended is None else ENDED[each.ended]
