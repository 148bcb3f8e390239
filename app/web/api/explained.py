"""Conditions explained, as JSON: values, thresholds, gaps, and what counts towards a goal."""

from typing import Any

from app.expression.explain import Comparison, Explained, Part, Speeding
from app.program.fields import FIELD_KINDS
from app.runtime.standing import StageView, TierView
from app.web.api.answers import BOTH, MOMENT
from app.web.api.shapes import (
    Anything,
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Share,
    Text,
    Whole,
    needed,
)
from app.web.api.written import moment_or_none
from app.words import Words

AMOUNT = Anything(
    about=Words(
        "按 unit 书写：金额用主单位，日期写作 2026-03-01；没有数据时为 null。",
        "As its unit is written: money in the main unit, days as 2026-03-01; null without data.",
    )
)
PART = Keyed(
    name="ScorePart",
    parts=(
        needed("label", BOTH),
        needed("value", BOTH),
        needed("cap", BOTH),
        needed("share", OrNull(shape=Share())),
        needed("weight", Share()),
        needed("points", OrNull(shape=Share())),
    ),
)
SPEEDING = Keyed(
    name="Accelerator",
    parts=(
        needed("label", OrNull(shape=BOTH)),
        needed("bonus", BOTH),
        needed("counts", Flag(about=Words("已经算数。", "It counts already."))),
    ),
)
COMPARISON = Keyed(
    name="Comparison",
    parts=(
        needed("subject", BOTH),
        needed("operator", Text()),
        needed("unit", Text()),
        needed("value", AMOUNT),
        needed("threshold", AMOUNT),
        needed("gap", AMOUNT),
        needed("progress", OrNull(shape=Share())),
        needed("bonus", OrNull(shape=BOTH)),
        needed("parts", Listed(item=PART, about=Words("评分的各项。", "The parts of a score."))),
        needed(
            "shown",
            Keyed(
                parts=(
                    needed("value", BOTH),
                    needed("threshold", BOTH),
                    needed("gap", OrNull(shape=BOTH)),
                )
            ),
        ),
    ),
)
EXPLAINED = Keyed(
    name="Explained",
    parts=(
        needed("path", Text()),
        needed("sentence", BOTH),
        needed("state", OneOf(words=("met", "unmet", "unknown"))),
        needed("joint", OrNull(shape=Text())),
        needed("comparison", OrNull(shape=COMPARISON)),
        needed("accelerates", OrNull(shape=SPEEDING)),
        needed(
            "children",
            Listed(item=Anything(), about=Words("同样形状的部分。", "Parts of the same shape.")),
        ),
    ),
)
STAGE = Keyed(
    name="Stage",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("points", Whole(least=0)),
        needed("currency", Text()),
        needed("reached_at", OrNull(shape=MOMENT)),
        needed("condition", EXPLAINED),
    ),
)
STANDING_TIER = Keyed(
    name="StandingTier",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("held", Flag()),
        needed("reached", Flag()),
        needed("condition", OrNull(shape=EXPLAINED)),
        needed("stages", Listed(item=STAGE)),
        needed("level", OrNull(shape=Whole(least=1))),
        needed("levels", Whole(least=1)),
    ),
)


def tier_view(view: TierView) -> dict[str, Any]:
    return {
        "key": view.tier.key,
        "label": view.tier.label.to_json(),
        "held": view.held,
        "reached": view.reached,
        "condition": None if view.explained is None else explained_json(view.explained),
        "stages": [_stage(each) for each in view.stages],
        "level": view.level,
        "levels": view.tier.levels,
    }


def _stage(view: StageView) -> dict[str, Any]:
    return {
        "key": view.stage.key,
        "label": view.stage.label.to_json(),
        "points": view.stage.points,
        "currency": view.stage.currency,
        "reached_at": moment_or_none(view.at),
        "condition": explained_json(view.explained),
    }


def explained_json(explained: Explained) -> dict[str, Any]:
    compared = explained.comparison
    return {
        "path": explained.path,
        "sentence": explained.sentence.to_json(),
        "state": explained.state.value,
        "joint": explained.joint,
        "comparison": None if compared is None else _comparison(compared),
        "accelerates": None if explained.speeding is None else _speeding(explained.speeding),
        "children": [explained_json(each) for each in explained.children],
    }


def _comparison(compared: Comparison) -> dict[str, Any]:
    gap = compared.shown_gap
    return {
        "subject": compared.subject.to_json(),
        "operator": compared.operator,
        "unit": compared.unit,
        "value": _amount(compared.value, compared.unit),
        "threshold": _amount(compared.threshold, compared.unit),
        "gap": _amount(compared.gap, compared.unit),
        "progress": compared.progress,
        "bonus": None if compared.shown_bonus is None else compared.shown_bonus.to_json(),
        "parts": [_part(each) for each in compared.parts],
        "shown": {
            "value": compared.shown_value.to_json(),
            "threshold": compared.shown_threshold.to_json(),
            "gap": None if gap is None else gap.to_json(),
        },
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "label": part.subject.to_json(),
        "value": part.shown_value.to_json(),
        "cap": part.shown_cap.to_json(),
        "share": part.share,
        "weight": part.weight,
        "points": part.points,
    }


def _speeding(speeding: Speeding) -> dict[str, Any]:
    return {
        "label": None if speeding.label is None else speeding.label.to_json(),
        "bonus": speeding.shown_bonus.to_json(),
        "counts": speeding.counts,
    }


_WRITTEN = ("money", "date", "datetime")


def _amount(value: Any, unit: str) -> Any:
    """Write a value as a field of its unit is written: money in the main unit, days as dates."""
    if unit not in _WRITTEN or not isinstance(value, int) or isinstance(value, bool):
        return value
    return FIELD_KINDS[unit].to_json(value, _NO_FIELD)


_NO_FIELD: Any = None
"""Amounts, days and moments are written the same whatever their field."""
