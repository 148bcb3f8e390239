"""How kinds are found: one module, one kind, filed under its key."""

from collections.abc import Iterator
from importlib import import_module
from inspect import isabstract
from pkgutil import iter_modules
from typing import ClassVar, Generic, Protocol, Self, TypeVar

from app.errors import AppError, Misconfigured
from app.words import Words


class Kind(Protocol):
    """Anything that can be registered."""

    key: ClassVar[str]
    label: ClassVar[Words]


K = TypeVar("K", bound=Kind)


class UnknownKind(AppError):
    """A stored key names nothing that is registered."""

    def __init__(self, sort: Words, key: str, known: list[str]) -> None:
        super().__init__(
            f"没有名为“{key}”的{sort.zh}。可用：{'、'.join(known)}。",
            f"There is no {sort.en} called {key!r}. Known: {', '.join(known)}.",
        )
        self.key = key


class Registry(Generic[K]):
    """The kinds of one sort, by key. Filled once and never changed afterwards."""

    def __init__(self, sort: Words, kinds: list[K]) -> None:
        self.sort = sort
        self._kinds = {kind.key: kind for kind in kinds}
        if len(self._kinds) != len(kinds):
            raise Misconfigured(f"Two of {sort.en} share a key: {sorted(k.key for k in kinds)}.")

    @classmethod
    def discover(cls, sort: Words, package: str, base: type[K]) -> Self:
        """Collect the one concrete subclass of `base` from each module of `package`."""
        names = [m.name for m in iter_modules(import_module(package).__path__) if m.name != "base"]
        return cls(sort, [_the_kind_in(f"{package}.{name}", base) for name in names])

    def __getitem__(self, key: str) -> K:
        if key not in self._kinds:
            raise UnknownKind(self.sort, key, sorted(self._kinds))
        return self._kinds[key]

    def __contains__(self, key: str) -> bool:
        return key in self._kinds

    def __iter__(self) -> Iterator[K]:
        return iter(self._kinds.values())


def _the_kind_in(module_name: str, base: type[K]) -> K:
    found = [
        value
        for value in vars(import_module(module_name)).values()
        if isinstance(value, type)
        and issubclass(value, base)
        and not isabstract(value)
        and value.__module__ == module_name
    ]
    if len(found) != 1:
        raise Misconfigured(f"{module_name} must define exactly one {base.__name__}.")
    return found[0]()
