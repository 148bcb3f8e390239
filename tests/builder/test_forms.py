"""What is found about forms before a release, and what is told of their changes."""

from typing import Any

import pytest

from app.builder.diff import changes
from app.builder.findings import findings_in
from app.errors import Severity
from app.program.codec import dump, load
from app.program.reader import Unreadable
from tests.builder.programmes import findings
from tests.builder.surveys import CHILD, PHONE, ask, form, programme

PAGE = "/forms/0/pages/0"
THIRD = f"{PAGE}/items/1"
VISIT = {**form(ask("born")), "object": "child", "who": {"by": "phone"}}


def visit(*items: Any, **more: Any) -> dict[str, Any]:
    """A form that writes a record of the member named by phone."""
    phone = ask("phone", "member.phone", required=True)
    return form(object="child", pages=[{"key": "one", "items": [phone, *items]}], **more)


def found(written: Any) -> dict[str, str]:
    return {
        path: each.message.zh
        for path, each in findings(programme(written)).items()
        if each.severity is not Severity.NOTE
    }


def test_a_form_as_people_make_them_has_nothing_to_be_said_about() -> None:
    rows = {"kind": "rows", "key": "kids", "object": "child", "items": [ask("born")]}
    assert found(form(ask("city"), rows)) == {}
    assert found(visit(ask("born"))) == {}


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "a field there is not": (form(ask("town")), f"{THIRD}/field", "没有字段“town”"),
    "a field given by the product": (form(ask("number")), f"{THIRD}/field", "由系统给出"),
    "members to choose from": (form(ask("referrer")), f"{THIRD}/field", "不能让人从中挑选"),
    "a field asked twice": (
        form(ask("city"), ask("town", "city")),
        f"{PAGE}/items/2/field",
        "问了两次",
    ),
    "money by form": (form(object="order"), "/forms/0/object", "表单不能写对象“order”"),
    "a condition of the wrong type": (
        form(ask("city", visible={">": [{"var": "phone"}, 3]})),
        f"{THIRD}/visible/>/1",
        "",
    ),
    "a condition on what is not asked": (
        form(ask("city", visible={"var": "nothing"})),
        f"{THIRD}/visible",
        "nothing",
    ),
    "a value computed of the wrong type": (
        form(ask("cups", computed={"var": "phone"})),
        f"{THIRD}/computed/var",
        "",
    ),
    "nobody known": (
        visit(ask("born"), who={"link": False}),
        "/forms/0/who",
        "不知道是谁填的",
    ),
    "known by what is not unique": (
        form(ask("city"), who={"by": "city"}),
        "/forms/0/who/by",
        "不是会员的唯一字段",
    ),
    "known by what is not asked": (
        form(ask("city"), who={"by": "external_id"}),
        "/forms/0/who/by",
        "没有问",
    ),
    "known by what is asked now and then": (
        form(
            ask("city"),
            ask("external_id", visible={"==": [{"var": "city"}, "上海"]}),
            who={"by": "external_id"},
        ),
        f"{PAGE}/items/2/visible",
        "要用来认人",
    ),
    "a need nobody asks for": (visit(ask("called")), "", ""),
    "a page that is never shown": (
        form(
            pages=[
                {"key": "one", "items": [PHONE]},
                {"key": "two", "visible": False, "items": [ask("city")]},
            ]
        ),
        "/forms/0/pages/1/visible",
        "永远不会显示",
    ),
    "a page that asks for itself first": (
        form(
            pages=[
                {"key": "one", "items": [PHONE]},
                {
                    "key": "two",
                    "visible": {"is_set": [{"var": "city"}]},
                    "items": [ask("city")],
                },
            ]
        ),
        "/forms/0/pages/1/visible",
        "到不了",
    ),
    "closed before it opens": (
        form(access={"opens": "2026-03-02", "closes": "2026-03-01"}),
        "/forms/0/access/closes",
        "谁也填不了",
    ),
    "consent to nothing": (form(consent={"text": ""}), "/forms/0/consent/text", "同意什么"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_found_where_it_is(case: str) -> None:
    written, path, words = WRONG[case]
    if case == "a need nobody asks for":
        child = {**CHILD, "occurred": "on", "fields": [*CHILD["fields"], ask_day()]}
        content = programme(written, objects=())
        content["objects"][1] = child
        assert "“生日”必填" in findings(content)["/forms/0/pages"].message.zh
        return
    told = found(written)
    assert words in told.get(path, "—"), told


def ask_day() -> dict[str, Any]:
    return {"key": "on", "kind": "date", "label": {"zh": "日期", "en": "Date"}}


def test_answers_that_depend_on_each_other_are_found() -> None:
    first = ask("city", visible={"is_set": [{"var": "likes"}]})
    second = ask("likes", visible={"is_set": [{"var": "city"}]})
    circles = findings_in(load(programme(form(first, second))))
    assert any("绕成了圈" in each.message.zh for each in circles)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (form(kind="poll"), "/forms/0/kind"),
        (form(key="design"), "/forms/0/key"),
        (form({"kind": "picture", "key": "x"}), f"{THIRD}/kind"),
        (form({"kind": "text", "key": "x", "text": "…", "required": True}), f"{THIRD}/required"),
        (form(ask("city", width="third")), f"{THIRD}/width"),
        (form(ask("city"), {**ask("city")}), f"{PAGE}/items/2/key"),
        (form(thanks={"url": "javascript:alert(1)"}), "/forms/0/thanks/url"),
        (form(embed=["https://*.example"]), "/forms/0/embed/0"),
        (form(embed=["https://shop.example/page"]), "/forms/0/embed/0"),
        (form(access={"opens": "soon"}), "/forms/0/access/opens"),
        (form(guard={"hourly": 0}), "/forms/0/guard/hourly"),
        (form(save_days=9999), "/forms/0/save_days"),
    ],
)
def test_what_is_no_form_is_refused_with_its_place(wrong: Any, path: str) -> None:
    with pytest.raises(Unreadable) as refused:
        load(programme(wrong))
    assert [each.path for each in refused.value.findings] == [path]


def test_what_is_written_comes_back() -> None:
    every = form(
        {"kind": "text", "key": "hello", "text": "你好", "width": "half"},
        {"kind": "hidden", "key": "from", "field": "city", "value": "官网", "prefill": True},
        {
            "kind": "rows",
            "key": "kids",
            "object": "child",
            "least": 0,
            "most": 3,
            "items": [ask("born")],
        },
        ask("cups", required=False, visible=True, label="几杯", help="一天", width="half"),
        intro="请填写",
        who={"by": "phone", "link": False, "create": False, "existing": "overwrite"},
        access={
            "opens": "2026-03-01",
            "closes": "2026-04-01T09:00",
            "limit": 5,
            "per_member": "once",
            "password": True,
        },
        consent={"text": "同意", "required": False},
        thanks={"title": "谢谢", "url": "https://shop.example/thanks", "tier": False},
        guard={"seconds": 0, "hourly": 9, "proof": "always"},
        language="zh",
        save_days=0,
        embed=["https://shop.example"],
    )
    read = load(programme(every))
    assert load(dump(read)) == read
    assert dump(load(dump(read))) == dump(read)


def told(old: Any, new: Any) -> list[str]:
    return [each.sentence.zh for each in changes(load(programme(*old)), load(programme(*new)))]


def test_a_new_form_is_told_with_what_it_asks() -> None:
    assert told([], [form(ask("city"))]) == ["新增表单“完善资料”：2 个问题，写入“会员”"]
    assert told([form()], []) == ["移除表单“完善资料”"]


def test_changes_of_a_form_are_told_one_by_one() -> None:
    tea = {"==": [{"var": "likes"}, "tea"]}
    old = form(ask("likes"), ask("cups"), access={"limit": 5})
    new = form(ask("likes"), ask("cups", visible=tea, required=True), ask("city"))
    assert sorted(told([old], [new])) == sorted(
        [
            "新增表单“完善资料”的问题“字段city”",
            "表单“完善资料”的问题“字段cups”何时显示从“总是”改为“字段likes为茶”",
            "表单“完善资料”的问题“字段cups”何时必填从“按字段”改为“是”",
            "表单“完善资料”的份数上限从“5”改为“（空）”",
        ]
    )
