"""Lets in members whom somebody names, one by one or a segment at once."""

from collections.abc import Iterator
from dataclasses import replace

from app.expression.sql import met
from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.triggers.base import Entering, Standing, TriggerWork, named
from app.storage.occurrences import segment_in


class Manual(TriggerWork):
    key = "manual"
    label = PROGRAM["manual"].label

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        """Let in those who are in the segment that the occurrence names."""
        segment = asked.live.checked.segments.get(segment_in(asked.key) or "")
        if segment is not None:
            inside = met(segment, asked.source, asked.moment)
            yield replace(asked.those(named("manual", asked.key), inside), natural=False)
