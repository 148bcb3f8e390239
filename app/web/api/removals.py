"""Deleting records and members, and making one member of two."""

from collections.abc import Mapping
from typing import Any

from app.access import Scope
from app.program.objects import MEMBER
from app.runtime.departing import remove_member
from app.runtime.merge import Merged, merge
from app.runtime.removal import Gone, remove_record
from app.storage.held import held
from app.web.api.addresses import designed_object, find_id
from app.web.api.answers import GAINED, ID, TIERS
from app.web.api.departed import refuse_departed
from app.web.api.event_reading import WHO
from app.web.api.here import Here, here
from app.web.api.ladders import MEMBER_ID
from app.web.api.operations import Answer, Asked, Operation, Said
from app.web.api.records import OBJECT, RECORD_ID
from app.web.api.shapes import ByKey, Flag, Keyed, Listed, Text, Whole, needed
from app.words import Words

DELETED = Keyed(
    name="Deleted",
    parts=(
        needed(
            "deleted",
            Listed(
                item=Keyed(parts=(needed("object", Text()), needed("id", ID))),
                about=Words(
                    "删除了什么：订单连同它的退款和购买行为。",
                    "What is gone: an order goes with its refunds and its purchase.",
                ),
            ),
        ),
    ),
)
MERGE = Keyed(name="Merge", parts=(needed("other", WHO),))
MERGED = Keyed(
    name="Merged",
    parts=(
        needed("member_id", ID),
        needed("merged_id", ID),
        needed(
            "already",
            Flag(about=Words("此前已经合并过。", "They had been merged before.")),
        ),
        needed(
            "moved",
            ByKey(
                value=Whole(least=1),
                about=Words("转入的记录数，按对象。", "Records that went over, by object."),
            ),
        ),
        needed(
            "filled",
            Listed(item=Text(), about=Words("补上的空字段。", "Blank fields that were filled.")),
        ),
        needed(
            "kept",
            Listed(
                item=Text(),
                about=Words(
                    "两边不同、保留原值的字段；另一边的值在历史里。",
                    "Fields in which they differed; the other's value is in the history.",
                ),
            ),
        ),
        needed("gained", GAINED),
        needed("tiers", TIERS),
    ),
)


def delete_record(asked: Asked) -> Answer:
    found = here()
    designed = designed_object(found, asked.path["object"])
    record_id = find_id(found, designed, asked.path["record"])
    if designed.key == MEMBER:
        refuse_departed(found, record_id)
        remove_member(
            found.space, found.live, record_id, now=found.now, cause=found.cause, by=found.cause
        )
        gone = [Gone(object=MEMBER, record_id=record_id)]
    else:
        gone = remove_record(
            found.space,
            found.live,
            designed.key,
            record_id,
            now=found.now,
            cause=found.cause,
            by=found.cause,
        )
    items = [{"object": each.object, "id": str(each.record_id)} for each in gone]
    return Answer(content={"deleted": items})


def merge_members(asked: Asked) -> Answer:
    found = here()
    survivor_id = find_id(found, found.live.catalogue.members.object, asked.path["member"])
    named = asked.body["other"]
    other_id = _other(found, named)
    if survivor_id == other_id and isinstance(named, Mapping) and "id" not in named:
        # What named the other one leads to the survivor since they were merged.
        return Answer(content=_merged(found, Merged(survivor_id=survivor_id, merged_id=other_id)))
    done = merge(found.space, found.live, survivor_id, other_id, now=found.now, by=found.cause)
    return Answer(content=_merged(found, done))


def _other(found: Here, named: Any) -> int:
    """Find who is to be merged: an id, or a unique field with its value."""
    text = str(named)
    if isinstance(named, Mapping):
        ((field, value),) = named.items()
        text = str(value) if field == "id" else f"{field}:{value}"
    return find_id(found, found.live.catalogue.members.object, text)


def _merged(found: Here, done: Merged) -> dict[str, Any]:
    on = held(found.space, found.live.catalogue.members, [done.survivor_id])
    tiers = on.get(done.survivor_id, {})
    return {
        "member_id": str(done.survivor_id),
        "merged_id": str(done.merged_id),
        "already": done.moved is None,
        "moved": done.moved or {},
        "filled": done.filled,
        "kept": done.kept,
        "gained": [
            {"ladder": each.ladder, "from": each.old, "to": each.new} for each in done.gained
        ],
        "tiers": {key: each.tier for key, each in tiers.items()},
    }


OPERATIONS = (
    Operation(
        name="delete_record",
        method="DELETE",
        path="/records/{object}/{record}",
        policy=Scope.RECORDS_WRITE,
        title=Words("删除记录", "Delete a record"),
        about=Words(
            "指标立即更正，等级到下一次评定再看；删除前的样子留在历史里。还被引用的记录为 409，"
            "账目不能删除。会员是注销：个人信息清除，订单和账目不再署名保留。",
            "Metrics are right at once, tiers are looked at again at the next evaluation; what it"
            " was stays in the history. 409 where others refer to it; ledger entries are never"
            " deleted. Of a member, personal data goes; orders and ledger stay without a name.",
        ),
        view=delete_record,
        parameters=(OBJECT, RECORD_ID),
        answers={200: Said(about=Words("已删除。", "It is gone."), shape=DELETED)},
        problems=(410, 422),
    ),
    Operation(
        name="merge_members",
        method="POST",
        path="/members/{member}/merge",
        policy=Scope.RECORDS_WRITE,
        title=Words("合并会员", "Merge two members"),
        about=Words(
            "把 other 并入这位会员：订单、行为、账目、手机号和外部编号都归入，只算一次；"
            "空字段由 other 补上；重复调用不会再变。other 的地址从此回答 301。",
            "Merges `other` into this member: orders, activities, ledger, phone and external id go"
            " over and count once; blank fields are filled; done again it changes nothing."
            " The other's address answers 301 from then on.",
        ),
        view=merge_members,
        parameters=(MEMBER_ID,),
        body=MERGE,
        answers={200: Said(about=Words("合并的结果。", "What the merge did."), shape=MERGED)},
    ),
)
