"""What every kind of channel says about itself, and what sending by it may come to."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

from app.outbound import Answer, Door
from app.runtime.channel_settings import Setting, pairs
from app.runtime.rendering import Rendered
from app.words import Words

OK, REDIRECTS, CLIENT_ERRORS, SERVER_ERRORS = 200, 300, 400, 500
TOO_MANY = 429
AGAIN_STATUSES = frozenset({408, 425, TOO_MANY})
LONGEST_SAID = 300
PLACE = re.compile(r"\{(title|text|to|key|unsubscribe)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way to one address."""

    idem: str
    """Stays the same however often it is tried."""
    to: str
    """What the member's field holds; empty where a channel asks for no address."""
    rendered: Rendered
    purpose: str
    template: str | None
    """The key of the message template it was made from."""
    member: str
    """The member's id, as the API writes it."""
    now: int
    """Microseconds UTC."""
    payload: Mapping[str, Any] | None = None
    """What a webhook step says instead of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It was accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """It was not accepted."""

    why: Words
    again: bool = True
    """Whether another attempt may go better."""
    after: int | None = None
    """Seconds that the other side asked us to wait."""
    endpoint: bool = True
    """Whether the account or its provider is to blame, and not this one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nobody can tell whether it was accepted."""

    why: Words


Outcome = Sent | Failed | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a provider lets us in with for a while."""

    token: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a channel, with its secrets."""

    id: int
    name: str
    settings: Mapping[str, Any] = field(repr=False)
    access: Callable[[Callable[[], Access], str | None], str] = field(repr=False)
    """Gives what is kept, or asks for it anew: always when what is kept is the stale one named."""


class ChannelKind(ABC):
    """One way for messages to leave."""

    key: ClassVar[str]
    label: ClassVar[Words]
    about: ClassVar[Words]
    channel: ClassVar[str]
    """What messages call it; several kinds may serve the same."""
    settings: ClassVar[tuple[Setting, ...]]
    per_minute: ClassVar[int] = 600
    personal: ClassVar[bool] = True
    """Whether it needs an address of the member, in the field that the setting `field` names."""

    @abstractmethod
    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        """Send one message; whatever goes wrong is an outcome, and nothing is raised for it."""


def value_of(kind: ChannelKind, account: Account, key: str) -> Any:
    """Give what is set, or what holds where nothing is."""
    found = account.settings.get(key)
    if found is not None:
        return found
    return next(each.default for each in kind.settings if each.key == key)


def by_status(answer: Answer) -> Outcome:
    """Judge an answer by its status alone."""
    status = answer.status
    if OK <= status < REDIRECTS:
        return Sent()
    if REDIRECTS <= status < CLIENT_ERRORS:
        to = answer.headers.get("location", "")
        return Failed(
            why=Words(
                f"对方要求转到 {to}（{status}），请直接填写最终网址。",
                f"The other side redirects to {to} ({status}); enter the final address instead.",
            )
        )
    said = shortened(answer.body.decode("utf-8", "replace"))
    again = status in AGAIN_STATUSES or status >= SERVER_ERRORS
    return Failed(
        why=Words(f"对方应答 {status}：{said}", f"The other side answered {status}: {said}"),
        again=again,
        after=wait_of(answer),
        endpoint=status != TOO_MANY,
    )


def wait_of(answer: Answer) -> int | None:
    """Give the seconds an answer asks us to wait: a number, or a moment by the other's clock."""
    written = answer.headers.get("retry-after", "").strip()
    if written.isascii() and written.isdigit():
        return int(written)
    try:
        then = parsedate_to_datetime(written)
        now = parsedate_to_datetime(answer.headers.get("date", ""))
        return max(0, int((then - now).total_seconds()))
    except (ValueError, TypeError):
        return None


def shortened(text: str) -> str:
    """Put what the other side said in one line, and not too long a one."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SAID else line[:LONGEST_SAID] + "…"


def filled(pattern: str, delivery: Delivery) -> str:
    """Put title, text and the like into a setting, each once and nothing else."""
    said = delivery.rendered
    values = {
        "title": said.title,
        "text": said.text,
        "to": delivery.to,
        "key": delivery.idem,
        "unsubscribe": said.unsubscribe or "",
    }
    return PLACE.sub(lambda found: values[found[1]], pattern)


def provider_template(kind: ChannelKind, delivery: Delivery, account: Account) -> str:
    """Give the provider's template for a message: its own one, or the one for all others."""
    own = pairs(value_of(kind, account, "templates"))
    return own.get(delivery.template or "", "") or str(value_of(kind, account, "template"))
