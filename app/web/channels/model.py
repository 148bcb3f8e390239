"""What the pages about channels show."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.program.message_template import CHANNELS
from app.runtime import sender_health
from app.runtime.channel_settings import Ask
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.channels.base import ChannelKind
from app.runtime.sender_health import Doing, SenderHealth, doing
from app.storage import channels, outbox, outgoing
from app.storage.channels import CLOSED, DISABLED, OPENED, ChannelRow
from app.storage.outbox import INBOX
from app.web.frame import Here
from app.words import Words

EVENTS = 20
GROUPS = (
    (Words("短信", "SMS"), ("sms",)),
    (Words("邮件与 App 推送", "E-mail and push"), ("email", "push")),
    (Words("微信", "WeChat"), ("wechat", "wechat_mini")),
    (Words("员工群", "Groups of your staff"), ("wecom", "dingtalk", "feishu")),
    (Words("其他系统", "Other systems"), ("webhook",)),
)
HAPPENED = {
    OPENED: Words("连续失败，暂停发送", "Kept failing: sending paused"),
    CLOSED: Words("恢复发送", "Sending again"),
    DISABLED: Words("失败满三天，已停用", "Failed for three days: switched off"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How an account is doing."""

    label: Words
    tone: str
    """The colour of its badge."""


STATES = {
    Doing.OFF: State(label=Words("已停用", "Off"), tone="note"),
    Doing.LEFT_ALONE: State(label=Words("失败满三天，已停用", "Failed for three days"), tone="bad"),
    Doing.PAUSED: State(
        label=Words("暂停，每分钟试一次", "Paused, tried each minute"), tone="warn"
    ),
    Doing.FAILED_LATELY: State(label=Words("最近有失败", "Failed lately"), tone="warn"),
    Doing.FRESH: State(label=Words("还没发过", "Nothing sent yet"), tone="note"),
    Doing.WELL: State(label=Words("正常", "Works"), tone="good"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account as it is listed."""

    name: str
    label: Words
    channel: Words
    url: str
    state: State
    spare: bool
    """Whether another account is the one that messages of its channel leave by."""
    last_sent_at: int | None
    last_error: Words | None
    last_error_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A kind that may be set up."""

    label: Words
    about: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """The page of all channels."""

    accounts: tuple[Account, ...]
    groups: tuple[tuple[Words, tuple[Choice, ...]], ...]
    """What may be set up, by whom it speaks to."""
    names: Mapping[str, Words]
    health: SenderHealth
    sent: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    at: int
    label: Words
    detail: Words | None


def channels_page(here: Here) -> Channels:
    rows = channels.of_program(here.space, here.program_id)
    counted = outbox.counts(here.space, here.program_id)
    return Channels(
        accounts=tuple(_account(here, each, rows) for each in rows),
        groups=tuple((label, _choices(here, of_group)) for label, of_group in GROUPS),
        names=CHANNELS,
        health=sender_health.health(here.space, here.program_id, here.now),
        sent=sum(n for (channel, state), n in counted.items() if _left(channel, state)),
        waiting=sum(n for (_, state), n in counted.items() if state in outgoing.WAITING),
    )


def _choices(here: Here, of_group: tuple[str, ...]) -> tuple[Choice, ...]:
    """Give the kinds that serve these channels, those for any provider last."""
    found = [each for channel in of_group for each in CHANNEL_KINDS if each.channel == channel]
    found.sort(key=lambda each: (of_group.index(each.channel), each.key.endswith("_http")))
    return tuple(
        Choice(label=each.label, about=each.about, url=here.url("channels.new", kind=each.key))
        for each in found
    )


def _left(channel: str, state: str) -> bool:
    return channel != INBOX and state == outbox.SENT


def _account(here: Here, row: ChannelRow, rows: list[ChannelRow]) -> Account:
    kind = CHANNEL_KINDS[row.kind]
    used = next(
        (
            each.id
            for each in rows
            if each.works and CHANNEL_KINDS[each.kind].channel == kind.channel
        ),
        None,
    )
    return Account(
        name=row.name,
        label=kind.label,
        channel=CHANNELS[kind.channel],
        url=here.url("channels.one", channel_id=row.id),
        state=state_of(row),
        spare=row.works and row.id != used,
        last_sent_at=row.last_sent_at,
        last_error=outgoing.said(row.last_error) if row.last_error else None,
        last_error_at=row.last_error_at,
    )


def state_of(row: ChannelRow) -> State:
    return STATES[doing(row)]


def happened(here: Here, row: ChannelRow) -> tuple[Happened, ...]:
    """Give what happened to an account, the last first."""
    return tuple(
        Happened(
            at=each.at,
            label=HAPPENED[each.what],
            detail=outgoing.said(each.detail) if each.detail else None,
        )
        for each in channels.events(here.space, row.id, limit=EVENTS)
    )


def kept_secrets(kind: ChannelKind, held: Mapping[str, object]) -> frozenset[str]:
    """Give the secrets that are there already, by name alone."""
    return frozenset(
        each.key for each in kind.settings if each.ask is Ask.SECRET and held.get(each.key)
    )
