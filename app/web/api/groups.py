"""Groups of an A/B test side by side."""

from app.access import Scope
from app.analytics.groups import Comparison, compare
from app.web.api.here import here
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.shapes import Flag, Keyed, Listed, OrNull, Share, Text, Whole, needed
from app.words import Words

USUAL, MOST = 30, 730
NOT_PUBLISHED = 409
MONEY = Share(about=Words("元。", "In the main unit."))
GROUP = Keyed(
    name="TestGroup",
    parts=(
        needed("variant", Text(example="points")),
        needed("members", Whole(least=0)),
        needed("active_rate", Share()),
        needed("promotion_rate", Share()),
        needed("buying_rate", Share()),
        needed("spent_each", MONEY),
        needed("differs", OrNull(shape=Flag())),
    ),
)
GROUPS = Keyed(
    name="TestGroups",
    parts=(
        needed("flow", Text()),
        needed("step", Text()),
        needed("days", Whole(least=1)),
        needed("groups", Listed(item=GROUP)),
    ),
)


def groups_json(found: Comparison) -> dict[str, object]:
    return {
        "flow": found.flow,
        "step": found.step,
        "days": found.days,
        "groups": [
            {
                "variant": each.variant,
                "members": each.members,
                "active_rate": each.active,
                "promotion_rate": each.promoted,
                "buying_rate": each.bought,
                "spent_each": each.spent_each,
                "differs": each.differs,
            }
            for each in found.groups
        ],
    }


def compare_groups(asked: Asked) -> Answer:
    found, days = here(), asked.query.get("days", USUAL)
    comparison = compare(found.space, found.live, asked.path["flow"], asked.path["step"], days=days)
    return Answer(content=groups_json(comparison))


OPERATIONS = (
    Operation(
        name="compare_groups",
        method="GET",
        path="/flows/{flow}/groups/{step}",
        policy=Scope.STANDING_READ,
        title=Words("A/B 各组的对比", "Groups of an A/B test"),
        about=Words(
            "每位会员从第一次分到组起看 `days` 天：活跃率、晋升率、购买率、人均消费。"
            "`differs` 与对照组（没有时与第一组）相比差异是否不像是偶然；人数不足 30 时为 null。",
            "Each member is followed for `days` from the first assignment. `differs` says whether"
            " the group differs from those held out, or the first one, by more than chance; null"
            " below 30 members.",
        ),
        view=compare_groups,
        parameters=(
            in_path("flow", Words("自动化的标识。", "The automation."), example="near"),
            in_path("step", Words("A/B 分组那一步的标识。", "The A/B step."), example="groups"),
            in_query("days", Whole(least=1, most=MOST), Words("看多少天。", "How many days.")),
        ),
        answers={200: Said(about=Words("各组。", "The groups."), shape=GROUPS)},
        problems=(404, NOT_PUBLISHED),
    ),
)
