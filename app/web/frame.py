"""The frame around a page: which workspace and programme, what is live, where one may go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for

from app.access import Can
from app.builder.status import Standing, standing
from app.storage.program_health import to_see_to
from app.storage.programs import programs
from app.storage.space import Space
from app.web.database import space
from app.web.formats import Formats
from app.web.language import language, w
from app.web.pages import Choice, Crumb, Link, Shell, Status, formats
from app.web.signing import Visitor, visitor
from app.web.waiting import waiting_for_me
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the main navigation, shown once the view behind it exists."""

    endpoint: str
    label: Words
    icon: str
    asks: Can
    covers: tuple[str, ...] = ()
    """Other views that belong to this place."""
    unless: Can | None = None
    """An ability that has a better way there."""
    counts: Callable[[Space, int], int] | None = None
    """Gives how many things there need a person, in one cheap query."""


PLACES = (
    Place(
        endpoint="records.home",
        label=Words("概览", "Overview"),
        icon="home",
        asks=Can.READ_PROGRAM,
    ),
    Place(
        endpoint="records.members",
        label=Words("会员", "Members"),
        icon="members",
        asks=Can.READ_MEMBERS,
        covers=(
            "records.member",
            "records.member_then",
            "records.merge_member",
            "records.set_tier",
            "records.give_tier",
            "records.start_trial",
            "records.end_layer",
            "records.close_layer",
            "records.at_risk",
            "records.new_change",
            "records.add_change",
            "records.change",
            "records.edit_member",
            "records.save_member",
            "records.start_for_member",
            "records.start_member",
            "records.start_for_segment",
            "records.start_segment",
            "records.segments",
            "records.new_segment",
            "records.add_segment",
            "records.segment",
            "records.save_segment",
        ),
    ),
    Place(
        endpoint="tasks.tasks",
        label=Words("待办", "Tasks"),
        icon="tasks",
        asks=Can.DO_TASKS,
        covers=("tasks.task", "tasks.decide"),
        counts=waiting_for_me,
    ),
    Place(
        endpoint="builder.objects",
        label=Words("数据", "Data"),
        icon="data",
        asks=Can.READ_PROGRAM,
    ),
    Place(
        endpoint="builder.ladder",
        label=Words("等级", "Tiers"),
        icon="ladder",
        asks=Can.READ_PROGRAM,
        covers=(
            "builder.parameters",
            "builder.try_value",
            "builder.conditions",
            "builder.set_value",
        ),
    ),
    Place(
        endpoint="benefits.benefits",
        label=Words("权益与积分", "Benefits"),
        icon="benefit",
        asks=Can.READ_PROGRAM,
        covers=(
            "benefits.coupons",
            "benefits.coupon",
            "benefits.void",
            "benefits.reissue",
            "benefits.counter",
            "benefits.redeem",
            "earning.earning",
            "earning.settings",
            "earning.save_settings",
            "earning.new",
            "earning.add",
            "earning.edit",
            "earning.save",
        ),
    ),
    Place(
        endpoint="benefits.counter",
        label=Words("核销", "Redeem"),
        icon="ticket",
        asks=Can.REDEEM,
        covers=("benefits.redeem",),
        unless=Can.READ_PROGRAM,
    ),
    Place(
        endpoint="messages.templates",
        label=Words("消息", "Messages"),
        icon="message",
        asks=Can.READ_PROGRAM,
        covers=(
            "messages.new",
            "messages.add",
            "messages.edit",
            "messages.save",
            "messages.remove",
            "messages.sending_rules",
            "messages.save_rules",
        ),
    ),
    Place(
        endpoint="flows.all_flows",
        label=Words("自动化", "Automations"),
        icon="flow",
        asks=Can.READ_PROGRAM,
        covers=(
            "flows.add",
            "flows.pause",
            "flows.runs",
            "flows.run",
            "flows.retry",
            "flows.cancel",
            "flows.move",
            "flows.discard",
            "flows.health",
            "builder.flow",
            "hook_pages.hook",
        ),
        counts=to_see_to,
    ),
    Place(
        endpoint="forms.all_forms",
        label=Words("表单", "Forms"),
        icon="form",
        asks=Can.READ_PROGRAM,
        covers=("forms.one", "forms.submission", "forms.set_password"),
    ),
    Place(
        endpoint="channels.channels",
        label=Words("消息渠道", "Channels"),
        icon="mail",
        asks=Can.MANAGE_CHANNELS,
        covers=(
            "channels.new",
            "channels.add",
            "channels.one",
            "channels.save",
            "channels.try_out",
        ),
    ),
    Place(
        endpoint="analytics.diagnosis",
        label=Words("诊断", "Diagnosis"),
        icon="diagnosis",
        asks=Can.READ_PROGRAM,
    ),
    Place(
        endpoint="builder.releases",
        label=Words("发布", "Releases"),
        icon="releases",
        asks=Can.READ_PROGRAM,
        covers=(
            "builder.release",
            "builder.check",
            "builder.moving",
            "builder.publish",
            "builder.restore",
            "builder.draft_versions",
            "builder.keep_version",
            "builder.draft_version",
            "builder.restore_version",
            "builder.draft_from_release",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The programme a request is about, found through the workspace that is open."""

    space: Space
    visitor: Visitor
    standing: Standing
    formats: Formats

    @property
    def program_id(self) -> int:
        return self.standing.program_id

    @property
    def now(self) -> int:
        return self.formats.now

    def url(self, endpoint: str, **values: Any) -> str:
        return url_for(endpoint, program_id=self.program_id, **values)


def open_program(program_id: int) -> Here:
    """Find the programme in the workspace that is open; from elsewhere it does not exist."""
    held, known = space(), visitor()
    assert known is not None
    found = standing(held, program_id)
    settings = found.settings
    g.formats = Formats(
        language=language(),
        now=formats().now,
        zone=settings.calendar.zone,
        currency=settings.currency,
    )
    return Here(space=held, visitor=known, standing=found, formats=g.formats)


def shell(here: Here, *crumbs: Crumb) -> Shell:
    """Frame a page of a programme."""
    return Shell(
        team=_team(here.visitor),
        program=here.standing.label,
        programs=_programs(here.space, here.program_id),
        teams=_teams(here.visitor),
        links=places(here),
        crumbs=(Crumb(label=here.standing.label, url=here.url("records.home")), *crumbs),
        status=Status(
            url=here.url("builder.releases"),
            number=here.standing.number,
            changes=len(here.standing.changes),
        ),
        search_url=here.url("records.search") if here.visitor.may(Can.READ_MEMBERS) else None,
        person=here.visitor.user.name,
        initial=initial_of(here.visitor.user.name),
        role=_role(here.visitor),
        new_url=_new_url(here.visitor),
    )


def shell_without_program(crumb: Words, *before: Crumb) -> Shell:
    """Frame a page that is about no programme; `before` leads to it."""
    known = visitor()
    assert known is not None
    return Shell(
        team=_team(known),
        program=None,
        programs=_programs(space(), None) if known.membership else (),
        teams=_teams(known),
        links=(),
        crumbs=(*before, Crumb(label=crumb)),
        status=None,
        search_url=None,
        person=known.user.name,
        initial=initial_of(known.user.name),
        role=_role(known),
        new_url=_new_url(known),
    )


def initial_of(name: str) -> str:
    return name.strip()[:1].upper() or "·"


def _team(known: Visitor) -> str:
    return known.membership.label if known.membership else w("没有工作区", "No workspace")


def _role(known: Visitor) -> Words:
    return known.role.label if known.role else Words("没有角色", "No role")


def _new_url(known: Visitor) -> str | None:
    return url_for("gallery.gallery") if known.may(Can.CREATE_PROGRAMS) else None


def _teams(known: Visitor) -> tuple[Choice, ...]:
    return tuple(
        Choice(label=each.label, id=each.workspace_id, current=each == known.membership)
        for each in known.memberships
    )


def _programs(held: Space, current: int | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label=standing(held, each.id).label,
            url=url_for("records.home", program_id=each.id),
            current=each.id == current,
        )
        for each in programs(held)
    )


def places(here: Here) -> tuple[Link, ...]:
    """List the places of the main navigation that this visitor may open."""
    return tuple(
        Link(
            url=here.url(each.endpoint),
            label=each.label,
            icon=each.icon,
            current=request.endpoint in {each.endpoint, *each.covers},
            count=0 if each.counts is None else each.counts(here.space, here.program_id),
        )
        for each in PLACES
        if each.endpoint in current_app.view_functions
        and here.visitor.may(each.asks)
        and not (each.unless and here.visitor.may(each.unless))
    )
