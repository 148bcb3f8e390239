"""What an automation to begin with says of itself, and what its steps are made of."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar

from app.program.ladder import Ladder
from app.program.objects import MEMBER
from app.program.program import Program
from app.words import Words

Document = dict[str, Any]
NO_COUPON = Words(
    "还没有优惠券：先只发消息，建好券后再加一步“发优惠券”。",
    "There is no coupon yet: it only sends messages until one is designed and given.",
)
NO_LADDER = Words("需要先有等级体系。", "It needs a ladder of tiers first.")


class Starter(ABC):
    """An automation that is there to be changed."""

    key: ClassVar[str]
    label: ClassVar[Words]
    about: ClassVar[Words]
    icon: ClassVar[str]
    order: ClassVar[int]
    """Where it stands among the others."""
    of_tiers: ClassVar[bool] = False
    gives: ClassVar[bool] = False

    @abstractmethod
    def flow(self, program: Program | None) -> Document:
        """Make the automation for what a programme has, without its key and its label."""

    def lacks(self, program: Program | None) -> Words | None:
        """Say what the programme has not, and what that means; None where nothing is missing."""
        return next(self._missing(program), None)

    def _missing(self, program: Program | None) -> Iterator[Words]:
        if self.of_tiers and not (program and program.ladders):
            yield NO_LADDER
        if self.gives and not (program and program.coupons):
            yield NO_COUPON


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def chain(trigger: Document, *steps: Document, **more: Any) -> Document:
    """Join steps to a flow in which one follows the other, unless they say otherwise."""
    linked = [dict(each) for each in steps]
    for each, after in pairwise(linked):
        each.setdefault("next", after["key"])
    start = {"start": linked[0]["key"], "steps": linked} if linked else {}
    return {"trigger": trigger, **more, **start}


def tell(key: str, title: dict[str, str], text: dict[str, str]) -> Document:
    options = {"channel": "inbox", "title": title, "text": text}
    return {"key": key, "kind": "send_message", "options": options}


def gift(program: Program | None, key: str = "give") -> list[Document]:
    """Give a coupon where the programme has one to give."""
    coupon = program.coupons[0].key if program and program.coupons else None
    if coupon is None:
        return []
    return [{"key": key, "kind": "grant_coupon", "options": {"coupon": coupon}}]


def rest(days: int, key: str = "rest") -> Document:
    return {"key": key, "kind": "wait", "options": {"time": {"days": days}}}


def first_ladder(program: Program | None) -> Ladder | None:
    return program.ladders[0] if program and program.ladders else None


def ladder_key(program: Program | None) -> str:
    found = first_ladder(program)
    return "main" if found is None else found.key


def birthday_of(program: Program | None) -> str | None:
    """Find the field of the member that is a birthday: by its key, or by what it is called."""
    member = program.find_object(MEMBER) if program else None
    for each in member.in_use if member else ():
        if each.kind == "date" and (each.key == "birthday" or "生日" in each.label.to("zh")):
            return each.key
    return None
