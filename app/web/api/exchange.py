"""Programmes as files over the API: what the gallery has, one taken out, another begun."""

from typing import Any

from app.access import Scope
from app.builder import drafts, gallery, starting
from app.builder.exchange import as_exported, secrets_in
from app.builder.gallery.years import PEOPLE
from app.builder.starting import Started
from app.errors import Finding, Invalid
from app.program.reader import KEY, Unreadable
from app.storage import programs
from app.web import bearer
from app.web.api.answers import BOTH, FINDINGS, ID
from app.web.api.operations import Answer, Asked, Operation, Said, in_query
from app.web.api.problems import finding_json
from app.web.api.shapes import (
    Anything,
    ByKey,
    Flag,
    Keyed,
    Listed,
    Text,
    Whole,
    needed,
    optional,
)
from app.web.services import services
from app.words import Words

MOST_RELEASES = 2**31 - 1
DOCUMENT = "/document"


def list_templates(_asked: Asked) -> Answer:
    items = [
        {
            "key": each.key,
            "label": each.label.to_json(),
            "summary": each.summary.to_json(),
            "sample_members": PEOPLE.get(each.key, 0),
            "automations": [
                {"key": key, "label": label.to_json()} for key, label in each.automations.items()
            ],
        }
        for each in gallery.everything()
    ]
    return Answer(content={"items": items})


def export_document(asked: Asked) -> Answer:
    space, program_id = bearer.space(), bearer.key().program_id
    number = asked.query.get("release")
    if number is None:
        content = drafts.get(space, program_id).content
    else:
        content = programs.get_release(space, program_id, number).content
    return Answer(content=as_exported(content))


def create_program(asked: Asked) -> Answer:
    made = _made(asked.body)
    draft = drafts.examine(drafts.get(bearer.space(), made.program_id))
    content = {
        "id": str(made.program_id),
        "key": made.key,
        "live": made.sample,
        "findings": [finding_json(each) for each in draft.findings],
        "secrets_left_out": list(secrets_in(asked.body.get("document"), DOCUMENT)),
    }
    return Answer(content=content, status=201)


def _made(body: dict[str, Any]) -> Started:
    """Begin what is asked for: one of the gallery, or a document."""
    if ("template" in body) == ("document" in body):
        raise _wrong(
            "/template", "写 template 或 document，二者选一。", "Give a template or a document."
        )
    if "key" in body and not KEY.match(body["key"]):
        raise _wrong("/key", "标识只能用小写字母、数字和下划线。", "A key is a-z, 0-9 and _.")
    label = Words.from_json(body["label"]) if "label" in body else None
    given: dict[str, Any] = {"key": body.get("key"), "label": label}
    given |= {"now": services().clock(), "by": bearer.key().actor}
    if "template" in body:
        sample = bool(body.get("sample", False))
        return starting.clone(bearer.space(), body["template"], sample=sample, **given)
    if body.get("sample"):
        raise _wrong("/sample", "文件没有示例数据。", "A document has no sample data.")
    try:
        return starting.start(bearer.space(), body["document"], **given)
    except Unreadable as error:
        findings = tuple(each.under(DOCUMENT) for each in error.findings)
        raise Invalid(*error.words, findings) from error


def _wrong(path: str, zh: str, en: str) -> Invalid:
    return Invalid(zh, en, (Finding.of(path, zh, en),))


TEMPLATES = Keyed(
    name="Templates",
    parts=(
        needed(
            "items",
            Listed(
                item=Keyed(
                    name="Template",
                    parts=(
                        needed("key", Text()),
                        needed("label", BOTH),
                        needed("summary", BOTH),
                        needed(
                            "sample_members",
                            Whole(
                                least=0,
                                about=Words(
                                    "示例数据有多少会员；0 是没有。",
                                    "How many members its sample data have; 0 is none.",
                                ),
                            ),
                        ),
                        needed(
                            "automations",
                            Listed(
                                item=Keyed(
                                    name="TemplateAutomation",
                                    parts=(needed("key", Text()), needed("label", BOTH)),
                                ),
                                about=Words(
                                    "带哪些自动化；新建后先停用。",
                                    "The automations it brings, switched off at first.",
                                ),
                            ),
                        ),
                    ),
                )
            ),
        ),
    ),
)
BEGUN = Keyed(
    name="BegunProgram",
    parts=(
        needed("id", ID),
        needed("key", Text()),
        needed(
            "live",
            Flag(
                about=Words(
                    "已发布，示例数据由后台放入；否则是草稿。",
                    "Live, with its sample data on their way; otherwise a draft.",
                )
            ),
        ),
        needed("findings", FINDINGS),
        needed(
            "secrets_left_out",
            Listed(
                item=Text(),
                about=Words(
                    "请求里的这些密钥没有保存，请重新填写。",
                    "Secrets of the request that were not kept; enter them anew.",
                ),
            ),
        ),
    ),
)
WANTED = Keyed(
    name="NewProgram",
    parts=(
        optional("template", Text(example="fitness", about=Words("模板。", "Of the gallery."))),
        optional(
            "document",
            ByKey(value=Anything(), about=Words("导出的方案。", "A programme as exported.")),
        ),
        optional("key", Text(shortest=1, longest=60)),
        optional("label", BOTH),
        optional("sample", Flag(about=Words("连同示例数据。", "With sample data."))),
    ),
)

OPERATIONS = (
    Operation(
        name="list_templates",
        method="GET",
        path="/templates",
        policy=Scope.PROGRAM_READ,
        title=Words("列出模板", "List the ready-made programmes"),
        view=list_templates,
        answers={200: Said(about=Words("模板。", "The templates."), shape=TEMPLATES)},
    ),
    Operation(
        name="export_document",
        method="GET",
        path="/program/document",
        policy=Scope.PROGRAM_READ,
        title=Words("导出方案", "Export the programme"),
        about=Words(
            "草稿，或 release 指明的版本。同样的文档总是同样的字节；密钥不会导出。",
            "The draft, or the release that is named. Equal documents are equal bytes; secrets"
            " never leave.",
        ),
        view=export_document,
        parameters=(
            in_query("release", Whole(least=1, most=MOST_RELEASES), Words("版本号。", "Release.")),
        ),
        answers={
            200: Said(about=Words("方案文档。", "The document."), shape=ByKey(value=Anything()))
        },
        problems=(404,),
    ),
    Operation(
        name="create_program",
        method="POST",
        path="/programs",
        policy=Scope.PROGRAMS_CREATE,
        title=Words("新建方案", "Begin a programme"),
        about=Words(
            "在密钥所属的工作区里用模板或导出的文档新建方案。标识已被占用时自动加序号；自动化一律停用；"
            "密钥不会保存。读不懂的文档会被拒绝，findings 指出每一处。",
            "Begins a programme in the workspace of the key, from a template or an exported"
            " document. A key that is taken gets a number; automations begin disabled; secrets are"
            " not kept. What cannot be read is refused with every place.",
        ),
        view=create_program,
        body=WANTED,
        answers={201: Said(about=Words("新方案。", "The new programme."), shape=BEGUN)},
        problems=(404, 422),
    ),
)
