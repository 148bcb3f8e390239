"""Who calls: Standard Webhooks signatures, or a secret in a header; both in constant time."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from hashlib import sha256

from app.errors import AppError
from app.program.triggers.webhook import SECRET

PREFIX = "whsec_"
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
HEADER = "x-rungs-secret"
LATE = 300
"""Seconds by which the clock of a caller may be off; older calls may be played back by others."""
LONGEST_ID = 100
VERSION = "v1,"


class Unproved(AppError):
    """A call that does not show that it comes from whom the secret was given to."""


def key_of(headers: Mapping[str, str]) -> str | None:
    """Give the name of a call, under which it is heard once. Raises `Unproved`."""
    found = headers.get(ID, "").strip()
    if len(found) > LONGEST_ID:
        raise Unproved(
            f"webhook-id 最多 {LONGEST_ID} 个字符。",
            f"webhook-id has at most {LONGEST_ID} characters.",
        )
    return found or None


def prove(headers: Mapping[str, str], body: bytes, secret: str, how: str, *, now: int) -> None:
    """Check who calls; `now` in seconds. Raises `Unproved`."""
    if how == SECRET:
        if not hmac.compare_digest(headers.get(HEADER, "").encode(), secret.encode()):
            raise Unproved(
                "请求头 X-Rungs-Secret 不对。", "The header X-Rungs-Secret is not right."
            )
        return
    key, written = headers.get(ID, "").strip(), headers.get(TIMESTAMP, "").strip()
    if not key or not (written.isascii() and written.isdecimal()):
        raise Unproved(
            "缺少 webhook-id 或 webhook-timestamp。", "webhook-id or webhook-timestamp is missing."
        )
    if abs(int(written[:15]) - now) > LATE:
        raise Unproved(
            "webhook-timestamp 与现在相差超过 5 分钟。",
            "webhook-timestamp is more than five minutes from now.",
        )
    expected = signature(key, written, body, secret)
    given = headers.get(SIGNATURE, "").split()
    if not any(hmac.compare_digest(each.encode(), expected.encode()) for each in given):
        raise Unproved("签名不对。", "The signature is not right.")


def signature(key: str, timestamp: str, body: bytes, secret: str) -> str:
    """Sign a call as Standard Webhooks have it."""
    signed = f"{key}.{timestamp}.".encode() + body
    made = hmac.new(_raw(secret), signed, sha256).digest()
    return VERSION + base64.b64encode(made).decode()


def _raw(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        return secret.encode()


def new_signing_secret(random: bytes) -> str:
    return PREFIX + base64.b64encode(random).decode()
