"""The forms of a programme: which are open, where they are found, what came in."""

from dataclasses import dataclass

from flask import url_for

from app.access import Can
from app.builder import drafts
from app.errors import NotFound
from app.program.codec import load
from app.program.form_items import ITEM_KINDS
from app.program.forms import Form
from app.program.program import Program
from app.program.reader import Unreadable
from app.runtime import releases
from app.runtime.forms import Full, NotOpen, refuse_if_full, refuse_unless_open
from app.runtime.releases import Live
from app.storage import form_links, forms
from app.storage.form_links import FormLink
from app.storage.forms import Tally
from app.web.frame import Here
from app.web.services import services
from app.words import Words

OPEN = Words("开放中", "Open")
UNPUBLISHED = Words("未发布", "Not live")
NEEDS_PASSWORD = Words("待设密码", "Needs a password")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    label: Words
    tone: str
    """The colour of its badge; the label says the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One form as the list shows it."""

    key: str
    label: Words
    object: Words
    questions: int
    state: State
    url: str
    try_url: str
    public_url: str | None
    tally: Tally


def live_of(here: Here) -> Live | None:
    return None if here.standing.number is None else releases.live(here.space, here.program_id)


def draft_of(here: Here) -> Program | None:
    """Read the draft; None while it is no programme at all."""
    try:
        return load(drafts.get(here.space, here.program_id).content)
    except Unreadable:
        return None


def rows(here: Here) -> tuple[FormRow, ...]:
    """Give the forms that are live, and behind them those that only the draft has."""
    live, draft = live_of(here), draft_of(here)
    known = form_links.links(here.space, here.program_id)
    tallies = forms.tallies(here.space, here.program_id)
    found = [
        _row(here, live.checked.program, each, state_of(here, live, each, known), known, tallies)
        for each in (live.checked.program.forms if live else ())
        if live is not None
    ]
    there = {each.key for each in found}
    if draft is not None:
        waiting = State(label=UNPUBLISHED, tone="")
        found += [
            _row(here, draft, each, waiting, {}, tallies)
            for each in draft.forms
            if each.key not in there
        ]
    return tuple(found)


def _row(
    here: Here,
    program: Program,
    form: Form,
    state: State,
    known: dict[str, FormLink],
    tallies: dict[str, Tally],
) -> FormRow:
    there = program.find_object(form.object)
    link = known.get(form.key)
    return FormRow(
        key=form.key,
        label=form.label,
        object=Words(form.object, form.object) if there is None else there.label,
        questions=sum(1 for each in form.items if ITEM_KINDS[each.kind].typed),
        state=state,
        url=here.url("forms.one", form=form.key),
        try_url=here.url("forms.trial", form=form.key),
        public_url=None if link is None else public_url(link),
        tally=tallies.get(form.key, Tally(count=0, last_at=None)),
    )


def state_of(here: Here, live: Live, form: Form, known: dict[str, FormLink]) -> State:
    """Say whether somebody could fill it in at this moment."""
    link = known.get(form.key)
    if form.access.password and (link is None or link.password is None):
        return State(label=NEEDS_PASSWORD, tone="badge--warn")
    try:
        refuse_unless_open(live, form.access, now=here.now)
        refuse_if_full(here.space, live, live.checked.forms[form.key])
    except NotOpen as closed:
        if closed.opens is None:
            return State(label=Words("已截止", "Closed"), tone="")
        return State(label=Words("未到时间", "Not yet"), tone="badge--note")
    except Full:
        return State(label=Words("已满", "Full"), tone="badge--warn")
    return State(label=OPEN, tone="badge--good")


def public_url(link: FormLink, *, embed: bool = False) -> str:
    """Give the address as people outside write it."""
    path = url_for("portal.form", token=link.token, embed=embed)
    return services().config.public_url.rstrip("/") + path


def find_form(here: Here, key: str) -> tuple[Live, Form, FormLink | None]:
    """Find a form that is live. Raises `NotFound`."""
    live = live_of(here)
    form = None if live is None else live.checked.program.find_form(key)
    if live is None or form is None:
        raise NotFound("没有这份表单，或者还没有发布。", "There is no such form, or not yet.")
    return live, form, form_links.links(here.space, here.program_id).get(key)


def may_share(here: Here) -> bool:
    return here.visitor.may(Can.EDIT_DRAFT)
