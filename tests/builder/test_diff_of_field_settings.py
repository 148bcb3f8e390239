"""How a field is shown, masked, checked and retired is told as a colleague would."""

from dataclasses import replace

import pytest

from app.builder.diff.field_settings import setting_changes
from app.program.field import Field, FieldCheck, Mask, Width
from app.words import Words

PHONE = Field(key="mobile", kind="phone", label=Words("手机", "Mobile"))
NAME = Words("会员字段“手机”", "the member field “Mobile”")
CHECK = FieldCheck(condition={"is_set": [{"var": "mobile"}]})


@pytest.mark.parametrize(
    ("old", "new", "zh"),
    [
        (PHONE, replace(PHONE, retired=True), "会员字段“手机”停用，数据保留"),
        (replace(PHONE, retired=True), PHONE, "会员字段“手机”恢复使用"),
        (
            PHONE,
            replace(PHONE, mask=Mask.PHONE),
            "会员字段“手机”的个人信息保护从“完全隐藏”改为“隐去电话中段”",
        ),
        (PHONE, replace(PHONE, check=CHECK), "给会员字段“手机”加了校验"),
        (replace(PHONE, check=CHECK), PHONE, "去掉了会员字段“手机”的校验"),
        (
            replace(PHONE, check=CHECK),
            replace(PHONE, check=replace(CHECK, message=Words("请填", "Fill in"))),
            "改写了会员字段“手机”校验的提示",
        ),
        (PHONE, replace(PHONE, width=Width.HALF), "会员字段“手机”改变了在一行里的宽度"),
    ],
    ids=["retired", "back", "masked", "checked", "unchecked", "reworded", "narrower"],
)
def test_a_setting_that_changed_is_told_in_both_languages(old: Field, new: Field, zh: str) -> None:
    (change,) = setting_changes(old, new, NAME, "/objects/0/fields/0")
    assert change.sentence.zh == zh
    assert "Mobile" in change.sentence.en


def test_saying_what_holds_anyway_is_no_change() -> None:
    hidden = replace(PHONE, mask=Mask.HIDDEN)
    assert list(setting_changes(PHONE, hidden, NAME, "/objects/0/fields/0")) == []
