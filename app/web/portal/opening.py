"""Opening a public address: the form as it is live, in the workspace it belongs to."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import g, request
from werkzeug.exceptions import NotFound

from app.clock import to_instant
from app.program.checked_forms import CheckedForm
from app.program.forms import Speaks
from app.runtime import releases
from app.runtime.forms import form_of
from app.runtime.releases import Live
from app.storage import departures, form_links, records
from app.storage.form_links import FormLink, NoSuchLink
from app.storage.space import Space
from app.web.database import connection
from app.web.formats import Formats
from app.web.language import language
from app.web.portal.signatures import member_of
from app.web.services import services
from app.words import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A form that somebody has in front of them."""

    link: FormLink
    space: Space
    """For reading; what is sent is written in a transaction of its own."""
    live: Live
    form: CheckedForm
    now: int
    embed: bool


def open_form(token: str, *, embed: bool) -> Opened:
    """Find a form by its address. Raises `NoSuchLink`, `NothingLive` and `NoSuchForm`."""
    link = form_links.find(connection(), token)
    if link is None:
        raise NoSuchLink
    space = Space(connection(), link.workspace_id, services().spaces.ids)
    live = releases.live(space, link.program_id)
    form = form_of(live, link.form)
    if embed and not form.form.embed:
        raise NotFound
    g.framed_by = form.form.embed if embed else ()
    if form.form.thanks.url is not None:
        # Browsers hold a form to its policy through every redirect that follows.
        parts = urlsplit(form.form.thanks.url)
        g.forms_lead_to = (f"{parts.scheme}://{parts.netloc}",)
    now = to_instant(services().clock())
    _speak(form, live, now)
    return Opened(link=link, space=space, live=live, form=form, now=now, embed=embed)


def _speak(form: CheckedForm, live: Live, now: int) -> None:
    """Settle the language of the answer: the form's own, what was chosen, what the browser says."""
    pressed = request.form.get("do", "").removeprefix("lang:")
    chosen = pressed if pressed in LANGUAGES else request.form.get("lang", "")
    chosen = chosen or request.args.get("lang", "")
    if form.form.language is not Speaks.READER:
        g.language = form.form.language.value
    elif chosen in LANGUAGES:
        g.language = chosen
    settings = live.checked.program.settings
    zone = settings.calendar.zone
    g.formats = Formats(language=language(), now=now, zone=zone, currency=settings.currency)


def who_is(opened: Opened, me: str) -> int | None:
    """Read who a personal link was sent to; somebody who was merged is who they are now."""
    if not opened.form.form.who.link:
        return None
    member_id = member_of(me, opened.link, now=opened.now)
    if member_id is None:
        return None
    there = departures.survivor_of(opened.space, opened.link.program_id, member_id)
    known = records.find_rows(opened.space, opened.live.catalogue.members, [there])
    return there if there in known else None
