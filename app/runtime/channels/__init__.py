"""The shelf of channels: one file a kind, found by being here."""

from app.registry import Registry
from app.runtime.channels.base import ChannelKind
from app.words import Words

CHANNEL_KINDS: Registry[ChannelKind] = Registry.discover(
    Words("渠道", "channel"), __name__, ChannelKind
)

__all__ = ["CHANNEL_KINDS", "ChannelKind"]
