"""Lets in the member whom a call names; `app.runtime.hooks` hears the calls."""

from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import TriggerWork


class Webhook(TriggerWork):
    key = "webhook"
    label = PROGRAM["webhook"].label
