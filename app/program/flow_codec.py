"""Automations as JSON: read with the place of every mistake, written the same each time."""

from typing import Any

from app.program.benefit import Every
from app.program.flows import NEXT, CatchUp, Enrol, Flow, Note, Reentry, Step, Trigger
from app.program.reader import Reader, without_empty

KEYS = "key label folder tags enabled trigger enrol reentry period catch_up start steps notes"
_USUAL = Flow(key="", label=None)  # type: ignore[arg-type]  # Only its other values are read.


def read_flow(reader: Reader, value: Any, path: str) -> Flow:
    content = reader.mapping(value, path)
    reader.only(content, path, KEYS)
    key = reader.key(content, path)
    steps = tuple(
        _step(reader, each, f"{path}/steps/{n}")
        for n, each in enumerate(reader.sequence(content.get("steps"), f"{path}/steps"))
    )
    notes = tuple(
        _note(reader, each, f"{path}/notes/{n}")
        for n, each in enumerate(reader.sequence(content.get("notes"), f"{path}/notes"))
    )
    reader.distinct(steps, f"{path}/steps")
    reader.distinct(notes, f"{path}/notes")
    return Flow(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        folder=reader.text(content, "folder", path) or "",
        tags=_texts(reader, content.get("tags"), f"{path}/tags"),
        enabled=reader.flag(content, "enabled", path, default=True),
        trigger=_trigger(reader, content.get("trigger"), f"{path}/trigger"),
        enrol=reader.one_of(Enrol, content.get("enrol"), f"{path}/enrol", Enrol.FUTURE),
        reentry=reader.one_of(
            Reentry, content.get("reentry"), f"{path}/reentry", Reentry.EACH_TIME
        ),
        period=reader.one_of(Every, content.get("period"), f"{path}/period", Every.YEAR),
        catch_up=reader.one_of(CatchUp, content.get("catch_up"), f"{path}/catch_up", CatchUp.EACH),
        start=reader.text(content, "start", path),
        steps=steps,
        notes=notes,
    )


def _texts(reader: Reader, value: Any, path: str) -> tuple[str, ...]:
    found = reader.sequence(value, path)
    for n, each in enumerate(found):
        if not isinstance(each, str):
            reader.wrong(f"{path}/{n}", "这里应是文字。", "A text is expected here.")
    return tuple(each for each in found if isinstance(each, str))


def _kind(reader: Reader, content: Any, path: str) -> str:
    found = content.get("kind")
    if not isinstance(found, str):
        reader.wrong(f"{path}/kind", "请写明类型。", "Say of which kind it is.")
    return str(found)


def _trigger(reader: Reader, value: Any, path: str) -> Trigger | None:
    if value is None:
        return None
    content = reader.mapping(value, path)
    reader.only(content, path, "kind options")
    return Trigger(
        kind=_kind(reader, content, path),
        options=reader.mapping(content.get("options", {}), f"{path}/options"),
    )


def _step(reader: Reader, value: Any, path: str) -> Step:
    content = reader.mapping(value, path)
    reader.only(content, path, "key kind label options next off")
    key, kind = reader.key(content, path), _kind(reader, content, path)
    return Step(
        key=key,
        kind=kind,
        label=reader.words(content.get("label"), f"{path}/label"),
        options=reader.mapping(content.get("options", {}), f"{path}/options"),
        next=_ways(reader, content.get("next"), f"{path}/next"),
        off=reader.flag(content, "off", path, default=False),
    )


def _ways(reader: Reader, value: Any, path: str) -> dict[str, str]:
    """Read where ways out lead; a text alone is where the only one leads."""
    if value is None:
        return {}
    if isinstance(value, str):
        return {NEXT: value}
    found = reader.mapping(value, path)
    for way, step in found.items():
        if step is not None and not isinstance(step, str):
            reader.wrong(f"{path}/{way}", "这里应是步骤的标识。", "The key of a step is expected.")
    return {way: step for way, step in found.items() if isinstance(step, str)}


def _note(reader: Reader, value: Any, path: str) -> Note:
    content = reader.mapping(value, path)
    reader.only(content, path, "key text step")
    return Note(
        key=reader.key(content, path),
        text=reader.words(content.get("text"), f"{path}/text"),
        step=reader.text(content, "step", path),
    )


def dump_flow(flow: Flow) -> dict[str, Any]:
    """Write a flow; what is at its default is left out."""
    chosen = {
        name: getattr(flow, name).value
        for name in ("enrol", "reentry", "period", "catch_up")
        if getattr(flow, name) is not getattr(_USUAL, name)
    }
    trigger = None if flow.trigger is None else _dump_trigger(flow.trigger)
    return (
        {"key": flow.key, "label": flow.label.to_json()}
        | without_empty({"folder": flow.folder or None, "tags": list(flow.tags)})
        | ({} if flow.enabled else {"enabled": False})
        | without_empty({"trigger": trigger, **chosen, "start": flow.start})
        | without_empty(
            {
                "steps": [_dump_step(each) for each in flow.steps],
                "notes": [_dump_note(each) for each in flow.notes],
            }
        )
    )


def _dump_trigger(trigger: Trigger) -> dict[str, Any]:
    return {"kind": trigger.kind} | without_empty({"options": dict(trigger.options)})


def _dump_step(step: Step) -> dict[str, Any]:
    ways: Any = dict(step.next)
    if ways.keys() == {NEXT}:
        ways = step.next[NEXT]
    label = step.label.to_json() if any(step.label) else None
    return {"key": step.key, "kind": step.kind} | without_empty(
        {"label": label, "options": dict(step.options), "next": ways, "off": step.off}
    )


def _dump_note(note: Note) -> dict[str, Any]:
    return {"key": note.key, "text": note.text.to_json()} | without_empty({"step": note.step})
