"""Consents over the API: what members agreed to be told, seen and written down."""

from collections.abc import Mapping
from typing import Any

from app.access import Scope
from app.errors import AppError, Finding, Invalid
from app.program.dates import instant_of
from app.program.message_template import CHANNELS
from app.runtime.consents import MARKETING, PURPOSES, How, Saying, agreements, record
from app.runtime.naming import find_member
from app.storage import consents
from app.storage.consents import EVERY_CHANNEL, Consent
from app.web.api.answers import ID, MOMENT
from app.web.api.departed import refuse_departed
from app.web.api.here import Here, here
from app.web.api.ladders import MEMBER_ID
from app.web.api.operations import Answer, Asked, Operation, Said
from app.web.api.shapes import (
    ByKey,
    Flag,
    Keyed,
    Listed,
    OneOf,
    OrNull,
    Shape,
    Text,
    needed,
    optional,
)
from app.web.api.written import moment_json
from app.words import Words

MOST = 1000
NOT_PUBLISHED = 409
CHANNEL = OneOf(
    words=(EVERY_CHANNEL, *CHANNELS),
    about=Words("渠道；* 是所有渠道。", "A channel; * is all of them."),
)
PURPOSE = OneOf(
    words=tuple(PURPOSES),
    about=Words(
        "marketing：接收营销信息；terms：条款与隐私，只作凭证。",
        "marketing: being sent advertising; terms: kept as a proof alone.",
    ),
)
CONSENT = Keyed(
    name="Consent",
    parts=(
        needed("id", ID),
        needed("purpose", PURPOSE),
        needed("channel", CHANNEL),
        needed("given", Flag(about=Words("false 是撤回。", "False: it was withdrawn."))),
        needed("at", MOMENT),
        needed("recorded_at", MOMENT),
        needed("how", OneOf(words=tuple(each.value for each in How))),
        needed("version", OrNull(shape=Text())),
        needed("cause", OrNull(shape=Text())),
        needed("by", OrNull(shape=Text())),
        needed("note", OrNull(shape=Text())),
    ),
)
CONSENTS = Keyed(
    name="Consents",
    parts=(
        needed(
            "reached",
            ByKey(
                value=Flag(
                    about=Words(
                        "现在营销信息能不能发到这个渠道。",
                        "Whether advertising may go to this channel now.",
                    )
                )
            ),
        ),
        needed("items", Listed(item=CONSENT, most=MOST)),
    ),
)
_WORDS: tuple[Any, ...] = (
    needed("given", Flag(about=Words("同意，还是撤回。", "Agreed to, or withdrawn."))),
    optional("purpose", PURPOSE),
    optional("channel", CHANNEL),
    optional(
        "at",
        Text(
            example="2026-03-01T09:00:00+08:00",
            about=Words("会员表态的时间；不写是现在。", "When they said so; now, if left out."),
        ),
    ),
    optional(
        "version",
        Text(
            longest=200,
            example="privacy-2026-03",
            about=Words("同意的是哪一版文字。", "Which text was agreed to."),
        ),
    ),
    optional("note", Text(longest=500, example="门店纸质签字，编号 17")),
)
NEW_CONSENT: Shape = Keyed(name="NewConsent", parts=_WORDS)
IMPORTED: Shape = Keyed(
    name="ImportedConsents",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="ImportedConsent",
                    parts=(needed("member", Text(example="external_id:42")), *_WORDS),
                ),
                most=MOST,
            ),
        ),
    ),
)
RECORDED = Keyed(name="RecordedConsents", parts=(needed("items", Listed(item=CONSENT, most=MOST)),))


def consent_json(each: Consent) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "purpose": each.purpose,
        "channel": each.channel,
        "given": each.given,
        "at": moment_json(each.at),
        "recorded_at": moment_json(each.recorded_at),
        "how": each.how,
        "version": each.version,
        "cause": each.cause,
        "by": each.by,
        "note": each.note,
    }


def list_consents(asked: Asked) -> Answer:
    found = here()
    program_id = found.live.catalogue.program_id
    member_id = find_member(found.space, found.live, asked.path["member"])
    agreed = agreements(found.space, program_id, [member_id])
    messaging = found.live.checked.program.messages
    rows = consents.of_member(found.space, program_id, member_id)
    return Answer(
        content={
            "reached": {each: agreed.reaches(member_id, each, messaging) for each in CHANNELS},
            "items": [consent_json(each) for each in rows[:MOST]],
        }
    )


def add_consent(asked: Asked) -> Answer:
    found = here()
    member_id = find_member(found.space, found.live, asked.path["member"])
    refuse_departed(found, member_id)
    saying = _saying(found, asked.body, member_id, How.API, "")
    (row,) = record(found.space, found.live.catalogue.program_id, [saying], now=found.now)
    return Answer(content=consent_json(row), status=201)


def import_consents(asked: Asked) -> Answer:
    """Write down many, or none where one of them will not do."""
    found = here()
    sayings, findings = [], []
    for n, each in enumerate(asked.body["items"]):
        try:
            member_id = find_member(found.space, found.live, each["member"])
        except AppError as missing:
            findings.append(Finding(path=f"/items/{n}/member", message=missing.words))
            continue
        sayings.append(_saying(found, each, member_id, How.IMPORT, f"/items/{n}"))
    if findings:
        raise Invalid(
            "有的会员找不到，什么都没有写入。",
            "Some members are not there; nothing was written.",
            tuple(findings),
        )
    rows = record(found.space, found.live.catalogue.program_id, sayings, now=found.now)
    return Answer(content={"items": [consent_json(each) for each in rows]}, status=201)


def _saying(found: Here, body: Mapping[str, Any], member_id: int, how: How, place: str) -> Saying:
    at = found.now
    if body.get("at") is not None:
        settings = found.live.checked.program.settings
        read = instant_of(body["at"], settings.calendar.zone)
        if read is None:
            words = ("这里应是时间。", "A time is expected here.")
            raise Invalid(*words, (Finding.of(f"{place}/at", *words),))
        at = read
    return Saying(
        member_id=member_id,
        given=body["given"],
        how=how,
        at=at,
        purpose=body.get("purpose", MARKETING),
        channel=body.get("channel", EVERY_CHANNEL),
        version=body.get("version"),
        by=found.cause,
        note=body.get("note"),
    )


OPERATIONS = (
    Operation(
        name="list_consents",
        method="GET",
        path="/members/{member}/consents",
        policy=Scope.RECORDS_READ,
        title=Words("会员同意过什么", "What a member agreed to"),
        view=list_consents,
        parameters=(MEMBER_ID,),
        answers={200: Said(about=Words("最近的在前。", "The latest first."), shape=CONSENTS)},
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="add_consent",
        method="POST",
        path="/members/{member}/consents",
        policy=Scope.RECORDS_WRITE,
        title=Words("记下会员的同意或撤回", "Write down that a member agreed, or ended it"),
        view=add_consent,
        parameters=(MEMBER_ID,),
        body=NEW_CONSENT,
        answers={201: Said(about=Words("已记下。", "It is written down."), shape=CONSENT)},
    ),
    Operation(
        name="import_consents",
        method="POST",
        path="/consents",
        policy=Scope.RECORDS_WRITE,
        title=Words("导入许多会员的同意", "Import the consents of many members"),
        about=Words(
            "全部记下，或者有一条不对就都不记。",
            "All are written down, or none where one is wrong.",
        ),
        view=import_consents,
        body=IMPORTED,
        answers={201: Said(about=Words("已记下。", "They are written down."), shape=RECORDED)},
    ),
)
