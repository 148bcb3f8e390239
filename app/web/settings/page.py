"""The page of settings: what holds for the whole programme, and what is fixed once it is live."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.access import Can
from app.builder import drafts, keyed
from app.builder.active_uses import uses_of_active_kinds
from app.builder.checks import CHECKS
from app.builder.checks.known_active_kinds import kinds_in_rules
from app.builder.diff.settings import settings_said
from app.builder.earning import program_of
from app.builder.parts import print_of
from app.errors import Finding
from app.program.activity_kinds import kinds_spoken_of
from app.program.checked import check_program
from app.program.earning_words import KINDS, kind_words
from app.program.objects import EntryKind
from app.program.program import Program, Settings
from app.runtime.releases import live
from app.storage.activity_kinds import recorded_kinds
from app.web.designs.listing import EMPTY
from app.web.designs.model import Difference, Meanwhile
from app.web.frame import Here
from app.web.gallery.forms import currency_name
from app.web.settings.forms import FreshSettingsForm, SettingsForm, filled
from app.web.settings.model import Fixed, KindTick, SettingsPage
from app.web.settings.places import used
from app.web.undoing import undo_offered
from app.words import Words

AMONG = 20_000
"""Activities that are looked at for the kinds there are."""
CHECK = "known_active_kinds"


def fixed_by(here: Here) -> Settings | None:
    """Give the settings of which a live programme keeps time zone and currency."""
    return here.standing.live.settings if here.standing.live else None


def form_class(here: Here) -> type[SettingsForm]:
    return FreshSettingsForm if fixed_by(here) is None else SettingsForm


def form_of(here: Here) -> SettingsForm:
    """Fill the form with what the draft says."""
    content = drafts.get(here.space, here.program_id).content
    program = program_of(content) or EMPTY
    known = content if isinstance(content, dict) else {}
    form = form_class(here)(formdata=None, data=filled(known, program.settings))
    form.offer(program.settings.currency)
    return form


def typed_form(here: Here) -> SettingsForm:
    """Take what was sent; a live programme keeps its time zone and its currency."""
    program = program_of(drafts.get(here.space, here.program_id).content) or EMPTY
    form = form_class(here)()
    form.offer(program.settings.currency)
    form.keep(fixed_by(here))
    return form


def settings_page(
    here: Here, form: SettingsForm, *, meanwhile: Meanwhile | None = None
) -> SettingsPage:
    content = drafts.get(here.space, here.program_id).content
    program = program_of(content)
    return SettingsPage(
        url=here.url("settings.save_settings"),
        back_url=here.url("settings.settings"),
        form=form,
        may_edit=here.visitor.may(Can.EDIT_DRAFT) and program is not None,
        readable=program is not None,
        document_url=here.url("builder.document"),
        fixed=tuple(_fixed(here)),
        kinds=tuple(_ticks(here, program or EMPTY, form.kinds)),
        notes=tuple(_notes(program)) if program else (),
        uses=used(here, program, uses_of_active_kinds(program)) if program else (),
        seen=form.seen.data
        if form.seen.data and meanwhile is None
        else print_of(keyed.settings_of(content)),
        meanwhile=meanwhile,
        undo=undo_offered(here, here.url("settings.undo", back="settings")),
    )


def _fixed(here: Here) -> Iterator[Fixed]:
    settings = fixed_by(here)
    if settings is None:
        return
    yield Fixed(
        label=Words("时区", "Time zone"),
        value=settings.calendar.timezone,
        why=Words(
            "已上线，不能再改：每条记录都记着当地的日期，换了时区，已有的日期会错位。",
            "It is live, so this stays: records keep the local day, which another zone would"
            " make wrong.",
        ),
    )
    yield Fixed(
        label=Words("货币", "Currency"),
        value=f"{settings.currency} · {currency_name(settings.currency)}",
        why=Words(
            "已上线，不能再改：已有的金额和门槛不会换算。",
            "It is live, so this stays: amounts and thresholds are not converted.",
        ),
    )


def _ticks(here: Here, program: Program, chosen: list[str]) -> Iterator[KindTick]:
    """Give the kinds of activity there are: those the programme speaks of, then those recorded."""
    ledger = {each.value for each in EntryKind}
    found = [*kinds_spoken_of(program), *sorted(kinds_in_rules(program) - ledger), *chosen]
    if here.standing.number is not None:
        catalogue = live(here.space, here.program_id).catalogue
        found += recorded_kinds(here.space, catalogue, among=AMONG)
    for key in dict.fromkeys(found):
        label = kind_words(key) if key in KINDS else Words(key, key)
        yield KindTick(key=key, label=label, chosen=key in chosen)


def _notes(program: Program) -> Iterator[Finding]:
    """Give what the checks say of the settings; where in the document it is says nothing here."""
    for each in CHECKS[CHECK].check(check_program(program)):
        yield replace(each, path="")


def meanwhile_of(here: Here, form: SettingsForm) -> Meanwhile:
    """Say what somebody else set while this was being typed."""
    draft = drafts.get(here.space, here.program_id)
    return Meanwhile(
        by=draft.saved_by or "",
        gone=False,
        differences=tuple(_differences(here, draft.content, form)),
        url=here.url("settings.settings"),
    )


def _differences(here: Here, content: Any, form: SettingsForm) -> Iterator[Difference]:
    program = program_of(content)
    mine = program_of({**_plain(program), **form.document})
    if program is None or mine is None:
        return
    language = here.formats.language
    names = (
        (Words("名称", "Name"), program.label, mine.label),
        (Words("简介", "Description"), program.summary, mine.summary),
    )
    for label, was, now in names:
        if was != now:
            yield Difference(label=label, theirs=was.to(language), yours=now.to(language))
    before, after = settings_said(program.settings), settings_said(mine.settings)
    for key, (label, _, was) in before.items():
        now = after[key][2]
        if was != now:
            yield Difference(label=label, theirs=was.to(language), yours=now.to(language))


def _plain(program: Program | None) -> dict[str, Any]:
    return {"format": 1, "key": "_" if program is None else program.key}
