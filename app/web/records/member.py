"""One member as a page: where they stand, why, what is missing, what happened."""

from collections.abc import Iterator

from flask import request

from app.access import Can
from app.days import from_day
from app.expression.explain import Explained, State
from app.expression.gap import progress, sentence, ways
from app.program.objects import MEMBER
from app.runtime.holding import LayerView
from app.runtime.listing import find_some
from app.runtime.releases import Live, live
from app.runtime.standing import LadderView, TierView, standing
from app.runtime.timeline import timeline
from app.web.frame import Here
from app.web.records import addresses
from app.web.records.conditions import line
from app.web.records.events import event
from app.web.records.holdings import correct_url, holdings_shown
from app.web.records.keeping import keeping_shown
from app.web.records.layers import KINDS, grounds_shown, reason_of, set_url, source_of
from app.web.records.making_up import make_up_url
from app.web.records.member_history import history_shown
from app.web.records.member_model import MemberLadder, MemberPage, Reason
from app.web.records.model import Fact, NextTier, Rung
from app.web.records.showing import field_shown, initial_of_member, name_of, tier_shown
from app.web.records.stages import level_shown, stages_shown
from app.words import Words

SIZE = 20
MOST_WAYS = 2
NOT_FACTS = frozenset({"reference"})


def member_page(here: Here, member_id: int) -> MemberPage:
    found = live(here.space, here.program_id)
    seen = standing(here.space, found, member_id, now=here.now)
    page, earlier = timeline(
        here.space,
        found,
        member_id,
        until=addresses.until(request.args.get("before")),
        size=SIZE,
    )
    personal = here.visitor.may(Can.READ_PERSONAL)
    name = name_of(seen.fields, personal=personal)
    older = addresses.write(earlier.at, earlier.record_id) if earlier else None
    here_url = here.url("records.member", member_id=member_id)
    return MemberPage(
        name=name,
        initial=initial_of_member(name),
        number=str(seen.fields.get("number") or seen.fields.get("external_id") or ""),
        facts=_facts(here, found, member_id, personal=personal),
        masked=not personal,
        ladders=tuple(_ladder(here, each, member_id) for each in seen.ladders),
        timeline=tuple(event(each, here.formats, personal=personal) for each in page),
        as_of=here.now,
        then_url=here.url("records.member_then", member_id=member_id),
        set_url=set_url(here, member_id),
        holdings=holdings_shown(here.space, found, member_id, now=here.now),
        correct_url=correct_url(here, found, member_id),
        newest_url=here_url if "before" in request.args else None,
        older_url=f"{here_url}?before={older}" if older else None,
    )


def _facts(here: Here, found: Live, member_id: int, *, personal: bool) -> tuple[Fact, ...]:
    """List the fields that hold something, metrics and formulas among them."""
    values = find_some(here.space, found, MEMBER, [member_id], now=here.now)[member_id]
    shown = [
        (each, field_shown(values.get(each.key), each, here.formats, personal=personal))
        for each in found.catalogue.members.object.in_use
        if each.kind not in NOT_FACTS
    ]
    return tuple(Fact(label=each.label, value=value) for each, value in shown if value)


def _ladder(here: Here, view: LadderView, member_id: int) -> MemberLadder:
    shown = tier_shown(view.ladder, view.tier.key) if view.tier else None
    return MemberLadder(
        label=view.ladder.label,
        tier=shown,
        since=view.since,
        next=_next(view) if view.next else None,
        grounds=grounds_shown(here, view),
        keeping=keeping_shown(here, view),
        why=_why(here, view),
        rungs=tuple(_rung(view, each) for each in reversed(view.tiers)),
        history=history_shown(here, view),
        level=level_shown(view),
        stages=stages_shown(view),
        make_up_url=make_up_url(here, view.ladder, member_id),
    )


def _next(view: LadderView) -> NextTier:
    above = view.next
    assert above is not None
    shown = tier_shown(view.ladder, above.tier.key)
    assert shown is not None
    explained = above.explained
    return NextTier(
        tier=shown,
        progress=progress(explained) if explained else None,
        missing=_missing(explained) if explained else None,
    )


def _rung(view: LadderView, tier: TierView) -> Rung:
    shown = tier_shown(view.ladder, tier.tier.key)
    assert shown is not None
    explained = tier.explained
    state = explained.state.value if explained else "met"
    upcoming = tier is view.next
    return Rung(
        tier=shown,
        state=state,
        note=_note(view, tier, state),
        condition=line(explained) if explained else None,
        current=tier.held,
        next=upcoming,
        open=upcoming or (tier.held and view.next is None),
    )


def _note(view: LadderView, tier: TierView, state: str) -> Words:
    if state == "met":
        return Words("条件已满足", "The condition is met")
    if tier.held:
        return _held_without(view)
    if tier.reached and view.holding is not None and view.holding.by is not None:
        # Somebody gave the higher one: it asks nothing that says anything about this one.
        return Words("现在不满足", "Not met now")
    if tier.reached:
        return Words(
            "现在不满足，更高的等级不要求它", "Not met now; the higher tier asks other things"
        )
    return Words("", "")


def _held_without(view: LadderView) -> Words:
    """Say why a tier is held whose condition is not met now."""
    by = view.holding.by if view.holding else None
    if by is not None:
        kind = KINDS[by.layer.kind]
        return Words(f"不满足，由“{kind.zh}”取得", f"Not met; held by another layer: {kind.en}")
    if view.prospect is None or view.prospect.daily:
        return Words("现在不满足，下次评估时会重新判断", "Not met now; the next evaluation decides")
    return Words("现在不满足，考核时看保级条件", "Not met now; the review decides")


def _why(here: Here, view: LadderView) -> tuple[Reason, ...]:
    """Say in a few lines why it is this tier and not the one above."""
    if view.tier is None:
        return (
            Reason(
                state="unknown",
                text=Words(
                    "还没有定级：下一次评估时定级。", "Not placed yet; the next evaluation will."
                ),
            ),
        )
    held = next(each for each in view.tiers if each.held)
    return tuple(_reasons(here, view, held))


def _reasons(here: Here, view: LadderView, held: TierView) -> Iterator[Reason]:
    by = view.holding.by if view.holding else None
    yield _kept(view, held) if by is None else _by_layer(here, view, by)
    if view.next and view.next.explained:
        yield _not_yet(view.next, view.next.explained)


def _by_layer(here: Here, view: LadderView, by: LayerView) -> Reason:
    earned = view.holding.earned.label if view.holding and view.holding.earned else None
    source, why = source_of(here, by), reason_of(view, by.layer)
    zh, en = f"{source.zh}：{why.to('zh')}", f"{source.en}: {why.to('en')}"
    if earned is not None:
        zh += f"。消费与行为挣得的是“{earned.to('zh')}”。"
        en += f". Earned: “{earned.to('en')}”."
    return Reason(state=State.MET, text=Words(zh, en))


def _until_review(view: LadderView, held: TierView) -> Reason | None:
    """Say of a tier that would not be reached today that it holds until its review."""
    ahead, reached = view.prospect, view.holding.reached if view.holding else None
    if ahead is None or ahead.daily or ahead.due is None or reached is None:
        return None
    zh, en = held.tier.label.to("zh"), held.tier.label.to("en")
    since, due = from_day(reached).isoformat(), from_day(ahead.due).isoformat()
    return Reason(
        state=State.MET,
        text=Words(
            f"“{zh}”于 {since} 取得，保留到 {due} 考核。",
            f"“{en}” was reached on {since} and holds until the review on {due}.",
        ),
    )


def _kept(view: LadderView, held: TierView) -> Reason:
    zh, en = held.tier.label.to("zh"), held.tier.label.to("en")
    if held.explained is None:
        text = Words(
            f"“{zh}”没有条件，每位会员从这里开始。",
            f"“{en}” has no condition: every member starts there.",
        )
        return Reason(state=State.MET, text=text)
    said = held.explained.sentence
    if held.explained.state is not State.MET and (holds := _until_review(view, held)):
        return holds
    return Reason(
        state=held.explained.state,
        text=Words(f"“{zh}”要求：{said.zh}", f"“{en}” asks: {said.en}"),
    )


def _not_yet(above: TierView, explained: Explained) -> Reason:
    zh, en = above.tier.label.to("zh"), above.tier.label.to("en")
    short = _missing(explained)
    if explained.state is State.MET:
        text = Words(
            f"“{zh}”的条件已满足，将在下一次评估时晋升。",
            f"The condition of “{en}” is met; the next evaluation promotes.",
        )
    elif short:
        text = Words(f"距离“{zh}”：{short.zh}", f"To reach “{en}”: {short.en}")
    else:
        text = Words(f"没到“{zh}”：条件未满足。", f"Not “{en}” yet.")
    return Reason(state=explained.state, text=text)


def _missing(explained: Explained) -> Words | None:
    """Say the nearest ways to meet a condition; many would help nobody."""
    found = sentence(ways(explained)[:MOST_WAYS])
    return found if found.zh else None
