"""Every request is let in by the policy of its view, or sent to sign in, or refused."""

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access import Can, Scope
from app.errors import Forbidden, NotFound
from app.web import bearer
from app.web.policy import Open, policy_of
from app.web.problems import answer, wants_json
from app.web.signing import Visitor, visitor
from app.words import Words

SIGNED_OUT = 401


def register(app: Flask) -> None:
    app.before_request(_admit)


def _admit() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    asked = policy_of(current_app, request.endpoint)
    if asked is Open.PUBLIC:
        return None
    if isinstance(asked, Scope):
        bearer.admit(asked)
        return None
    known = visitor()
    if known is None:
        return _to_sign_in()
    if isinstance(asked, Can):
        _refuse_without(known, asked)
    return None


def _to_sign_in() -> ResponseReturnValue:
    if request.method == "GET" and not wants_json():
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    # What was typed before the session ended is shown again instead of being thrown away.
    return answer(SIGNED_OUT, Words("登录已经结束。", "The sign-in has ended."))


def _refuse_without(known: Visitor, asked: Can) -> None:
    if known.role is None:
        raise NotFound("没有打开的工作区。", "No workspace is open.")
    if not known.may(asked):
        raise Forbidden(
            f"你在这里是“{known.role.label.zh}”。", f"You are {known.role.label.en!r} here."
        )
