"""Segments: read, checked as conditions are, told in the differences between two versions."""

from typing import Any

from app.builder.diff import changes
from app.program.checked import check_program
from app.program.codec import dump, load
from tests.runtime.clubs import document

BUYERS = {">=": [{"sum_of": ["order.net", "90d"]}, 100]}


def club(*segments: dict[str, Any], **more: Any) -> Any:
    return document(("basic", None), segments=list(segments), **more)


def a_segment(key: str = "buyers", where: Any = BUYERS, label: str = "买家") -> dict[str, Any]:
    return {"key": key, "label": {"zh": label, "en": key}, "where": where}


def test_a_segment_comes_back_as_it_was_written() -> None:
    content = club({**a_segment(), "description": {"zh": "给同事看", "en": ""}})
    assert dump(load(content))["segments"] == content["segments"]
    assert load(dump(load(content))) == load(content)


def test_the_metrics_of_a_segment_are_kept_as_those_of_a_ladder() -> None:
    checked = check_program(load(club(a_segment())))
    assert checked.findings == ()
    (kept,) = checked.rollups["member"]
    assert kept.normal_form == '{"sum_of":["order.net","90d"]}'


def test_what_is_wrong_with_a_segment_is_told_with_its_place() -> None:
    wrong = {"==": [{"var": "wealth"}, 1]}
    nobody = {"key": "nobody", "label": "没人"}
    ranked = {"<": [{"rank_of": [{"sum_of": ["order.net", "365d"]}, "percent"]}, 10]}
    content = club(a_segment(where=wrong), nobody, a_segment("top", ranked))
    places = [each.path.split("/")[1:4] for each in check_program(load(content)).findings]
    assert places == [["segments", str(n), "where"] for n in range(3)]


def test_what_becomes_of_segments_is_told_as_a_colleague_would() -> None:
    old = load(club(a_segment(), a_segment("gone")))
    lower = {">=": [{"sum_of": ["order.net", "90d"]}, 50]}
    new = load(club(a_segment("fresh"), a_segment(where=lower, label="常客")))
    told = [each.sentence.zh for each in changes(old, new)]
    assert told == [
        "新增人群“买家”：最近 90 天消费满 ¥100",
        "人群“常客”的条件从“最近 90 天消费满 ¥100”改为“最近 90 天消费满 ¥50”",
        "移除人群“买家”",
        "人群“买家”的名称从“买家”改为“常客”",
    ]
