"""Events as they are written: the object they are records of, whose they are, their fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.clock import from_instant
from app.errors import Finding
from app.program.fields.base import quoted
from app.program.objects import ACTIVITY, MEMBER, Object
from app.runtime.intake import Entry
from app.runtime.records import LIMIT
from app.web.api.bodies import pointed
from app.web.api.here import Here
from app.web.api.shapes import Anything, ByKey, Either, Keyed, Listed, Text, Whole, needed, optional
from app.words import Words

ENVELOPE = frozenset({"object", "member", "values"})
MEANT_NOW = frozenset({ACTIVITY, MEMBER})
"""Objects whose records happened now unless they say when; an order must say it."""

WHO = Either(
    shapes=(
        Text(example="120034"),
        Whole(),
        ByKey(
            value=Either(shapes=(Text(), Whole())),
            exactly=1,
            about=Words(
                '一个唯一字段和它的值，例如 {"external_id": "42"}。',
                'One unique field and its value, as in {"external_id": "42"}.',
            ),
        ),
    )
)
EVENT = Keyed(
    name="Event",
    parts=(
        optional(
            "object",
            Text(
                example="order",
                about=Words(
                    "哪种对象；不写就是行为 activity。", "Which object; without it, an activity."
                ),
            ),
        ),
        optional("member", WHO),
        optional(
            "values",
            ByKey(
                value=Anything(),
                about=Words(
                    "按字段；也可以把字段直接写在事件里。",
                    "By field; fields may also stand in the event itself.",
                ),
            ),
        ),
    ),
    more=Anything(),
)
BATCH = Keyed(
    name="Batch", parts=(needed("events", Listed(item=EVENT, most=LIMIT, one_by_one=True)),)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One event of a request as it was understood."""

    path: str
    """Where the event stands in the body."""
    inside: str
    """Where its fields stand below that."""
    entry: Entry | None
    findings: tuple[Finding, ...] = ()

    def placed(self, finding: Finding) -> Finding:
        """Say where in the request a finding about the record is."""
        inside = "" if finding.path in {"/member", "/object"} else self.inside
        return finding.under(self.path + inside)


def read_event(found: Here, raw: Any, path: str) -> Read:
    if not isinstance(raw, dict):
        finding = Finding.of("", "事件应是一个对象 {…}。", "An event is an object {…}.")
        return Read(path=path, inside="", entry=None, findings=(finding.under(path),))
    nested = "values" in raw
    values = raw["values"] if nested else {k: v for k, v in raw.items() if k not in ENVELOPE}
    findings = tuple(each.under(path) for each in _mistakes(found, raw))
    inside = "/values" if nested else ""
    if findings:
        return Read(path=path, inside=inside, entry=None, findings=findings)
    designed = _designed(found, raw)
    assert designed is not None
    entry = Entry(
        object=designed.key, member=raw.get("member"), values=_timed(found, designed, values)
    )
    return Read(path=path, inside=inside, entry=entry)


def _designed(found: Here, raw: Mapping[str, Any]) -> Object | None:
    kept = found.live.catalogue.records.get(str(raw.get("object", ACTIVITY)))
    return None if kept is None else kept.object


def _mistakes(found: Here, raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what is wrong around the fields; the fields themselves are the runtime's to judge."""
    designed = _designed(found, raw)
    if designed is None or not designed.of_member:
        listed = ", ".join(
            each.key for each in found.live.checked.program.objects if each.of_member
        )
        name = quoted(raw.get("object"))
        yield Finding.of(
            "/object",
            f"“{name}”不能作为事件发送。可用：{listed}。其他对象请用 /records/<对象>。",
            f"{name!r} cannot be sent as an event. Known: {listed}."
            " Other objects are at /records/<object>.",
        )
    elif designed.key == MEMBER and raw.get("member") is not None:
        yield Finding.of(
            "/member",
            "会员自己就是会员：请把字段写在 values 里，不要写 member。",
            "A member is nobody else's: put its fields into values and leave member out.",
        )
    if "values" not in raw:
        return
    if not isinstance(raw["values"], dict):
        yield Finding.of("/values", "这里应是一个对象 {…}。", "An object {…} is expected here.")
    for key in sorted(raw.keys() - ENVELOPE):
        yield Finding.of(
            f"/{pointed(key)}",
            f"有了 values，字段“{quoted(key)}”也要写在 values 里。",
            f"With values, the field {quoted(key)!r} belongs into values, too.",
        )


def _timed(found: Here, designed: Object, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take an activity that does not say when it happened as happening now."""
    occurred = designed.occurred
    if designed.key not in MEANT_NOW or occurred is None or values.get(occurred) is not None:
        return values
    return {**values, occurred: from_instant(found.now).isoformat()}
