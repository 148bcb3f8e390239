"""Layers of a member: given, tried, ended; the history of tiers; who is about to fall."""

from typing import Any

from app.days import from_day
from app.errors import Finding, Invalid, NotFound
from app.program.checked import CheckedLadder
from app.program.dates import instant_of
from app.runtime.at_risk import SOON, AtRisk, Question, at_risk
from app.runtime.at_risk import Mark as Due
from app.runtime.granting import Granted, end, grant, start_trial
from app.runtime.holding import holdings
from app.runtime.listing import Mark
from app.storage import notices
from app.storage.layers import Kind, Layer
from app.storage.notices import Notice
from app.storage.standings import Change
from app.storage.tier_changes import Place, page_of_changes
from app.web.api import cursors
from app.web.api.addresses import find_id, number_of
from app.web.api.departed import refuse_departed
from app.web.api.here import Here, here
from app.web.api.holding import layer_json, ways_json
from app.web.api.operations import Answer, Asked
from app.web.api.written import moment_json, moment_or_none

USUAL = 50


def list_layers(asked: Asked) -> Answer:
    found = here()
    held = holdings(found.space, found.live, _member(found, asked), now=found.now)
    items = [layer_json(key, each) for key, on in held.items() for each in on.layers]
    return Answer(content={"items": items})


def add_layer(asked: Asked) -> Answer:
    found, body = here(), asked.body
    member_id = _member(found, asked)
    starts_at = _moment(found, body, "starts_at")
    wanted = Granted(
        member_id=member_id,
        ladder=_ladder(found, body.get("ladder")).ladder.key,
        kind=Kind(body["kind"]),
        tier=body["tier"],
        reason=body["reason"],
        starts_at=found.now if starts_at is None else starts_at,
        ends_at=_moment(found, body, "ends_at"),
    )
    layer = grant(found.space, found.live, wanted, now=found.now, by=found.cause)
    return _granted(found, layer, status=201)


def add_trial(asked: Asked) -> Answer:
    found, body = here(), asked.body
    layer = start_trial(
        found.space,
        found.live,
        _member(found, asked),
        _ladder(found, body.get("ladder")).ladder.key,
        body["trial"],
        now=found.now,
        by=found.cause,
    )
    return _granted(found, layer, status=201)


def end_layer(asked: Asked) -> Answer:
    found = here()
    member_id, layer_id = _member(found, asked), number_of(asked.path["layer"])
    if layer_id is None:
        raise NotFound("没有这一层等级。", "There is no such layer.")
    why = asked.body["reason"]
    layer = end(
        found.space, found.live, member_id, layer_id, now=found.now, by=found.cause, why=why
    )
    return _granted(found, layer, status=200)


def _granted(found: Here, layer: Layer, *, status: int) -> Answer:
    held = holdings(found.space, found.live, layer.member_id, now=found.now)
    shown = next(
        layer_json(key, each)
        for key, on in held.items()
        for each in on.layers
        if each.layer.id == layer.id
    )
    tiers = {key: on.tier for key, on in held.items()}
    return Answer(content={"layer": shown, "tiers": tiers}, status=status)


def _member(found: Here, asked: Asked) -> int:
    """Find a member who is there. Raises `NotFound` and `Refusal`."""
    member_id = find_id(found, found.live.catalogue.members.object, asked.path["member"])
    refuse_departed(found, member_id)
    return member_id


def _ladder(found: Here, key: str | None, place: str = "/ladder") -> CheckedLadder:
    """Find a ladder by its key; where there is one only, it need not be named.

    Raises `Invalid`.
    """
    ladders = found.live.checked.ladders
    if key is None and len(ladders) == 1:
        return next(iter(ladders.values()))
    if key in ladders:
        return ladders[str(key)]
    listed = ", ".join(ladders) or "—"
    words = (
        f"请写明等级体系。可用：{listed}。",
        f"Name the ladder that is meant. Known: {listed}.",
    )
    raise Invalid(*words, (Finding.of(place, *words),))


def _moment(found: Here, body: dict[str, Any], key: str) -> int | None:
    """Read a moment; without an offset it is the programme's local time. Raises `Invalid`."""
    text = body.get(key)
    if text is None:
        return None
    at = instant_of(text, found.live.checked.program.settings.calendar.zone)
    if at is None:
        words = ("这不是时刻。", "This is no moment.")
        raise Invalid(*words, (Finding.of(f"/{key}", *words),))
    return at


def list_tier_changes(asked: Asked) -> Answer:
    found = here()
    member_id = _member(found, asked)
    question = ("tier-changes", str(member_id))
    mark = cursors.read(asked.query["cursor"], question) if "cursor" in asked.query else None
    changes, last = page_of_changes(
        found.space,
        found.live.catalogue.program_id,
        member_id,
        after=None if mark is None else Place(at=mark.value, change_id=mark.record_id),
        size=asked.query.get("limit", USUAL),
    )
    following = None if last is None else Mark(value=last.at, record_id=last.change_id)
    return Answer(
        content={
            "items": [_change(found, each) for each in changes],
            "next": None if following is None else cursors.write(following, question),
        }
    )


def _change(found: Here, change: Change) -> dict[str, Any]:
    ladders = found.live.catalogue.members.ladders
    key = next((key for key, each in ladders.items() if each.id == change.ladder_id), None)
    tiers = {each: name for one in ladders.values() for name, each in one.tiers.items()}
    return {
        "ladder": key,
        "at": moment_json(change.at),
        "from": tiers.get(change.old_tier_id or -1),
        "to": tiers.get(change.new_tier_id or -1),
        "earned_from": tiers.get(change.old_earned_id or -1),
        "earned_to": tiers.get(change.new_earned_id or -1),
        "layer": change.layer,
        "reason": change.reason,
        "cause": change.cause,
    }


def list_notices(asked: Asked) -> Answer:
    found = here()
    recent = notices.recent(
        found.space, found.live.catalogue.program_id, limit=asked.query.get("limit", USUAL)
    )
    return Answer(content={"items": [_notice(found, each) for each in recent]})


def _notice(found: Here, notice: Notice) -> dict[str, Any]:
    ladders = found.live.catalogue.members.ladders.items()
    key, columns = next((each for each in ladders if each[1].id == notice.ladder_id), (None, None))
    return {
        "member_id": str(notice.member_id),
        "ladder": key,
        "tier": None if columns is None else columns.key_of(notice.tier_id),
        "due": from_day(notice.due).isoformat(),
        "at": moment_json(notice.at),
    }


def list_at_risk(asked: Asked) -> Answer:
    found, query = here(), asked.query
    days, ladder = query.get("days", SOON), _ladder(found, query.get("ladder"), "?ladder")
    question = ("at-risk", ladder.ladder.key, str(days))
    mark = cursors.read(query["cursor"], question) if "cursor" in query else None
    wanted = Question(
        days=days,
        after=None if mark is None else Due(due=mark.value, member_id=mark.record_id),
        size=query.get("limit", USUAL),
    )
    page = at_risk(found.space, found.live, ladder, wanted, now=found.now)
    following = None
    if page.next is not None:
        last = Mark(value=page.next.due, record_id=page.next.member_id)
        following = cursors.write(last, question)
    return Answer(content={"items": [_risk(each) for each in page.members], "next": following})


def _risk(each: AtRisk) -> dict[str, Any]:
    return {
        "member_id": str(each.member["id"]),
        "tier": each.tier.key,
        "falls_to": each.falls_to.key,
        "due": from_day(each.due).isoformat(),
        "failed": None if each.failed is None else from_day(each.failed).isoformat(),
        "told_at": moment_or_none(each.told_at),
        "missing": ways_json(each.missing),
    }
