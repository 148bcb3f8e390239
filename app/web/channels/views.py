"""Views of channels; each reads the request, calls one function and answers."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from app.access import Can
from app.clock import to_instant
from app.errors import AppError, Invalid, NotFound
from app.outbound import Door
from app.program.program import Program
from app.runtime import channel_accounts
from app.runtime.channel_accounts import Entered
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.channels.base import ChannelKind, Sent
from app.runtime.opened_accounts import LOCKED, Accounts
from app.sealing import CannotOpen, Seals
from app.storage import channels as rows
from app.storage.channels import ChannelRow
from app.web.channels.forms import TestForm, cleared, entered, form_of, put_beside
from app.web.channels.model import channels_page, happened, kept_secrets, state_of
from app.web.frame import Here, open_program, shell
from app.web.language import w
from app.web.pages import Crumb, show
from app.web.policy import own_transactions, policy
from app.web.services import services
from app.words import Words

blueprint = Blueprint("channels", __name__, url_prefix="/programs/<int:program_id>/channels")
CHANNELS = Words("消息渠道", "Channels")
REFUSED = 422


def _seals() -> Seals:
    return Seals(services().config.secret_keys)


def _kind(key: str) -> ChannelKind:
    if key not in CHANNEL_KINDS:
        raise NotFound("没有这种渠道。", "There is no such kind of channel.")
    return CHANNEL_KINDS[key]


def _program(here: Here) -> Program | None:
    """Give the programme whose fields may hold addresses: the live one, once there is one."""
    return here.standing.live or here.standing.draft


def _crumbs(here: Here, label: Words) -> tuple[Crumb, ...]:
    return (Crumb(label=CHANNELS, url=here.url("channels.channels")), Crumb(label=label))


@blueprint.get("")
@policy(Can.MANAGE_CHANNELS)
def channels(program_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    frame = shell(here, Crumb(label=CHANNELS))
    return show("channels/channels.html", shell=frame, page=channels_page(here))


def _new(here: Here, kind: ChannelKind, form: Any) -> str:
    frame = shell(here, *_crumbs(here, kind.label))
    url = here.url("channels.add", kind=kind.key)
    return show(
        "channels/new.html",
        shell=frame,
        kind=kind,
        form=form,
        url=url,
        back_url=here.url("channels.channels"),
    )


@blueprint.get("/new/<kind>")
@policy(Can.MANAGE_CHANNELS)
def new(program_id: int, kind: str) -> ResponseReturnValue:
    here, found = open_program(program_id), _kind(kind)
    usual = {each.key: each.default for each in found.settings}
    values = {**usual, "name": found.label.to(here.formats.language)}
    return _new(here, found, form_of(found, _program(here), values))


@blueprint.post("/new/<kind>")
@policy(Can.MANAGE_CHANNELS)
def add(program_id: int, kind: str) -> ResponseReturnValue:
    here, found = open_program(program_id), _kind(kind)
    form = form_of(found, _program(here), {})
    given = Entered(name=form.name.data or "", settings=entered(form, found))
    who = here.visitor.user.name
    try:
        channel_id = channel_accounts.add(
            here.space, program_id, kind, given, _seals(), now=here.now, by=who
        )
    except Invalid as refused:
        put_beside(form, refused.findings)
        return _new(here, found, form), REFUSED
    flash(w("已保存，先发一条测试消息试试。", "Saved. Try it with a test message first."))
    return redirect(here.url("channels.one", channel_id=channel_id))


def _one(
    here: Here, row: ChannelRow, form: Any = None, test: Any = None, problem: Words | None = None
) -> str:
    kind = CHANNEL_KINDS[row.kind]
    usual = {each.key: each.default for each in kind.settings}
    values = {**usual, **row.settings, "name": row.name}
    frame = shell(here, *_crumbs(here, Words(row.name, row.name)))
    return show(
        "channels/one.html",
        shell=frame,
        kind=kind,
        row=row,
        state=state_of(row),
        kept=kept_secrets(kind, channel_accounts.secrets_in(row, _seals())),
        events=happened(here, row),
        form=form or form_of(kind, _program(here), values),
        test=test or TestForm(formdata=None),
        address=channel_accounts.address_kind(kind),
        problem=problem,
        urls={
            name: here.url(f"channels.{name}", channel_id=row.id)
            for name in ("save", "switch_off", "switch_on", "try_out")
        },
        back_url=here.url("channels.channels"),
    )


@blueprint.get("/<int:channel_id>")
@policy(Can.MANAGE_CHANNELS)
def one(program_id: int, channel_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    return _one(here, rows.get(here.space, program_id, channel_id))


@blueprint.post("/<int:channel_id>")
@policy(Can.MANAGE_CHANNELS)
def save(program_id: int, channel_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    row = rows.get_locked(here.space, program_id, channel_id)
    kind = CHANNEL_KINDS[row.kind]
    form = form_of(kind, _program(here), {})
    given = Entered(name=form.name.data or "", settings=entered(form, kind))
    try:
        channel_accounts.change(
            here.space,
            row,
            given,
            _seals(),
            cleared=cleared(form, kind),
            now=here.now,
            by=here.visitor.user.name,
        )
    except Invalid as refused:
        put_beside(form, refused.findings)
        return _one(here, row, form), REFUSED
    flash(w("已保存。", "Saved."))
    return redirect(here.url("channels.one", channel_id=channel_id))


@blueprint.post("/<int:channel_id>/off")
@policy(Can.MANAGE_CHANNELS)
def switch_off(program_id: int, channel_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    row = rows.get_locked(here.space, program_id, channel_id)
    channel_accounts.switch_off(here.space, row, now=here.now, by=here.visitor.user.name)
    flash(w("已停用，消息会等着。", "Switched off; messages wait."))
    return redirect(here.url("channels.one", channel_id=channel_id))


@blueprint.post("/<int:channel_id>/on")
@policy(Can.MANAGE_CHANNELS)
def switch_on(program_id: int, channel_id: int) -> ResponseReturnValue:
    here = open_program(program_id)
    row = rows.get_locked(here.space, program_id, channel_id)
    channel_accounts.switch_on(here.space, row, now=here.now, by=here.visitor.user.name)
    flash(w("已启用。", "Switched on."))
    return redirect(here.url("channels.one", channel_id=channel_id))


@blueprint.post("/<int:channel_id>/test")
@policy(Can.MANAGE_CHANNELS)
@own_transactions
def try_out(program_id: int, channel_id: int) -> ResponseReturnValue:
    """Send a message now: it goes out between two transactions, and not inside one."""
    here, form = open_program(program_id), TestForm()
    row = rows.get(here.space, program_id, channel_id)
    kind = CHANNEL_KINDS[row.kind]
    try:
        to = channel_accounts.address_of(kind, form.to.data or "")
    except AppError as refused:
        return _one(here, row, test=form, problem=refused.words), REFUSED
    workspace_id = here.space.workspace_id

    def now() -> int:
        return to_instant(services().clock())

    opened = Accounts(spaces=services().spaces, seals=_seals(), clock=now)
    door: Door = services().config.door
    try:
        account = opened.open(workspace_id, row)
    except CannotOpen:
        return _one(here, row, test=form, problem=LOCKED), REFUSED
    outcome = channel_accounts.tried(kind, account, door, to=to, now=here.now)
    with services().spaces.writing(workspace_id) as space:
        channel_accounts.learn(space, row, outcome, now=now())
    if not isinstance(outcome, Sent):
        return _one(here, row, test=form, problem=outcome.why), REFUSED
    flash(w("测试消息已发出。", "The test message was accepted."))
    return redirect(here.url("channels.one", channel_id=channel_id))
