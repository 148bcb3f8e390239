"""Robots that write to a group of staff: an address that is a password, and no addressee."""

import base64
import hashlib
import hmac
from abc import abstractmethod
from typing import Any, ClassVar

from app.outbound import Door
from app.runtime.channel_settings import Ask, Setting
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome, value_of
from app.runtime.provider_calls import AGAIN_IN, asked_json, judged
from app.words import Words


class GroupRobot(ChannelKind):
    """One that takes JSON and answers with a code, 0 when all is well."""

    personal = False
    code: ClassVar[str] = "errcode"
    """Where its answer has the code."""
    said: ClassVar[str] = "errmsg"
    """Where its answer has the words."""
    too_often: ClassVar[tuple[int, ...]]
    """The codes by which it asks for a pause."""

    @abstractmethod
    def asks(self, delivery: Delivery, url: str, secret: str) -> tuple[str, dict[str, Any]]:
        """Give the address that is asked, and what is posted there; not all have a secret."""

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        secret = str(account.settings.get("secret") or "")
        url, payload = self.asks(delivery, str(value_of(self, account, "url")), secret)
        answer = asked_json(door, url, payload, repeatable=False)
        return judged(answer, self.code, self.said, self._means)

    def _means(self, code: Any) -> dict[str, Any]:
        return {"after": AGAIN_IN, "endpoint": False} if code in self.too_often else {}


def address(hint: Words) -> Setting:
    """Ask for the robot's address."""
    return Setting(
        key="url",
        label=Words("Webhook 地址", "Webhook address"),
        help=hint,
        ask=Ask.SECRET,
        required=True,
    )


def sign(moment: str, key: str, text: str = "") -> dict[str, str]:
    """Sign a text by a key."""
    digest = hmac.digest(key.encode(), text.encode(), hashlib.sha256)
    return {"timestamp": moment, "sign": base64.b64encode(digest).decode()}
