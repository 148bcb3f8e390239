"""Setting up accounts of channels, switching them off and on, and trying them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Finding, Invalid
from app.outbound import Door
from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.runtime import channel_circuits as circuits
from app.runtime.channel_settings import Ask, read_settings, secrets_of
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome
from app.runtime.rendering import Rendered
from app.sealing import CannotOpen, Seals
from app.storage import audit, channels
from app.storage.channels import ChannelRow
from app.storage.space import Space
from app.words import Words

LONGEST_NAME = 60
TRIED = Words("这是一条测试消息。", "This is a test message.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What somebody entered for an account."""

    name: str
    settings: Mapping[str, Any]
    """By setting; a secret that is left out or blank stays what it is."""


def add(
    space: Space,
    program_id: int,
    kind: str,
    entered: Entered,
    seals: Seals,
    *,
    now: int,
    by: str | None,
) -> int:
    """Set up an account. Raises `Invalid` with what is wrong."""
    plain, secrets = _read(space, program_id, CHANNEL_KINDS[kind], entered, {}, None)
    channel_id = channels.add(
        space,
        program_id,
        kind=kind,
        name=entered.name.strip(),
        settings=plain,
        secrets=seals.seal(secrets),
        now=now,
    )
    _note(space, channel_id, "channel.added", entered.name, now=now, by=by)
    return channel_id


def change(
    space: Space,
    row: ChannelRow,
    entered: Entered,
    seals: Seals,
    *,
    cleared: frozenset[str] = frozenset(),
    now: int,
    by: str | None,
) -> None:
    """Change an account; what let it in with the provider is asked for anew."""
    kept = secrets_in(row, seals)
    held = {key: value for key, value in kept.items() if key not in cleared}
    kind = CHANNEL_KINDS[row.kind]
    plain, secrets = _read(space, row.program_id, kind, entered, held, row.id)
    channels.change(
        space,
        row.id,
        name=entered.name.strip(),
        settings=plain,
        secrets=seals.seal(held | secrets),
        access=None,
        access_until=None,
        changed_at=now,
    )
    _note(space, row.id, "channel.changed", entered.name, now=now, by=by)


def secrets_in(row: ChannelRow, seals: Seals) -> dict[str, Any]:
    """Open an account's secrets; those whose key is lost have to be entered again."""
    try:
        return seals.open(row.secrets)
    except CannotOpen:
        return {}


def switch_off(space: Space, row: ChannelRow, *, now: int, by: str | None) -> None:
    channels.change(space, row.id, off_at=now)
    _note(space, row.id, "channel.switched_off", row.name, now=now, by=by)


def switch_on(space: Space, row: ChannelRow, *, now: int, by: str | None) -> None:
    """Let an account send again, as if it had never failed."""
    channels.change(
        space,
        row.id,
        off_at=None,
        disabled_at=None,
        failures=0,
        failing_since=None,
        open_until=None,
    )
    _note(space, row.id, "channel.switched_on", row.name, now=now, by=by)


def address_kind(kind: ChannelKind) -> str | None:
    """Give the kind of field that an address of this channel is."""
    asked = next((each for each in kind.settings if each.ask is Ask.FIELD), None)
    return asked.kinds[0] if asked is not None and kind.personal else None


def address_of(kind: ChannelKind, written: str) -> str:
    """Read an address to try an account with, as the field of a member would be read."""
    sort = address_kind(kind)
    if sort is None:
        return ""
    try:
        found = FIELD_KINDS[sort].parse(written, Field(key="to", kind=sort, label=kind.label))
    except Refused as refused:
        raise Invalid(refused.words.zh, refused.words.en) from refused
    if not found:
        raise Invalid("请写测试消息发到哪里。", "Say where the test message goes.")
    return str(found)


def tried(kind: ChannelKind, account: Account, door: Door, *, to: str, now: int) -> Outcome:
    """Send one message that is no member's, outside of every transaction."""
    delivery = Delivery(
        idem=f"test:{account.id}:{now}",
        to=to,
        rendered=Rendered(
            title="登阶 Rungs",
            text=f"{TRIED.zh} {TRIED.en}",
            html=None,
            language="zh",
            unsubscribe=None,
        ),
        purpose="service",
        template=None,
        member="0",
        now=now,
    )
    return kind.send(delivery, account, door)


def learn(space: Space, row: ChannelRow, outcome: Outcome, *, now: int) -> None:
    circuits.learn(space, row.program_id, row.id, outcome, now=now)


def _read(
    space: Space,
    program_id: int,
    kind: ChannelKind,
    entered: Entered,
    held: Mapping[str, Any],
    besides: int | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what was entered, what is secret apart."""
    values, findings = read_settings(kind.settings, entered.settings, kept=frozenset(held))
    name = entered.name.strip()
    if not name:
        findings.append(Finding.of("/name", "请写名称。", "Give it a name."))
    elif len(name) > LONGEST_NAME:
        findings.append(Finding.of("/name", "名称太长。", "The name is too long."))
    elif channels.is_named(space, program_id, name, besides=besides):
        findings.append(Finding.of("/name", "已经有同名的渠道。", "Another channel has that name."))
    if findings:
        raise Invalid("有几处要改。", "Some things must be put right.", tuple(findings))
    hidden = secrets_of(kind.settings)
    plain = {key: value for key, value in values.items() if key not in hidden}
    return plain, {key: value for key, value in values.items() if key in hidden}


def _note(
    space: Space, channel_id: int, action: str, name: str, *, now: int, by: str | None
) -> None:
    subject = f"channel:{channel_id}"
    audit.note(space, at=now, actor=by, action=action, subject=subject, detail={"name": name})
