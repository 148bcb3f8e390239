"""Lets in the member of a record whose fields were changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.expression.python import to_predicate
from app.program.checked_flows import TRIGGER, CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened, Kept
from app.runtime.triggers.base import Entering, TriggerWork, given, options


class RecordChanged(TriggerWork):
    key = "record_changed"
    label = PROGRAM["record_changed"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        chosen, asked = options(flow), flow.condition(TRIGGER)
        meets = None if asked is None else to_predicate(asked)
        changed = []
        for each in happened.kept:
            if each.before is None or each.object != chosen["object"] or not _differs(each, chosen):
                continue
            if meets is not None:
                if not meets(_with_old(each.after, each.before), happened.moment):
                    continue
                was = _with_old(each.before, each.before)
                if chosen["became"] and meets(was, happened.moment):
                    continue
            changed.append(each)
        # The same record may change again: each change is an occasion of its own.
        occasions = happened.space.take_ids(len(changed))
        rows = [
            (each.member_id, each.record_id, new)
            for each, new in zip(changed, occasions, strict=True)
        ]
        yield from given(happened, "changed", rows, chosen["object"])


def _differs(kept: Kept, chosen: Mapping[str, Any]) -> bool:
    before, after = kept.before or {}, kept.after
    names = chosen["fields"] or [key for key in after if not key.endswith(".day")]
    return any(before.get(name) != after.get(name) for name in names)


def _with_old(now: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record with what its fields held before, as conditions name them."""
    return {**now, **{f"before:{key}": value for key, value in old.items()}}
