"""Lets in members whom somebody names, one by one or many at once: never by itself."""

from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import TriggerWork


class Manual(TriggerWork):
    key = "manual"
    label = PROGRAM["manual"].label
