"""A step that somebody has gone through, and the way they left it by, in one sentence."""

from app.program.checked_flows import kind_of, options_of
from app.program.flow_words import Naming
from app.program.flows import Flow
from app.words import Words


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
