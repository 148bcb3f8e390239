"""Who is asking, on the API: the key in the Authorization header, and nothing else."""

from typing import cast

from flask import Flask, g, request

from app.access import Scope
from app.errors import AppError, Forbidden
from app.secrets import digest_of
from app.storage import api_keys
from app.storage.api_keys import ApiKey
from app.storage.engine import reading
from app.storage.space import Space
from app.web.database import connection
from app.web.services import services
from app.words import Language

ROOT = "/api/"
LONGEST_SECRET = 200


class Unauthorized(AppError):
    """No key, or none that is in force: the same answer for both."""

    def __init__(self) -> None:
        super().__init__(
            "请求要带有效的密钥：Authorization: Bearer <密钥>。用 rungs api-key create 新建。",
            "Send a key that is in force: Authorization: Bearer <key>."
            " Make one with rungs api-key create.",
        )


def register(app: Flask) -> None:
    app.before_request(_forget_browsers)


def is_for_programs() -> bool:
    return request.path.startswith(ROOT)


def _forget_browsers() -> None:
    """Have no cookie say who asks or how to answer: a page elsewhere could have sent it along."""
    if is_for_programs():
        g.visitor = None
        g.language = _language()


def _language() -> Language:
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "zh-HK", "en"])
    return "en" if best == "en" else "zh"


def admit(asked: Scope) -> None:
    """Let a request in whose key has the scope. Raises `Unauthorized` or `Forbidden`."""
    found = _find_key()
    if found is None:
        raise Unauthorized
    if asked not in found.scopes:
        raise Forbidden(
            f"这个密钥没有 {asked.value} 权限。", f"This key lacks the scope {asked.value}."
        )
    g.key = found


def _find_key() -> ApiKey | None:
    sort, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if sort.lower() != "bearer" or not 0 < len(secret) <= LONGEST_SECRET:
        return None
    # Read each time: a key that was revoked a moment ago opens nothing.
    with reading(services().engine) as held:
        return api_keys.find(held, digest_of(secret))


def key() -> ApiKey:
    """Give the key that was let in."""
    return cast("ApiKey", g.key)


def space() -> Space:
    """Give the rows of the key's workspace, in the transaction of this request."""
    if "space" not in g:
        g.space = Space(connection(), key().workspace_id, services().spaces.ids)
    return cast("Space", g.space)
