"""One object of the live programme as somebody has it open: what they may see and do there."""

from dataclasses import dataclass
from typing import Any

from app.access import Can
from app.errors import NotFound
from app.program.field import Field
from app.program.objects import ENTRY, MEMBER, Object
from app.program.personal import is_personal
from app.runtime.listing import find_some
from app.runtime.releases import Live, live
from app.storage.catalogue import Records
from app.web.frame import Here
from app.words import Words

RECORDS = Words("记录", "Records")
MEMBERS = Words("会员", "Members")
POSTED = frozenset({ENTRY})
"""Objects whose records come about in a way of their own: nobody adds them here or deletes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    here: Here
    live: Live
    kept: Records

    @property
    def designed(self) -> Object:
        return self.kept.object

    @property
    def key(self) -> str:
        return self.kept.object.key

    @property
    def is_members(self) -> bool:
        return self.key == MEMBER

    @property
    def of_member(self) -> bool:
        """Whether each record belongs to a member, who is somebody else than the record."""
        return self.designed.of_member and not self.is_members

    @property
    def personal(self) -> bool:
        return self.here.visitor.may(Can.READ_PERSONAL)

    @property
    def may_edit(self) -> bool:
        return self.here.visitor.may(Can.EDIT_MEMBERS)

    @property
    def may_add(self) -> bool:
        return self.may_edit and self.key not in POSTED

    def may_read(self, field: Field) -> bool:
        return self.personal or not is_personal(field)

    def url(self, endpoint: str, **values: Any) -> str:
        return self.here.url(f"objects.{endpoint}", object_key=self.key, **values)

    @property
    def list_url(self) -> str:
        return self.here.url("records.members") if self.is_members else self.url("records")

    @property
    def new_url(self) -> str:
        if self.is_members:
            return self.here.url("objects.new_member")
        return self.url("new")

    def record_url(self, record_id: int) -> str:
        if self.is_members:
            return self.here.url("records.member", member_id=record_id)
        return self.url("record", record_id=record_id)

    def get(self, record_id: int) -> dict[str, Any]:
        """Read a record with what is computed of it. Raises `NotFound`."""
        found = find_some(self.here.space, self.live, self.key, [record_id], now=self.here.now)
        if record_id not in found:
            raise NotFound(
                "没有这条记录：可能已被删除。",
                "There is no such record: it may have been deleted.",
            )
        return dict(found[record_id])


def opened(here: Here, object_key: str) -> Opened:
    """Open an object of what is live. Raises `NotFound`."""
    if here.standing.number is not None:
        found = live(here.space, here.program_id)
        if object_key in found.catalogue.records:
            return Opened(here=here, live=found, kept=found.catalogue.records[object_key])
    raise NotFound("已发布的方案里没有这个对象。", "The live programme has no such object.")
