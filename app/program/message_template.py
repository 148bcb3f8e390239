"""Messages as they are designed: what is said on which channels, and when it may be said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.words import Language, Words

CHANNELS: Mapping[str, Words] = {
    "inbox": Words("站内信", "In-app message"),
    "sms": Words("短信", "SMS"),
    "email": Words("邮件", "E-mail"),
    "push": Words("App 推送", "App push"),
    "wecom": Words("企业微信", "WeCom"),
    "dingtalk": Words("钉钉", "DingTalk"),
    "feishu": Words("飞书", "Feishu"),
    "wechat": Words("微信公众号", "WeChat official account"),
    "wechat_mini": Words("微信小程序", "WeChat mini program"),
    "webhook": Words("Webhook", "Webhook"),
}
"""By which ways a message goes out."""


class Purpose(StrEnum):
    """What a message is for."""

    SERVICE = "service"
    """What somebody has to know: a code, a tier that ends."""
    MARKETING = "marketing"
    """What they are to be won over to; it takes their consent."""

    @property
    def label(self) -> Words:
        return PURPOSES[self]


PURPOSES = {
    Purpose.SERVICE: Words("服务通知", "Service"),
    Purpose.MARKETING: Words("营销", "Marketing"),
}


class Family(StrEnum):
    """Channels that are written for alike."""

    GENERAL = "general"
    """In the app, as a push, to a system; and wherever nothing else is written."""
    EMAIL = "email"
    SMS = "sms"
    CHAT = "chat"
    WECHAT = "wechat"

    @property
    def label(self) -> Words:
        return _FAMILIES[self]

    @property
    def parts(self) -> tuple[str, ...]:
        """Say of what its texts consist."""
        return _PARTS.get(self, ("title", "text"))

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(each for each, family in _FAMILY_OF.items() if family is self)


_FAMILIES = {
    Family.GENERAL: Words("通用（站内信、推送）", "General (in-app, push)"),
    Family.EMAIL: Words("邮件", "E-mail"),
    Family.SMS: Words("短信", "SMS"),
    Family.CHAT: Words("企业微信、钉钉、飞书", "WeCom, DingTalk, Feishu"),
    Family.WECHAT: Words("微信", "WeChat"),
}
_PARTS = {Family.EMAIL: ("title", "text", "html"), Family.SMS: ("text",)}
_FAMILY_OF = {
    "inbox": Family.GENERAL,
    "push": Family.GENERAL,
    "webhook": Family.GENERAL,
    "email": Family.EMAIL,
    "sms": Family.SMS,
    "wecom": Family.CHAT,
    "dingtalk": Family.CHAT,
    "feishu": Family.CHAT,
    "wechat": Family.WECHAT,
    "wechat_mini": Family.WECHAT,
}
NOTHING = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is said on one family of channels."""

    title: Words = NOTHING
    text: Words = NOTHING
    html: Words = NOTHING
    """The e-mail as it looks; without it, the text alone is sent."""

    def part(self, name: str) -> Words:
        found: Words = getattr(self, name)
        return found

    def has(self, language: Language) -> bool:
        return any(getattr(self.part(name), language) for name in ("title", "text", "html"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTemplate:
    """One message, with its words for each family of channels."""

    key: str
    label: Words
    purpose: Purpose = Purpose.SERVICE
    texts: Mapping[Family, Wording] = field(default_factory=dict)

    def wording(self, channel: str) -> Wording | None:
        """Give what is said on a channel; what is general serves where nothing else is written."""
        family = _FAMILY_OF.get(channel, Family.GENERAL)
        return self.texts.get(family) or self.texts.get(Family.GENERAL)

    def sources(self) -> Iterator[tuple[Family, str, Language, str]]:
        """Give each text that is written, by family, part and language."""
        for family, wording in self.texts.items():
            for part in family.parts:
                words = wording.part(part)
                for language, source in (("zh", words.zh), ("en", words.en)):
                    if source:
                        yield family, part, "zh" if language == "zh" else "en", source


class Capped(StrEnum):
    """What becomes of a message that is one too many."""

    SKIP = "skip"
    LATER = "later"


class Consented(StrEnum):
    """Whom marketing may reach on a channel."""

    ASKED = "asked"
    """Those who agreed to it."""
    ASSUMED = "assumed"
    """All but those who ended it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many messages one member gets at most; None is any number."""

    per_day: int | None = None
    per_week: int | None = None

    @property
    def any(self) -> bool:
        return self.per_day is not None or self.per_week is not None


NO_CAPS = Caps()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """What holds on one channel besides what holds on all."""

    caps: Caps = NO_CAPS
    consent: Consented | None = None
    """None: as is usual there, see `Messaging.consent`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A stretch of each day, in minutes from midnight; it may go past midnight."""

    start: int
    end: int

    def covers(self, minute: int) -> bool:
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


class Reach(StrEnum):
    """Which messages caps and quiet hours hold back."""

    MARKETING = "marketing"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Messaging:
    """When and how often a programme speaks to its members, and in which language."""

    language: Language = "zh"
    """What is spoken to members of whom no language is known."""
    language_field: str | None = None
    """A field of the member that says which language they read."""
    timezone_field: str | None = None
    """A field of the member that names their time zone; None: the programme's own."""
    quiet: Hours | None = None
    caps: Caps = NO_CAPS
    capped: Capped = Capped.SKIP
    reach: Reach = Reach.MARKETING
    channels: Mapping[str, ChannelRule] = field(default_factory=dict)

    def rule(self, channel: str) -> ChannelRule:
        return self.channels.get(channel, _USUAL)

    def consent(self, channel: str) -> Consented:
        """Say whom marketing may reach: in one's own app, everybody who has not ended it."""
        said = self.rule(channel).consent
        if said is not None:
            return said
        return Consented.ASSUMED if channel == "inbox" else Consented.ASKED

    def holds_back(self, purpose: str) -> bool:
        return self.reach is Reach.ALL or purpose == Purpose.MARKETING


_USUAL = ChannelRule()
