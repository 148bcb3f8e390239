"""What the nightly look at a programme found, over the API in the words of page and console."""

from typing import Any

from app.access import Scope
from app.runtime.checkups import Finding, told
from app.storage import checkups
from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.here import here
from app.web.api.operations import Answer, Asked, Operation, Said
from app.web.api.shapes import Flag, Keyed, Listed, OrNull, Text, Whole, needed, optional
from app.web.api.written import moment_json
from app.words import Words

NOT_PUBLISHED = 409
NAMED = Keyed(name="Wrong", parts=(needed("what", Text()), optional("member", ID)))
INVARIANT = Keyed(
    name="Invariant",
    parts=(
        needed("key", Text()),
        needed("label", BOTH),
        needed("advice", BOTH),
        needed("holds", Flag()),
        needed("count", Whole(least=0)),
        needed("few", Listed(item=NAMED)),
    ),
)
CHECKUP = Keyed(
    name="Checkup",
    parts=(
        needed("examined_at", OrNull(shape=MOMENT)),
        needed("members", Whole(least=0)),
        needed("holds", OrNull(shape=Flag())),
        needed("invariants", Listed(item=INVARIANT)),
    ),
)


def last_checkup(_: Asked) -> Answer:
    found = here()
    kept = checkups.latest(found.space, found.live.catalogue.program_id)
    if kept is None or kept.finished_at is None:
        nothing: dict[str, Any] = {
            "examined_at": None,
            "members": 0,
            "holds": None,
            "invariants": [],
        }
        return Answer(content=nothing)
    return Answer(
        content={
            "examined_at": moment_json(kept.finished_at),
            "members": kept.members,
            "holds": not kept.wrong,
            "invariants": [_invariant(each) for each in told(kept.found)],
        }
    )


def _invariant(found: Finding) -> dict[str, Any]:
    return {
        "key": found.key,
        "label": found.label.to_json(),
        "advice": found.advice.to_json(),
        "holds": found.holds,
        "count": found.count,
        "few": [
            {"what": each.what}
            | ({} if each.member_id is None else {"member": str(each.member_id)})
            for each in found.few
        ],
    }


OPERATIONS = (
    Operation(
        name="last_checkup",
        method="GET",
        path="/checkup",
        policy=Scope.STANDING_READ,
        title=Words("最近一次对账与自检", "What the last nightly look found"),
        about=Words(
            "后台进程每天凌晨两点后检查一次；从未检查过时 holds 为空。",
            "The worker looks once a night, after two; holds is null before the first time.",
        ),
        view=last_checkup,
        answers={200: Said(about=Words("每条恒等关系是否成立。", "What holds."), shape=CHECKUP)},
        problems=(NOT_PUBLISHED,),
    ),
)
