"""The shelf of invariants: one file each; the doctor looks at all of them every night."""

from app.registry import Registry
from app.runtime.invariants.base import Invariant, Look, Wrong
from app.words import Words

INVARIANTS: Registry[Invariant] = Registry.discover(
    Words("恒等关系", "invariant"), __name__, Invariant
)

__all__ = ["INVARIANTS", "Invariant", "Look", "Wrong"]
