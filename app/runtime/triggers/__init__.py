"""The shelf of triggers at work: one file each, named as the kind it works for."""

from app.registry import Registry
from app.runtime.triggers.base import TriggerWork
from app.words import Words

TRIGGERS: Registry[TriggerWork] = Registry.discover(
    Words("触发条件的执行", "trigger at work"), __name__, TriggerWork
)

__all__ = ["TRIGGERS", "TriggerWork"]
