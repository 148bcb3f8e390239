"""A web server of the operator's, told as Standard Webhooks says."""

import base64
import binascii
import hashlib
import hmac
from typing import Any

import orjson

from app.clock import from_instant
from app.outbound import Answer, Door
from app.runtime.channel_settings import Ask, Setting, per_minute
from app.runtime.channels.base import (
    Account,
    ChannelKind,
    Delivery,
    Failed,
    Outcome,
    by_status,
    value_of,
)
from app.runtime.provider_calls import asked
from app.words import Words

GONE = 410
PREFIX = "whsec_"


class Webhook(ChannelKind):
    key = "webhook"
    label = Words("Webhook", "Webhook")
    about = Words(
        "把消息发到你的系统，带签名，格式遵循 Standard Webhooks。",
        "Messages go to a system of yours, signed as Standard Webhooks says.",
    )
    channel = "webhook"
    personal = False
    settings = (
        Setting(
            key="url",
            label=Words("网址", "Address"),
            help=Words("以 https:// 开头。", "Begins with https://."),
            required=True,
        ),
        Setting(
            key="secret",
            label=Words("签名密钥", "Signing secret"),
            help=Words(
                "形如 whsec_…（Base64）；接收方用它核对签名。",
                "Like whsec_… (Base64); the receiver checks signatures with it.",
            ),
            ask=Ask.SECRET,
            required=True,
        ),
        Setting(
            key="old_secret",
            label=Words("旧的签名密钥", "Former signing secret"),
            help=Words(
                "更换密钥期间填写：两把密钥都会签名，接收方换好后清空。",
                "While the secret is being changed both sign; clear it when the receiver knows "
                "the new one.",
            ),
            ask=Ask.SECRET,
        ),
        per_minute(600),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        body = orjson.dumps(_body(delivery))
        seconds = delivery.now // 1_000_000
        secrets = [value_of(self, account, name) for name in ("secret", "old_secret")]
        headers = {
            "Content-Type": "application/json",
            "webhook-id": delivery.idem,
            "webhook-timestamp": str(seconds),
            "webhook-signature": " ".join(
                signature(str(each), delivery.idem, seconds, body) for each in secrets if each
            ),
        }
        url = str(value_of(self, account, "url"))
        answer = asked(door, url, body=body, headers=headers, repeatable=True)
        if not isinstance(answer, Answer):
            return answer
        outcome = by_status(answer)
        if isinstance(outcome, Failed) and answer.status != GONE:
            # The standard: whatever is not a success is tried again, but for what is gone.
            return Failed(
                why=outcome.why, again=True, after=outcome.after, endpoint=outcome.endpoint
            )
        return outcome


def signature(secret: str, key: str, seconds: int, body: bytes) -> str:
    """Sign id, time and body as the standard says."""
    signed = f"{key}.{seconds}.".encode() + body
    digest = hmac.digest(_bytes_of(secret), signed, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def _bytes_of(secret: str) -> bytes:
    text = secret.removeprefix(PREFIX)
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        # Whoever made up a secret without reading the standard is signed for all the same.
        return secret.encode()


def _body(delivery: Delivery) -> dict[str, Any]:
    said = delivery.rendered
    moment = from_instant(delivery.now).isoformat().replace("+00:00", "Z")
    if delivery.payload is not None:
        told = delivery.payload
        data = {"id": delivery.idem, **{key: told[key] for key in told if key != "type"}}
        return {"type": told.get("type"), "timestamp": moment, "data": data}
    return {
        "type": "message",
        "timestamp": moment,
        "data": {
            "id": delivery.idem,
            "member": delivery.member,
            "purpose": delivery.purpose,
            "template": delivery.template,
            "language": said.language,
            "title": said.title,
            "text": said.text,
        },
    }
