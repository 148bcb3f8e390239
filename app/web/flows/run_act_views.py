"""Views that do something about runs: one from its page, many from the list."""

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.access import Can
from app.errors import Conflict, Invalid
from app.runtime import flow_control, run_control
from app.runtime.releases import Live
from app.storage.run_list import Wanted
from app.web.flows.run_list import A_PAGE, FILTERS, read_filter
from app.web.flows.run_page import run_page
from app.web.flows.run_views import show_run
from app.web.flows.tracing import live_of
from app.web.flows.views import blueprint
from app.web.frame import Here, open_program
from app.web.language import w
from app.web.policy import policy

REFUSED = 409
LONGEST = 500
ALL = "all"


def _acted(program_id: int, run: str, do: Callable[[Here, Live], None]) -> ResponseReturnValue:
    """Do something to a run and show it again; what cannot be done is said on its page."""
    here = open_program(program_id)
    try:
        do(here, live_of(here))
    except (Invalid, Conflict) as refused:
        return show_run(here, run_page(here, run), refused.words), REFUSED
    return redirect(here.url("flows.run", run=run))


@blueprint.post("/runs/<run>/retry")
@policy(Can.GIVE)
def retry(program_id: int, run: str) -> ResponseReturnValue:
    def do(here: Here, live: Live) -> None:
        flow_control.retry_run(here.space, live, run, now=here.now, by=_who(here))
        flash(w("已排队重跑。", "It will run again."))

    return _acted(program_id, run, do)


@blueprint.post("/runs/<run>/cancel")
@policy(Can.GIVE)
def cancel(program_id: int, run: str) -> ResponseReturnValue:
    def do(here: Here, live: Live) -> None:
        flow_control.cancel_run(here.space, live, run, now=here.now, by=_who(here), why=_why())
        flash(w("已取消。", "It is cancelled."))

    return _acted(program_id, run, do)


@blueprint.post("/runs/<run>/discard")
@policy(Can.GIVE)
def discard(program_id: int, run: str) -> ResponseReturnValue:
    def do(here: Here, live: Live) -> None:
        found = flow_control.get_run(here.space, live, run)
        wanted = Wanted(keys=((found.member_id, found.id),))
        run_control.discard_all(here.space, live, wanted, now=here.now, by=_who(here))
        flash(w("已搁置，不再提醒。", "It is put aside."))

    return _acted(program_id, run, do)


@blueprint.post("/runs/<run>/move")
@policy(Can.GIVE)
def move(program_id: int, run: str) -> ResponseReturnValue:
    def do(here: Here, live: Live) -> None:
        step = request.form.get("step", "")
        run_control.move_run(here.space, live, run, step, now=here.now, by=_who(here))
        flash(w("已移到最新版本，从所选步骤继续。", "It goes on under the live release."))

    return _acted(program_id, run, do)


@blueprint.post("/runs/act")
@policy(Can.GIVE)
def act_on_runs(program_id: int) -> ResponseReturnValue:
    """Try runs again, cancel them or put them aside: those that are ticked, or all that match."""
    here = open_program(program_id)
    live = live_of(here)
    act, _, whom = request.form.get("act", "").partition("-")
    asked = {name: request.form.get(name, "") for name in FILTERS}
    back = here.url("flows.runs", **{name: value for name, value in asked.items() if value})
    wanted = _all(here, live, asked) if whom == ALL else _ticked()
    if wanted is None:
        flash(w("请先勾选要处理的运行。", "Tick some runs first."))
        return redirect(back)
    flash(_done(here, live, act, wanted))
    return redirect(back)


def _ticked() -> Wanted | None:
    keys = tuple(key for key in map(_key, request.form.getlist("run")[: 2 * A_PAGE]) if key)
    return Wanted(keys=keys) if keys else None


def _key(name: str) -> tuple[int, int] | None:
    member, _, run = name.partition("-")
    both = (member, run)
    if not all(each.isascii() and each.isdigit() for each in both):
        return None
    return int(member), int(run)


def _all(here: Here, live: Live, asked: dict[str, str]) -> Wanted | None:
    found = read_filter(here, live, MultiDict(asked))
    return None if found.wrong else found.wanted


def _done(here: Here, live: Live, act: str, wanted: Wanted) -> str:
    who, now = _who(here), here.now
    if act == "retry":
        count = run_control.retry_all(here.space, live, wanted, now=now, by=who)
        said = w(f"{count} 次失败的运行已排队重跑。", f"{count} failed runs will run again.")
    elif act == "cancel":
        count = run_control.cancel_all(here.space, live, wanted, now=now, by=who, why=_why())
        said = w(f"取消了 {count} 次运行。", f"{count} runs were cancelled.")
    elif act == "discard":
        count = run_control.discard_all(here.space, live, wanted, now=now, by=who)
        said = w(f"搁置了 {count} 次失败的运行。", f"{count} failed runs were put aside.")
    else:
        return w("没有这个操作。", "There is no such act.")
    if count >= run_control.AT_ONCE:
        said += w("还有更多，请再点一次。", " There are more: press again.")
    return said


def _who(here: Here) -> str:
    return here.visitor.user.name


def _why() -> str:
    return request.form.get("reason", "").strip()[:LONGEST]
