"""A member's tier changes in words: what moved, on which layer, why."""

from collections.abc import Mapping

from app.runtime.departing import DELETED, MERGED
from app.runtime.holding import Ended, LayerView
from app.runtime.standing import LadderView
from app.runtime.tiers import Reason as Cause
from app.storage.layers import Kind
from app.storage.programs import releases
from app.storage.standings import Change
from app.web.frame import Here
from app.web.records.layers import reason_of
from app.web.records.member_model import TierChange
from app.web.records.member_then import moment_in_address
from app.web.records.showing import tier_shown
from app.words import Words

REASONS: dict[str, Words] = {
    Cause.EVENT: Words("新的记录使条件满足", "A new record met the condition"),
    Cause.EVALUATION: Words("定期评估", "Scheduled evaluation"),
    Cause.PUBLISH: Words("发布新规则后重新定级", "Placed anew after a release"),
    Cause.REVIEW: Words("到期考核", "The tier was due for review"),
    Cause.RECHECK: Words("退款或更正后复核", "Looked at again after a refund or a correction"),
    Cause.LAYER: Words("人工、体验或付费等级变动", "A manual, trial or paid tier changed"),
    MERGED: Words("与另一条会员记录合并", "Merged with another record"),
    DELETED: Words("已注销", "Deleted"),
}
BEGUN = {
    Kind.FLOOR: Words("人工保底开始", "A floor was set by a person"),
    Kind.LOCK: Words("人工锁定开始", "The tier was locked by a person"),
    Kind.TRIAL: Words("体验开始", "A trial began"),
    Kind.PAID: Words("付费等级开始", "A paid tier began"),
}
OVER = {
    Kind.FLOOR: Words("人工保底结束", "The floor ended"),
    Kind.LOCK: Words("人工锁定结束", "The lock ended"),
    Kind.TRIAL: Words("体验结束", "The trial ended"),
    Kind.PAID: Words("付费等级结束", "The paid tier ended"),
}


def history_shown(here: Here, view: LadderView) -> tuple[TierChange, ...]:
    if not view.changes:
        return ()
    numbers = {each.id: each.number for each in releases(here.space, here.program_id)}
    return tuple(_change(here, view, each, numbers) for each in view.changes)


def _change(here: Here, view: LadderView, change: Change, numbers: Mapping[int, int]) -> TierChange:
    moved = change.old_tier_id != change.new_tier_id
    pair = (change.old_tier_id, change.new_tier_id)
    if not moved:
        pair = (change.old_earned_id, change.new_earned_id)
    old, new = (view.tier_keys.get(each or -1) for each in pair)
    return TierChange(
        old=tier_shown(view.ladder, old),
        new=tier_shown(view.ladder, new),
        up=view.ladder.position(new) >= view.ladder.position(old),
        at=change.at,
        reason=_reason(view, change),
        release=numbers.get(change.release_id),
        moved=moved,
        why_url=here.url(
            "records.member_then", member_id=change.member_id, at=moment_in_address(change.at)
        ),
    )


def _reason(view: LadderView, change: Change) -> Words:
    layer = _layer(view, change)
    if layer is not None:
        return _of_layer(view, layer, change)
    if change.reason == Cause.EVENT and change.old_tier_id is None:
        return Words("入会时定级", "Placed on joining")
    known = next((words for each, words in REASONS.items() if each == change.reason), None)
    return known or Words(change.reason, change.reason)


def _layer(view: LadderView, change: Change) -> LayerView | None:
    held = view.holding.layers if view.holding else ()
    named = (each for each in held if change.cause == f"layer:{each.layer.id}")
    return next(named, None)


def _of_layer(view: LadderView, held: LayerView, change: Change) -> Words:
    layer = held.layer
    if held.over_at is None or change.at < held.over_at:
        said, why = BEGUN[layer.kind], reason_of(view, layer)
        return Words(f"{said.zh}：{why.to('zh')}", f"{said.en}: {why.to('en')}")
    said = OVER[layer.kind]
    if held.ended is not Ended.BY_PERSON:
        return said
    return Words(f"{said.zh}：{layer.closed_why}", f"{said.en}: {layer.closed_why}")
