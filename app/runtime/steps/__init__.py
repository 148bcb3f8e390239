"""The shelf of steps at work: one file each, named as the kind it works for."""

from app.registry import Registry
from app.runtime.steps.base import StepWork
from app.words import Words

STEPS: Registry[StepWork] = Registry.discover(
    Words("步骤的执行", "step at work"), __name__, StepWork
)

__all__ = ["STEPS", "StepWork"]
