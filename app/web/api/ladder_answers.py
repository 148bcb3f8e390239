"""Ladders as the API tells them: every setting, each rule aloud, and the page members read."""

from typing import Any

from app.expression.check import Checked
from app.program.checked import CheckedLadder
from app.program.ladder import Demotion, MakeUp, Promoted, Promotion, Review, Stage, Tier, Trial
from app.program.program import Program
from app.program.promises import rules_of
from app.program.rules_page import Topic
from app.program.sentences import sentence
from app.web.api.answers import BOTH
from app.web.api.shapes import Anything, Keyed, Listed, OneOf, OrNull, Text, Whole, needed
from app.words import Words


def ladder_json(program: Program, found: CheckedLadder) -> dict[str, Any]:
    ladder = found.ladder
    return {
        "key": ladder.key,
        "label": ladder.label.to_json(),
        "period": str(ladder.period),
        "promotion": ladder.promotion.value,
        "promoted": ladder.promoted.value,
        "members": _aloud(found, found.members),
        "review": _review(ladder.review),
        "trials": [_trial(found, each) for each in ladder.trials],
        "make_up": None if ladder.make_up is None else _make_up(ladder.make_up),
        "tiers": [_tier(found, each) for each in ladder.tiers],
        "rules": rules_of(program, found).to_json(),
    }


def _aloud(found: CheckedLadder, checked: Checked | None) -> dict[str, str] | None:
    return None if checked is None else sentence(checked, found.scope).to_json()


def _review(review: Review) -> dict[str, Any]:
    return {
        "due": str(review.validity or review.due.value),
        "demotion": review.demotion.value,
        "floor": review.floor,
        "grace_days": review.grace_days,
        "notice_days": review.notice_days,
    }


def _trial(found: CheckedLadder, trial: Trial) -> dict[str, Any]:
    return {
        "key": trial.key,
        "label": trial.label.to_json(),
        "tier": trial.tier,
        "days": trial.days,
        "who": _aloud(found, found.trials.get(trial.key)),
    }


def _make_up(make_up: MakeUp) -> dict[str, Any]:
    return {
        "currency": make_up.currency,
        "rate": str(make_up.rate),
        "most_percent": make_up.most_percent,
    }


def _tier(found: CheckedLadder, tier: Tier) -> dict[str, Any]:
    return {
        "key": tier.key,
        "label": tier.label.to_json(),
        "color": tier.color,
        "condition": tier.condition,
        "sentence": _aloud(found, found.conditions.get(tier.key)),
        "retention": tier.retention,
        "retention_sentence": _aloud(found, found.retention.get(tier.key)),
        "levels": tier.levels,
        "stages": [_stage(found, tier, each) for each in tier.stages],
    }


def _stage(found: CheckedLadder, tier: Tier, stage: Stage) -> dict[str, Any]:
    return {
        "key": stage.key,
        "label": stage.label.to_json(),
        "condition": stage.condition,
        "sentence": _aloud(found, found.stages.get((tier.key, stage.key))),
        "points": stage.points,
        "currency": stage.currency,
    }


_LOGIC = Anything(about=Words("JSON-Logic。", "JSON-Logic."))
_WHO = OrNull(shape=BOTH)
_SECTION = Keyed(
    name="RuleSection",
    parts=(
        needed("topic", OneOf(words=tuple(each.value for each in Topic))),
        needed("title", BOTH),
        needed("lines", Listed(item=BOTH, least=1)),
    ),
)
_SECTIONS = Listed(item=_SECTION)
RULES = Keyed(
    name="Rules",
    parts=(
        needed("sections", _SECTIONS),
        needed(
            "tiers",
            Listed(
                item=Keyed(
                    name="TierRules",
                    parts=(
                        needed("key", Text()),
                        needed("label", BOTH),
                        needed("sections", _SECTIONS),
                    ),
                )
            ),
        ),
    ),
    about=Words(
        "会员看到的规则，由生效的规则写成；先是全体系的，再从低到高一级一级的。",
        "What members read, written from the live rules: first what holds for the whole ladder,"
        " then each tier, lowest first.",
    ),
)
REVIEW = Keyed(
    name="Review",
    parts=(
        needed(
            "due",
            Text(
                example="next_period",
                about=Words(
                    "evaluation、period、next_period，或有效期如 12mo、365d。",
                    "evaluation, period, next_period, or a validity such as 12mo or 365d.",
                ),
            ),
        ),
        needed("demotion", OneOf(words=tuple(each.value for each in Demotion))),
        needed("floor", OrNull(shape=Text())),
        needed("grace_days", Whole(least=0)),
        needed("notice_days", Whole(least=0)),
    ),
)
TRIAL = Keyed(
    name="Trial",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("tier", Text()),
        needed("days", Whole(least=1)),
        needed("who", _WHO),
    ),
)
MAKE_UP = Keyed(
    name="MakeUp",
    parts=(
        needed("currency", Text()),
        needed("rate", Text(example="2.5", about=Words("每元折多少。", "For each unit of money."))),
        needed("most_percent", Whole(least=1, most=100)),
    ),
)
STAGE = Keyed(
    name="Stage",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("condition", _LOGIC),
        needed("sentence", OrNull(shape=BOTH)),
        needed("points", Whole(least=0)),
        needed("currency", Text()),
    ),
)
TIER = Keyed(
    name="Tier",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("color", Text()),
        needed("condition", _LOGIC),
        needed("sentence", OrNull(shape=BOTH)),
        needed(
            "retention",
            Anything(
                about=Words(
                    "保级条件；null：与晋升条件相同。",
                    "What it takes to stay; null: the same as to rise.",
                )
            ),
        ),
        needed("retention_sentence", OrNull(shape=BOTH)),
        needed("levels", Whole(least=1)),
        needed("stages", Listed(item=STAGE)),
    ),
)
LADDER = Keyed(
    name="Ladder",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("period", Text(example="year")),
        needed("promotion", OneOf(words=tuple(each.value for each in Promotion))),
        needed("promoted", OneOf(words=tuple(each.value for each in Promoted))),
        needed("members", _WHO),
        needed("review", REVIEW),
        needed("trials", Listed(item=TRIAL)),
        needed("make_up", OrNull(shape=MAKE_UP)),
        needed("tiers", Listed(item=TIER, about=Words("从低到高。", "Lowest first."))),
        needed("rules", RULES),
    ),
)
LADDERS = Keyed(
    name="Ladders",
    parts=(needed("release", Whole(least=1)), needed("items", Listed(item=LADDER))),
)
