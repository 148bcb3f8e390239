"""Saved views of the list of members: the tabs above it, and how they are kept."""

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from app.access import Can
from app.errors import Forbidden, Invalid
from app.storage import audit, saved_views
from app.storage.saved_views import SavedView
from app.web.frame import Here
from app.web.records.asked import Asked, cleaned, is_dirty
from app.web.records.list_model import Tab, ViewShown
from app.words import Words

LONGEST_NAME = 60
EVERYBODY = Words("全部会员", "All members")


def a_name(_form: object, field: StringField) -> None:
    text = (field.data or "").strip()
    if not text:
        raise ValidationError(Words("给视图起个名字。", "Give the view a name."))
    if len(text) > LONGEST_NAME:
        raise ValidationError(
            Words(f"名字最多 {LONGEST_NAME} 个字。", f"At most {LONGEST_NAME} characters.")
        )


class ViewForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    name = StringField(validators=[a_name])
    shared = BooleanField()


def tabs_shown(here: Here, current: SavedView | None) -> tuple[Tab, ...]:
    found = saved_views.views_for(here.space, here.program_id, here.visitor.user.id)
    everybody = Tab(
        label=EVERYBODY.to(here.formats.language),
        url=here.url("records.members"),
        current=current is None,
    )
    return (
        everybody,
        *(
            Tab(
                label=each.name,
                url=here.url("records.members", view=each.id),
                current=current is not None and current.id == each.id,
                shared=each.shared,
            )
            for each in found
        ),
    )


def view_shown(here: Here, view: SavedView, asked: Asked) -> ViewShown:
    return ViewShown(
        name=view.name,
        mine=may_change(here, view),
        shared=view.shared,
        dirty=is_dirty(asked, view),
        url=here.url("records.save_view", view_id=view.id),
        delete_url=here.url("records.delete_view", view_id=view.id),
        plain_url=here.url("records.members", view=view.id),
    )


def may_change(here: Here, view: SavedView) -> bool:
    """Say whether somebody may change a view: their own, or the team's if they edit members."""
    mine = view.owner_id == here.visitor.user.id
    return mine or (view.shared and here.visitor.may(Can.EDIT_MEMBERS))


def add_view(here: Here, form: ViewForm) -> int:
    """Keep what is shown as a new view. Raises `Invalid`, `Forbidden`."""
    _refuse_wrong(here, form)
    view = SavedView(
        id=0,
        owner_id=here.visitor.user.id,
        shared=bool(form.shared.data),
        name=form.name.data.strip(),
        content=Asked.now(None).parts,
    )
    view_id = saved_views.add(here.space, here.program_id, view, at=here.now)
    _note(here, "view.saved", view_id, view.name)
    return view_id


def save_view(here: Here, view_id: int, form: ViewForm) -> None:
    """Write down what a view is now. Raises `Invalid`, `Forbidden`, `NoSuchView`."""
    view = _mine(here, view_id)
    _refuse_wrong(here, form)
    kept = request.form.get("keep") != "content"
    saved = SavedView(
        id=view.id,
        owner_id=view.owner_id,
        shared=bool(form.shared.data),
        name=form.name.data.strip(),
        content=Asked.now(None).parts if kept else cleaned(view.content),
    )
    saved_views.save(here.space, saved, at=here.now)
    _note(here, "view.saved", view.id, saved.name)


def delete_view(here: Here, view_id: int) -> None:
    """Put a view away. Raises `NoSuchView`, `Forbidden`."""
    view = _mine(here, view_id)
    saved_views.put_away(here.space, view.id, at=here.now)
    _note(here, "view.deleted", view.id, view.name)


def restore_view(here: Here, view_id: int) -> None:
    """Bring back a view that was deleted. Raises `NoSuchView`, `Forbidden`."""
    user_id = here.visitor.user.id
    view = saved_views.find_deleted(here.space, here.program_id, user_id, view_id)
    if view is None:
        raise saved_views.NoSuchView
    if not may_change(here, view):
        raise _not_yours()
    saved_views.bring_back(here.space, view.id)
    _note(here, "view.restored", view.id, view.name)


def _mine(here: Here, view_id: int) -> SavedView:
    user_id = here.visitor.user.id
    view = saved_views.get_view(here.space, here.program_id, user_id, view_id)
    if not may_change(here, view):
        raise _not_yours()
    return view


def _not_yours() -> Forbidden:
    return Forbidden(
        "这是别人的视图，你可以另存一个自己的。",
        "This view is somebody else's; save one of your own.",
    )


def _refuse_wrong(here: Here, form: ViewForm) -> None:
    if not form.validate():
        words = next((each for errors in form.errors.values() for each in errors), None)
        raise Invalid(*(words or Words("没有保存。", "Nothing was saved.")))
    if form.shared.data and not here.visitor.may(Can.EDIT_MEMBERS):
        raise Forbidden(
            "你的角色不能把视图共享给团队。", "Your role may not share views with the team."
        )


def _note(here: Here, action: str, view_id: int, name: str) -> None:
    audit.note(
        here.space,
        at=here.now,
        actor=here.visitor.user.email,
        action=action,
        subject=f"view:{view_id}",
        detail={"name": name},
    )
