"""A member came into a segment, or is in it no more."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.program import Program
from app.program.triggers.base import TriggerKind
from app.words import Words

DIRECTIONS = {"entered": Words("进入", "comes into"), "left": Words("离开", "leaves")}


class SegmentChanged(TriggerKind):
    key = "segment_changed"
    label = Words("进入或离开人群", "Segment entered or left")
    icon = "users"
    stands = lasts = looks = True
    options = (
        Option(key="segment", label=Words("人群", "Segment"), widget=Widget.SEGMENT, required=True),
        Option(
            key="direction",
            label=Words("方向", "Direction"),
            widget=Widget.CHOICE,
            default="entered",
            choices=DIRECTIONS,
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        direction = DIRECTIONS.get(str(options.get("direction") or "entered"), DIRECTIONS["left"])
        segment = naming.segment(options.get("segment"))
        return Words(
            f"会员{direction.zh}人群“{segment.zh}”时",
            f"When a member {direction.en} the segment {segment.en}",
        )

    def asks(self, options: Mapping[str, Any], program: Program) -> Mapping[str, Any]:
        segment = program.find_segment(str(options["segment"]))
        return {} if segment is None or segment.where is None else {"inside": segment.where}
