"""Accounts as adapters get them: with their secrets open, and what lets them in with a provider."""

from collections.abc import Callable
from dataclasses import dataclass

from app.runtime.channels.base import Access, Account
from app.sealing import Seals
from app.storage import channels
from app.storage.channels import ChannelRow
from app.storage.spaces import Spaces
from app.words import Words

SECOND = 1_000_000
LOCKED = Words(
    "打不开保存的密码：加密它的密钥已不在 RUNGS_SECRET_KEYS 里，请重新填写密码。",
    "Its passwords cannot be opened: their key is not in RUNGS_SECRET_KEYS; enter them again.",
)
MARGIN = 60 * SECOND
"""What ends within that time is asked for anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Opens accounts of one database."""

    spaces: Spaces
    seals: Seals
    clock: Callable[[], int]

    def open(self, workspace_id: int, row: ChannelRow) -> Account:
        def access(fetch: Callable[[], Access], stale: str | None) -> str:
            return self._access(workspace_id, row, fetch, stale)

        settings = {**row.settings, **self.seals.open(row.secrets)}
        return Account(id=row.id, name=row.name, settings=settings, access=access)

    def _access(
        self, workspace_id: int, row: ChannelRow, fetch: Callable[[], Access], stale: str | None
    ) -> str:
        """Give what a provider lets us in with, which all workers share."""
        now = self.clock()
        with self.spaces.reading(workspace_id) as space:
            found = channels.get(space, row.program_id, row.id)
        token = self.seals.open(found.access).get("token")
        if token and token != stale and (found.access_until or 0) > now + MARGIN:
            return str(token)
        fresh = fetch()
        with self.spaces.writing(workspace_id) as space:
            channels.change(
                space,
                row.id,
                access=self.seals.seal({"token": fresh.token}),
                access_until=now + fresh.seconds * SECOND,
            )
        return fresh.token
