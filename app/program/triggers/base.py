"""What every kind of trigger says about itself."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from app.program.flow_options import Option
from app.program.flow_words import Naming
from app.words import Words


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

    @abstractmethod
    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        """Say when it fires."""

    def object_of(self, options: Mapping[str, Any]) -> str | None:
        """Name the object of the record that comes with it, if one does."""
        return None
