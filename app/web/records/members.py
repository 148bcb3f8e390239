"""The list of members as a page: a table, its groups, or a board."""

from dataclasses import dataclass, replace
from typing import Any

from flask import request

from app.access import Can
from app.runtime.flow_control import startable
from app.runtime.member_columns import Column
from app.runtime.member_list import Counted, Found, Group, Question, count, find_members, groups
from app.runtime.releases import live
from app.storage import bulk_jobs, saved_views
from app.storage.saved_views import SavedView
from app.web.frame import Here
from app.web.records import addresses
from app.web.records.asked import KANBAN, TABLE, Asked
from app.web.records.board import board_shown
from app.web.records.display import display_shown, filter_shown
from app.web.records.list_model import GroupShown, Heading, MembersPage
from app.web.records.listed import Listed
from app.web.records.model import Chip
from app.web.records.rows import Drawing, referred
from app.web.records.view_tabs import tabs_shown, view_shown
from app.words import Words

SIZE = 50
OF_A_GROUP = 8


def open_view(here: Here) -> SavedView | None:
    """Give the saved view that the address names. Raises `NoSuchView`."""
    view_id = request.values.get("view", type=int)
    if view_id is None:
        return None
    user_id = here.visitor.user.id
    return saved_views.get_view(here.space, here.program_id, user_id, view_id)


def listed_now(here: Here, view: SavedView | None = None) -> Listed:
    """Read what the request asks for."""
    return Listed(here=here, live=live(here.space, here.program_id), asked=Asked.now(view))


def members_page(here: Here) -> MembersPage:
    view = open_view(here)
    return _Page(listed=listed_now(here, view), view=view).page()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    listed: Listed
    view: SavedView | None

    def page(self) -> MembersPage:
        listed, here = self.listed, self.listed.here
        asked, visitor = listed.asked, here.visitor
        found, counted, grouped, board = self.content()
        mark = found.next
        next_url = self.url(after=addresses.write(*mark.values, mark.member_id)) if mark else None
        drawing = self.drawing(found)
        may_edit, may_export = visitor.may(Can.EDIT_MEMBERS), visitor.may(Can.EXPORT_MEMBERS)
        segment = listed.live.checked.program.find_segment(asked.part("segment"))
        return MembersPage(
            url=here.url("records.members"),
            at_risk_url=here.url("records.at_risk"),
            segments_url=here.url("records.segments"),
            tabs=tabs_shown(here, self.view),
            view=view_shown(here, self.view, asked) if self.view else None,
            undo_view=self.undo(),
            undo_move_url=self.undo_move() if may_edit else None,
            save_url=here.url("records.add_view"),
            may_share=may_edit,
            counted=_said(counted, here),
            search=asked.part("q"),
            personal=listed.personal,
            segment=segment.label if segment else None,
            filter=filter_shown(listed),
            display=display_shown(listed),
            chips=self.chips(),
            modes=self.modes(),
            columns=self.headings(),
            rows=tuple(drawing.row(each) for each in found.members),
            groups=grouped,
            board=board,
            size=SIZE,
            first_url=self.url(after=None) if asked.after else None,
            next_url=next_url,
            plain_url=here.url("records.members"),
            narrowed=any(asked.part(key) for key in ("q", "condition", "segment", "tier")),
            bulk_url=here.url("records.new_change") if may_edit else None,
            start_url=self.start_url(),
            export_url=here.url("records.export_members") if may_export else None,
            add_url=here.url("objects.new_member") if may_edit else None,
            keep_url=here.url("records.new_segment") if visitor.may(Can.EDIT_DRAFT) else None,
            everybody=counted.members,
            kept={
                "search": asked.address(q=None),
                "filter": asked.address(condition=None),
                "display": asked.address(columns=None, sort=None, group=None, total=None),
                "all": asked.address(),
            },
        )

    def url(self, **other: str | None) -> str:
        return self.listed.url(**other)

    def content(self) -> tuple[Found, Counted, tuple[GroupShown, ...], Any]:
        listed, nobody = self.listed, Found(members=(), next=None)
        if listed.blocks:
            return nobody, Counted(members=0), (), None
        space, found = listed.here.space, listed.live
        counted = count(space, found, listed.whom, listed.moment)
        if listed.asked.mode == KANBAN:
            return nobody, counted, (), board_shown(listed)
        if listed.group is not None:
            return nobody, counted, self.grouped(listed.group), None
        return self.found(listed.asked.after), counted, (), None

    def found(self, after: str | None) -> Found:
        listed = self.listed
        question = Question(
            whom=listed.whom,
            sorts=listed.sorts,
            after=addresses.mark(after, listed.sorts),
            size=SIZE,
        )
        here = listed.here
        return find_members(here.space, listed.live, question, listed.columns, listed.moment)

    def drawing(self, found: Found) -> Drawing:
        references = referred(self.listed, self.listed.columns, found.members)
        return Drawing(listed=self.listed, references=references)

    def grouped(self, by: Column) -> tuple[GroupShown, ...]:
        listed = self.listed
        found = groups(listed.here.space, listed.live, listed.whom, by, listed.total, listed.moment)
        return tuple(self.group(by, each) for each in found)

    def group(self, by: Column, each: Group) -> GroupShown:
        listed = self.listed
        here, whom = listed.here, listed.whom
        within = replace(whom, within=((by, each.value),))
        question = Question(whom=within, sorts=listed.sorts, size=OF_A_GROUP)
        columns = tuple({one.key: one for one in (*listed.columns, by)}.values())
        found = find_members(here.space, listed.live, question, columns, listed.moment)
        drawing = Drawing(listed=listed, references=referred(listed, columns, found.members))
        value = found.members[0][f"column:{by.key}"] if found.members else None
        cell = drawing.cell(by, value)
        total = listed.total
        return GroupShown(
            label=cell.text or Words("（空）", "(blank)").to(here.formats.language),
            tier=cell.tier,
            members=each.members,
            total="" if total is None else drawing.text(total, each.total),
            url=self.url(condition=listed.with_part(part_of(by, value)), group=None),
            rows=tuple(drawing.row(member) for member in found.members),
        )

    def start_url(self) -> str | None:
        here = self.listed.here
        starts = here.visitor.may(Can.GIVE) and startable(self.listed.live)
        return here.url("records.new_start") if starts else None

    def undo(self) -> tuple[str, str] | None:
        here = self.listed.here
        view_id = request.args.get("deleted", type=int)
        if view_id is None:
            return None
        user_id = here.visitor.user.id
        found = saved_views.find_deleted(here.space, here.program_id, user_id, view_id)
        url = here.url("records.restore_view", view_id=view_id)
        return None if found is None else (found.name, url)

    def undo_move(self) -> str | None:
        here = self.listed.here
        job_id = request.args.get("moved", type=int)
        if job_id is None or bulk_jobs.undone_by(here.space, job_id) is not None:
            return None
        return here.url("records.undo_change", job_id=job_id)

    def chips(self) -> tuple[Chip, ...]:
        listed = self.listed
        if listed.ladder_key is None or listed.asked.mode == KANBAN:
            return ()
        ladder = listed.live.checked.program.ladder(listed.ladder_key)
        tiers: list[tuple[str | None, Words]] = [(None, Words("全部", "All"))]
        tiers += [(each.key, each.label) for each in reversed(ladder.tiers)]
        return tuple(
            Chip(
                label=label,
                url=self.url(tier=key, ladder=ladder.key if key else None),
                current=listed.asked.part("tier") == (key or ""),
            )
            for key, label in tiers
        )

    def modes(self) -> tuple[Chip, ...]:
        words = {TABLE: Words("表格", "Table"), KANBAN: Words("看板", "Board")}
        mode = self.listed.asked.mode
        return tuple(
            Chip(label=label, url=self.url(mode=key), current=mode == key)
            for key, label in words.items()
        )

    def headings(self) -> tuple[Heading, ...]:
        return (
            Heading(label=Words("会员", "Member")),
            *(self.heading(each) for each in self.listed.columns),
        )

    def heading(self, column: Column) -> Heading:
        sorts = self.listed.sorts
        mine = sorts[0] if sorts and sorts[0].column.key == column.key else None
        order = None
        if mine is not None:
            order = "descending" if mine.descending else "ascending"
        sortable = column.is_sortable and self.listed.may_read(column)
        turned = column.key if mine and mine.descending else f"-{column.key}"
        return Heading(
            label=column.label,
            number=column.is_number or column.key == "joined_at",
            url=self.url(sort=turned) if sortable else None,
            sorted=order,
        )


def part_of(column: Column, value: Any) -> Any:
    """Write that a column holds a value, as a condition."""
    if value is None:
        return {"!": [{"is_set": [column.operand]}]}
    written = str(value) if column.field is not None and column.field.kind == "reference" else value
    return {"==": [column.operand, bool(value) if isinstance(value, bool) else written]}


def _said(counted: Counted, here: Here) -> str:
    about = "≈ " if counted.estimated else ""
    return about + here.formats.members(counted.members)
