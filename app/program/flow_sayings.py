"""A step that somebody has gone through, and the way they left it by, in one sentence."""

from app.program.checked_flows import kind_of, options_of
from app.program.flow_words import Naming
from app.program.flows import Flow
from app.words import Words


def step_name(flow: Flow, key: str) -> Words:
    """Call a step as its designer does, or by its kind."""
    step = flow.find_step(key)
    if step is None:
        return Words(key, key)
    kind = kind_of(step)
    usual = Words(key, key) if kind is None else kind.label
    return Words(step.label.to("zh") or usual.zh, step.label.to("en") or usual.en)


def passed(naming: Naming, flow: Flow, key: str, way: str) -> Words:
    """Say what a step asked or did; the way is named where there are several."""
    step = flow.find_step(key)
    kind = None if step is None else kind_of(step)
    if step is None or kind is None:
        return Words(key, key)
    if step.off:
        return Words("已停用，直接经过", "Switched off: passed by")
    said = kind.sentence(options_of(step), naming)
    ways = kind.ways(step.options)
    if len(ways) < len(("one", "other")) or way not in ways:
        return said
    return Words(f"{said.zh}：{ways[way].zh}", f"{said.en}: {ways[way].en}")
