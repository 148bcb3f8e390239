"""Who is asking: the session behind the cookie, and how one begins and ends."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from flask import Response, g, request
from flask import session as form_session
from sqlalchemy.exc import SQLAlchemyError

from app.access import Can, Role
from app.clock import MICROSECOND, to_instant
from app.secrets import digest_of, new_secret
from app.storage import accounts, sessions
from app.storage.accounts import Membership, User
from app.storage.engine import reading
from app.storage.trouble import trouble_of
from app.web.services import services

log = structlog.get_logger(__name__)
IDLE = timedelta(minutes=30) // MICROSECOND
LONGEST = timedelta(hours=12) // MICROSECOND
TOUCH_AFTER = timedelta(minutes=1) // MICROSECOND
"""How stale the time of the last visit may become: not every page view is a write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who has signed in, in the workspace that is open."""

    user: User
    digest: str
    memberships: tuple[Membership, ...]
    membership: Membership | None

    @property
    def role(self) -> Role | None:
        return self.membership.role if self.membership else None

    def may(self, ability: Can) -> bool:
        return self.role is not None and self.role.may(ability)


def is_secure() -> bool:
    return services().is_secure


def cookie_name(purpose: str) -> str:
    return f"__Host-rungs-{purpose}" if is_secure() else f"rungs-{purpose}"


def visitor() -> Visitor | None:
    """Find out once a request who is asking. Rights are read anew each time, never remembered."""
    if "visitor" not in g:
        g.visitor = _find_visitor()
    found: Visitor | None = g.visitor
    return found


def _find_visitor() -> Visitor | None:
    secret = request.cookies.get(cookie_name("session"))
    if not secret:
        return None
    now = to_instant(services().clock())
    digest = digest_of(secret)
    with reading(services().engine) as connection:
        held = sessions.find_session(
            connection, digest, started_after=now - LONGEST, seen_after=now - IDLE
        )
        user = accounts.find_user_by_id(connection, held.user_id) if held else None
        if held is None or user is None:
            return None
        joined = accounts.memberships(connection, user.id)
    if now - held.seen_at > TOUCH_AFTER:
        _touch(digest, now)
    opened = [each for each in joined if each.workspace_id == held.workspace_id]
    return Visitor(
        user=user,
        digest=digest,
        memberships=joined,
        membership=next(iter(opened), None),
    )


def _touch(digest: str, now: int) -> None:
    try:
        with services().engine.begin() as connection:
            sessions.touch_session(connection, digest, at=now)
    except SQLAlchemyError as error:
        # Whoever only reads is not kept from it by a disk that is full.
        if trouble_of(error) is None:
            raise
        log.warning("session not touched", error=str(error))


def begin(response: Response, user_id: int, *, workspace_id: int | None = None) -> None:
    """Begin a session under a new name; the one that was open before ends."""
    now = to_instant(services().clock())
    secret = new_secret()
    with services().engine.begin() as connection:
        if old := request.cookies.get(cookie_name("session")):
            sessions.end_session(connection, digest_of(old))
        joined = [each.workspace_id for each in accounts.memberships(connection, user_id)]
        if workspace_id not in joined:
            workspace_id = next(iter(joined), None)
        sessions.forget_old_sessions(
            connection, started_before=now - LONGEST, seen_before=now - IDLE
        )
        sessions.start_session(
            connection, digest_of(secret), user_id=user_id, workspace_id=workspace_id, at=now
        )
    # A token of a form from before the sign-in is no longer good.
    form_session.clear()
    response.set_cookie(
        cookie_name("session"), secret, path="/", secure=is_secure(), httponly=True, samesite="Lax"
    )


def end(response: Response) -> None:
    """End the session, here and in the database."""
    if secret := request.cookies.get(cookie_name("session")):
        with services().engine.begin() as connection:
            sessions.end_session(connection, digest_of(secret))
    form_session.clear()
    response.delete_cookie(
        cookie_name("session"), path="/", secure=is_secure(), httponly=True, samesite="Lax"
    )
