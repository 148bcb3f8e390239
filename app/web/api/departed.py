"""Where a member went: merged into another, or deleted."""

from flask import request, url_for

from app.storage import departures
from app.web.api.answers import ID, MOMENT
from app.web.api.here import Here
from app.web.api.operations import Answer, Said
from app.web.api.problems import Refusal
from app.web.api.shapes import Keyed, needed
from app.web.api.written import moment_json
from app.words import Words

MOVED = Said(
    about=Words(
        "会员已并入另一位会员：请改用那位会员的地址。",
        "The member was merged into another one, who is found at this address.",
    ),
    shape=Keyed(
        name="MergedInto",
        parts=(needed("member_id", ID), needed("merged_into", ID), needed("merged_at", MOMENT)),
    ),
    headers={"Location": Words("并入的会员的地址。", "Where the other member is.")},
)


def whereabouts(found: Here, member_id: int) -> Answer | None:
    """Say where a member is now; None for one who is there, or never was. Raises `Refusal`."""
    program_id = found.live.catalogue.program_id
    gone = departures.find(found.space, program_id, [member_id]).get(member_id)
    if gone is None:
        return None
    survivor = departures.survivor_of(found.space, program_id, member_id)
    if gone.into_id is None or departures.find(found.space, program_id, [survivor]):
        raise Refusal(
            410,
            "这位会员已注销：个人信息已清除，订单和账目不再署名保留。",
            "This member was deleted: personal data is gone, orders and ledger are kept without"
            " a name.",
        )
    name = "member" if "member" in (request.view_args or {}) else "record"
    values = {**(request.view_args or {}), **request.args, name: str(survivor)}
    where = url_for(str(request.endpoint), **values)
    return Answer(
        content={
            "member_id": str(member_id),
            "merged_into": str(survivor),
            "merged_at": moment_json(gone.at),
        },
        status=301,
        headers={"Location": where},
    )


def refuse_departed(found: Here, member_id: int) -> None:
    """Refuse to change a member who went. Raises `Refusal`."""
    moved = whereabouts(found, member_id)
    if moved is not None:
        into = moved.content["merged_into"]
        raise Refusal(
            409,
            f"这位会员已并入会员 {into}，请改用后者。",
            f"This member was merged into member {into}: use that one.",
        )
