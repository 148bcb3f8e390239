"""The address that stands in every advertisement; each view reads, calls and answers."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.runtime.consents import How
from app.storage.consents import EVERY_CHANNEL
from app.web.language import language
from app.web.pages import show
from app.web.policy import PUBLIC, policy
from app.web.unsubscribe.page import open_page, say

blueprint = Blueprint("unsubscribe", __name__, url_prefix="/u")
ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What a mail program sends by itself (RFC 8058)."""


@blueprint.get("/<reader>")
@policy(PUBLIC)
def messages(reader: str) -> ResponseReturnValue:
    """Show what somebody gets; nothing changes by looking, which machines do as well."""
    opened = open_page(reader, request.args.get("lang", ""))
    here_url = url_for("unsubscribe.messages", reader=reader)
    return show(
        "portal/messages.html",
        opened=opened,
        club=opened.club,
        choices=opened.choices() if opened.here else (),
        here_url=here_url,
        done=request.args.get("done", ""),
    )


@blueprint.post("/<reader>")
@policy(PUBLIC)
def choose(reader: str) -> ResponseReturnValue:
    """End messages, or want them again; one click of a mail program ends its channel."""
    opened = open_page(reader, request.form.get("lang", ""))
    if request.form.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        say(opened, opened.reader.channel, given=False, how=How.ONE_CLICK)
        return "", 200, {"Content-Type": "text/plain; charset=utf-8"}
    word, _, which = request.form.get("do", "").partition(":")
    channel = EVERY_CHANNEL if which == EVERY_CHANNEL else opened.reader.channel
    if word in {"end", "again"}:
        say(opened, channel, given=word == "again", how=How.PAGE)
    done = word if word in {"end", "again"} else None
    there = url_for("unsubscribe.messages", reader=reader, done=done, lang=language())
    return redirect(there, code=303)
