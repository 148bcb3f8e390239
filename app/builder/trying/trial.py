"""A flow of a draft made ready to be tried: its conditions checked, its fields found or blank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.builder.ahead import readable
from app.builder.releases import NotReady
from app.days import Moment
from app.errors import Invalid, Severity
from app.program.checked import CheckedProgram, check_program
from app.program.checked_flows import CheckedFlow
from app.program.codec import load
from app.program.flow_words import Naming
from app.program.flows import Trigger
from app.runtime.flow_control import NoSuchFlow
from app.runtime.releases import Live, live
from app.storage import foreseen
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One flow of a draft beside the release that is live."""

    draft: Live
    """What the flow says: its fields that have no column yet are blank, its metrics computed."""
    crowd: Live
    """The same for looking at everybody on the day of the trial: metrics that are kept are read."""
    current: Live
    """How records are kept and members placed, until the draft is published."""
    flow: CheckedFlow

    @property
    def trigger(self) -> Trigger:
        assert self.flow.flow.trigger is not None
        return self.flow.flow.trigger

    @property
    def naming(self) -> Naming:
        return Naming(self.draft.checked.program)


def prepare(space: Space, program_id: int, content: Any, key: str, *, at: int) -> Trial:
    """Check the flow alone: what else is wrong with a draft does not keep it from being tried.

    Raises `Unreadable`, `NothingLive`, `NoSuchFlow`, and `NotReady` with what is wrong in the flow.
    """
    current = live(space, program_id)
    checked = check_program(load(content))
    flow = checked.flows.get(key)
    if flow is None:
        raise NoSuchFlow(key)
    _refuse_wrong(checked, flow)
    today = Moment.of(at, checked.program.settings.calendar).today

    def seen(forms: Mapping[str, tuple[str, ...]]) -> Live:
        catalogue = foreseen.foresee(space, program_id, checked.program, forms)
        return Live(number=0, checked=checked, catalogue=catalogue, reads_now=True)

    kept = readable(space, current, checked.program, today)
    return Trial(draft=seen({}), crowd=seen(kept), current=current, flow=flow)


def _refuse_wrong(checked: CheckedProgram, flow: CheckedFlow) -> None:
    place = checked.program.flows.index(flow.flow)
    wrong = [
        each
        for each in checked.findings
        if each.severity is Severity.ERROR and f"{each.path}/".startswith(f"/flows/{place}/")
    ]
    if wrong or not flow.usable:
        raise NotReady(wrong)
    if flow.flow.trigger is None:
        raise Invalid(
            "还没有触发条件，无法试跑。", "There is no trigger yet, so nothing can be tried."
        )
    if flow.flow.find_step(flow.flow.start) is None:
        raise Invalid("还没有步骤，无法试跑。", "There is no step yet, so nothing can be tried.")
