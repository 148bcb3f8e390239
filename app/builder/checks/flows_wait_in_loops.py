"""Members who go round in an automation wait somewhere on the way."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_flows import kind_of
from app.program.flows import Flow
from app.words import Words


class FlowsWaitInLoops(Check):
    key = "flows_wait_in_loops"
    label = Words("自动化的循环里有等待", "Loops of an automation have a wait in them")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, flow in enumerate(checked.program.flows):
            for m, step in enumerate(flow.steps):
                if _comes_back(flow, step.key):
                    name = step.label.to("zh") or step.key
                    yield Finding.of(
                        f"/flows/{n}/steps/{m}/next",
                        f"从“{name}”会不经等待又回到它自己，会员会一直转圈。",
                        f"Members would come back to {step.label.to('en') or step.key} at once and"
                        " go round for ever: put a wait on the way.",
                    )


def _comes_back(flow: Flow, key: str) -> bool:
    """Say whether a step that does not wait leads back to itself past no wait."""
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        step = flow.find_step(waiting.pop())
        if step is None:
            continue
        kind = kind_of(step)
        if kind is not None and kind.waits and not step.off:
            continue
        for to in step.next.values():
            if to == key:
                return True
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return False
