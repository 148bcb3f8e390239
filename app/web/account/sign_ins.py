"""Checking who somebody says they are."""

import structlog
from flask import request

from app.clock import to_instant
from app.errors import Forbidden, NotFound
from app.passwords import is_password
from app.secrets import digest_of
from app.storage import accounts, sessions
from app.storage.engine import reading
from app.web import throttling
from app.web.services import services

log = structlog.get_logger(__name__)


class WrongPassword(Forbidden):
    """The same answer whether the account exists or not."""

    def __init__(self) -> None:
        super().__init__("邮箱或密码不对。", "The e-mail or the password is wrong.")


def by_password(email: str, password: str) -> int:
    """Give the user whose password this is. No transaction is open while it is checked."""
    known = services()
    now = to_instant(known.clock())
    email = email.strip()
    names = throttling.names_of(email=email, address=request.remote_addr or "")
    throttling.refuse_if_too_often(known.engine, names, now=now)
    with reading(known.engine) as connection:
        user = accounts.find_user(connection, email)
    if not is_password(password, user.password if user else None) or user is None:
        throttling.failed(known.engine, names, now=now)
        log.warning("sign_in_failed", account=names[0], address=names[1])
        raise WrongPassword
    throttling.succeeded(known.engine, names)
    log.info("signed_in", user=user.id, by="password")
    return user.id


def by_link(secret: str) -> int:
    """Use a one-time link up, and give the user it was made for."""
    known = services()
    with known.engine.begin() as connection:
        user_id = sessions.use_link(connection, digest_of(secret), at=to_instant(known.clock()))
    if user_id is None:
        log.warning("sign_in_link_refused")
        raise NotFound(
            "这个链接已经用过或过期。请在服务器上运行 rungs sign-in-link 再要一个。",
            "This link was used or is too old. Run rungs sign-in-link on the server for another.",
        )
    log.info("signed_in", user=user_id, by="link")
    return user_id
