"""What every kind of trigger says about itself."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.program import Program
from app.words import Words

TIME = Option(key="time", label=Words("几点", "At"), widget=Widget.TIME, default="09:00")
WHERE = Option(key="where", label=Words("哪些会员", "Which members"), widget=Widget.CONDITION)


class TriggerKind(ABC):
    """One thing that sets a flow in motion."""

    key: ClassVar[str]
    label: ClassVar[Words]
    icon: ClassVar[str]
    """The name of a lucide icon."""
    options: ClassVar[tuple[Option, ...]] = ()
    timed: ClassVar[bool] = False
    """Whether it fires at times that are known beforehand."""
    stands: ClassVar[bool] = False
    """Whether it is true of some members already before anything happens."""
    looks: ClassVar[bool] = False
    """Whether everybody is looked at again after each evaluation."""
    lasts: ClassVar[bool] = False
    """Whether it is true of a member for a while, and told once for each while."""

    @abstractmethod
    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        """Say when it fires."""

    def object_of(self, options: Mapping[str, Any]) -> str | None:
        """Name the object of the record that comes with it, if one does."""
        return None

    def asks(self, options: Mapping[str, Any], program: Program) -> Mapping[str, Any]:
        """Give expressions over the member that it works with; their metrics are kept."""
        return {}


def at_time(options: Mapping[str, Any]) -> str:
    return str(options.get("time") or TIME.default)


def for_whom(said: Words, options: Mapping[str, Any], naming: Naming) -> Words:
    """Add to a sentence whom of all members it is meant for."""
    if options.get("where") is None:
        return said
    asked = naming.condition(options["where"])
    return Words(f"{said.zh}，对符合“{asked.zh}”的会员", f"{said.en}, for whom {asked.en}")


def active_kinds(named: Any, program: Program) -> list[str]:
    """Give kinds of activity: those that are named, or all that count as being active."""
    return [str(each) for each in named or program.settings.active_kinds]
