"""The list of tasks: mine, my role's, all of them, and what is over."""

from dataclasses import replace

from flask import request

from app.access import Can
from app.runtime.naming import number_of
from app.storage import task_lists
from app.storage.task_lists import Wanted
from app.web.frame import Here
from app.web.tasks.model import Choice, ListPage, Tab
from app.web.tasks.showing import KINDS, Desk, desk_of, members_of, people_of, shown
from app.words import Words

A_PAGE = 50
TABS = {
    "mine": Words("我的", "Mine"),
    "role": Words("我的角色", "My role's"),
    "all": Words("全部待办", "All open"),
    "done": Words("已处理", "Done"),
}


def list_page(here: Here, problem: Words | None = None) -> ListPage:
    """Give the list as it is asked for; what was ticked and written stays with a problem."""
    desk, asked = desk_of(here), request.values
    wanted = _wanted(desk)
    tab = asked.get("view", "") if asked.get("view", "") in wanted else _first(desk, wanted)
    kind = asked.get("kind") if asked.get("kind") in KINDS else None
    flows = task_lists.flows(here.space, here.program_id)
    flow = asked.get("flow") if asked.get("flow") in flows else None
    late = asked.get("overdue") == "1"
    page = max(number_of(asked.get("page", "1")) or 1, 1)
    found = task_lists.page(
        here.space,
        here.program_id,
        replace(wanted[tab], kind=kind, flow=flow, overdue_at=here.now if late else None),
        limit=A_PAGE + 1,
        offset=(page - 1) * A_PAGE,
    )
    members = members_of(desk, found)
    rows = tuple(shown(desk, each, members.get(each.member_id)) for each in found[:A_PAGE])
    kept = {"view": tab, "kind": kind, "flow": flow, "overdue": "1" if late else None}

    def at(number: int) -> str:
        return here.url("tasks.tasks", **kept, page=number)

    return ListPage(
        tabs=_tabs(desk, wanted, tab),
        tab=tab,
        rows=rows,
        kinds=tuple(Choice(key=key, label=each, chosen=key == kind) for key, each in KINDS.items()),
        flows=tuple(_flow_choice(desk, key, flow) for key in flows),
        only_overdue=late,
        is_filtered=bool(kind or flow or late),
        is_over=tab == "done",
        clear_url=here.url("tasks.tasks", view=tab),
        next_url=at(page + 1) if len(found) > A_PAGE else None,
        before_url=at(page - 1) if page > 1 else None,
        several_url=here.url("tasks.several"),
        may_act=any(each.can_act for each in rows),
        people=people_of(desk),
        kept={name: value for name, value in kept.items() if value} | {"page": str(page)},
        note=request.form.get("note", "") if problem else "",
        problem=problem,
    )


def _wanted(desk: Desk) -> dict[str, Wanted]:
    """Give the lists that the visitor may see."""
    me = desk.doer.user_id
    found = {"mine": Wanted(user_id=me), "role": Wanted(roles=desk.roles)}
    if desk.here.visitor.may(Can.ASSIGN_TASKS):
        return {**found, "all": Wanted(is_open=True), "done": Wanted(is_open=False)}
    return {**found, "done": Wanted(done_by=me)}


def _first(desk: Desk, wanted: dict[str, Wanted]) -> str:
    """Begin with what there is something in."""
    for key in ("mine", "role"):
        if task_lists.count(desk.here.space, desk.here.program_id, wanted[key]):
            return key
    return "mine"


def _tabs(desk: Desk, wanted: dict[str, Wanted], chosen: str) -> tuple[Tab, ...]:
    here = desk.here
    return tuple(
        Tab(
            key=key,
            label=TABS[key],
            url=here.url("tasks.tasks", view=key),
            count=None if key == "done" else task_lists.count(here.space, here.program_id, each),
            is_open=key == chosen,
        )
        for key, each in wanted.items()
    )


def _flow_choice(desk: Desk, key: str, chosen: str | None) -> Choice:
    flow = desk.live.checked.program.find_flow(key)
    label = Words(key, key) if flow is None else flow.label
    return Choice(key=key, label=label, chosen=key == chosen)
