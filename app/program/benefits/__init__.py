"""The shelf of benefit kinds: one file each, found by being here."""

from app.program.benefits.base import BenefitKind, Category
from app.registry import Registry
from app.words import Words

BENEFIT_KINDS: Registry[BenefitKind] = Registry.discover(
    Words("权益类型", "benefit kind"), __name__, BenefitKind
)

__all__ = ["BENEFIT_KINDS", "BenefitKind", "Category"]
