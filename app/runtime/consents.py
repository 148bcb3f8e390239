"""What members agreed to be told: written down with its proof, and asked before each message."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import orjson

from app.errors import Finding, Invalid
from app.program.message_template import CHANNELS, Consented, Messaging, Purpose
from app.storage import consents
from app.storage.consents import EVERY_CHANNEL, Consent
from app.storage.forms import Submission
from app.storage.space import Space
from app.words import Words

TERMS = "terms"
"""The terms of a programme or a form: kept as a proof, and asked for by no message."""
MARKETING = Purpose.MARKETING.value
PURPOSES = {
    MARKETING: Words("营销信息", "Advertising"),
    TERMS: Words("条款与隐私", "Terms and privacy"),
}
ALL_CHANNELS = Words("所有渠道", "All channels")


class How(StrEnum):
    """By which way somebody agreed to something, or ended it."""

    FORM = "form"
    IMPORT = "import"
    API = "api"
    STAFF = "staff"
    """A colleague wrote it down."""
    PAGE = "page"
    """The page that a message leads to."""
    ONE_CLICK = "one_click"
    """The button of a mail program (RFC 8058)."""

    @property
    def label(self) -> Words:
        return _HOWS[self]


_HOWS = {
    How.FORM: Words("填写表单", "On a form"),
    How.IMPORT: Words("导入", "Import"),
    How.API: Words("接口", "API"),
    How.STAFF: Words("同事登记", "By a colleague"),
    How.PAGE: Words("退订页面", "On the page of messages"),
    How.ONE_CLICK: Words("邮件一键退订", "One click in mail"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a member says of their messages."""

    member_id: int
    given: bool
    how: How
    at: int
    purpose: str = MARKETING
    channel: str = EVERY_CHANNEL
    version: str | None = None
    cause: str | None = None
    by: str | None = None
    note: str | None = None


def record(space: Space, program_id: int, said: Sequence[Saying], *, now: int) -> list[Consent]:
    """Write down what was said. Raises `Invalid` for what there is not."""
    findings = [each for n, one in enumerate(said) for each in _wrong(one, f"/{n}")]
    if findings:
        raise Invalid(
            "同意记录里有写错的地方。", "Something is wrong with a consent.", tuple(findings)
        )
    rows = [
        Consent(
            member_id=each.member_id,
            id=space.new_id(),
            purpose=each.purpose,
            channel=each.channel,
            given=each.given,
            at=min(each.at, now),
            recorded_at=now,
            how=each.how.value,
            version=each.version,
            cause=each.cause,
            by=each.by,
            note=each.note,
        )
        for each in said
    ]
    consents.add(space, program_id, rows)
    return rows


def _wrong(said: Saying, path: str) -> Iterable[Finding]:
    if said.purpose not in PURPOSES:
        known = ", ".join(PURPOSES)
        yield Finding.of(
            f"{path}/purpose",
            f"没有用途“{said.purpose}”。可用：{known}。",
            f"There is no purpose {said.purpose!r}. Known: {known}.",
        )
    if said.channel not in {EVERY_CHANNEL, *CHANNELS}:
        known = ", ".join((EVERY_CHANNEL, *CHANNELS))
        yield Finding.of(
            f"{path}/channel",
            f"没有渠道“{said.channel}”。可用：{known}。",
            f"There is no channel {said.channel!r}. Known: {known}.",
        )


def agreed_by_form(space: Space, program_id: int, sent: Submission, purpose: str) -> None:
    """Write down what a member agreed to with a form, with the text of it."""
    saying = Saying(
        member_id=sent.member_id,
        given=True,
        how=How.FORM,
        at=sent.sent_at,
        purpose=purpose,
        version=sent.consent,
        cause=f"form:{sent.id}",
    )
    record(space, program_id, [saying], now=sent.sent_at)


def version_of(text: Words) -> str:
    """Name the text of a consent: what was agreed to can be proved by it."""
    return hashlib.sha256(orjson.dumps(text.to_json())).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """What these members agreed to, for one purpose."""

    rows: Mapping[int, Sequence[Consent]] = field(default_factory=dict)

    def last(self, member_id: int, channel: str) -> Consent | None:
        """Give what holds for a channel: the latest said of it, or of all."""
        heard = [
            each
            for each in self.rows.get(member_id, ())
            if each.channel in {channel, EVERY_CHANNEL}
        ]
        return max(heard, key=lambda each: each.order, default=None)

    def reaches(self, member_id: int, channel: str, messaging: Messaging) -> bool:
        """Say whether advertising may reach a member on a channel."""
        last = self.last(member_id, channel)
        if last is not None:
            return last.given
        return messaging.consent(channel) is Consented.ASSUMED


def agreements(space: Space, program_id: int, ids: Sequence[int]) -> Agreements:
    found = consents.of_members(space, program_id, ids, purpose=MARKETING)
    return Agreements(rows=found)
