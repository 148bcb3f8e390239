"""Saving a form half-way, and going on with it: by a secret address, for so many days."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from flask import url_for

from app.program.form_items import ITEM_KINDS
from app.secrets import digest_of, new_secret
from app.storage import form_drafts
from app.storage.space import Space
from app.web.portal.filling import Filling, Page
from app.web.portal.guarding import Visit, refuse_fast_saving
from app.web.portal.opening import Opened
from app.web.portal.sheets import Sheet
from app.web.portal.signatures import DAY
from app.web.services import services

LARGEST = 65_536
"""Bytes of a saved form; whoever writes more sends it at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What was saved, and where it is found again."""

    url: str
    until: int


def first_sheet(opened: Opened, asked: Mapping[str, str]) -> Sheet:
    """Begin with what was saved, or with what the link may give."""
    sheet = Sheet(me=asked.get("me", ""), language=asked.get("lang", ""))
    secret = asked.get("resume", "")
    if secret:
        found = form_drafts.find(
            opened.space,
            opened.link.program_id,
            opened.link.form,
            digest_of(secret),
            at=opened.now,
        )
        if found is not None:
            sheet.answers = dict(found["answers"])
            sheet.page, sheet.draft = str(found["page"]), secret
            sheet.me = sheet.me or str(found.get("me", ""))
    for key, each in opened.form.items.items():
        given = asked.get(key)
        if each.item.prefill and given and key not in sheet.answers:
            assert ITEM_KINDS[each.item.kind].answered
            sheet.answers[key] = given
    return sheet


def save(filling: Filling, page: Page, address: str) -> Saved | None:
    """Keep what was typed; None where an address saves more than anybody would."""
    opened, sheet = filling.opened, filling.sheet
    days = opened.form.form.save_days
    visit = Visit(address=address, now=opened.now, trap="", work="")
    content = {"answers": sheet.answers, "page": page.page.page.key, "me": sheet.me}
    too_fast = refuse_fast_saving(services().engine, opened.link, opened.form.form.guard, visit)
    if days == 0 or too_fast or len(orjson.dumps(content)) > LARGEST:
        return None
    sheet.draft = sheet.draft or new_secret()
    until = opened.now + days * DAY
    with services().spaces.writing(opened.link.workspace_id) as space:
        form_drafts.keep(
            space,
            opened.link.program_id,
            opened.link.form,
            digest_of(sheet.draft),
            content,
            at=opened.now,
            until=until,
        )
    token = opened.link.token
    address_again = url_for("portal.form", token=token, resume=sheet.draft, embed=opened.embed)
    return Saved(url=services().config.public_url.rstrip("/") + address_again, until=until)


def forget(space: Space, opened: Opened, secret: str) -> None:
    """Forget what was saved, once it is sent."""
    if secret:
        form_drafts.drop(space, opened.link.program_id, digest_of(secret))
