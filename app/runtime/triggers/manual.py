"""Lets in members whom somebody names."""

from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import TriggerWork


class Manual(TriggerWork):
    key = "manual"
    label = PROGRAM["manual"].label
