"""A request is a transaction: kept if the answer is below 400, undone otherwise."""

from contextlib import ExitStack

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.errors import NotFound
from app.storage.engine import reading
from app.storage.space import Space
from app.storage.trouble import trouble_of
from app.web import trouble
from app.web.policy import has_own_transactions
from app.web.services import services
from app.web.signing import visitor

FIRST_ERROR = 400


def register(app: Flask) -> None:
    app.after_request(_keep_or_undo)
    app.teardown_request(_close)


def connection() -> Connection:
    """Give the connection of this request; a request that only reads takes no write lock."""
    if "connection" not in g:
        g.stack = ExitStack()
        engine = services().engine
        if only_reads():
            g.connection = g.stack.enter_context(reading(engine))
        else:
            g.connection = g.stack.enter_context(engine.connect())
            g.connection.begin()
    held: Connection = g.connection
    return held


def only_reads() -> bool:
    return request.method in {"GET", "HEAD"} or has_own_transactions(current_app, request.endpoint)


def space() -> Space:
    """Give the rows of the workspace that is open."""
    if "space" not in g:
        known = visitor()
        if known is None or known.membership is None:
            raise NotFound("没有打开的工作区。", "No workspace is open.")
        g.space = Space(connection(), known.membership.workspace_id, services().spaces.ids)
    held: Space = g.space
    return held


def _keep_or_undo(response: Response) -> Response:
    if "connection" in g and not only_reads():
        if response.status_code >= FIRST_ERROR:
            g.connection.rollback()
            return response
        try:
            g.connection.commit()
        except SQLAlchemyError as error:
            if trouble_of(error) is None:
                raise
            g.connection.rollback()
            # What was made of it did not happen: a full disk is noticed no sooner than here.
            return current_app.make_response(current_app.handle_user_exception(error))
        trouble.seen().kept()
    return response


def _close(_error: BaseException | None) -> None:
    if stack := g.pop("stack", None):
        stack.close()
    g.pop("connection", None)
    g.pop("space", None)
