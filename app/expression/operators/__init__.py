"""The shelf of operators: one a file, found by being here, kept in python-jsonlogic's registry."""

from collections.abc import Iterable

from jsonlogic.registry import OperatorRegistry

from app.expression.operator import Operator
from app.registry import Registry
from app.words import Words


class Operators(OperatorRegistry):
    """python-jsonlogic's registry, filled from this folder; an operator has no state of its own."""

    def __init__(self, kinds: Iterable[Operator]) -> None:
        super().__init__()
        self._kinds = {kind.key: kind for kind in kinds}
        for kind in self._kinds.values():
            self.register(kind.key, type(kind))

    def find(self, key: str) -> Operator | None:
        return self._kinds.get(key)

    def __getitem__(self, key: str) -> Operator:
        return self._kinds[key]

    def known(self) -> Iterable[str]:
        return self._kinds.keys()


OPERATORS = Operators(Registry.discover(Words("运算符", "operator"), __name__, Operator))
