"""Records as people write them into a form: a member by number, phone or name, an order by its."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.program.fields import FIELD_KINDS
from app.program.fields.base import Refused
from app.runtime.member_filter import Whom
from app.runtime.member_list import Question, find_members
from app.runtime.naming import number_of
from app.storage import identities, records
from app.web.objects.opened import Opened
from app.words import Words

FEW = 20
"""Members of one name that are looked at; who is meant among more is asked for by number."""
UNKEPT = "\x00"
"""The character that no database takes."""
NOBODY = Words(
    "没有找到这位会员。请写会员编号、手机号、外部编号，或完整的姓名。",
    "Nobody is found by this. Write a member no., a phone, an external id, or the whole name.",
)


def find_record(there: Opened, text: str) -> int | Words:
    """Find the record that is meant, or say why it is not clear."""
    if there.is_members:
        return NOBODY if UNKEPT in text else _member(there, text)
    found = [] if UNKEPT in text else [*_by_unique(there, text)] or [*_by_id(there, text)]
    if found:
        return found[0]
    zh, en = there.designed.label
    return Words(f"没有“{text}”这条{zh}。", f"There is no {en} “{text}”.")


def written_name(there: Opened, row: Mapping[str, Any]) -> str:
    """Name a record as `find_record` finds it again."""
    keys = ["number"] if there.is_members else []
    keys += [each.key for each in there.designed.in_use if each.unique and there.may_read(each)]
    return next((str(row[key]) for key in keys if row.get(key) is not None), str(row["id"]))


def _member(there: Opened, text: str) -> int | Words:
    question = Question(whom=Whom(search=text, personal=there.personal), size=FEW)
    moment = there.live.moment(there.here.now)
    found = find_members(there.here.space, there.live, question, (), moment).members
    exact = [each for each in found if text in _names(each)] or list(_by_phone(there, text, found))
    meant = exact or found
    if len(meant) == 1:
        return int(meant[0]["id"])
    if not meant:
        # Where nothing else names a member, a page names them by id.
        return next(_by_id(there, text), NOBODY)
    numbers = [str(each["number"]) for each in meant[:3]]
    return Words(
        f"不止一位会员是“{text}”，请写编号，例如 {'、'.join(numbers)}。",
        f"More than one member is “{text}”: write the number, such as {', '.join(numbers)}.",
    )


def _names(member: Mapping[str, Any]) -> set[str]:
    return {str(member[key]) for key in ("number", "external_id", "name") if member.get(key)}


def _by_phone(
    there: Opened, text: str, found: Sequence[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    if there.personal:
        ids = set(_by_unique(there, text))
        yield from (each for each in found if each["id"] in ids)


def _by_unique(there: Opened, text: str) -> Iterator[int]:
    program_id = there.live.catalogue.program_id
    for each in there.designed.in_use:
        if not each.unique or not there.may_read(each):
            continue
        try:
            value = FIELD_KINDS[each.kind].parse(text, each)
        except Refused:
            continue
        kind = f"{there.key}.{each.key}"
        owners = identities.find(there.here.space, program_id, kind, [str(value)])
        yield from (owner.record_id for owner in owners.values())


def _by_id(there: Opened, text: str) -> Iterator[int]:
    record_id = number_of(text)
    if record_id is not None:
        yield from records.find_rows(there.here.space, there.kept, [record_id])
