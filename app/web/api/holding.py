"""On what grounds a member holds a tier, as JSON: layers, the review ahead, what may be tried."""

from typing import Any

from app.days import from_day
from app.expression.gap import Way
from app.runtime.holding import Ended, LayerView, Offer, Phase
from app.runtime.prospect import Prospect
from app.runtime.standing import LadderView
from app.storage.layers import Kind
from app.storage.notices import Notice
from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.explained import EXPLAINED, explained_json
from app.web.api.shapes import Flag, Keyed, Listed, OneOf, OrNull, Part, Text, Whole, needed
from app.web.api.written import moment_json, moment_or_none
from app.words import Words

MOST_WAYS = 3
DAY = Text(format="date", example="2027-01-01")
WAYS = Listed(
    item=Listed(item=BOTH),
    about=Words(
        "最近的几种办法；一种办法里的几件事都要做到。",
        "The nearest ways; all that is in one way is needed together.",
    ),
)
LAYER = Keyed(
    name="Layer",
    parts=(
        needed("id", ID),
        needed("ladder", Text()),
        needed("kind", OneOf(words=tuple(each.value for each in Kind))),
        needed("tier", OrNull(shape=Text())),
        needed("trial", OrNull(shape=Text())),
        needed("starts_at", MOMENT),
        needed("ends_at", OrNull(shape=MOMENT)),
        needed("reason", Text()),
        needed("by", OrNull(shape=Text())),
        needed("phase", OneOf(words=tuple(each.value for each in Phase))),
        needed(
            "in_force",
            Flag(about=Words("会员现在的等级由它决定。", "It decides the member's tier now.")),
        ),
        needed("ended", OrNull(shape=OneOf(words=tuple(each.value for each in Ended)))),
        needed("ended_at", OrNull(shape=MOMENT)),
        needed("ended_by", OrNull(shape=Text())),
        needed("ended_why", OrNull(shape=Text())),
    ),
    about=Words(
        "消费与行为之外的一层等级：保底 floor、锁定 lock、体验 trial、付费 paid。",
        "A tier held besides the earned one: floor, lock, trial or paid.",
    ),
)
AHEAD = Keyed(
    name="ReviewAhead",
    parts=(
        needed(
            "due",
            OrNull(
                shape=Text(
                    format="date",
                    about=Words(
                        "下次考核的日子；null：没有可失去的等级。",
                        "The day of the next review; null: there is no tier to lose.",
                    ),
                )
            ),
        ),
        needed("daily", Flag(about=Words("每天评定。", "The ladder is looked at every day."))),
        needed(
            "failed",
            OrNull(
                shape=Text(
                    format="date",
                    about=Words(
                        "宽限期内：未通过考核的日子，宽限到 due 为止。",
                        "In grace: the day that was not passed; grace ends on `due`.",
                    ),
                )
            ),
        ),
        needed(
            "grace_until",
            OrNull(
                shape=Text(
                    format="date",
                    about=Words(
                        "若届时未通过，先宽限到这一天。",
                        "Where the review fails, grace is given until this day first.",
                    ),
                )
            ),
        ),
        needed("keeps", Flag(about=Words("照现在的数据能保住。", "Kept as things stand."))),
        needed("earned", OrNull(shape=Text())),
        needed("tier", OrNull(shape=Text())),
        needed("stay", OrNull(shape=EXPLAINED)),
        needed("missing", WAYS),
    ),
)
NOTICE = Keyed(
    name="Notice",
    parts=(needed("tier", OrNull(shape=Text())), needed("due", DAY), needed("at", MOMENT)),
)
OFFER = Keyed(
    name="TrialOffer",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("tier", Text()),
        needed("days", Whole(least=1)),
        needed("available", Flag()),
        needed("reason", OrNull(shape=BOTH)),
    ),
)
GROUNDS: tuple[Part, ...] = (
    needed(
        "layer",
        OrNull(
            shape=OneOf(
                words=("earned", "manual", "trial", "paid"),
                about=Words("等级来自哪一层。", "Which layer the tier comes from."),
            )
        ),
    ),
    needed("earned", OrNull(shape=Text())),
    needed("reached", OrNull(shape=DAY)),
    needed("layers", Listed(item=LAYER)),
    needed("review", OrNull(shape=AHEAD)),
    needed("notices", Listed(item=NOTICE)),
    needed("trials", Listed(item=OFFER)),
)
"""What a standing tells besides the tier; the review ahead and offers are of the present only."""


def grounds(view: LadderView) -> dict[str, Any]:
    held = view.holding
    by = None if held is None else held.by
    return {
        "layer": None if held is None else "earned" if by is None else by.layer.kind.layer,
        "earned": held.earned.key if held and held.earned else None,
        "reached": _day(held.reached if held else None),
        "layers": [layer_json(view.ladder.key, each) for each in held.layers] if held else [],
        "review": None if view.prospect is None else _ahead(view.prospect),
        "notices": [notice_json(view, each) for each in view.notices],
        "trials": [_offer(each) for each in view.offers],
    }


def layer_json(ladder: str, view: LayerView) -> dict[str, Any]:
    layer, over = view.layer, view.phase is Phase.OVER
    return {
        "id": str(layer.id),
        "ladder": ladder,
        "kind": layer.kind.value,
        "tier": None if view.tier is None else view.tier.key,
        "trial": layer.offer,
        "starts_at": moment_json(layer.starts_at),
        "ends_at": moment_or_none(layer.ends_at),
        "reason": layer.reason,
        "by": layer.created_by,
        "phase": view.phase.value,
        "in_force": view.in_force,
        "ended": None if view.ended is None else view.ended.value,
        "ended_at": moment_or_none(view.over_at) if over else None,
        "ended_by": layer.closed_by,
        "ended_why": layer.closed_why if view.ended is Ended.BY_PERSON else None,
    }


def _ahead(found: Prospect) -> dict[str, Any]:
    return {
        "due": _day(found.due),
        "daily": found.daily,
        "failed": _day(found.failed),
        "grace_until": _day(found.grace),
        "keeps": found.keeps,
        "earned": found.earned,
        "tier": found.tier,
        "stay": None if found.stay is None else explained_json(found.stay),
        "missing": ways_json(found.missing),
    }


def ways_json(found: tuple[Way, ...]) -> list[list[dict[str, str]]]:
    return [[each.sentence.to_json() for each in way] for way in found[:MOST_WAYS]]


def notice_json(view: LadderView, notice: Notice) -> dict[str, Any]:
    return {
        "tier": view.tier_keys.get(notice.tier_id),
        "due": _day(notice.due),
        "at": moment_json(notice.at),
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "key": offer.trial.key,
        "label": offer.trial.label.to_json(),
        "tier": offer.trial.tier,
        "days": offer.trial.days,
        "available": offer.refused is None,
        "reason": None if offer.refused is None else offer.refused.to_json(),
    }


def _day(day: int | None) -> str | None:
    return None if day is None else from_day(day).isoformat()
