"""Each run that is not over stands at a step of the release it began under."""

from collections.abc import Iterator, Sequence
from itertools import islice

from app.runtime.invariants.base import MOST, Invariant, Look, Wrong
from app.runtime.releases import live_release
from app.storage.flow_checks import open_places
from app.storage.flow_runs import Group
from app.words import Words


class Releases(Invariant):
    key = "releases"
    label = Words(
        "每次运行都站在它开始时那一版的某一步",
        "Each run stands at a step of the release it began under",
    )
    advice = Words(
        "这些运行走不下去：在“运行”里把它们移到最新版本的某一步，或结束它们。",
        "These runs cannot go on: move them to a step of the live release, or end them.",
    )
    by_member = False

    def wrong(self, look: Look) -> Sequence[Wrong]:
        return list(islice(self._lost(look), MOST))

    def _lost(self, look: Look) -> Iterator[Wrong]:
        for group, count, is_there in open_places(look.space, look.program_id):
            if not is_there or not _has_place(look, group):
                yield Wrong(what=f"{group.flow} · {group.step} × {count}")


def _has_place(look: Look, group: Group) -> bool:
    released = live_release(look.space, look.program_id, group.release_id)
    flow = released.checked.program.find_flow(group.flow)
    return flow is not None and flow.find_step(group.step) is not None
