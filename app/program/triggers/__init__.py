"""The shelf of kinds of triggers: one file each, found by being here."""

from app.program.triggers.base import TriggerKind
from app.registry import Registry
from app.words import Words

TRIGGER_KINDS: Registry[TriggerKind] = Registry.discover(
    Words("触发条件", "trigger"), __name__, TriggerKind
)

__all__ = ["TRIGGER_KINDS", "TriggerKind"]
