"""The shelf of checks before a release: one file each, found by being here."""

from app.builder.checks.base import Check
from app.registry import Registry
from app.words import Words

CHECKS: Registry[Check] = Registry.discover(Words("检查", "check"), __name__, Check)

__all__ = ["CHECKS", "Check"]
