"""Each step of an automation can be reached, and each way out leads to a step."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_flows import kind_of
from app.program.flows import Flow, Step
from app.words import Words


class FlowsConnected(Check):
    key = "flows_connected"
    label = Words("自动化的步骤都连得上", "Steps of an automation are connected")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, flow in enumerate(checked.program.flows):
            reached = reached_in(flow)
            for m, step in enumerate(flow.steps):
                path = f"/flows/{n}/steps/{m}"
                yield from _ways(flow, step, path)
                if step.key not in reached and flow.find_step(flow.start) is not None:
                    name = step.label.to("zh") or step.key
                    yield warning(
                        path,
                        f"没有哪一步通向“{name}”，它不会执行。",
                        f"Nothing leads to {step.label.to('en') or step.key}; it is never done.",
                    )


def reached_in(flow: Flow) -> set[str]:
    """Give the steps that members can come to."""
    found: set[str] = set()
    waiting = [flow.start]
    while waiting:
        step = flow.find_step(waiting.pop())
        if step is not None and step.key not in found:
            found.add(step.key)
            waiting += step.next.values()
    return found


def _ways(flow: Flow, step: Step, path: str) -> Iterator[Finding]:
    kind = kind_of(step)
    known = None if kind is None else kind.ways(step.options)
    for way, to in step.next.items():
        if known is not None and way not in known:
            yield Finding.of(
                f"{path}/next/{way}",
                f"这一步没有出口“{way}”。可用：{'、'.join(known) or '（没有）'}。",
                f"This step has no way {way!r} out. Known: {', '.join(known) or 'none'}.",
            )
        if flow.find_step(to) is None:
            yield Finding.of(f"{path}/next/{way}", f"没有步骤“{to}”。", f"There is no step {to!r}.")
