"""Messages of a club whose automations tell, judged and put in words as the sender does it."""

from typing import Any

from sqlalchemy import select, update

from app.clock import to_instant
from app.runtime.allowing import Verdict, allowed
from app.runtime.consents import How, Saying, record
from app.runtime.releases import live
from app.runtime.rendering import Rendered, Unsaid, render
from app.storage.flow_tables import outbox
from app.storage.outbox import Outgoing
from tests.runtime.flowing import Flowing


class Telling(Flowing):
    """A club at work, with a sender that stops where the network begins."""

    def outgoing(self, *members: int) -> list[Outgoing]:
        """Give what waits to be sent."""
        with self.club.spaces.reading(self.club.workspace_id) as space:
            rows: Any = space.execute(
                select(*(outbox.c[name] for name in Outgoing.__slots__))
                .where(outbox.c.state == "ready")
                .order_by(outbox.c.created_at, outbox.c.id)
            ).all()
        found = [Outgoing(**row._asdict()) for row in rows]
        return [each for each in found if not members or each.member_id in members]

    def said(self) -> list[Rendered | Unsaid]:
        sent = self.outgoing()
        with self.club.spaces.reading(self.club.workspace_id) as space:
            current = live(space, self.club.program_id)
            found = render(space, current, sent, now=to_instant(self.club.now))
        return [found[each.id] for each in sent]

    def judged(self) -> list[Verdict]:
        sent = self.outgoing()
        with self.club.spaces.reading(self.club.workspace_id) as space:
            current = live(space, self.club.program_id)
            found = allowed(space, current, sent, now=to_instant(self.club.now))
        return [found[each.id] for each in sent]

    def deliver(self, *, state: str = "sent") -> None:
        """Send all that may go now; what may not is cancelled or waits."""
        now = to_instant(self.club.now)
        for each, verdict in zip(self.outgoing(), self.judged(), strict=True):
            values: dict[str, Any] = {"state": state, "sent_at": now}
            if not verdict.send:
                later = verdict.later
                values = {"state": "cancelled"} if later is None else {"due_at": later}
            self.change(each, **values)

    def change(self, sent: Outgoing, **values: Any) -> None:
        here = outbox.c
        mine = (here.member_id == sent.member_id, here.id == sent.id)
        with self.club.spaces.writing(self.club.workspace_id) as space:
            space.execute(update(outbox).where(*mine).values(values))

    def agree(self, *members: int, given: bool = True, **more: Any) -> None:
        now = to_instant(self.club.now)
        saying = {"given": given, "how": How.API, "at": now, **more}
        with self.club.spaces.writing(self.club.workspace_id) as space:
            record(
                space,
                self.club.program_id,
                [Saying(member_id=each, **saying) for each in members],
                now=now,
            )
