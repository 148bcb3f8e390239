"""Deliveries and accounts made up for tests of one channel."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.clock import to_instant
from app.outbound import Door
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.channels.base import Access, Account, Delivery, Outcome
from app.runtime.rendering import Rendered
from tests.outbound.standing_in import Asked, Says, StandIn, standing_in
from tests.runtime.clubs import NOON

NOW = to_instant(NOON)


def delivery(to: str = "", **more: Any) -> Delivery:
    said = {
        "title": "距离金卡只差 100 元",
        "text": "再消费 100 元就能升级。\n.点开头的一行",
        "html": None,
        "language": "zh",
        "unsubscribe": None,
    }
    rendered = Rendered(**(said | {key: more.pop(key) for key in list(more) if key in said}))
    usual = {"idem": "7:tell:1:42", "purpose": "service", "template": None, "member": "42"}
    return Delivery(to=to, rendered=rendered, now=NOW, **(usual | more))


class Kept:
    """What lets us in with a provider, as the database keeps it."""

    def __init__(self) -> None:
        self.token: str | None = None
        self.fetched = 0

    def __call__(self, fetch: Callable[[], Access], stale: str | None) -> str:
        if self.token is None or self.token == stale:
            self.token = fetch().token
            self.fetched += 1
        return self.token


def account(access: Kept | None = None, /, **settings: Any) -> Account:
    return Account(id=1, name="one", settings=settings, access=access or Kept())


@contextmanager
def provider(answer: Callable[[Asked], Says]) -> Iterator[StandIn]:
    with standing_in(answer) as server:
        yield server


def sent_by(kind: str, server: StandIn, said: Delivery, held: Account) -> Outcome:
    return CHANNEL_KINDS[kind].send(said, held, Door(allow=server.allowed))
