"""The diagnosis of a ladder, as JSON."""

from typing import Any

from app.access import Scope
from app.analytics.asking import MOST_DAYS, read
from app.analytics.blocking import CLOSE
from app.analytics.diagnosis import diagnose
from app.analytics.rates import Verdict
from app.web.api.answers import BOTH, ID
from app.web.api.here import here
from app.web.api.ladders import LADDER_KEY
from app.web.api.operations import Answer, Asked, Operation, Said, in_query
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
from app.words import Words

COUNT = Whole(least=0)
DAY = Text(format="date")
NUMBER = Anything(
    about=Words(
        "数值，金额以主单位写；null：没有合适的数。", "A number, money in its main unit, or null."
    )
)
PROMOTION = Keyed(
    name="PromotionRate",
    parts=(
        needed("members", COUNT),
        needed("promoted", COUNT),
        needed("demoted", COUNT),
        needed("left", COUNT),
        needed("retained", COUNT),
        needed("rate", OrNull(shape=Share(about=Words("1 为全部。", "1 is all of them.")))),
        needed("low", OrNull(shape=Share(about=Words("95% 区间。", "95 % interval.")))),
        needed("high", OrNull(shape=Share())),
        needed("verdict", OneOf(words=tuple(each.value for each in Verdict))),
    ),
)
LACK = Keyed(
    name="Lack",
    parts=(
        needed("path", Text(about=Words("条件里的位置。", "The place in the condition."))),
        needed("subject", BOTH),
        needed("operator", Text()),
        needed("threshold", NUMBER),
        needed("unit", Text()),
        needed("unmet", COUNT),
        needed("no_data", COUNT),
        needed("quartiles", OrNull(shape=Listed(item=NUMBER, least=3, most=3))),
        needed(
            "within",
            Keyed(
                parts=tuple(needed(str(each), COUNT) for each in CLOSE),
                about=Words(
                    "差距不超过门槛百分之几的人数。", "How many lack at most so many per cent."
                ),
            ),
        ),
    ),
)
BLOCK = Keyed(
    name="Block",
    parts=(
        needed("sentence", BOTH),
        needed("unmet", COUNT),
        needed("alone", COUNT),
        needed("with_others", COUNT),
        needed("lacks", Listed(item=LACK)),
    ),
)
CLOSE_MEMBER = Keyed(
    parts=(
        needed("member_id", ID),
        needed("path", Text()),
        needed("gap", NUMBER),
        needed("days_on_tier", OrNull(shape=Whole())),
    )
)
STUCK = Keyed(
    name="Stuck",
    parts=(
        needed("members", COUNT),
        needed("looked_at", COUNT),
        needed(
            "estimated",
            Flag(
                about=Words(
                    "会员很多时由固定抽样推算，人数是约数。",
                    "Of many members a fixed sample stands for all, and numbers are estimates.",
                )
            ),
        ),
        needed("joint", OneOf(words=("and", "or"))),
        needed("ready", COUNT),
        needed("one_step_away", COUNT),
        needed("near", COUNT),
        needed("stalled", COUNT),
        needed("stalled_days", COUNT),
        needed("blocks", Listed(item=BLOCK)),
        needed("examples", Listed(item=CLOSE_MEMBER)),
    ),
)
PROPOSAL = Keyed(
    name="ProposedThreshold",
    parts=(
        needed("path", Text()),
        needed("subject", BOTH),
        needed("operator", Text()),
        needed("parameter", OrNull(shape=Text())),
        needed("now", NUMBER),
        needed("proposed", NUMBER),
        needed("would_qualify", OrNull(shape=COUNT)),
        needed("members", COUNT),
        needed("share", OrNull(shape=Share())),
        needed("tied", COUNT),
        needed("meet_the_rest", COUNT),
    ),
)
TIER_DIAGNOSIS = Keyed(
    name="TierDiagnosis",
    parts=(
        needed("tier", Text()),
        needed("label", BOTH),
        needed("members", COUNT),
        needed("next", OrNull(shape=Text())),
        needed("promotion", OrNull(shape=PROMOTION)),
        needed("counted", COUNT),
        needed("promoted", COUNT),
        needed("retained", COUNT),
        needed("demoted", COUNT),
        needed("left", COUNT),
        needed("median_days", OrNull(shape=Whole(least=0))),
        needed("stuck", OrNull(shape=STUCK)),
        needed("proposals", Listed(item=PROPOSAL)),
    ),
)
PROGRESSION = Keyed(
    name="Progression",
    parts=(
        needed("subject", BOTH),
        needed("members", COUNT),
        needed(
            "tiers",
            Listed(
                item=Keyed(
                    parts=(
                        needed("tier", Text()),
                        needed("path", Text()),
                        needed("now", NUMBER),
                        needed("proposed", NUMBER),
                        needed("reach", COUNT),
                        needed("of", COUNT),
                    )
                )
            ),
        ),
    ),
)
DIAGNOSIS = Keyed(
    name="Diagnosis",
    parts=(
        needed("ladder", Text()),
        needed("label", BOTH),
        needed(
            "period",
            Keyed(
                parts=(
                    needed("from", DAY),
                    needed("until", Text(format="date", about=Words("不含。", "Not included."))),
                    needed("shortened", Flag()),
                )
            ),
        ),
        needed("history_begins", OrNull(shape=DAY)),
        needed("least_days", COUNT),
        needed("wanted", Keyed(parts=(needed("low", Share()), needed("high", Share())))),
        needed("estimated", Flag()),
        needed("tiers", Listed(item=TIER_DIAGNOSIS)),
        needed("progression", OrNull(shape=PROGRESSION)),
    ),
)


def get_diagnosis(asked: Asked) -> Answer:
    found, given = here(), asked.query
    question = read(
        today=found.live.moment(found.now).today,
        word=given.get("period", ""),
        first=given.get("from", ""),
        until=given.get("until", ""),
        least_days=given.get("days"),
        aim=given.get("wanted", ""),
        stalled_days=given.get("stalled_days"),
    )
    seen = diagnose(found.space, found.live, asked.path["ladder"], question, now=found.now)
    return Answer(content=seen.to_json())


def _text(name: str, zh: str, en: str) -> Any:
    return in_query(name, Text(longest=40), Words(zh, en))


OPERATIONS = (
    Operation(
        name="get_diagnosis",
        method="GET",
        path="/ladders/{ladder}/diagnosis",
        policy=Scope.PROGRAM_READ,
        title=Words("诊断等级体系", "Diagnose a ladder"),
        about=Words(
            "各级的晋升率与把握、会员卡在哪个条件、能达到想要的晋升率的门槛。",
            "Promotion rates and how sure they are, where members are stuck, and thresholds that"
            " would give a wanted rate.",
        ),
        view=get_diagnosis,
        parameters=(
            LADDER_KEY,
            _text("period", "周期：12mo、90d、last_quarter、2026-Q1…", "12mo, 90d, 2026-Q1, …"),
            _text("from", "第一天。", "The first day."),
            _text("until", "最后一天之后的一天。", "The day after the last one."),
            in_query(
                "days",
                Whole(least=0, most=MOST_DAYS),
                Words("起始日已在该级的最少天数，默认 30。", "Least days on the tier; 30."),
            ),
            _text("wanted", "想要的晋升率（百分数），默认 10-15。", "Wanted per cents; 10-15."),
            in_query(
                "stalled_days",
                Whole(least=0, most=MOST_DAYS),
                Words("超过几天算卡级，默认 90。", "Stalled after so many days; 90."),
            ),
        ),
        answers={200: Said(about=Words("诊断。", "The diagnosis."), shape=DIAGNOSIS)},
        problems=(409, 422),
    ),
)
