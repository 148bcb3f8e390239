"""What changes in the automations of a programme."""

from collections.abc import Iterator

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    changed,
    of_each,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.program.checked_flows import kind_of, trigger_kind
from app.program.flow_codec import dump_flow
from app.program.flow_words import Naming
from app.program.flows import Flow, Step
from app.program.program import Program
from app.words import Words

NEVER = Words("（没有触发条件）", "(no trigger)")
ON, OFF = Words("启用", "on"), Words("停用", "off")
WORDED = {
    "enrol": Words("谁进入", "who goes in"),
    "reentry": Words("能否再次进入", "who may go in again"),
    "period": Words("每个周期多长", "how long a period is"),
    "catch_up": Words("错过的时间怎么办", "what becomes of missed times"),
    "start": Words("第一步", "the first step"),
}
READ_ONLY = {
    "label": Words("名称", "the name"),
    "folder": Words("文件夹", "the folder"),
    "tags": Words("标签", "the tags"),
    "notes": Words("便签", "the notes"),
}


def flow_changes(old: Program, new: Program) -> Iterator[Change]:
    yield from of_each(
        "/flows",
        (old.flows, new.flows),
        _name,
        lambda flow: when_of(new, flow),
        lambda was, now, path: _one(old, new, (was, now), path),
    )


def when_of(program: Program, flow: Flow) -> Words:
    """Say when a flow begins."""
    kind = trigger_kind(flow)
    if kind is None or flow.trigger is None:
        return NEVER
    return kind.sentence(flow.trigger.options, Naming(program))


def what_of(program: Program, step: Step) -> Words:
    """Say what happens at a step."""
    kind = kind_of(step)
    if kind is None:
        return Words(step.kind, step.kind)
    return kind.sentence(step.options, Naming(program))


def _one(old: Program, new: Program, pair: tuple[Flow, Flow], path: str) -> Iterator[Change]:
    was, now = pair
    name = _name(now)
    if was.enabled is not now.enabled:
        states = [ON if each.enabled else OFF for each in pair]
        yield replaced(f"{path}/enabled", name, states[0], states[1])
    if not same(_trigger(was), _trigger(now)):
        what = Words(f"{name.zh}的触发条件", f"the trigger of {name.en}")
        yield replaced(f"{path}/trigger", what, when_of(old, was), when_of(new, now))
    before, after = dump_flow(was), dump_flow(now)
    for words, weight in ((WORDED, Importance.RULES), (READ_ONLY, Importance.WORDS)):
        for key, what in words.items():
            if not same(before.get(key), after.get(key)):
                zh, en = f"改了{name.zh}的{what.zh}", f"Changed {what.en} of {name.en}"
                yield changed(f"{path}/{key}", zh, en, weight)
    yield from _steps(old, new, pair, path)


def _steps(old: Program, new: Program, flows: tuple[Flow, Flow], path: str) -> Iterator[Change]:
    flow = _name(flows[1])
    for pair in paired(flows[0].steps, flows[1].steps):
        there = pair.new or pair.old
        assert there is not None
        step = quoted(there.label, there.key)
        name = Words(f"{flow.zh}的步骤{step.zh}", f"the step {step.en} of {flow.en}")
        if pair.new is None:
            yield removed(f"{path}/steps/{pair.old_at}", name.zh, name.en)
        elif pair.old is None:
            said = what_of(new, pair.new)
            zh, en = f"{name.zh}：{said.zh}", f"{name.en}: {said.en}"
            yield added(f"{path}/steps/{pair.new_at}", zh, en)
        else:
            place = f"{path}/steps/{pair.new_at}"
            was, now = what_of(old, pair.old), what_of(new, pair.new)
            if was != now or not same(dict(pair.old.options), dict(pair.new.options)):
                yield replaced(place, name, was, now)
            if dict(pair.old.next) != dict(pair.new.next) or pair.old.off is not pair.new.off:
                zh, en = f"改了{name.zh}之后的去向", f"Changed where {name.en} leads"
                yield changed(f"{place}/next", zh, en)


def _trigger(flow: Flow) -> list[object] | None:
    return None if flow.trigger is None else [flow.trigger.kind, dict(flow.trigger.options)]


def _name(flow: Flow) -> Words:
    label = quoted(flow.label, flow.key)
    return Words(f"自动化{label.zh}", f"the automation {label.en}")
