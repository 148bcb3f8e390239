"""Forms through the API: which there are, sending one for somebody, what was sent, links."""

from typing import Any

from flask import url_for

from app.access import Scope
from app.errors import Finding
from app.program.checked_forms import CheckedForm, CheckedItem
from app.program.form_answers import unknown_answers
from app.program.form_items import ITEM_KINDS
from app.runtime.forms import KnownBy, NotTaken, Sending, Submitted, form_of, submit
from app.runtime.naming import find_member, number_of
from app.runtime.releases import live_release
from app.secrets import new_secret
from app.storage import form_links, forms
from app.storage.form_links import NoSuchLink
from app.storage.forms import NOBODY, Submission
from app.web.api.events import id_json
from app.web.api.form_shapes import FORMS, LINK, SENDING, SENT, SUBMISSIONS
from app.web.api.here import Here, here
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.problems import Refusal
from app.web.api.shapes import Keyed, Text, Whole, needed
from app.web.api.written import moment_json
from app.web.portal.signatures import LINK_GOOD_FOR, personal
from app.web.services import services
from app.words import Words

USUAL, MOST = 50, 200


def list_forms(_asked: Asked) -> Answer:
    found = here()
    program_id = found.live.catalogue.program_id
    links = form_links.links(found.space, program_id)
    tallies = forms.tallies(found.space, program_id)
    items = []
    for key, form in found.live.checked.forms.items():
        link, tally = links.get(key), tallies.get(key)
        items.append(
            {
                "key": key,
                "label": form.form.label.to_json(),
                "object": form.form.object,
                "url": None if link is None else _public(link.token),
                "submissions": 0 if tally is None else tally.count,
                "questions": [
                    _question(each)
                    for each in form.items.values()
                    if ITEM_KINDS[each.item.kind].answered or each.item.kind == "rows"
                ],
            }
        )
    return Answer(content={"items": items})


def _public(token: str, me: str | None = None) -> str:
    path = url_for("portal.form", token=token, embed=False, me=me)
    return services().config.public_url.rstrip("/") + path


def _question(each: CheckedItem) -> dict[str, Any]:
    return {
        "key": each.key,
        "label": each.label.to_json(),
        "kind": each.item.kind if each.target is None else each.target.field.kind,
        "questions": [_question(one) for one in each.items],
    }


def send_form(asked: Asked) -> Answer:
    found, key = here(), asked.path["form"]
    form = form_of(found.live, key)
    body = asked.body
    _refuse_unknown(form, body["answers"])
    member = body.get("member")
    sending = Sending(
        form=key,
        answers=body["answers"],
        # A request that comes again under its Idempotency-Key never gets here.
        key=new_secret(),
        cause=found.cause,
        language=body.get("language", "zh"),
        member_id=None if member is None else find_member(found.space, found.live, member),
        known_by=KnownBy.ANSWER if member is None else KnownBy.API,
        consent=body.get("consent", False),
    )
    try:
        done = submit(found.space, found.live, sending, now=found.now)
    except NotTaken as refused:
        raise Refusal(
            422, *refused.words, findings=tuple(_placed(each) for each in refused.findings)
        ) from refused
    return Answer(content=_sent(done), status=201)


def _refuse_unknown(form: CheckedForm, answers: dict[str, Any]) -> None:
    """Refuse what the form does not ask: a slip of the pen must not be lost in silence."""
    findings = tuple(each.under("/answers") for each in unknown_answers(form, answers))
    if findings:
        raise Refusal(
            422, "有些答案表单没有问。", "Some answers are to nothing.", findings=findings
        )


def _placed(finding: Finding) -> Finding:
    return finding if finding.path in {"", "/consent"} else finding.under("/answers")


def _sent(done: Submitted) -> dict[str, Any]:
    outcome = done.submission.outcome
    return {
        "id": str(done.submission.id),
        "form": done.submission.form,
        "member_id": _owner(done.submission),
        "record_id": id_json(done.submission.record_id),
        "joined": outcome["joined"],
        "gained": outcome["moved"],
        "tiers": outcome["tiers"],
    }


def _owner(submission: Submission) -> str | None:
    return None if submission.member_id == NOBODY else str(submission.member_id)


def list_submissions(asked: Asked) -> Answer:
    found, key = here(), asked.path["form"]
    form_of(found.live, key)
    program_id = found.live.catalogue.program_id
    size = asked.query.get("limit", USUAL)
    before = None
    if "before" in asked.query:
        number = number_of(asked.query["before"])
        if number is None:
            raise forms.NoSuchSubmission
        last = forms.get(found.space, program_id, number)
        before = (last.sent_at, last.id)
    rows = forms.of_form(found.space, program_id, key, before=before, limit=size + 1)
    page = rows[:size]
    return Answer(
        content={
            "items": [_submission(found, each) for each in page],
            "next": str(page[-1].id) if len(rows) > size else None,
        }
    )


def _submission(found: Here, each: Submission) -> dict[str, Any]:
    release = live_release(found.space, found.live.catalogue.program_id, each.release_id)
    return {
        "id": str(each.id),
        "sent_at": moment_json(each.sent_at),
        "member_id": _owner(each),
        "record_id": id_json(each.record_id),
        "release": release.number,
        "known_by": each.known_by,
        "language": each.language,
        "answers": each.answers,
        "consent": each.consent,
        "joined": each.outcome["joined"],
        "gained": each.outcome["moved"],
    }


def make_link(asked: Asked) -> Answer:
    found, key = here(), asked.path["form"]
    form_of(found.live, key)
    member_id = find_member(found.space, found.live, asked.body["member"])
    link = form_links.links(found.space, found.live.catalogue.program_id).get(key)
    if link is None:
        raise NoSuchLink
    me = personal(link, member_id, now=found.now)
    return Answer(
        content={
            "url": _public(link.token, me=me),
            "member_id": str(member_id),
            "expires_at": moment_json(found.now + LINK_GOOD_FOR),
        },
        status=201,
    )


FORM = in_path("form", Words("表单的标识。", "The key of a form."), example="profile")
NOT_NOW = 409

OPERATIONS = (
    Operation(
        name="list_forms",
        method="GET",
        path="/forms",
        policy=Scope.PROGRAM_READ,
        title=Words("列出表单", "List forms"),
        about=Words(
            "生效版本里的表单、公开链接和问题。", "Forms of the live release, links and questions."
        ),
        view=list_forms,
        answers={200: Said(about=Words("表单。", "The forms."), shape=FORMS)},
        problems=(NOT_NOW,),
    ),
    Operation(
        name="send_form",
        method="POST",
        path="/forms/{form}/submissions",
        policy=Scope.EVENTS_WRITE,
        title=Words("提交表单", "Send a form"),
        about=Words(
            "和公开页面同一套校验、显隐和计算；答复里有当场升到的等级。",
            "Validated, shown and computed as on the public page; the answer has the tiers gained.",
        ),
        view=send_form,
        parameters=(FORM,),
        body=SENDING,
        answers={
            201: Said(about=Words("已保存。", "It is kept."), shape=SENT),
        },
    ),
    Operation(
        name="list_submissions",
        method="GET",
        path="/forms/{form}/submissions",
        policy=Scope.RECORDS_READ,
        title=Words("列出提交", "List submissions"),
        about=Words("最新的在前。", "The newest first."),
        view=list_submissions,
        parameters=(
            FORM,
            in_query("limit", Whole(least=1, most=MOST), Words("一页多少份。", "How many a page.")),
            in_query(
                "before",
                Text(example="120034"),
                Words("上一页的 next。", "The `next` of the page before."),
            ),
        ),
        answers={200: Said(about=Words("提交。", "The submissions."), shape=SUBMISSIONS)},
        problems=(NOT_NOW,),
    ),
    Operation(
        name="make_form_link",
        method="POST",
        path="/forms/{form}/links",
        policy=Scope.EVENTS_WRITE,
        title=Words("生成个人链接", "Make a personal link"),
        about=Words(
            "打开它的人就是这位会员，90 天内有效；只发给本人。",
            "Whoever opens it is this member, for 90 days: send it to nobody else.",
        ),
        view=make_link,
        parameters=(FORM,),
        body=Keyed(name="LinkFor", parts=(needed("member", Text(example="external_id:42")),)),
        answers={201: Said(about=Words("个人链接。", "The link."), shape=LINK)},
    ),
)
