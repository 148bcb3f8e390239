"""What a new version changes, told so that it can be read aloud."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.builder import gallery
from app.builder.diff import Kind, changes
from app.program.codec import dump, load
from app.program.reader import Unreadable
from tests.builder.changing import DOCUMENT, edited, the_changes


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            yield from places(inner, (*path, step))


PLACES = [each for each in places(DOCUMENT) if each[0] != "format"]
WRITTEN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from(["text", "integer", "month", "sunday", "mar1", "UTC", "gold", "新", ""]),
    st.just([]),
    st.just({}),
    st.sampled_from([{"zh": "新", "en": "New"}, {"var": "city"}, {"==": [1, 1]}, ["a", "b"]]),
)


def mutated(path: tuple[str | int, ...], value: Any, *, remove: bool) -> Any:
    document = deepcopy(DOCUMENT)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if remove:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


def must_be_told(document: Any) -> None:
    """Whatever a document says differently is told, and told once."""
    try:
        new = load(document)
    except Unreadable:
        return
    old = load(DOCUMENT)
    found = changes(old, new)
    assert bool(found) == (orjson.dumps(dump(old)) != orjson.dumps(dump(new))), document
    told = [(each.kind, each.path) for each in found]
    assert len(told) == len(set(told)), told
    for each in found:
        assert each.sentence.zh.strip()
        assert each.sentence.en.strip()


@pytest.mark.parametrize("path", PLACES, ids=lambda path: "/".join(map(str, path)))
def test_leaving_out_anything_is_told(path: tuple[str | int, ...]) -> None:
    must_be_told(mutated(path, None, remove=True))


@given(path=st.sampled_from(PLACES), value=WRITTEN)
def test_changing_anything_is_told_once(path: tuple[str | int, ...], value: Any) -> None:
    must_be_told(mutated(path, value, remove=False))


@given(st.permutations(range(3)), st.permutations(range(4)), st.permutations(range(3)))
def test_a_new_order_is_told_as_few_moves(
    tiers: list[int], fields: list[int], choices: list[int]
) -> None:
    document = deepcopy(DOCUMENT)
    ladder, member = document["ladders"][0], document["objects"][0]
    offered = member["fields"][1]["options"]
    ladder["tiers"] = [ladder["tiers"][n] for n in tiers]
    offered["choices"] = [offered["choices"][n] for n in choices]
    member["fields"] = [member["fields"][n] for n in fields]
    found = the_changes(document)
    assert all(each.kind is Kind.MOVED for each in found)
    assert len(found) <= 2 + 3 + 2
    assert bool(found) == (document != DOCUMENT)


@pytest.mark.parametrize("key", gallery.keys())
def test_nothing_changes_against_itself(key: str) -> None:
    program = load(dict(gallery.get(key).document))
    assert changes(program, program) == ()
    assert changes(program, load(dump(program))) == ()


def test_a_threshold_is_told_with_both_rules_in_full() -> None:
    tier = ("ladders", 0, "tiers", 1, "condition")
    (found,) = the_changes(edited(*tier, to={">=": [{"sum_of": ["order.net", "365d"]}, 5000]}))
    assert found.path == "/ladders/0/tiers/1/condition"
    assert found.kind is Kind.CHANGED
    assert found.sentence.zh == (
        "等级“银卡”的条件从“最近 365 天消费满 ¥1,000”改为“最近 365 天消费满 ¥5,000”"
    )
    assert found.sentence.en.startswith("Changed the condition of the tier “Silver” from “")


def test_the_same_rule_written_otherwise_is_told_as_such() -> None:
    rule = DOCUMENT["ladders"][0]["tiers"][1]["condition"]
    (found,) = the_changes(edited("ladders", 0, "tiers", 1, "condition", to={"and": [rule]}))
    assert found.sentence.zh.startswith("等级“银卡”的条件换了写法，读起来仍是“")


def test_a_first_release_adds_everything_that_is_not_given() -> None:
    found = changes(None, load(DOCUMENT))
    assert {each.kind for each in found} <= {Kind.ADDED, Kind.CHANGED}
    assert found[0].sentence.zh.startswith("新增等级体系“会员等级”（“普通”：没有条件；“银卡”：")
    assert "新增对象“到店”：“日期”、“门店”" in [each.sentence.zh for each in found]
    assert "会员字段的名称从“手机号”改为“手机”" in [each.sentence.zh for each in found]


def test_what_moves_members_is_told_before_what_only_reads_otherwise() -> None:
    document = edited("ladders", 0, "tiers", 2, "label", to={"zh": "黄金", "en": "Golden"})
    document["summary"] = "新"
    document["ladders"][0]["period"] = "quarter"
    del document["objects"][0]["fields"][3]
    assert [each.sentence.zh for each in the_changes(document)] == [
        "等级体系“会员等级”的考核周期从“每年”改为“每季”",
        "移除会员字段“卡号”（停用，数据保留）",
        "等级“金卡”改名为“黄金”",
        "改写了方案简介",
    ]


def test_tiers_come_go_and_move_with_their_places() -> None:
    document = deepcopy(DOCUMENT)
    tiers = document["ladders"][0]["tiers"]
    tiers[1], tiers[2] = tiers[2], tiers[1]
    tiers.append({"key": "vip", "label": {"zh": "贵宾", "en": "VIP"}, "condition": True})
    found = [(each.kind, each.path) for each in the_changes(document)]
    assert (Kind.ADDED, "/ladders/0/tiers/3") in found
    assert sum(kind is Kind.MOVED for kind, _ in found) == 1
    back = [(each.kind, each.path) for each in the_changes(DOCUMENT, document)]
    assert (Kind.REMOVED, "/ladders/0/tiers/3") in back


@pytest.mark.parametrize(
    ("field", "key", "value", "sentence"),
    [
        (1, "required", False, "会员字段“城市”不再必填"),
        (3, "unique", False, "会员字段“卡号”允许重复"),
        (3, "kind", "long_text", "会员字段“卡号”的类型从“单行文本”改为“多行文本”"),
        (1, "default", "sh", "会员字段“城市”的默认值从“bj”改为“sh”"),
        (3, "options", {"max_length": 30}, "会员字段“卡号”的“最多字数”从“20”改为“30”"),
    ],
)
def test_a_field_is_told_by_what_it_now_takes(
    field: int, key: str, value: Any, sentence: str
) -> None:
    found = the_changes(edited("objects", 0, "fields", field, key, to=value))
    assert sentence in [each.sentence.zh for each in found]


def test_choices_are_told_one_by_one() -> None:
    choices = [
        {"key": "sh", "label": {"zh": "沪", "en": "Shanghai"}},
        {"key": "bj", "label": {"zh": "北京", "en": "Beijing"}},
        "sz",
    ]
    path = ("objects", 0, "fields", 1, "options", "choices")
    found = the_changes(edited(*path, to=choices))
    told = {(each.kind.value, each.path): each.sentence.zh for each in found}
    below = "/objects/0/fields/1/options/choices"
    assert told["added", f"{below}/2"] == "新增会员字段“城市”的选项“sz”"
    assert told["removed", f"{below}/2"] == "移除会员字段“城市”的选项“广州”"
    assert told["changed", f"{below}/0/label"] == "会员字段“城市”的选项名称从“上海”改为“沪”"
    assert [key for key, _ in told if key == "moved"] == ["moved"]
    assert len(told) == 4
