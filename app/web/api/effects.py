"""What members did before and after an incentive, as JSON."""

from app.access import Scope
from app.analytics.effect import effect
from app.analytics.effect_rows import to_json
from app.analytics.incentives import Since, Subject
from app.errors import NotFound
from app.storage.before_after import MEASURES
from app.web.api.answers import BOTH
from app.web.api.here import here
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.shapes import (
    Anything,
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Text,
    Whole,
    needed,
)
from app.words import Words

COUNT = Whole(least=0)
NOT_PUBLISHED = 409
NUMBER = Anything(
    about=Words("数值，金额以主单位写。", "A number, money in its main unit, or null.")
)
SUBJECTS = tuple(each.value for each in Subject)
MEASURE = Keyed(
    name="MeasureAround",
    parts=(
        needed("measure", OneOf(words=MEASURES)),
        needed("before", NUMBER),
        needed("after", NUMBER),
        needed("change", NUMBER),
        needed("before_each", NUMBER),
        needed("after_each", NUMBER),
        needed("change_each", NUMBER),
        needed("more_than_holdout_each", NUMBER),
        needed("differs", OrNull(shape=Flag())),
    ),
)
GROUP = Keyed(
    name="GroupAround",
    parts=(
        needed("variant", Text(about=Words("没有分组时为空。", "Blank where nobody was divided."))),
        needed("members", COUNT),
        needed("counted", COUNT),
        needed("too_early", COUNT),
        needed("too_new", COUNT),
        needed("measures", Listed(item=MEASURE)),
    ),
)
EFFECT = Keyed(
    name="Effect",
    parts=(
        needed("subject", OneOf(words=SUBJECTS)),
        needed("key", Text()),
        needed("label", BOTH),
        needed("since", OneOf(words=tuple(each.value for each in Since))),
        needed("members", COUNT),
        needed("estimated", Flag()),
        needed("held_out", Flag()),
        needed(
            "windows",
            Listed(
                item=Keyed(
                    parts=(needed("days", Whole(least=1)), needed("groups", Listed(item=GROUP)))
                )
            ),
        ),
    ),
)


def get_effect(asked: Asked) -> Answer:
    found, subject = here(), asked.path["subject"]
    if subject not in SUBJECTS:
        known = ", ".join(SUBJECTS)
        raise NotFound(f"可用：{known}。", f"There is no {subject!r}. Known: {known}.")
    since = Since(asked.query.get("since", Since.ENTERED))
    seen = effect(
        found.space, found.live, Subject(subject), asked.path["key"], now=found.now, since=since
    )
    return Answer(content=to_json(seen))


OPERATIONS = (
    Operation(
        name="get_effect",
        method="GET",
        path="/effects/{subject}/{key}",
        policy=Scope.STANDING_READ,
        title=Words("激励前后的效果", "Before and after an incentive"),
        about=Words(
            "每位会员以自己得到它的那天为界，前后各 7、30、90 天：活跃、互动、晋升、订单、消费。"
            "当天不算；之后没过完的和入会太晚的只计人数。有对照组时给出比对照组多多少。",
            "Each member around the day of their own: 7, 30 and 90 days before and after. The day"
            " itself is neither; members whose days after are not over, or who joined too late, are"
            " counted only. Where members were held out, by how much more each measure changed.",
        ),
        view=get_effect,
        parameters=(
            in_path(
                "subject",
                Words("flow、coupon、benefit 或 boost。", "flow, coupon, benefit or boost."),
                example="flow",
            ),
            in_path("key", Words("它的标识。", "Its key."), example="near"),
            in_query(
                "since",
                OneOf(words=tuple(each.value for each in Since)),
                Words(
                    "自动化从何时算起：进入时，或第一次得到东西时。",
                    "Of an automation: from when members went in, or were first given something.",
                ),
            ),
        ),
        answers={200: Said(about=Words("前后。", "Before and after."), shape=EFFECT)},
        problems=(NOT_PUBLISHED, 422),
    ),
)
