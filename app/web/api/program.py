"""The programme as JSON: its draft, its releases, publishing and rolling back."""

import re
from typing import Any

from app.access import Scope
from app.builder import drafts, releases
from app.builder.drafts import Examined
from app.builder.releases import Apply, Published
from app.clock import from_instant, to_instant
from app.errors import NotFound, Severity
from app.runtime import evaluation
from app.runtime.overview import count_up_to
from app.runtime.records import LIMIT
from app.runtime.releases import live
from app.runtime.tiers import Reason
from app.storage.programs import ReleaseRow, get_program
from app.storage.standings import release_occurrence
from app.web import bearer
from app.web.api.addresses import number_of
from app.web.api.answers import APPLY, DRAFT, PUBLISHED, RELEASES
from app.web.api.operations import (
    Answer,
    Asked,
    Operation,
    Parameter,
    Place,
    Said,
    number_in_path,
)
from app.web.api.problems import Refusal, finding_json
from app.web.api.shapes import Anything, ByKey, Keyed, Text, needed, optional
from app.web.api.written import moment_json
from app.web.services import services
from app.words import Words

LONGEST_NOTE = 2000
MOST_RELEASES = 2**31 - 1
VERSION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?', re.ASCII)
IF_MATCH = "If-Match"


def get_draft(_asked: Asked) -> Answer:
    found = drafts.examine(drafts.get(bearer.space(), bearer.key().program_id))
    return _draft(found)


def save_draft(asked: Asked) -> Answer:
    space, key = bearer.space(), bearer.key()
    seen = _seen(asked)
    if seen is None:
        raise Refusal(
            428,
            "请用 If-Match 写明你看到的草稿版本（GET 回答里的 ETag）。",
            "Name the version of the draft you saw by If-Match: the ETag that GET answered.",
        )
    _refuse_if_moved(seen)
    found = drafts.save(
        space,
        key.program_id,
        asked.body["content"],
        seen=seen,
        now=from_instant(_now()),
        by=key.actor,
    )
    return _draft(found)


def _seen(asked: Asked) -> int | None:
    given = asked.headers.get(IF_MATCH)
    if given is None:
        return None
    found = VERSION.fullmatch(given.strip())
    return -1 if found is None else int(found[1])


def _refuse_if_moved(seen: int) -> None:
    version = drafts.get(bearer.space(), bearer.key().program_id).version
    if version != seen:
        raise Refusal(
            412,
            f"草稿现在是版本 {version}。请重新读取，对照后再保存。",
            f"The draft is at version {version} by now: read it again, compare, then save.",
        )


def _draft(found: Examined) -> Answer:
    blocks = any(each.severity is Severity.ERROR for each in found.findings)
    content = {
        "version": found.version,
        "saved_at": moment_json(found.saved_at),
        "saved_by": found.saved_by,
        "ready": not blocks,
        "findings": [finding_json(each.under("/content")) for each in found.findings],
        "content": found.content,
    }
    return Answer(content=content, headers={"ETag": f'"{found.version}"'})


def list_releases(_asked: Asked) -> Answer:
    space, program_id = bearer.space(), bearer.key().program_id
    in_force = get_program(space, program_id).live_release_id
    items = [_release(each, in_force) for each in releases.history(space, program_id)]
    return Answer(content={"items": items})


def _release(row: ReleaseRow, in_force: int | None) -> dict[str, Any]:
    return {
        "number": row.number,
        "note": row.note,
        "live": row.id == in_force,
        "restores": row.restores,
        "published_at": moment_json(row.published_at),
        "published_by": row.published_by,
    }


def publish(asked: Asked) -> Answer:
    seen, key = _seen(asked), bearer.key()
    if seen is not None:
        _refuse_if_moved(seen)
    made = releases.publish(
        bearer.space(),
        key.program_id,
        note=asked.body.get("note", ""),
        now=from_instant(_now()),
        by=key.actor,
        apply=_apply(asked),
    )
    return _published(made, asked)


def restore(asked: Asked) -> Answer:
    number = number_of(asked.path["number"], most=MOST_RELEASES)
    if number is None:
        raise NotFound("没有这个版本。", "There is no such release.")
    key = bearer.key()
    made = releases.roll_back(
        bearer.space(),
        key.program_id,
        number,
        now=from_instant(_now()),
        by=key.actor,
        apply=_apply(asked),
    )
    return _published(made, asked)


def _apply(asked: Asked) -> Apply:
    return Apply(asked.body.get("apply", Apply.NOW))


def _published(made: Published, asked: Asked) -> Answer:
    content = {
        "number": made.number,
        "apply": _apply(asked).value,
        "placed": None,
        "changed": None,
    }
    return Answer(content=content, status=201)


def fill_and_place(content: dict[str, Any]) -> dict[str, Any]:
    """Fill the metrics of a release that has just been made live, and place members if wanted.

    The evaluation is one occurrence of the release: asked for again, it goes on or is done. More
    members than a request may place are left to the worker, for whom it is due already.
    """
    spaces, key, now = services().spaces, bearer.key(), _now()
    with spaces.reading(key.workspace_id) as space:
        many = count_up_to(space, live(space, key.program_id), LIMIT + 1) > LIMIT
    if many and content["apply"] == Apply.NOW:
        return content
    if content["apply"] != Apply.NOW:
        evaluation.prepare(spaces, key.workspace_id, key.program_id, now=now)
        return content
    done = evaluation.evaluate(
        spaces,
        key.workspace_id,
        key.program_id,
        now=now,
        reason=Reason.PUBLISH,
        occurrence=release_occurrence(content["number"]),
    )
    return {**content, "placed": done.placed, "changed": done.changed}


def _now() -> int:
    return to_instant(services().clock())


def _if_match(*, wanted: bool) -> Parameter:
    # An absent one is answered with 428, which says more than "invalid".
    about = Words("看到的草稿版本。", "The version of the draft that was seen.")
    return Parameter(
        name=IF_MATCH,
        place=Place.HEADER,
        shape=Text(longest=40, example='"3"'),
        about=about,
        needed=wanted,
    )


DRAFT_SAID = Said(
    about=Words("草稿和对它的检查。", "The draft, and what is to be said about it."),
    shape=DRAFT,
    headers={"ETag": Words("草稿的版本。", "The version of the draft.")},
)
PUBLISHED_SAID = Said(about=Words("新版本已生效。", "The new release is live."), shape=PUBLISHED)
AFTERWARDS = Words(
    "发布后先算好新指标；apply 为 now 时再重新评定所有会员，完成后才回答；超过 1,000 位会员时由后台"
    "完成，placed 为 null。",
    "New metrics are filled after the release; with apply = now every member is then placed anew,"
    " and the answer waits for it; more than 1,000 are left to the worker, and placed is null.",
)

OPERATIONS = (
    Operation(
        name="get_draft",
        method="GET",
        path="/program/draft",
        policy=Scope.PROGRAM_READ,
        title=Words("读取草稿", "Read the draft"),
        view=get_draft,
        answers={200: DRAFT_SAID},
        problems=(404,),
    ),
    Operation(
        name="save_draft",
        method="PUT",
        path="/program/draft",
        policy=Scope.PROGRAM_WRITE,
        title=Words("保存草稿", "Save the draft"),
        about=Words(
            "有问题的草稿也会原样保存；findings 说明问题在哪里。",
            "A draft is kept as it was written, right or wrong; the findings say where.",
        ),
        view=save_draft,
        parameters=(_if_match(wanted=True),),
        body=Keyed(name="DraftContent", parts=(needed("content", ByKey(value=Anything())),)),
        answers={200: DRAFT_SAID},
        problems=(404, 412, 428),
    ),
    Operation(
        name="list_releases",
        method="GET",
        path="/program/releases",
        policy=Scope.PROGRAM_READ,
        title=Words("列出版本", "List releases"),
        view=list_releases,
        answers={200: Said(about=Words("最新的在前。", "Newest first."), shape=RELEASES)},
        problems=(404,),
    ),
    Operation(
        name="publish",
        method="POST",
        path="/program/releases",
        policy=Scope.PROGRAM_WRITE,
        title=Words("发布草稿", "Publish the draft"),
        about=AFTERWARDS,
        view=publish,
        afterwards=fill_and_place,
        parameters=(_if_match(wanted=False),),
        body=Keyed(
            name="Publication",
            parts=(optional("note", Text(longest=LONGEST_NOTE)), optional("apply", APPLY)),
        ),
        answers={201: PUBLISHED_SAID},
        problems=(404, 412),
    ),
    Operation(
        name="restore",
        method="POST",
        path="/program/releases/{number}/restore",
        policy=Scope.PROGRAM_WRITE,
        title=Words("恢复到旧版本", "Bring an old release back"),
        about=Words(
            "把旧版本的内容作为新版本发布；数据不动。" + AFTERWARDS.zh,
            "Publishes an old release's content as a new one; no data is touched. " + AFTERWARDS.en,
        ),
        view=restore,
        afterwards=fill_and_place,
        parameters=(number_in_path("number", Words("版本号。", "The number of the release.")),),
        body=Keyed(name="Restoration", parts=(optional("apply", APPLY),)),
        answers={201: PUBLISHED_SAID},
    ),
)
