"""The address that other systems call to set an automation in motion."""

from http import HTTPStatus
from typing import Any

import orjson
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.clock import to_instant
from app.errors import AppError, Invalid
from app.program.checked_flows import trigger_options
from app.runtime import hook_signature, hooks, releases
from app.runtime.hook_signature import Unproved
from app.runtime.hooks import TooManyCalls
from app.secrets import digest_of, new_secret
from app.storage import hooks as kept
from app.storage.space import Space
from app.web.api.problems import HTTP_WORDS, document, unforeseen
from app.web.database import connection
from app.web.hooks import refusing
from app.web.hooks.refusing import Unreadable
from app.web.hooks.sealed import opened
from app.web.policy import PUBLIC, policy
from app.web.problems import STATUS
from app.web.services import services
from app.words import Words

blueprint = Blueprint("hooks", __name__, url_prefix="/hooks")
LARGEST = 256 * 1024
TOO_LARGE = Words("内容最多 256 KiB。", "A body has at most 256 KiB.")
SECOND = 1_000_000


@blueprint.post("/<token>")
@policy(PUBLIC)
def call(token: str) -> ResponseReturnValue:
    """Hear a call: prove who it is from, and do once what it asks for."""
    request.max_content_length = LARGEST
    refusing.is_from(kept.find_any(connection(), token))
    body = request.get_data(cache=False)
    hook = kept.find(connection(), token)
    space = Space(connection(), hook.workspace_id, services().spaces.ids)
    live = releases.live(space, hook.program_id)
    flow = hooks.flow_of(live, hook.flow)
    now = to_instant(services().clock())
    headers = {name.lower(): value for name, value in request.headers.items()}
    how = trigger_options(flow.flow)["signature"]
    hook_signature.prove(headers, body, opened(hook).secret, how, now=now // SECOND)
    # A call without a name of its own is a new one each time.
    key = hook_signature.key_of(headers) or digest_of(new_secret())
    heard = hooks.hear(space, live, flow, key, _content(body), now=now)
    return jsonify({"outcome": heard.outcome, "known": heard.known}), 200 if heard.known else 202


def _content(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise Unreadable
    return found


@blueprint.errorhandler(AppError)
def _refused(error: AppError) -> ResponseReturnValue:
    refusing.count(error)
    findings = error.findings if isinstance(error, Invalid) else ()
    if isinstance(error, TooManyCalls):
        return document(429, error.words, headers={"Retry-After": "60"})
    if isinstance(error, Unproved):
        return document(401, error.words)
    status = next((STATUS[each] for each in type(error).__mro__ if each in STATUS), 500)
    return document(status, error.words, findings=findings)


@blueprint.errorhandler(HTTPException)
def _http(error: HTTPException) -> ResponseReturnValue:
    refusing.count(error)
    status = error.code or 500
    said = (
        TOO_LARGE
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        else HTTP_WORDS.get(status, HTTP_WORDS[400])
    )
    return document(status, said)


blueprint.register_error_handler(Exception, unforeseen)
