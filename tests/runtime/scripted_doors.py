"""Doors that answer from a list instead of leading anywhere."""

from collections.abc import Callable
from typing import Any

from app.outbound import Answer, Unanswered
from tests.runtime.sending import SECRET, Sending


class Doors:
    """Answers by a function instead of by servers."""

    def __init__(self, answer: Callable[[dict[str, str], bytes], Answer]) -> None:
        self.answer = answer
        self.asked: list[tuple[dict[str, str], bytes]] = []

    def request(self, method: str, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        self.asked.append((headers, body))
        return self.answer(headers, body)


def answers(*statuses: int, **headers: str) -> Doors:
    """Answer with one status after the other, and the last one from then on."""
    left = list(statuses)

    def answer(*_: object) -> Answer:
        status = left.pop(0) if len(left) > 1 else left[0]
        return Answer(status=status, headers=headers, body=b"")

    return Doors(answer)


def silent(*, asked: bool) -> Doors:
    def answer(*_: object) -> Answer:
        raise Unanswered("没有应答。", "No answer.", asked=asked)

    return Doors(answer)


def with_webhook(found: Sending, **settings: Any) -> int:
    return found.account("webhook", url="http://127.0.0.1:9/", secret=SECRET, **settings)
