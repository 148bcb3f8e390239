"""What a message says to one member: title and text, in the language they read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.runtime.releases import Live
from app.storage.outbox import Outgoing
from app.storage.space import Space
from app.words import Language, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message as it is said to one member; every retry says the same."""

    title: str
    text: str
    html: str | None
    language: Language
    unsubscribe: str | None
    """Where one click ends messages like this one."""

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        return cls(**value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """A message that cannot be put in words, and why."""

    why: Words


def render(
    space: Space,  # noqa: ARG001  # What rules will read is handed over already.
    current: Live,  # noqa: ARG001
    sent: Sequence[Outgoing],
    *,
    now: int,  # noqa: ARG001
) -> dict[int, Rendered | Unsaid]:
    """Put messages in words, by the id of each."""
    return {each.id: _as_written(each) for each in sent}


def _as_written(each: Outgoing) -> Rendered | Unsaid:
    if "template" in each.body:
        return Unsaid(
            why=Words(
                f"没有名为“{each.body['template']}”的消息模板。",
                f"There is no message template {each.body['template']!r}.",
            )
        )
    title = Words.from_json(each.body.get("title", ""))
    text = Words.from_json(each.body.get("text", ""))
    return Rendered(
        title=title.to("zh"), text=text.to("zh"), html=None, language="zh", unsubscribe=None
    )
