"""The frame around a page: which workspace and programme, what is live, where one may go."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for

from app.access import Can
from app.builder.status import Standing, standing
from app.storage.programs import programs
from app.storage.space import Space
from app.web.database import space
from app.web.formats import Formats
from app.web.language import language, w
from app.web.navigation import PLACES, Asking
from app.web.pages import Choice, Crumb, Link, Shell, Status, formats
from app.web.signing import Visitor, visitor
from app.words import Words


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
    """Frame a page that is about no programme; `before` leads to it, and programmes back."""
    known = visitor()
    assert known is not None
    there = _programs(space(), None) if known.membership else ()
    return Shell(
        team=_team(known),
        program=None,
        programs=there,
        teams=_teams(known),
        links=tuple(Link(url=each.url, label=each.label, icon="home") for each in there),
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
    asking = Asking(
        space=here.space, program_id=here.program_id, live=here.standing.live, now=here.now
    )
    return tuple(
        Link(
            url=here.url(each.endpoint),
            label=each.label,
            icon=each.icon,
            current=request.endpoint in {each.endpoint, *each.covers},
            count=0 if each.counts is None else each.counts(asking),
        )
        for each in PLACES
        if each.endpoint in current_app.view_functions
        and here.visitor.may(each.asks)
        and not (each.unless and here.visitor.may(each.unless))
    )
