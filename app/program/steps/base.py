"""What every kind of step says about itself."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, ClassVar

from app.errors import Finding
from app.program.flow_options import Option
from app.program.flow_values import Place
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.words import Words

Options = Mapping[str, Any]


class Group(StrEnum):
    """Where the builder's palette has a kind."""

    WAYS = "ways"
    TIME = "time"
    GIVE = "give"
    DATA = "data"
    TELL = "tell"
    PEOPLE = "people"

    @property
    def label(self) -> Words:
        return _GROUPS[self]


_GROUPS = {
    Group.WAYS: Words("分支与结束", "Ways and ends"),
    Group.TIME: Words("等待", "Waiting"),
    Group.GIVE: Words("发放", "Giving"),
    Group.DATA: Words("数据", "Data"),
    Group.TELL: Words("通知", "Telling"),
    Group.PEOPLE: Words("人工", "People"),
}
ONWARD = Words("继续", "Onward")
REFUSED = "refused"
USED_UP = Words("预算用完", "Budget used up")


class StepKind(ABC):
    """One thing that is done or asked in a flow."""

    key: ClassVar[str]
    label: ClassVar[Words]
    icon: ClassVar[str]
    """The name of a lucide icon."""
    group: ClassVar[Group]
    options: ClassVar[tuple[Option, ...]] = ()
    acts: ClassVar[bool] = False
    """Whether something comes of it outside of the flow."""
    waits: ClassVar[bool] = False
    """Whether members stay there for a time."""

    def findings_in(self, at: Place, path: str) -> Iterator[Finding]:
        """Say what is wrong with the options together; each by itself is looked at before."""
        yield from ()

    @abstractmethod
    def sentence(self, options: Options, naming: Naming) -> Words:
        """Say what happens there."""

    def ways(self, options: Options) -> dict[str, Words]:
        """Give the ways out with their labels, the usual one first; none: it is an end."""
        return {NEXT: ONWARD}
