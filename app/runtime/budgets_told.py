"""Which budgets have passed a mark, in every programme: for those who run the server."""

from dataclasses import dataclass

from app.runtime.budget_marks import Filling, Mark, marked
from app.runtime.every import in_every_program
from app.runtime.releases import live
from app.runtime.retries import Retries
from app.storage.spaces import Spaces
from app.words import Words

PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Budgets at their marks, with the programme of each."""

    found: tuple[tuple[int, Filling], ...]

    @property
    def measures(self) -> dict[str, float]:
        """Count them, for figures."""
        marks = [each.mark for _, each in self.found]
        return {
            "budgets_low": float(marks.count(Mark.LOW)),
            "budgets_used_up": float(marks.count(Mark.USED_UP)),
        }

    @property
    def says(self) -> Words:
        if not self.found:
            return Words("没有预算告急。", "No budget has passed a mark.")
        zh = "；".join(f"{each.budget.label.zh} {_share(each)}" for _, each in self.found)
        en = "; ".join(
            f"{each.budget.label.en} {_share(each)} (program {program_id})"
            for program_id, each in self.found
        )
        return Words(f"已用：{zh}。", f"Used: {en}.")


def _share(filling: Filling) -> str:
    return f"{int(filling.share * PERCENT)}%"


def budgets_told(spaces: Spaces, *, now: int) -> Told:
    """Look at the budgets of every programme now, the fullest of each first."""

    def look(workspace_id: int, program_id: int) -> list[tuple[int, Filling]]:
        with spaces.reading(workspace_id) as space:
            program = live(space, program_id).checked.program
            return [(program_id, each) for each in marked(space, program_id, program, now=now)]

    found = in_every_program(spaces, "budget marks", look, now=now, retries=Retries())
    return Told(found=tuple(each for several in found for each in several))
