"""The shelf of kinds of steps: one file each, found by being here."""

from app.program.steps.base import StepKind
from app.registry import Registry
from app.words import Words

STEP_KINDS: Registry[StepKind] = Registry.discover(Words("步骤", "step"), __name__, StepKind)

__all__ = ["STEP_KINDS", "StepKind"]
