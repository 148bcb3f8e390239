"""Nothing yet: one begins with the trigger."""

from app.builder.flow_starters.base import Document, Starter
from app.program.program import Program
from app.words import Words


class Empty(Starter):
    key = "empty"
    label = Words("空白", "Empty")
    about = Words("从触发条件开始自己搭", "Begin with the trigger yourself")
    icon = "plus"
    order = 0

    def flow(self, program: Program | None) -> Document:
        return {"trigger": {"kind": "manual"}}
