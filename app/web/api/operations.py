"""One declaration per operation: its address, who may use it, what it takes and answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.access import Scope
from app.web.api.shapes import Shape, Text, Whole
from app.web.policy import Open
from app.words import Words


class Place(StrEnum):
    """Where in a request a parameter stands."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    name: str
    place: Place
    shape: Shape
    about: Words
    needed: bool = False
    slashes: bool = False
    """Whether a part of the path may itself contain slashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One of the answers an operation may give."""

    about: Words
    shape: Shape
    headers: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that has been read."""

    path: Mapping[str, str]
    query: Mapping[str, Any]
    """By name; what was not given is not there."""
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    content: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


View = Callable[[Asked], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one method of one address does."""

    name: str
    """Its `operationId`, and the name of its view."""
    method: str
    path: str
    """As OpenAPI writes it: `/records/{object}`."""
    policy: Scope | Open
    title: Words
    view: View
    answers: Mapping[int, Said]
    about: Words = field(default_factory=lambda: Words("", ""))
    parameters: tuple[Parameter, ...] = ()
    body: Shape | None = None
    problems: tuple[int, ...] = ()
    """Statuses of refusals beyond those that follow from the rest."""
    afterwards: Callable[[Any], Any] | None = None
    """Work that needs what was written to be committed; gives the content of the answer.

    It runs after a repeated request as well, and must do nothing twice.
    """

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def refusals(self) -> tuple[int, ...]:
        found = {400, 503, *self.problems}
        if isinstance(self.policy, Scope):
            found |= {401, 403}
        if any(each.place is Place.PATH for each in self.parameters):
            found.add(404)
        if self.body is not None:
            found |= {413, 415, 422}
        if self.writes:
            found |= {409, 507}
        return tuple(sorted(found))


IDEMPOTENCY_KEY = Parameter(
    name="Idempotency-Key",
    place=Place.HEADER,
    shape=Text(shortest=1, longest=128, pattern="^[!-~]+$", example="4f1c6c1e-order-1001"),
    about=Words(
        "同一个键只生效一次：同样的请求得到同样的回答，不同的请求得到 409。",
        "A key takes effect once: the same request gets the same answer, another one 409.",
    ),
)


def in_path(name: str, about: Words, *, slashes: bool = False, example: str = "") -> Parameter:
    return Parameter(
        name=name,
        place=Place.PATH,
        shape=Text(shortest=1, example=example or None),
        about=about,
        needed=True,
        slashes=slashes,
    )


def in_query(name: str, shape: Shape, about: Words) -> Parameter:
    return Parameter(name=name, place=Place.QUERY, shape=shape, about=about)


def number_in_path(name: str, about: Words) -> Parameter:
    return Parameter(
        name=name,
        place=Place.PATH,
        shape=Whole(least=1, most=2**31 - 1),
        about=about,
        needed=True,
    )
