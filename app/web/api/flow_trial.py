"""A flow of the draft, tried with members; nothing is written."""

from app.access import Scope
from app.builder.trying import Wish, moment_in, try_flow
from app.builder.trying.going import NOT_ENTERED
from app.clock import to_instant
from app.web import bearer
from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.flow_answers import STATES
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.shapes import Keyed, Listed, OneOf, OrNull, Text, needed
from app.web.services import services
from app.words import Words

MEMBERS = Words(
    "最多五位会员的编号，用逗号隔开；不写就用最近触发过的五位。",
    "Up to five members' ids or numbers, joined by commas; without it the last five for whom it"
    " fired, or would fire.",
)
MOMENT_SAID = Words("从哪一刻开始，默认现在。", "From which moment on; now.")
TAKEN = Keyed(
    name="StepTried",
    parts=(
        needed("step", Text()),
        needed("way", Text(about=Words("出错的步骤为空。", "Empty where the step went wrong."))),
        needed("at", MOMENT),
        needed("says", BOTH),
    ),
)
RUN = Keyed(
    name="RunTried",
    parts=(
        needed(
            "member",
            Keyed(parts=(needed("id", ID), needed("number", Text()), needed("name", Text()))),
        ),
        needed("state", OneOf(words=(*STATES, NOT_ENTERED))),
        needed("began", MOMENT),
        needed("ended", OrNull(shape=MOMENT)),
        needed("steps", Listed(item=TAKEN)),
        needed("would", Listed(item=Keyed(parts=(needed("step", Text()), needed("says", BOTH))))),
        needed("why", OrNull(shape=BOTH)),
    ),
)
RUNS = Keyed(name="RunsTried", parts=(needed("runs", Listed(item=RUN)),))


def try_flow_of_draft(asked: Asked) -> Answer:
    key, query = bearer.key(), asked.query
    named = query.get("members", "")
    members = [each.strip() for each in named.split(",") if each.strip()]
    wish = Wish(members=members or None, moment=moment_in(query.get("moment")))
    found = try_flow(
        services().spaces,
        key.workspace_id,
        key.program_id,
        asked.path["flow"],
        wish,
        now=to_instant(services().clock()),
    )
    return Answer(content={"runs": [each.to_json() for each in found]})


OPERATIONS = (
    Operation(
        name="try_flow",
        method="GET",
        path="/program/draft/flows/{flow}/trial",
        policy=Scope.STANDING_READ,
        title=Words("试跑草稿里的一个自动化", "Try an automation of the draft"),
        about=Words(
            "真实的会员走真实的步骤，等待由虚拟时钟跳过，最后全部撤销：不发送、不写入。",
            "Real members go through the real steps; a virtual clock skips waits, and everything is"
            " undone: nothing is sent, nothing written.",
        ),
        view=try_flow_of_draft,
        parameters=(
            in_path("flow", Words("自动化的标识。", "The key of the automation."), example="near"),
            in_query("members", Text(longest=300, example="120034,120035"), MEMBERS),
            in_query("moment", MOMENT, MOMENT_SAID),
        ),
        answers={200: Said(about=Words("各会员会怎么走。", "How each would go."), shape=RUNS)},
        problems=(404, 409, 422),
    ),
)
